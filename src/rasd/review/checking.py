"""Whether events stand as people decided: what is made of decisions, made again and compared."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlalchemy import Connection, or_, select

from rasd.review.decisions import decisions_of
from rasd.review.reviewed import Decision, amended, reviewed
from rasd.store.bulk import PIECE
from rasd.store.schema import event
from rasd.store.schema import reviewed as states


def unlike_decided(connection: Connection) -> Iterator[str]:
    """The events that merging and lists take otherwise than the signed decisions on them say, a sentence each."""
    query = select(event.c.event_id, event.c.record, event.c.amended, event.c.is_rejected)
    query = query.outerjoin(states, states.c.event_id == event.c.event_id).order_by(event.c.event_id)
    # What was decided before decisions counted is put in force with the next merge.
    query = query.where(or_(states.c.cells != "", event.c.amended.is_not(None), event.c.is_rejected != 0))
    last = ""
    while rows := connection.execute(query.where(event.c.event_id > last).limit(PIECE)).all():
        made: dict[str, list[Decision]] = {}
        for one in decisions_of(connection, [row.event_id for row in rows]):
            made.setdefault(one.event_id, []).append(one)
        for row in rows:
            record = json.loads(row.record)
            told = reviewed(record, made.get(row.event_id, ()))
            is_rejected = told.state == "rejected"
            if amended(record, told) != json.loads(row.amended or row.record) or is_rejected != bool(row.is_rejected):
                yield f"event {row.event_id} does not stand as people decided"
        last = rows[-1].event_id
