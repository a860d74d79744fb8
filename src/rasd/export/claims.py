"""An incident to read: what is best supported, what others say, and every account side by side with its words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from rasd.export.incidents import days, figure
from rasd.export.terminal import on_one_line, shown

Record = Mapping[str, Any]
CELLS = (
    "sub_event_type", "actor1", "actor2", "target", "weapon", "count", "places", "date", "killed", "wounded", "status",
    "attribution",
)  # fmt: skip
_FIGURES = ("killed", "wounded")
_BESIDE = 3
"""accounts of one table"""


def print_incident(console: Console, told: Mapping[str, Any]) -> None:
    """The incident, then its accounts, then why they are one.

    ``told`` is what ``dataset.showing`` puts together: the incident's record, its accounts with ``event``, ``outlet``,
    ``published`` and ``voice``, the links to other incidents, and the reasons.
    """
    record, accounts = told["incident"], told["accounts"]
    isolate = console.is_terminal
    console.print(Text(shown(_title(record)), style="bold"))
    console.print(Text(_standing(record)))
    for link in told["links"]:
        words, other = (_quoted(link[name], isolate) for name in ("evidence", "other_evidence"))
        there = f"; there {other}" if other else ""
        console.print(Text(f"{link['how']} {link['incident_id']}: {words}{there}"))
    console.print(_summary(record, accounts, isolate))
    for first in range(0, len(accounts), _BESIDE):
        console.print(_side_by_side(accounts[first : first + _BESIDE], isolate))
    if told["reasons"]:
        console.print(Text("Why these accounts are one, each with the one that it hangs on:", style="bold"))
    for line in (*told["reasons"], *told["judgements"]):
        console.print(Text(on_one_line(line)), style="", soft_wrap=False)


def _title(record: Record) -> str:
    """What, where, when: Air/drone strike, Sarmin, Idlib, 2024-03-14."""
    cells = [record["sub_event_type"]["value"], value(record["places"]["value"] or []), days(record["date"]["value"])]
    return ", ".join(filter(None, cells))


def _standing(record: Record) -> str:
    def several(number: int, name: str) -> str:
        return f"{number} {name}" + ("" if number == 1 else "s")

    reports = several(len(record["report_ids"]), "report")
    review = "not reviewed" if record["review"] == "machine" else record["review"]
    parts = [record["incident_id"], f"{several(record['voices'], 'voice')} in {reports}", record["certainty"], review]
    if record["aliases"]:
        parts.append(f"also called {', '.join(record['aliases'])}")
    return " · ".join(parts)


# -- what is best supported ------------------------------------------------------------------------------------------


def _summary(record: Record, accounts: Sequence[Record], isolate: bool) -> Table:
    """A row a cell: the value, how many voices give it, and who says what else."""
    told = {one["event"]["event_id"]: one for one in accounts}
    table = Table(box=SIMPLE_HEAD, header_style="bold")
    for name in ("", "best supported", "voices", "others say"):
        table.add_column(name, overflow="fold", justify="right" if name == "voices" else "left")
    for name in ("event_type", *CELLS):
        if name not in record:
            continue
        best, support, dissent = _figure(record[name]) if name in _FIGURES else _cell(record[name])
        if not best:
            continue
        label = f"{name} (contested)" if name in record["contested"] else name
        best += "".join(f"\n{one['verdict']}: {on_one_line(one['by'])}" for one in record[name]["reviewed"])
        others = "; ".join(f"{other}: {_who(told, events, isolate)}" for other, events in dissent)
        table.add_row(*map(Text, (label, best, str(_voices(told, support)), others)))
    return table


Said = tuple[str, Sequence[str], list[tuple[str, Sequence[str]]]]
"""a value, the events that give it, and every other value with those that give that"""


def _cell(cell: Record) -> Said:
    if cell["value"] in (None, []):
        return "", (), []
    return value(cell["value"]), cell["support"], [(value(one["value"]), one["event_ids"]) for one in cell["dissent"]]


def _figure(told: Record | None) -> Said:
    if told is None:
        return "", (), []
    claims: dict[str, list[str]] = {}
    best: list[str] = []
    for claim in told["claims"]:
        said = value({"min": claim["min"], "max": claim["max"]})
        (best if claim["min"] == told["best"] else claims.setdefault(said, [])).append(claim["event_id"])
    return figure(told), best, list(claims.items())


def _voices(told: Mapping[str, Record], events: Iterable[str]) -> int:
    return len({told[event]["voice"] for event in events if event in told})


def _who(told: Mapping[str, Record], events: Iterable[str], isolate: bool) -> str:
    """Who says so: outlets, or reports where no outlet is known."""
    names = dict.fromkeys(told[event]["outlet"] or told[event]["report_id"] for event in events if event in told)
    return ", ".join(shown(name, isolate=isolate) for name in names)


# -- the accounts ----------------------------------------------------------------------------------------------------


def _side_by_side(accounts: Sequence[Record], isolate: bool) -> Table:
    table = Table(box=SIMPLE_HEAD, header_style="bold", show_lines=False)
    table.add_column("")
    for one in accounts:
        outlet = shown(on_one_line(one["outlet"]), isolate=isolate) if one["outlet"] else "no outlet"
        copy = "" if one["voice"] == one["report_id"] else f"\ncopy of {one['voice']}"
        head = f"{outlet}\n{one['published'] or 'no day'}\n{on_one_line(one['report_id'])}{copy}"
        table.add_column(Text(head), overflow="fold", ratio=1)
    for name in ("event_id", "review", "trigger", *CELLS):
        cells = [_with_review(name, one, isolate) for one in accounts]
        if any(cells):
            table.add_row(Text(name), *(Text(cell) for cell in cells))
    return table


def _with_review(name: str, one: Record, isolate: bool) -> str:
    """A cell of an account, and what a person decided on it; what was struck out, with what the machine had."""
    if name == "review":
        return "" if one["review"] == "machine" else str(one["review"])
    told = _with_words(name, one["event"], isolate)
    decided = one["decided"].get("type" if name == "sub_event_type" else name)
    if decided is None:
        return told
    lines = [told, f"[{decided['verdict']}: {on_one_line(decided['by'])}]"]
    before, now = one["coded"].get(name), one["event"].get(name)
    if before not in (None, []) and value(before) != (value(now) if now else ""):
        lines.append(f"[the machine had: {value(before)}]")
    return "\n".join(filter(None, lines))


def _with_words(name: str, event: Record, isolate: bool) -> str:
    told = event.get(name)
    if name == "event_id":
        return str(told)
    if name == "trigger":
        return _quoted([told], isolate) if told else ""
    if told in (None, []):
        return ""
    parts = told if isinstance(told, list) else [told]
    spans = [span for part in parts if isinstance(part, dict) for span in part.get("evidence", ())]
    words = _quoted(event.get("status_evidence", ()) if name == "status" else spans, isolate)
    if name == "attribution":  # its value is the words themselves
        return words
    return f"{value(told)}\n{words}" if words else value(told)


def _quoted(spans: Iterable[Record], isolate: bool) -> str:
    return " ".join(f"«{shown(text, isolate=isolate)}»" for text in dict.fromkeys(span["text"] for span in spans))


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
