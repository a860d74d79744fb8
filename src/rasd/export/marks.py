"""Which letters of a report are evidence, and for what: spans may overlap and nest, marks do not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rasd.export.cells import cells
from rasd.model.event import Event

# Where two cells claim a letter, the one that comes first here colours it.
ORDER = (
    "trigger", "actor1", "actor2", "killed", "wounded", "count", "weapon", "date", "place", "target", "status",
    "response to", "according to",
)  # fmt: skip


def marks(events: Iterable[Event], length: int) -> list[tuple[int, int, str]]:
    """Non-overlapping (start, end, cell) over a text of that length, in order.

    >>> from rasd.model.text import Span
    >>> event = Event("e", "r", "Battles", "Armed clash", Span(0, 4, "قصفت"))
    >>> marks([event], 10)
    [(0, 4, 'trigger')]
    """
    rank = {cell: number for number, cell in enumerate(ORDER)}
    claimed: list[int] = [len(ORDER)] * (length + 1)
    for start, end, cell in _claims(events):
        for at in range(max(start, 0), min(end, length)):
            claimed[at] = min(claimed[at], rank[cell])
    out: list[tuple[int, int, str]] = []
    for at in range(length):
        if claimed[at] == len(ORDER):
            continue
        if out and out[-1][1] == at and out[-1][2] == ORDER[claimed[at]]:
            out[-1] = (out[-1][0], at + 1, out[-1][2])
        else:
            out.append((at, at + 1, ORDER[claimed[at]]))
    return out


def _claims(events: Iterable[Event]) -> Iterator[tuple[int, int, str]]:
    for event in events:
        yield event.trigger.start, event.trigger.end, "trigger"
        for name, _, spans in cells(event):
            for span in spans:
                yield span.start, span.end, name
