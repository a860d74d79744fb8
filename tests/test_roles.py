"""Who did it and whom it hit, each with the words that say so: golden cases that a linguist can extend."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases import Case, read_cases
from rasd.model.event import Actor, Event
from rasd.model.text import Report
from rasd.pipeline import Coder

CASES = read_cases(Path(__file__).parent / "cases" / "roles.md")
CODER = Coder.load()


def lines_of(event: Event) -> list[str]:
    """The trigger, then each side that is told: "actor1 X «words»"; an unnamed doer as "actor1 - «words»"."""
    out = [event.trigger.text]
    unnamed = [p for p in event.problems if p.code == "unnamed_actor"]
    if event.actor1 is None and unnamed:
        out.append("actor1 - " + _words(unnamed[0].evidence))
    return out + [f"{cell} {side.name} {_words(side.evidence)}" for cell, side in _sides(event)]


def _sides(event: Event) -> list[tuple[str, Actor]]:
    return [(cell, side) for cell, side in (("actor1", event.actor1), ("actor2", event.actor2)) if side is not None]


def _words(spans: tuple) -> str:  # type: ignore[type-arg]
    return "«" + " + ".join(span.text for span in spans) + "»"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_sides_are_read_with_their_words(case: Case) -> None:
    report = Report("r", case.text, case.published, "ar", None, case.outlet)
    events = CODER.code(report)
    assert [line for event in events for line in lines_of(event)] == case.expected
    for event in events:
        for _, side in _sides(event):
            assert all(case.text[span.start : span.end] == span.text for span in side.evidence)
