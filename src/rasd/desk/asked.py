"""Which incidents a page is asked for, as its address says: the same for the list, the map and what is downloaded."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Request

from rasd.dataset import Dataset
from rasd.lexicon.types import event_types
from rasd.store.outlines import CERTAINTIES, REVIEWS, Chosen

STATUSES = ("reported", "suspected", "denied", "threatened")
LONGEST = 200
"""letters of a name that is asked for"""
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters as text; empty where nothing is asked. What makes no sense is taken for empty."""

    type: str = ""
    """an event type or sub-type"""
    actor: str = ""
    place: str = ""
    status: str = ""
    certainty: str = ""
    killed: str = ""
    """at least"""
    since: str = ""
    until: str = ""
    review: str = ""
    unlocated: str = ""
    """1: only those that have no place on a map"""

    def query(self, **changed: str) -> str:
        """The part of an address that says it.

        >>> Asked(type="Battles", place="إدلب").query(place="")
        'type=Battles'
        """
        return urlencode({name: value for name, value in (asdict(self) | changed).items() if value})

    def chosen(self, dataset: Dataset) -> Chosen:
        """As the store is asked, the latest first."""
        return Chosen(
            since=self.since or None,
            until=self.until or None,
            kind=self.type or None,
            actor=self.actor or None,
            places=dataset.names_of(self.place),
            status=self.status or None,
            certainty=self.certainty or None,
            killed=int(self.killed) if self.killed else None,
            review=self.review or None,
            is_unlocated=self.unlocated == "1",
            is_latest_first=True,
        )

    def without_days(self) -> Asked:
        """The same for all time."""
        return replace(self, since="", until="")


def types() -> dict[str, list[str]]:
    """Event type -> its sub-types, in the order of the codebook."""
    found: dict[str, list[str]] = {}
    for name, told in event_types().items():
        found.setdefault(told.event_type, []).append(name)
    return found


def asked_of(request: Request) -> Asked:
    """What the address of a request asks for."""
    told = {name: value.replace("\0", "").strip()[:LONGEST] for name, value in request.query_params.items()}
    known = {*types(), *event_types()}
    return Asked(
        type=_one_of(told.get("type", ""), known),
        actor=told.get("actor", ""),
        place=told.get("place", ""),
        status=_one_of(told.get("status", ""), STATUSES),
        certainty=_one_of(told.get("certainty", ""), CERTAINTIES),
        killed=_number(told.get("killed", "")),
        since=iso_day(told.get("since", "")),
        until=iso_day(told.get("until", "")),
        review=_one_of(told.get("review", ""), REVIEWS),
        unlocated=_one_of(told.get("unlocated", ""), ("1",)),
    )


Asking = Annotated[Asked, Depends(asked_of)]


def _one_of(told: str, known: tuple[str, ...] | set[str]) -> str:
    return told if told in known else ""


def _number(told: str) -> str:
    return str(int(told)) if told.isdecimal() and len(told) <= _DIGITS else ""


def iso_day(told: str) -> str:
    """An ISO day as it is told, or empty.

    >>> iso_day("2024-03-14"), iso_day("2024-13-01")
    ('2024-03-14', '')
    """
    try:
        return date.fromisoformat(told).isoformat()
    except ValueError:
        return ""
