"""Searching reports in Arabic: every report has a shadow, its words folded and with clitics taken off.

SQLite's and PostgreSQL's own folding leaves Arabic as it is, so both get the shadow: FTS5 there, tsvector('simple')
here. A shadow is a set of words; what stands in quotation marks is looked for in the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    and_,
    column,
    func,
    literal_column,
    or_,
    select,
    table,
    text,
)

from rasd.lexicon.clitics import bare, without_proclitics, without_pronoun
from rasd.merge.accounts import bare_name
from rasd.store.schema import event, event_place, report
from rasd.text.letters import SILENT, fold, plain

_SHORTEST = 3
_LARGEST = 500_000
"""Bytes of a shadow. A tsvector has at most 1 MB, with four bytes more a word for its place."""
_WORDS = re.compile(rf"(?:[^\W\d_]|[{SILENT}])+|\d+")
_TABLE = table("report_search")
_QUOTED = re.compile(r'["«“]([^"»”]+)["»”]')


def words_of(raw: str) -> list[str]:
    """The folded words and numbers of a text, in order.

    >>> words_of("قُصِفَت بلدةٌ، ٣ مرات")
    ['قصفت', 'بلده', '3', 'مرات']
    """
    return [word for word in map(_plain, _WORDS.findall(raw)) if word]


@lru_cache(maxsize=200_000)
def _plain(word: str) -> str:
    return plain(word).casefold()


def shadow(words: Iterable[str]) -> str:
    """What a text is found by: each of its words once, and what is left of it without clitics.

    >>> shadow(["والقصف"]).split()
    ['القصف', 'قصف', 'والقصف']
    """
    return " ".join(dict.fromkeys(form for word in dict.fromkeys(words) for form in _forms(word)))


@lru_cache(maxsize=200_000)
def _forms(word: str) -> tuple[str, ...]:
    rests = {rest for rest, _ in without_proclitics(word)}
    stems = {stem for rest in rests for stem, _ in without_pronoun(rest)} if len(word) > _SHORTEST else set()
    return tuple(sorted({word, *(form for form in rests | stems if len(form) >= _SHORTEST)}))


def _fitting(shadow: str) -> str:
    """As much of a shadow as PostgreSQL takes; whole, but for texts of hundreds of pages in words that never recur."""
    if len(shadow) * 4 <= _LARGEST:
        return shadow
    data = shadow.encode()
    return shadow if len(data) <= _LARGEST else data[:_LARGEST].decode("utf-8", "ignore").rpartition(" ")[0]


class Hit(NamedTuple):
    """A report that was found, and those of its events that were asked for."""

    report_id: str
    published: str | None
    outlet: str | None
    title: str | None
    excerpt: str
    url: str | None
    event_ids: tuple[str, ...]


def add(connection: Connection, shadows: Sequence[tuple[int, str]]) -> None:
    """Make reports, by number, findable."""
    if not shadows:
        return
    if connection.dialect.name == "sqlite":
        statement = text("INSERT INTO report_search (rowid, shadow) VALUES (:number, :shadow)")
    else:
        statement = text(
            "INSERT INTO report_search (number, shadow) VALUES (:number, to_tsvector('simple', :shadow)) "
            "ON CONFLICT (number) DO NOTHING"
        )
        shadows = [(number, _fitting(words)) for number, words in shadows]
    connection.execute(statement, [{"number": number, "shadow": words} for number, words in shadows])


def search(
    connection: Connection,
    asked: str,
    *,
    since: str | None = None,
    until: str | None = None,
    kind: str | None = None,
    places: Sequence[str] = (),
    most: int = 50,
) -> list[Hit]:
    """The reports with every word asked for, latest first; ``kind`` and ``places`` (any of them) are of an event."""
    wanted: list[ColumnElement[bool]] = []
    if words := words_of(asked):
        wanted.append(report.c.number.in_(_found(connection, words)))
    if since:
        wanted.append(report.c.published >= since)
    if until:
        wanted.append(report.c.published <= until)
    events = _events_like(kind, places)
    if events is not None:
        wanted.append(report.c.report_id.in_(events.with_only_columns(event.c.report_id)))
    phrases = [tuple(words_of(phrase)) for phrase in _QUOTED.findall(asked)]
    query = (
        select(report.c.report_id, report.c.published, report.c.outlet, report.c.title, report.c.url, report.c.text)
        .where(*wanted)
        .order_by(report.c.published.desc().nulls_last(), report.c.number)
    )
    hits = []
    for row in connection.execute(query if phrases else query.limit(most)):
        if all(_holds(row.text, phrase) for phrase in phrases):
            excerpt = _excerpt(row.text, words, row.title)
            hits.append(Hit(row.report_id, row.published, row.outlet, row.title, excerpt, row.url, ()))
            if len(hits) == most:
                break
    return _with_events(connection, hits, kind, places)


def _found(connection: Connection, words: Sequence[str]) -> Select[Any]:
    """A subquery of the numbers of the reports that have all of the words."""
    groups = [sorted({word, *_asked_forms(word)}) for word in words]
    if connection.dialect.name == "sqlite":
        match = " AND ".join("(" + " OR ".join(f'"{form}"' for form in forms) + ")" for forms in groups)
        return (
            select(column("rowid", Integer))
            .select_from(_TABLE)
            .where(literal_column("report_search").op("MATCH")(match))
        )
    match = " & ".join("(" + " | ".join(f"'{form}'" for form in forms) + ")" for forms in groups)
    query = func.to_tsquery("simple", match)
    return select(column("number", Integer)).select_from(_TABLE).where(column("shadow").op("@@")(query))


def _asked_forms(word: str) -> list[str]:
    """A word asked for with the article is also found without it; a bare preposition may be a part of the word."""
    return [form for form in {bare(word), *_definite(word)} if len(form) >= _SHORTEST]


def _definite(word: str) -> Iterable[str]:
    return (rest for rest, taken in without_proclitics(word) if "ال" in taken)


def _holds(raw: str, phrase: Sequence[str]) -> bool:
    words = words_of(raw)
    size = len(phrase)
    return any(tuple(map(bare, words[i : i + size])) == tuple(map(bare, phrase)) for i in range(len(words) - size + 1))


def _excerpt(raw: str, words: Sequence[str], title: str | None = None, around: int = 90) -> str:
    """Some words around the first word found, whole ones; where none is found, those behind the title.

    >>> _excerpt("قصف على سرمين. وقتل ثلاثة مدنيين في السوق", ["ثلاثه"], around=8)
    '…سرمين. وقتل ثلاثة مدنيين…'
    """
    folded = fold(raw)
    places = [spot for word in words for form in (word, bare(word)) if (spot := folded.find(form)) >= 0]
    if places:
        start, end = min(places) - around, min(places) + around
    else:
        start = len(title) if title and raw.startswith(title) else 0
        end = start + 2 * around
    start = _edge(raw, start, -1) if start > 0 else 0
    end = _edge(raw, end, 1)
    opening, closing = "…" if places and start else "", "…" if end < len(raw) else ""
    return opening + " ".join(raw[start:end].split()) + closing


def _edge(raw: str, at: int, step: int, most: int = 20) -> int:
    """The nearest end of a word from a place in a text on; the place itself where a word has none nearby."""
    for moved in range(at, at + most * step, step):
        if not 0 < moved < len(raw):
            return max(0, min(moved, len(raw)))
        if raw[moved].isspace() or raw[moved - 1].isspace():
            return moved
    return at


def _events_like(kind: str | None, places: Sequence[str]) -> Select[Any] | None:
    if kind is None and not places:
        return None
    wanted: list[ColumnElement[bool]] = []
    if kind:
        wanted.append(or_(event.c.event_type.ilike(f"{kind}%"), event.c.sub_event_type.ilike(f"{kind}%")))
    if places:
        wanted.append(event.c.event_id.in_(select(event_place.c.event_id).where(place_is(places))))
    return select(event.c.report_id, event.c.event_id).where(and_(*wanted))


def place_is(names: Sequence[str]) -> ColumnElement[bool]:
    """The condition that a row of event_place is called so, or lies in a province or country that is."""
    latin = [name.casefold() for name in names]
    return or_(
        event_place.c.name.in_(latin),
        event_place.c.name_ar.in_([bare_name(name) for name in names]),
        event_place.c.admin1.in_(latin),
        event_place.c.place_id.in_(names),
        event_place.c.country.in_([name.upper() for name in names]),
    )


def _with_events(connection: Connection, hits: list[Hit], kind: str | None, places: Sequence[str]) -> list[Hit]:
    like = _events_like(kind, places)
    query = select(event.c.report_id, event.c.event_id) if like is None else like
    found: dict[str, list[str]] = {hit.report_id: [] for hit in hits}
    for row in connection.execute(query.where(event.c.report_id.in_(list(found))).order_by(event.c.nth)):
        found[row.report_id].append(row.event_id)
    return [hit._replace(event_ids=tuple(found[hit.report_id])) for hit in hits]
