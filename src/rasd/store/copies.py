"""Copies in the store: reports are looked up by the bands of their signatures, and share a voice with their like."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, select, update

from rasd.merge.copies import bands, likeness, voices
from rasd.store import turns
from rasd.store.bulk import add_new, pieces, rows_in
from rasd.store.events import touch
from rasd.store.schema import copy_band, event, report

# A text that came a thousand times is compared with the first of them: they all have one voice.
_MOST = 50


class Signed(NamedTuple):
    """A report with its signature."""

    number: int
    report_id: str
    signature: bytes


def link(connection: Connection, signed: Sequence[Signed], *, alike: float) -> int:
    """Give reports the voice of those they are copies or newer versions of; how many links were found."""
    if not signed:
        return 0
    mine = {one.number: one for one in signed}
    asked_bands = [(band, one.number) for one in signed for band in bands(one.signature)]
    add_new(connection, copy_band, [{"band": band, "number": number} for band, number in asked_bands])
    where: dict[int, list[int]] = {}
    query = select(copy_band.c.band, copy_band.c.number)
    for row in rows_in(connection, query, copy_band.c.band, (band for band, _ in asked_bands), size=5_000):
        where.setdefault(row.band, []).append(row.number)
    candidates = {
        (number, other)
        for band, number in asked_bands
        if len(where[band]) > 1
        for other in sorted(where[band])[:_MOST]
        if other != number and (other not in mine or other < number)
    }
    told = select(report.c.number, report.c.report_id, report.c.voice, report.c.version_of, report.c.signature)
    asked = {number for pair in candidates for number in pair} | set(mine)
    known = {row.number: row for row in rows_in(connection, told, report.c.number, asked)}
    links = [
        (known[a].report_id, known[b].report_id)
        for a, b in sorted(candidates)
        if likeness(mine[a].signature, mine[b].signature if b in mine else known[b].signature) >= alike
    ]
    voice_of = {row.report_id: row.voice for row in known.values()}
    newer = {row.report_id: row.version_of for row in known.values() if row.version_of}
    unknown = set(newer.values()) - voice_of.keys()
    spoken = select(report.c.report_id, report.c.voice)
    voice_of |= {row.report_id: row.voice for row in rows_in(connection, spoken, report.c.report_id, unknown)}
    links += [(one.report_id, newer[one.report_id]) for one in signed if one.report_id in newer]
    _rename(connection, dict(voices(voice_of, links)))
    return len(links)


def _rename(connection: Connection, changed: dict[str, str]) -> None:
    """Put other voices in place, and have the incidents of their events looked at again."""
    for old in changed:
        spoken = select(event.c.event_id).join(report, report.c.report_id == event.c.report_id)
        touch(connection, connection.execute(spoken.where(report.c.voice == old)).scalars())
    by_new: dict[str, list[str]] = {}
    for old, new in changed.items():
        by_new.setdefault(new, []).append(old)
    for new, olds in by_new.items():
        spoken = select(event.c.event_id).join(report, report.c.report_id == event.c.report_id)
        touch(connection, connection.execute(spoken.where(report.c.voice == new)).scalars())
        for piece in pieces(olds):
            these = report.c.voice.in_(piece)
            renamed = list(connection.execute(select(report.c.report_id).where(these)).scalars())
            connection.execute(update(report).where(these).values(voice=new))
            turns.renew(connection, renamed)
