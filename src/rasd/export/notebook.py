"""Events in a notebook or an interactive session: readable as text, and as a page with the words marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape

from rasd.export.cells import cells
from rasd.export.marks import marks
from rasd.model.event import Event
from rasd.model.text import Report, Span

_STYLE = (
    "<style>.rasd{font-family:sans-serif}.rasd [dir=auto]{unicode-bidi:isolate}.rasd .report{line-height:1.9;"
    "white-space:pre-wrap}.rasd mark{padding:0 .15em;border-radius:.2em;color:#111;background:#e3e3e3}"
    ".rasd .trigger{background:#f6b8b0}.rasd .actor1{background:#b9cdf5}.rasd .actor2{background:#e2c1ee}"
    ".rasd .killed,.rasd .wounded,.rasd .count{background:#f6e2a0}.rasd .place{background:#b5e6e6}"
    ".rasd .date{background:#bfe5b9}.rasd th{text-align:left;vertical-align:top;font-weight:normal;color:#666}"
    ".rasd caption{text-align:left;font-weight:bold;white-space:nowrap}.rasd table{margin:1em 0 0}"
    ".rasd .problem{color:#b00020}.rasd .note{margin:.2em 0;font-style:italic}</style>"
)


class Events(list[Event]):
    """The events of one report: a list that shows itself."""

    def __init__(self, report: Report, events: Iterable[Event]) -> None:
        super().__init__(events)
        self.report = report

    def __repr__(self) -> str:
        """A line for every event."""
        head = f"{len(self)} event{'' if len(self) == 1 else 's'} in {self.report.report_id}"
        return "\n".join([head, *(f"  {summary(event)}" for event in self)])

    def _repr_html_(self) -> str:
        return "".join(_page(self.report, self))


def summary(event: Event) -> str:
    """The event in a line.

    >>> summary(Event("e", "r", "Battles", "Armed clash", Span(0, 7, "اشتباكات")))
    'Armed clash «اشتباكات»'
    """
    parts = [f"{name} {value}" for name, value, _ in cells(event)]
    problems = [f"[{problem.code}]" for problem in event.problems]
    return "; ".join([f"{event.sub_event_type} «{event.trigger.text}»", *parts, *problems])


def _page(report: Report, events: list[Event]) -> Iterator[str]:
    yield f'<div class="rasd">{_STYLE}<div class="report" dir="auto">'
    yield from _marked(report.text, marks(events, len(report.text)))
    yield "</div>"
    numbers = {event.event_id: number for number, event in enumerate(events, start=1)}
    for event in events:
        yield from _card(event, numbers)
    yield "</div>"


def _marked(text: str, claimed: list[tuple[int, int, str]]) -> Iterator[str]:
    at = 0
    for start, end, cell in claimed:
        yield escape(text[at:start])
        yield f'<mark class="{escape(cell.replace(" ", "-"))}" title="{escape(cell)}">{escape(text[start:end])}</mark>'
        at = end
    yield escape(text[at:])


def _card(event: Event, numbers: Mapping[str, int]) -> Iterator[str]:
    yield f"<table><caption>{numbers[event.event_id]}&ensp;{escape(event.sub_event_type)}</caption>"
    for problem in event.problems:
        yield _row("problem", problem.message, problem.evidence, is_problem=True)
    yield _row("words", "", (event.trigger,))
    for name, value, spans in cells(event):
        if name == "response to" and value in numbers:
            value = f"event {numbers[value]}"
        yield _row(name, value, spans)
    yield "</table>"
    for language, note in event.notes:
        yield f'<p class="note" lang="{escape(language)}" dir="auto">{escape(note)}</p>'


def _row(name: str, value: str, spans: Iterable[Span], *, is_problem: bool = False) -> str:
    words = " ".join(f'<q dir="auto">{escape(text)}</q>' for text in dict.fromkeys(span.text for span in spans))
    mark = ' class="problem"' if is_problem else ""
    return f'<tr><th>{escape(name)}</th><td{mark} dir="auto">{escape(value)}</td><td>{words}</td></tr>'
