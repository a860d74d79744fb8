"""Incidents in short: what lists, filters and maps need of each, in rows narrow enough to look through all of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, insert, or_, select

from rasd.store.bulk import PIECE
from rasd.store.schema import event_place, incident, incident_event, outline
from rasd.store.search import place_is, words_of

CERTAINTIES = ("strong", "fair", "weak", "contested")
REVIEWS = ("machine", "in review", "confirmed", "rejected")


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which incidents are asked for. What is empty or None excludes nothing."""

    since: str | None = None
    until: str | None = None
    """ISO days; a time that overlaps them counts"""
    kind: str | None = None
    """event type or sub-type that begins so"""
    actor: str | None = None
    """words that the name of a side has, in any script"""
    places: Sequence[str] = ()
    """names of places, provinces, countries; any of them"""
    status: str | None = None
    certainty: str | None = None
    voices: int | None = None
    killed: int | None = None
    """this many or more, by the best figure"""
    review: str | None = None
    """one of REVIEWS; None: all but the rejected"""
    is_unlocated: bool = False
    """only those that nobody can put on a map"""
    is_latest_first: bool = False


ALL = Chosen()


def outline_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row of an incident's outline, from its row of the table of incidents."""
    record = json.loads(row["record"])
    places = record["places"]["value"] or []
    place = places[0] if places else {}
    names = {name: place.get(name) for name in ("country", "admin1", "latitude", "longitude", "radius_km")}
    return {
        "incident_id": row["incident_id"],
        "event_type": row["event_type"],
        "sub_event_type": row["sub_event_type"],
        "status": record["status"]["value"],
        "actors": _actors(record),
        "date_start": row["date_start"],
        "date_end": row["date_end"],
        "places": len(places),
        "place": place.get("name"),
        "place_ar": place.get("name_ar"),
        **names,
        "geo_precision": place.get("geo_precision"),
        "killed": row["killed"],
        "wounded": record["wounded"] and record["wounded"]["best"],
        "voices": row["voices"],
        "certainty": row["certainty"],
        "review": row["review"],
    }


def _actors(record: Mapping[str, Any]) -> str:
    """What the sides are called: their names, and the words of the reports."""
    sides = [record[name]["value"] or {} for name in ("actor1", "actor2")]
    told = [side[name] for side in sides for name in ("name", "name_ar") if side.get(name)]
    told += [span["text"] for side in sides for span in side.get("evidence", ())]
    return " | ".join(dict.fromkeys(" ".join(words_of(name)) for name in told))


def remake(connection: Connection) -> None:
    """The table anew, from the incidents that there are."""
    outline.drop(connection, checkfirst=True)
    outline.create(connection)
    query = select(incident).where(incident.c.state != "gone").order_by(incident.c.incident_id)
    last = ""
    # In portions, for some drivers hold the whole answer in memory.
    while rows := connection.execute(query.where(incident.c.incident_id > last).limit(PIECE)).mappings().all():
        connection.execute(insert(outline), [outline_of(dict(row)) for row in rows])
        last = rows[-1]["incident_id"]


def conditions(chosen: Chosen) -> list[ColumnElement[bool]]:
    """What a row of ``outline`` has to fulfil."""
    wanted: list[ColumnElement[bool]] = []
    if chosen.since:
        wanted.append(outline.c.date_end >= chosen.since)
    if chosen.until:
        wanted.append(outline.c.date_start <= chosen.until)
    if chosen.kind:
        types = (outline.c.event_type, outline.c.sub_event_type)
        wanted.append(or_(*(one.istartswith(chosen.kind, autoescape=True) for one in types)))
    wanted += [outline.c.actors.contains(word, autoescape=True) for word in words_of(chosen.actor or "")]
    if chosen.places:
        there = select(incident_event.c.incident_id).join(
            event_place, event_place.c.event_id == incident_event.c.event_id
        )
        wanted.append(outline.c.incident_id.in_(there.where(place_is(chosen.places))))
    for name in ("status", "certainty", "review"):
        if getattr(chosen, name):
            wanted.append(outline.c[name] == getattr(chosen, name))
    if not chosen.review:
        wanted.append(outline.c.review != "rejected")
    for name in ("voices", "killed"):
        if getattr(chosen, name) is not None:
            wanted.append(outline.c[name] >= getattr(chosen, name))
    if chosen.is_unlocated:
        wanted.append(outline.c.latitude.is_(None))
    return wanted


def in_order(query: Select[Any], chosen: Chosen, after: str = "") -> Select[Any]:
    """By day and id, those without a day last; behind the row that a cursor names."""
    day, name = outline.c.date_start, outline.c.incident_id
    if after:
        then, _, last = after.partition("~")
        behind = and_(day.is_(None), name > last)
        if then:
            further = day < then if chosen.is_latest_first else day > then
            behind = or_(further, and_(day == then, name > last), day.is_(None))
        query = query.where(behind)
    order = day.desc() if chosen.is_latest_first else day.asc()
    return query.order_by(order.nulls_last(), name)


def cursor(row: Row[Any] | Mapping[str, Any]) -> str:
    """Names a row, for what comes behind it.

    >>> cursor({"date_start": "2024-03-14", "incident_id": "i-1"}), cursor({"date_start": None, "incident_id": "i-2"})
    ('2024-03-14~i-1', '~i-2')
    """
    told = row if isinstance(row, Mapping) else row._mapping
    return f"{told['date_start'] or ''}~{told['incident_id']}"


WHERE = (
    outline.c.latitude, outline.c.longitude, outline.c.radius_km, outline.c.geo_precision, outline.c.place,
    outline.c.place_ar, outline.c.country, outline.c.admin1,
)  # fmt: skip
"""what is known of the first place of an incident"""


def outlines(connection: Connection, chosen: Chosen = ALL) -> Iterator[Row[Any]]:
    """Id, sub-type, days, killed, certainty and place (``WHERE``) of incidents, in the order of ``chosen``."""
    what = (outline.c.incident_id, outline.c.sub_event_type, outline.c.date_start, outline.c.date_end)
    query = select(*what, outline.c.killed, outline.c.certainty, *WHERE).where(*conditions(chosen))
    yield from connection.execute(in_order(query, chosen))


class Told(NamedTuple):
    """Incidents counted by place and by month."""

    number: int
    unlocated: int
    undated: int
    places: Sequence[Row[Any]]
    """``WHERE`` and ``number``, those with most incidents first"""
    months: Sequence[tuple[str, int]]
    """2024-03 and how many began in it"""
    unplaced: Sequence[Row[Any]]
    """the first of those without a position"""


def told_of(connection: Connection, chosen: Chosen = ALL, *, most: int = 20) -> Told:
    """Counts of incidents; ``most`` of those without a position."""
    wanted = conditions(chosen)
    number = func.count().label("number")
    places = select(*WHERE, number).where(*wanted, outline.c.latitude.is_not(None)).group_by(*WHERE)
    month = func.substr(outline.c.date_start, 1, 7).label("month")
    months = select(month, number).where(*wanted, outline.c.date_start.is_not(None)).group_by(month).order_by(month)
    unplaced = select(outline).where(*wanted, outline.c.latitude.is_(None))
    in_all = counted(connection, chosen)
    at = connection.execute(places.order_by(number.desc(), *WHERE)).all()
    by_month = [(row.month, row.number) for row in connection.execute(months)]
    return Told(
        number=in_all,
        unlocated=in_all - sum(row.number for row in at),
        undated=in_all - sum(count for _, count in by_month),
        places=at,
        months=by_month,
        unplaced=connection.execute(in_order(unplaced, chosen).limit(most)).all(),
    )


def counted(connection: Connection, chosen: Chosen = ALL) -> int:
    """How many incidents are asked for."""
    query = select(func.count()).select_from(outline).where(*conditions(chosen))
    return connection.execute(query).scalar() or 0


def provinces(connection: Connection) -> list[tuple[str, str]]:
    """Country and name of the provinces that incidents are in."""
    query = select(outline.c.country, outline.c.admin1).where(outline.c.admin1.is_not(None)).distinct()
    return sorted((row.country or "", row.admin1) for row in connection.execute(query))
