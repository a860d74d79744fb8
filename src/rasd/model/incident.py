"""The incident: what several accounts tell of, every rival claim kept; ``as_dict`` gives its record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rasd.model.event import as_plain


@dataclass(frozen=True, slots=True)
class Claim:
    """What one account says of a figure, and who says it."""

    event_id: str
    min: int
    max: int | None
    attribution: str | None
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a person said of a cell of one account."""

    event_id: str
    verdict: str
    """accept | correct | reject | not_said: struck out, and so neither support nor dissent nor claim"""
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Figure:
    """How many: from the lowest claim to the highest, and the best; ``max`` None is open upwards."""

    min: int
    best: int
    max: int | None
    rule: str
    """how ``best`` was chosen"""
    claims: tuple[Claim, ...]
    reviewed: tuple[Reviewed, ...] = ()


@dataclass(frozen=True, slots=True)
class Dissent:
    """Another value of a cell, and the accounts that give it."""

    value: Any
    event_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Supported:
    """The best supported value of a cell; None where no account gives one."""

    value: Any
    support: tuple[str, ...]
    dissent: tuple[Dissent, ...]
    reviewed: tuple[Reviewed, ...] = ()


@dataclass(frozen=True, slots=True)
class Incident:
    """What several accounts tell of."""

    incident_id: str
    aliases: tuple[str, ...]
    event_ids: tuple[str, ...]
    report_ids: tuple[str, ...]
    voices: int
    """independent outlets; copies count once"""
    cells: tuple[tuple[str, Supported], ...]
    """event_type, sub_event_type, actor1, actor2, target, weapon, places, date, status"""
    killed: Figure | None
    wounded: Figure | None
    certainty: str
    """strong | fair | weak | contested"""
    contested: tuple[str, ...]
    responds_to: tuple[str, ...] = ()
    part_of: str | None = None
    review: str = "machine"
    """machine | in review | confirmed | rejected"""
    updated_at: str = ""
    """ISO time, UTC"""

    def as_dict(self) -> dict[str, Any]:
        """The incident as the JSON object that ``rasd incidents --format jsonl`` writes."""
        record: dict[str, Any] = {name: as_plain(getattr(self, name)) for name in _HEAD}
        for name, cell in self.cells:
            record[name] = {
                "value": cell.value,
                "support": list(cell.support),
                "dissent": [{"value": other.value, "event_ids": list(other.event_ids)} for other in cell.dissent],
                "reviewed": as_plain(cell.reviewed),
            }
        record.update({name: as_plain(getattr(self, name)) for name in _TAIL})
        return record


_HEAD = ("incident_id", "aliases", "event_ids", "report_ids", "voices")
_TAIL = tuple(name for name in Incident.__dataclass_fields__ if name not in (*_HEAD, "cells"))
