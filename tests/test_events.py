"""Whole events from short reports: the golden cases of tests/cases/events.md."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from cases import Case, read_cases
from rasd.model.event import Event, Toll
from rasd.model.text import Report, Span
from rasd.pipeline import Coder

CODER = Coder.load()
CASES = read_cases(Path(__file__).parent / "cases" / "events.md")


def marked(case: Case) -> object:
    marks = pytest.mark.xfail(strict=True, reason=case.xfail) if case.xfail else ()
    return pytest.param(case, id=f"{case.line}: {case.title}", marks=marks)


def cells(event: Event, events: Sequence[Event]) -> Iterator[str]:
    """The cells of an event as the case file writes them."""
    yield event.sub_event_type + quoted((event.trigger,))
    for name, actor in (("actor1", event.actor1), ("actor2", event.actor2)):
        if actor:
            yield f"{name} {actor.name}{quoted(actor.evidence)}"
    if event.weapon:
        yield f"weapon {event.weapon.kind}{quoted(event.weapon.evidence)}"
    if event.count:
        yield f"count {event.count.value}{quoted(event.count.evidence)}"
    for place in event.places:
        yield f"place {place.relation or ''} {place.name}{quoted(place.evidence)}".replace("  ", " ")
    if event.date:
        start, end = event.date.start, event.date.end
        yield f"date {start if start == end else f'{start}..{end}'}{quoted(event.date.evidence)}"
    for name, toll in (("killed", event.killed), ("wounded", event.wounded)):
        if toll:
            yield f"{name} {bounds(toll)}{quoted(toll.evidence)}"
    if event.status != "reported":
        yield f"status {event.status}{quoted(event.status_evidence)}"
    if event.response_to:
        number = [other.event_id for other in events].index(event.response_to) + 1
        yield f"answers {number}{quoted(event.response_evidence)}"


def quoted(spans: Sequence[Span]) -> str:
    return "".join(f" «{span.text}»" for span in spans)


def bounds(toll: Toll) -> str:
    if toll.max is None:
        return f"{toll.min}+"
    return str(toll.min) if toll.min == toll.max else f"{toll.min}-{toll.max}"


def as_asked(found: Sequence[str], expected: str) -> str:
    """The cells of an event that a line asks for; those it leaves unquoted without their words."""
    out = []
    for part in expected.split(" | "):
        name = part.split(" ")[0]
        if name == "no":
            present = [cell for cell in found if cell.split(" ")[0] == part.removeprefix("no ")]
            out += present or [part]
        elif "«" in part:
            out.append(part if part in found else f"not {part}")
        else:
            out.append(part if part in [re.sub(" «.*", "", cell) for cell in found] else f"not {part}")
    return " | ".join(out)


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_a_report_gives_the_events_a_coder_would_write_down(case: Case) -> None:
    events = CODER.code(Report("case", case.text, published=case.published, lang="ar", outlet=case.outlet))
    found = [list(cells(event, events)) for event in events]
    expected = [] if case.expected == ["none"] else case.expected
    assert len(found) == len(expected), "\n".join(" | ".join(row) for row in found) or "none"
    for row, line in zip(found, expected, strict=True):
        assert as_asked(row, line) == line, " | ".join(row)
