"""Coding what is kept: each report once, in as many processes as one likes, written some hundred at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection, bindparam, select, update

from rasd import __version__
from rasd.batch import made_of
from rasd.errors import InputError
from rasd.lexicon import load
from rasd.merge.copies import signature
from rasd.model.event import Event
from rasd.model.text import Report
from rasd.review import decisions
from rasd.store import copies, custody, search
from rasd.store.bulk import pieces, rows_in
from rasd.store.events import EventRows, rows_of, write
from rasd.store.opening import Store
from rasd.store.schema import report

_AT_ONCE = 500
"""reports of one transaction"""


@dataclass(frozen=True, slots=True)
class Made:
    """What coding a report gives, made where it is coded."""

    report_id: str
    rows: EventRows
    shadow: str
    signature: bytes


def made(told: Report, events: list[Event]) -> Made:
    """The rows of a report's events, what it is found by, and what its copies are known by."""
    words = search.words_of(told.text)
    title = search.words_of(told.title) if told.title else []
    return Made(told.report_id, rows_of(told, events), search.shadow(words + title), signature(words))


def coder_name(lexicon_dirs: tuple[Path, ...]) -> str:
    """What codes: a report coded by another is coded anew by ``rasd recode``."""
    return f"rasd {__version__} {load(lexicon_dirs).version}"


def code(
    store: Store,
    reports: Iterable[Report],
    lexicon_dirs: tuple[Path, ...],
    *,
    alike: float,
    jobs: int,
    is_again: bool = False,
    tell: Callable[[int], object] = lambda n: None,
) -> Iterator[InputError]:
    """Code reports that are kept; those that break the coder are given back, and noted so as not to be tried again."""
    coder = coder_name(lexicon_dirs)
    for some in pieces(made_of(reports, lexicon_dirs, made, jobs=jobs), _AT_ONCE):
        good = [one for one in some if isinstance(one, Made)]
        bad = [one for one in some if isinstance(one, InputError)]
        with store.writing() as connection:
            write_coded(connection, coder, good, bad, alike=alike, is_again=is_again)
        tell(len(some))
        yield from bad


def write_coded(
    connection: Connection,
    coder: str,
    good: Sequence[Made],
    bad: Sequence[InputError],
    *,
    alike: float,
    is_again: bool = False,
    by: str | None = None,
) -> None:
    """Write what coding has given, with all that is made of it; ``by`` signs where that is not ``user()``."""
    ids = [one.report_id for one in good]
    query = select(report.c.report_id, report.c.number, report.c.signature, report.c.coder)
    rows = {row.report_id: row for row in rows_in(connection, query, report.c.report_id, ids)}
    recoded = [name for name in ids if rows[name].coder is not None]
    write(connection, [one.rows for one in good], recoded=recoded if is_again else ())
    if is_again:
        decisions.follow(connection, (row["event_id"] for one in good for row in one.rows.events))
    this = update(report).where(report.c.report_id == bindparam("one"))
    if good:
        signed = [{"one": one.report_id, "signed": one.signature} for one in good]
        connection.execute(this.values(coder=coder, signature=bindparam("signed"), failure=None), signed)
    if bad:
        failed = [{"one": one.where, "why": one.message} for one in bad]
        connection.execute(this.values(coder=coder, failure=bindparam("why")), failed)
    fresh = [one for one in good if rows[one.report_id].signature is None]
    search.add(connection, [(rows[one.report_id].number, one.shadow) for one in fresh])
    new = [copies.Signed(rows[one.report_id].number, one.report_id, one.signature) for one in fresh]
    copies.link(connection, new, alike=alike)
    events = [row["record"] for one in good for row in one.rows.events]
    digest = sha256("\n".join(events).encode()).hexdigest()
    details = {"reports": len(good), "failed": len(bad), "events": len(events)}
    custody.log(connection, [custody.Entry("coded", coder, digest, details)], by=by)
