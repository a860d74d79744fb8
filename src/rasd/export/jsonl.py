"""One JSON object a line: the record of docs/codebook.md, exact."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from rasd.model.event import Event
from rasd.model.text import Report


def jsonl(coded: Iterable[tuple[Report, list[Event]]]) -> Iterator[str]:
    """A line for every event, in the order of the reports and of the events in them."""
    for _, events in coded:
        for event in events:
            yield line(event)


def line(event: Event) -> str:
    """One event as a line, its end included."""
    # U+2028 and U+2029 end a line for some readers of JSON Lines, so they are written as escapes.
    text = json.dumps(event.as_dict(), ensure_ascii=False, separators=(", ", ": "))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085") + "\n"
