"""Reports coded by hand, and the events that the coder gave of them, as they are read from files."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rasd.errors import GoldError
from rasd.lexicon.types import event_types
from rasd.model.text import Report

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class GoldReport:
    """A report coded by hand."""

    report_id: str
    text: str
    events: Sequence[Record]
    record: Record

    def report(self) -> Report:
        """The report as the coder gets it; a gold file may say the day, the outlet and the address."""
        day = self.record.get("published")
        return Report(
            self.report_id,
            self.text,
            published=date.fromisoformat(day) if day else None,
            lang=self.record.get("lang"),
            url=self.record.get("url"),
            outlet=self.record.get("outlet"),
            title=self.record.get("title"),
        )


def read_gold(folder: Path) -> list[GoldReport]:
    """Every ID.json with events and the ID.txt beside it, in order of path. Raises GoldError that names the file."""
    if not folder.is_dir():
        raise GoldError(f"{folder}: no such folder")
    reports = [report for path in sorted(folder.rglob("*.json")) if (report := _gold_report(path))]
    if not reports:
        raise GoldError(f"{folder}: no gold reports (ID.json with 'events', beside ID.txt)")
    return reports


_EVENT_KEYS = (
    "trigger", "type", "actor1", "actor1_text", "actor2", "actor2_text", "weapon", "count", "places", "date",
    "killed", "wounded", "status", "response_to",
)  # fmt: skip


def _gold_report(path: Path) -> GoldReport | None:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise GoldError(f"{path}: not JSON: {error}") from error
    if not isinstance(record, dict) or "events" not in record:
        return None  # lists of pairs and the like stand in gold folders too
    beside = path.with_suffix(".txt")
    if not beside.exists():
        raise GoldError(f"{path}: no {beside.name} beside it")
    if not isinstance(record.get("id"), str):
        raise GoldError(f"{path}: no 'id'")
    if not isinstance(record["events"], list):
        raise GoldError(f"{path}: 'events' is not a list")
    for number, event in enumerate(record["events"]):
        missing = [key for key in _EVENT_KEYS if key not in event]
        if missing:
            raise GoldError(f"{path}: event {number} lacks {', '.join(missing)}")
        if event["type"] not in event_types():
            raise GoldError(f"{path}: event {number}: no event type called {event['type']!r}")
    return GoldReport(record["id"], beside.read_text(encoding="utf-8"), record["events"], record)


def read_predictions(path: Path) -> list[Record]:
    """The events of a file that ``rasd code --format jsonl`` wrote."""
    out: list[Record] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if line.strip():
            try:
                record = json.loads(line)
            except ValueError as error:
                raise GoldError(f"{path}:{number}: not JSON: {error}") from error
            if isinstance(record, dict) and "sub_event_type" in record:
                out.append(record)
    return out
