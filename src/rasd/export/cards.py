"""Reports and events to read on a terminal: the words in colour, a card for every event, problems first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from rasd.export.cells import actor as actor_text
from rasd.export.cells import cells
from rasd.export.marks import marks
from rasd.export.terminal import on_one_line, shown
from rasd.model.event import Date, Event, Toll
from rasd.model.text import Report, Span

COLOURS = {
    "trigger": "bold red", "actor1": "bold blue", "actor2": "magenta", "killed": "bold yellow", "wounded": "yellow",
    "count": "bright_yellow", "weapon": "red", "date": "green", "place": "cyan", "target": "bright_magenta",
    "status": "bold white on red", "response to": "bright_green", "according to": "bright_blue",
}  # fmt: skip


def print_cards(
    console: Console, coded: Iterable[tuple[Report, list[Event]]], *, is_explained: bool = False, isolate: bool = True
) -> None:
    """Every report with its events. ``isolate`` wraps Arabic in direction isolates, for terminals that reorder."""
    for report, events in coded:
        console.print(Text(_title(report, events), style="bold"))
        if events:
            console.print(_report_text(report, events))
        numbers = {event.event_id: number for number, event in enumerate(events, start=1)}
        for event in _problems_first(events):
            console.print(_card(event, numbers, is_explained, isolate))
        console.print()


def print_table(console: Console, coded: Iterable[tuple[Report, list[Event]]]) -> None:
    """A row for every event; the last column counts its problems."""
    table = Table(box=SIMPLE_HEAD, header_style="bold", row_styles=["", "on grey11"], padding=(0, 1, 0, 0))
    for name in ("report", "date", "type", "actor1", "actor2", "places"):
        table.add_column(name, overflow="fold", no_wrap=name == "date")
    for name in ("killed", "wounded"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("words", overflow="fold")
    table.add_column("!", justify="right", style="red", no_wrap=True)
    for _, events in coded:
        for event in events:
            table.add_row(*map(Text, _row(event)))
    console.print(table)


def _row(event: Event) -> list[str]:
    status = "" if event.status == "reported" else f" ({event.status})"
    return [
        on_one_line(event.report_id),
        _days(event.date) if event.date else "",
        event.sub_event_type + status,
        actor_text(event.actor1) if event.actor1 else "",
        actor_text(event.actor2) if event.actor2 else "",
        "; ".join(f"{one.relation} {one.name}" if one.relation else one.name for one in event.places),
        _figure(event.killed) if event.killed else "",
        _figure(event.wounded) if event.wounded else "",
        shown(event.trigger.text),
        str(len(event.problems) or ""),
    ]


def _days(date: Date) -> str:
    if date.start and date.end and date.start != date.end:
        return f"{date.start}\n{date.end}"
    return date.start or date.end or "?"


def _figure(toll: Toll) -> str:
    """A figure in few letters.

    >>> [_figure(t) for t in (Toll(3, 3), Toll(20, None), Toll(2, 5), Toll(0, None))]
    ['3', '20+', '2-5', '?']
    """
    if toll.max is None:
        return f"{toll.min}+" if toll.min else "?"
    return str(toll.min) if toll.min == toll.max else f"{toll.min}-{toll.max}"


def _title(report: Report, events: Sequence[Event]) -> str:
    about = [on_one_line(report.report_id), *(on_one_line(part) for part in (report.outlet, report.title) if part)]
    day = [report.published.isoformat()] if report.published else []
    number = f"{len(events)} event{'' if len(events) == 1 else 's'}"
    return " · ".join([*about, *day, number])


def _report_text(report: Report, events: Sequence[Event]) -> Text:
    # Sentences that hold no evidence are left out: what remains is what the coder built on.
    text = Text(shown(report.text), justify="right" if report.lang in (None, "ar") else "left")
    claimed = marks(events, len(report.text))
    for start, end, cell in claimed:
        text.stylize(COLOURS[cell], start, end)
    lines = text.split("\n", allow_blank=False)
    return Text("\n").join(line for line in lines if line.spans)


def _problems_first(events: Sequence[Event]) -> list[Event]:
    return sorted(events, key=lambda event: -len(event.problems))


def _card(event: Event, numbers: Mapping[str, int], is_explained: bool, isolate: bool) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column()
    grid.add_column(style="dim")
    for problem in event.problems:
        grid.add_row("problem", Text(problem.message, style="bold red"), _quoted(problem.evidence, isolate))
    grid.add_row("words", Text(shown(event.trigger.text, isolate=isolate), style=COLOURS["trigger"]), Text(""))
    for name, value, spans in cells(event):
        if name == "response to" and value in numbers:
            value = f"event {numbers[value]}"
        grid.add_row(name, Text(shown(value), style=COLOURS[name]), _quoted(spans, isolate))
    parts: list[RenderableType] = [grid]
    for _, note in event.notes:
        parts.append(Text(shown(note, isolate=isolate), style="italic"))
    if is_explained:
        parts.append(_reasons(event))
    heading = Text(f"{numbers[event.event_id]}  {event.sub_event_type}  ", style="bold") + Text(
        event.event_type, style="dim"
    )
    return Panel(Group(*parts), title=heading, title_align="left", border_style="red" if event.problems else "dim")


def _quoted(spans: Iterable[Span], isolate: bool) -> Text:
    return Text(" ".join(f"«{shown(text, isolate=isolate)}»" for text in dict.fromkeys(span.text for span in spans)))


def _reasons(event: Event) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    for why in event.why:
        grid.add_row(Text(why.cell, style="dim"), Text(why.rule), Text(why.row, style="dim"))
    return grid
