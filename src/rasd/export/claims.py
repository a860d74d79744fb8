"""An incident to read: what is best supported, what others say, and every account side by side with its words."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from rasd.export.cards import shown
from rasd.export.incidents import days, figure

Record = Mapping[str, Any]
CELLS = (
    "sub_event_type", "actor1", "actor2", "target", "weapon", "count", "places", "date", "killed", "wounded", "status",
    "attribution",
)  # fmt: skip
_BESIDE = 3
"""accounts of one table"""


def print_incident(console: Console, record: Record, accounts: Sequence[Record], reasons: Sequence[str]) -> None:
    """The incident, then its accounts. An account has ``event`` (its record), ``outlet``, ``published``, ``voice``."""
    voices = f"{record['voices']} voice" + ("s" if record["voices"] != 1 else "")
    head = f"{record['incident_id']}: {voices}, {record['certainty']}, {record['review']}"
    console.print(Text(head, style="bold"))
    if record["aliases"]:
        console.print(Text(f"also called {', '.join(record['aliases'])}"))
    for name, cell in (("part of", "part_of_evidence"), ("answers", "responds_to_evidence")):
        for link in record[cell]:
            console.print(Text(f"{name} {link['incident_id']}: {_quoted(link['evidence'])}"))
    table = Table(box=SIMPLE_HEAD, header_style="bold")
    for name in ("", "best supported", "by", "others say"):
        table.add_column(name, overflow="fold")
    for name in ("event_type", *CELLS):
        if name in ("killed", "wounded"):
            if told := record[name]:
                table.add_row(*map(Text, (name, figure(told), f"{len(told['claims'])}", told["rule"])))
        elif name in record and record[name]["value"] not in (None, []):
            cell = record[name]
            others = "; ".join(f"{value(other['value'])} ({len(other['event_ids'])})" for other in cell["dissent"])
            contested = " contested" if name in record["contested"] else ""
            table.add_row(*map(Text, (name + contested, value(cell["value"]), str(len(cell["support"])), others)))
    console.print(table)
    for first in range(0, len(accounts), _BESIDE):
        console.print(_side_by_side(accounts[first : first + _BESIDE]))
    for reason in reasons:
        console.print(Text(reason))


def _quoted(spans: Sequence[Record]) -> str:
    return " ".join(f"«{shown(text)}»" for text in dict.fromkeys(span["text"] for span in spans))


def _side_by_side(accounts: Sequence[Record]) -> Table:
    table = Table(box=SIMPLE_HEAD, header_style="bold", show_lines=False)
    table.add_column("")
    for one in accounts:
        voice = "" if one["voice"] == one["report_id"] else f"\ncopy of {one['voice']}"
        head = f"{one['outlet'] or 'no outlet'}\n{one['published'] or 'no day'}\n{one['report_id']}{voice}"
        table.add_column(Text(shown(head)), overflow="fold", ratio=1)
    rows = ["event_id", "trigger", *CELLS]
    for name in rows:
        cells = [_with_words(name, one["event"]) for one in accounts]
        if any(cells):
            table.add_row(Text(name), *(Text(cell) for cell in cells))
    return table


def _with_words(name: str, event: Record) -> str:
    told = event.get(name)
    if name == "event_id":
        return str(told)
    if name == "trigger":
        return f"«{shown(told['text'])}»" if told else ""
    if told in (None, []):
        return ""
    parts = told if isinstance(told, list) else [told]
    spans = [span for part in parts if isinstance(part, dict) for span in part.get("evidence", ())]
    words = _quoted(event.get("status_evidence", ()) if name == "status" else spans)
    return f"{value(told)}\n{words}" if words else value(told)


def value(told: Any) -> str:
    """A cell's value as short text.

    >>> value({"min": 2, "max": None}), value([{"name": "Aden", "admin1": "Aden"}]), value({"kind": "drone"})
    ('at least 2', 'Aden', 'drone')
    """
    if isinstance(told, list):
        return "; ".join(value(one) for one in told)
    if not isinstance(told, Mapping):
        return shown(str(told))
    if "min" in told:
        low, high = told["min"], told.get("max")
        return f"at least {low}" if high is None else str(low) if low == high else f"{low} to {high}"
    if "time_precision" in told:
        return days(told) or "no calendar date"
    if "value" in told:
        return str(told["value"])
    if "relation" in told or "admin1" in told:
        within = told.get("admin1")
        name = " ".join(filter(None, (told.get("relation"), told["name"])))
        return shown(f"{name}, {within}" if within and within != told["name"] else name)
    return shown(str(told.get("name") or told.get("kind") or json.dumps(told, ensure_ascii=False)))
