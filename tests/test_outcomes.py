"""How many were hit, how sure it is, what it answers: golden cases that a linguist can extend."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from cases import Case, read_cases
from rasd.model.event import Event, Toll
from rasd.model.text import Report, Span
from rasd.pipeline import Coder

CASES = read_cases(Path(__file__).parent / "cases" / "outcomes.md")
CODER = Coder.load()


def lines_of(event: Event, triggers: dict[str, str]) -> list[str]:
    out = [event.trigger.text]
    out += [f"{cell} {_figure(toll)} {_words(toll.evidence)}" for cell, toll in _tolls(event)]
    if event.status != "reported":
        out.append(f"status {event.status}")
    if event.response_to:
        out.append(f"answers {triggers[event.response_to]} {_words(event.response_evidence)}")
    return out


def _tolls(event: Event) -> list[tuple[str, Toll]]:
    return [(cell, toll) for cell, toll in (("killed", event.killed), ("wounded", event.wounded)) if toll is not None]


def _figure(toll: Toll) -> str:
    if toll.max is None:
        return f"{toll.min}+"
    return str(toll.min) if toll.min == toll.max else f"{toll.min}-{toll.max}"


def _words(spans: Sequence[Span]) -> str:
    return "«" + " + ".join(span.text for span in spans) + "»"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_figures_status_and_answers_are_read_with_their_words(case: Case) -> None:
    report = Report("r", case.text, case.published, "ar", None, case.outlet)
    events = CODER.code(report)
    triggers = {event.event_id: event.trigger.text for event in events}
    assert [line for event in events for line in lines_of(event, triggers)] == case.expected
    for event in events:
        spans = [*event.response_evidence, *(span for _, toll in _tolls(event) for span in toll.evidence)]
        assert all(case.text[span.start : span.end] == span.text for span in spans)
