"""Rasd reads reports about armed conflict and codes the events they tell of, with the words for every cell.

>>> import rasd
>>> events = rasd.code("قصفت طائرات حربية روسية بلدة سرمين في ريف إدلب.", published="2019-11-20")
>>> [(event.sub_event_type, event.trigger.text) for event in events]
[('Air/drone strike', 'قصفت')]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from rasd.errors import InputError
    from rasd.evaluation import Record, Result
    from rasd.export.notebook import Events
    from rasd.model.event import Date, Event
    from rasd.model.text import Report
    from rasd.pipeline import Coder

__version__ = "0.1.0"

# Everything below is imported when it is first used: ``import rasd`` alone takes a few milliseconds.
_VALUES = {
    "Report": "rasd.model.text",
    "Span": "rasd.model.text",
    "Event": "rasd.model.event",
    "Actor": "rasd.model.event",
    "Place": "rasd.model.event",
    "Date": "rasd.model.event",
    "Toll": "rasd.model.event",
    "Problem": "rasd.model.event",
    "Coder": "rasd.pipeline",
    "RasdError": "rasd.errors",
}

__all__ = ["__version__", "code", "dates", "evaluate", "read", *_VALUES]


def __getattr__(name: str) -> Any:
    if name in _VALUES:
        from importlib import import_module

        return getattr(import_module(_VALUES[name]), name)
    raise AttributeError(f"module 'rasd' has no attribute {name!r}")


_coders: dict[tuple[Path, ...], Coder] = {}


def code(report: str | Report, *, published: str | date | None = None, lexicon: Sequence[str | Path] = ()) -> Events:
    """The events of a report, or of a text; ``published`` (YYYY-MM-DD) settles "yesterday" and "on Tuesday".

    ``lexicon`` are folders of language data of your own; their rows win.
    """
    from rasd.export.notebook import Events

    report = _dated(report, published)
    return Events(report, _coder(lexicon).code(report))


def dates(text: str | Report, published: str | date | None = None) -> list[Date]:
    """The date expressions of a text in order, each with its words.

    >>> [(date.start, date.evidence[0].text) for date in dates("وصل الوفد أمس الأربعاء.", published="2024-11-14")]
    [('2024-11-13', 'أمس الأربعاء')]
    """
    return [mention.date for marked in _coder(()).mark(_dated(text, published)) for mention in marked.dates]


def _dated(report: str | Report, published: str | date | None) -> Report:
    from dataclasses import replace
    from datetime import date

    from rasd.errors import DateError
    from rasd.ingest.record import day_of
    from rasd.model.text import Report

    if isinstance(report, str):
        report = Report("text", report)
    if published is None:
        return report
    if isinstance(published, str):
        try:
            published = day_of(published, date.today())
        except ValueError as error:
            raise DateError(str(error)) from None
    return replace(report, published=published)


def _coder(lexicon: Sequence[str | Path]) -> Coder:
    from pathlib import Path

    from rasd.pipeline import Coder

    folders = tuple(map(Path, lexicon))
    if folders not in _coders:
        _coders[folders] = Coder.load(folders)
    return _coders[folders]


def read(*paths: str | Path, published: date | None = None, failures: list[InputError] | None = None) -> list[Report]:
    """The reports of text files, folders and JSON Lines.

    What cannot be read raises InputError, or is added to ``failures`` and left out when that list is given.
    """
    from datetime import date

    from rasd.errors import InputError
    from rasd.ingest import read as items_of

    reports = []
    for item in items_of(paths, published=published, today=date.today()):
        if not isinstance(item, InputError):
            reports.append(item)
        elif failures is None:
            raise item
        else:
            failures.append(item)
    return reports


def evaluate(gold_dir: str | Path, events: Iterable[Event | Record] | None = None) -> Result:
    """The figures of these events against a gold folder; without events its reports are coded now."""
    from pathlib import Path

    from rasd.evaluation import evaluate as evaluated
    from rasd.evaluation import read_gold
    from rasd.model.event import Event

    gold = read_gold(Path(gold_dir))
    if events is None:
        events = [event for report in gold for event in code(report.report())]
    return evaluated(gold, [event.as_dict() if isinstance(event, Event) else event for event in events])
