"""An account: one event as one report tells it, with only what comparing and summing up need."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from rasd.merge.phrases import NONE, Phrases, phrases_of
from rasd.text.letters import plain

Record = Mapping[str, Any]
# How long before its publication an act lies that a report tells without a day.
_WITHOUT_A_DAY = timedelta(days=3)
_WORDS = re.compile(r"[^\W\d_]{3,}")


class Spot(NamedTuple):
    """A place of an account; degrees WGS84, km."""

    place_id: str | None
    name: str
    """the English or transliterated name, lower case"""
    name_ar: str
    """folded, without the article"""
    country: str | None
    admin1: str | None
    latitude: float | None
    longitude: float | None
    radius_km: float
    precision: int
    """1 the place itself, 2 a district, 3 a province or coarser"""
    is_container: bool
    """other places of the same account lie in it"""


class Side(NamedTuple):
    """A side of an account."""

    actor_id: str | None
    name: str
    kind: str


class Decided(NamedTuple):
    """A person's last word on a cell."""

    verdict: str
    """accept | correct | reject | not_said"""
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Account:
    """One event as one report tells it."""

    event_id: str
    report_id: str
    voice: str
    """whoever speaks: reports that are copies of one another share it"""
    outlet: str | None
    published: date | None
    event_type: str
    sub_event_type: str
    status: str
    attribution: str | None
    start: date | None
    end: date | None
    days: tuple[date, date] | None
    """the days the act may lie on: those told, or those before publication where none is; None without either"""
    time_precision: int
    sides: tuple[Side | None, Side | None]
    places: tuple[Spot, ...]
    killed: tuple[int, int | None] | None
    wounded: tuple[int, int | None] | None
    weapon: str | None
    target: str | None
    count: int | None
    words: frozenset[str]
    """the words of the sentence that names the event, folded"""
    trigger: str
    phrases: Phrases
    """what they say of other acts"""
    record: Record
    review: str = "machine"
    """machine | in review | confirmed | rejected: then it joins nothing"""
    decided: Mapping[str, Decided] = field(default_factory=dict)
    """cell -> what a person said of it; the cells are called as at the desk"""
    coded: Record | None = None
    """what the machine said, where people have it otherwise"""


def account_of(
    record: Record, *, voice: str, outlet: str | None = None, published: date | None = None, text: str = ""
) -> Account:
    """The account of an event's record (EVENT.md's names); ``text`` is the report's, for the words of the sentence.

    >>> one = account_of({"event_id": "e", "report_id": "r", "event_type": "Battles", "sub_event_type": "Armed clash",
    ...     "status": "reported", "places": [], "date": {"start": "2024-03-01", "end": "2024-03-01"},
    ...     "killed": {"min": 2, "max": None}}, voice="r")
    >>> one.start.isoformat(), one.killed, one.sides
    ('2024-03-01', (2, None), (None, None))
    """
    told = record.get("date") or {}
    bounds = _sentence(record, text)
    start, end = _day(told.get("start")), _day(told.get("end"))
    sub_kinds = [record.get(name) or {} for name in ("weapon", "target", "count", "attribution")]
    return Account(
        event_id=record["event_id"],
        report_id=record["report_id"],
        voice=voice,
        outlet=outlet,
        published=published,
        event_type=record["event_type"] or "",
        sub_event_type=record["sub_event_type"] or "",
        status=record.get("status") or "reported",
        attribution=sub_kinds[3].get("name"),
        start=start,
        end=end,
        days=_days(start, end, published),
        time_precision=told.get("time_precision") or 1,
        sides=(_side(record.get("actor1")), _side(record.get("actor2"))),
        places=_spots(record.get("places") or ()),
        killed=_bounds(record.get("killed")),
        wounded=_bounds(record.get("wounded")),
        weapon=sub_kinds[0].get("kind"),
        target=sub_kinds[1].get("kind"),
        count=sub_kinds[2].get("value"),
        words=frozenset(plain(word) for word in _WORDS.findall(text[slice(*bounds)])),
        trigger=(record.get("trigger") or {}).get("text") or "",
        phrases=phrases_of(record, text, bounds) if bounds[1] else NONE,
        record=record,
    )


def _day(told: str | None) -> date | None:
    return date.fromisoformat(told) if told else None


def _days(start: date | None, end: date | None, published: date | None) -> tuple[date, date] | None:
    if start is not None and end is not None:
        return start, end
    return (published - _WITHOUT_A_DAY, published) if published is not None else None


def _bounds(told: Record | None) -> tuple[int, int | None] | None:
    return (told["min"], told.get("max")) if told else None


def _side(told: Record | None) -> Side | None:
    if not told or not told.get("name"):
        return None
    return Side(told.get("actor_id"), told["name"].casefold(), told.get("kind") or "")


def _spots(told: list[Record] | tuple[Record, ...]) -> tuple[Spot, ...]:
    spots = [_spot(place) for place in told]
    finest = min((spot.precision for spot in spots), default=0)
    return tuple(spot._replace(is_container=spot.precision > finest) for spot in spots)


def _spot(place: Record) -> Spot:
    precision = place.get("geo_precision") or 2
    return Spot(
        place_id=place.get("place_id"),
        name=(place.get("name") or "").casefold(),
        name_ar=bare_name(place.get("name_ar") or ""),
        country=place.get("country"),
        admin1=place.get("admin1"),
        latitude=place.get("latitude"),
        longitude=place.get("longitude"),
        radius_km=place.get("radius_km") or (50.0 if precision == 3 else 5.0),
        precision=precision,
        is_container=False,
    )


def bare_name(name: str) -> str:
    """An Arabic name of a place as it is compared: folded, every word without its article.

    >>> bare_name("الشّحيل"), bare_name("دير الزور")
    ('شحيل', 'دير زور')
    """
    words = (plain(word) for word in name.split())
    return " ".join(word.removeprefix("ال") if len(word) > 4 else word for word in words)


def _sentence(record: Record, text: str) -> tuple[int, int]:
    """Where the sentence stands that the trigger is in; without the text nowhere."""
    trigger = record.get("trigger") or {}
    start = trigger.get("start")
    if not text or start is None:
        return 0, 0
    left = max(text.rfind(mark, 0, start) for mark in ".!؟\n") + 1
    ends = [at for mark in ".!؟\n" if (at := text.find(mark, trigger["end"])) >= 0]
    return left, min(ends, default=len(text))
