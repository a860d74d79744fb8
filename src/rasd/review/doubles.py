"""Reports that two people code without seeing one another's decisions: which ones, by whom, and who sees what of them.

A share of reports is chosen by the hash of their text, so that nobody chooses, and copies of one text go the same way.
A report belongs to them from the first blind decision on it until both codings are settled, whatever the share becomes;
one that somebody has decided on before is not drawn in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, delete, func, select, true, update

from rasd.review import tracks
from rasd.review.blind import SEATS, Policy, is_blind, is_taken, stamp, to_adjudicate
from rasd.review.leases import SECONDS
from rasd.review.people import ROLES
from rasd.review.tracks import RECORD
from rasd.store import custody
from rasd.store.bulk import put, rows_in
from rasd.store.incidents import remember, remembered
from rasd.store.opening import now
from rasd.store.schema import doubled, person, report, seat

_CODERS = ROLES[ROLES.index("coder") :]
_SETTING = "desk double"


class Who(NamedTuple):
    """Somebody at the desk, and how it has reports coded twice."""

    name: str
    role: str
    policy: Policy = Policy()

    @property
    def may_code(self) -> bool:
        """Whether they may code blind."""
        return bool(self.name) and _rank(self.role) >= _rank("coder")

    @property
    def may_review(self) -> bool:
        """Whether they may decide on the record."""
        return bool(self.name) and _rank(self.role) >= _rank("reviewer")


class Sight(NamedTuple):
    """What somebody sees of a report."""

    track: str
    """whose decisions: their own, or the record's"""
    may_decide: bool
    why: str = ""
    """blind: they code it so; taken: two others do; watched: they code nothing; conflicts: it is being adjudicated"""
    is_bare: bool = False
    """whether what the machine says is kept from them"""


THE_RECORD = Sight(RECORD, may_decide=False)


def _rank(role: str) -> int:
    return ROLES.index(role) if role in ROLES else -1


# -- which reports ----------------------------------------------------------------------------------------------------


def policy(connection: Connection, told: Policy) -> Policy:
    """The policy that holds: the share that was chosen, or none where there are not two people who may code.

    Without accounts nobody can be told from anybody else; with one coder a report would wait for ever for the other.
    """
    able = select(func.count()).select_from(person).where(person.c.is_disabled == 0, person.c.role.in_(_CODERS))
    is_enough = (connection.execute(able).scalar() or 0) >= SEATS
    return told._replace(share=chosen_share(connection, told) if is_enough else 0.0)


def chosen_share(connection: Connection, told: Policy) -> float:
    """The share that a manager has set at the desk, or else that of rasd.toml (``told``)."""
    kept = remembered(connection, _SETTING)
    return told.share if kept is None else float(kept)


def set_share(connection: Connection, share: float, *, by: str) -> None:
    """Set the share for every desk of the workspace, which is an entry of the custody log. ValueError: it is none."""
    if not 0 <= share <= 1:  # nor what is no number
        raise ValueError(f"a share lies between 0 and 1, not at {share}")
    told = f"{share:.4f}"
    remember(connection, _SETTING, told)
    digest = hashlib.sha256(told.encode()).hexdigest()
    custody.log(connection, [custody.Entry("doubled", "desk", digest, {"share": share})], by=by)


def are_any_unsettled(connection: Connection, told: Policy) -> bool:
    """Whether any report is coded twice now, or may be."""
    begun = select(doubled.c.report_id).where(doubled.c.state != "settled").limit(1)
    return told.share > 0 or connection.execute(begun).first() is not None


def blind_among(connection: Connection, report_ids: Iterable[str], told: Policy) -> set[str]:
    """Which of these reports two people code."""
    query = select(report.c.report_id).where(is_blind(told))
    return {row.report_id for row in rows_in(connection, query, report.c.report_id, report_ids)}


def unsettled(connection: Connection) -> set[str]:
    """The reports that two people have begun to code and that are not settled: meanwhile they are not coded anew."""
    return set(connection.execute(select(doubled.c.report_id).where(doubled.c.state != "settled")).scalars())


# -- who sees what ----------------------------------------------------------------------------------------------------


def sight(connection: Connection, report_id: str, who: Who) -> Sight:
    """What somebody sees of a report, and whether they may decide on it."""
    columns = (doubled.c.state, doubled.c.shows_machine)
    row = connection.execute(select(*columns).where(doubled.c.report_id == report_id)).first()
    this = report.c.report_id == report_id
    if not connection.execute(select(true()).where(this, is_blind(who.policy))).first():
        return Sight(RECORD, who.may_review)
    if row is not None and row.state == "conflicts":
        return Sight(RECORD, False, "conflicts")
    if not who.may_code:
        return Sight(RECORD, False, "watched")
    if connection.execute(select(true()).where(this, is_taken(who.name))).first():
        return Sight(RECORD, False, "taken")
    shows_machine = row.shows_machine == 1 if row is not None else who.policy.shows_machine
    return Sight(who.name, True, "blind", not shows_machine)


def sight_of_event(connection: Connection, event_id: str, who: Who) -> Sight:
    """The same by an event; of an event that somebody else added, and that only they know, it says nothing."""
    report_id = tracks.report_id_of(connection, event_id, who.name)
    return sight(connection, report_id, who) if report_id else THE_RECORD


def claim(connection: Connection, report_id: str, name: str, *, at: datetime | None = None) -> None:
    """Keep a seat for who has opened a report to code it; whether one is left says ``sight``."""
    moment = at or datetime.now(UTC)
    mine = select(seat).where(seat.c.report_id == report_id, seat.c.person == name)
    before = connection.execute(mine).mappings().first()
    row = dict(before) if before else {"report_id": report_id, "person": name, "begun_at": None, "finished_at": None}
    put(connection, seat, [row | {"until": stamp(moment + timedelta(seconds=SECONDS))}])


def begin(connection: Connection, report_id: str, who: Who) -> None:
    """Note that somebody decides on a report blind; from the first decision on it is coded by two."""
    there = connection.execute(select(doubled.c.state).where(doubled.c.report_id == report_id)).scalar()
    if there is None:
        row = {"report_id": report_id, "state": "coding", "shows_machine": int(who.policy.shows_machine)}
        row |= {"begun_at": now(), "done_at": None, "settled_at": None, "settled_by": None}
        note(connection, row, by=who.name)
    claim(connection, report_id, who.name)
    mine = update(seat).where(seat.c.report_id == report_id, seat.c.person == who.name, seat.c.begun_at.is_(None))
    connection.execute(mine.values(begun_at=now()))


def note(connection: Connection, row: dict[str, object], *, by: str, **details: object) -> None:
    """Keep how far a report is, as an entry of the custody log."""
    put(connection, doubled, [row])
    told = {"state": row["state"], **details}
    entry = custody.Entry("doubled", str(row["report_id"]), custody.doubled_digest(row), told)
    custody.log(connection, [entry], by=by)


def row_of(connection: Connection, report_id: str) -> dict[str, object] | None:
    """How far a report is that two people code; None: it is none."""
    row = connection.execute(select(doubled).where(doubled.c.report_id == report_id)).mappings().first()
    return dict(row) if row else None


def seats(connection: Connection, report_id: str) -> list[str]:
    """Who has begun to code a report, by name."""
    query = select(seat.c.person).where(seat.c.report_id == report_id, seat.c.begun_at.is_not(None))
    return sorted(connection.execute(query).scalars())


# -- for managers -----------------------------------------------------------------------------------------------------


class Progress(NamedTuple):
    """A report that is being coded twice, and who is how far."""

    report_id: str
    title: str | None
    begun_at: str
    coders: tuple[tuple[str, bool], ...]
    """name, and whether they have finished"""


def progress(connection: Connection, *, most: int = 200) -> list[Progress]:
    """Reports that are being coded twice, the oldest first."""
    query = select(doubled.c.report_id, report.c.title, doubled.c.begun_at)
    query = query.join(report, report.c.report_id == doubled.c.report_id).where(doubled.c.state == "coding")
    rows = connection.execute(query.order_by(doubled.c.begun_at, doubled.c.report_id).limit(most)).all()
    held = select(seat.c.report_id, seat.c.person, seat.c.finished_at).where(seat.c.begun_at.is_not(None))
    told: dict[str, list[tuple[str, bool]]] = {}
    for row in connection.execute(held.where(seat.c.report_id.in_([one.report_id for one in rows]))):
        told.setdefault(row.report_id, []).append((row.person, row.finished_at is not None))
    return [Progress(*one, tuple(sorted(told.get(one.report_id, [])))) for one in rows]


def own_conflicts(connection: Connection, name: str) -> int:
    """How many reports that somebody coded wait for others to settle them."""
    query = select(func.count()).select_from(doubled.join(seat, seat.c.report_id == doubled.c.report_id))
    query = query.where(doubled.c.state == "conflicts", seat.c.person == name, seat.c.finished_at.is_not(None))
    return connection.execute(query.where(doubled.c.report_id.not_in(to_adjudicate(name)))).scalar() or 0


def free(connection: Connection, report_id: str, name: str, *, by: str) -> bool:
    """Give the seat of somebody who does not finish to whoever comes next; False: they have none, or have finished.

    What they decided stays signed, and is theirs to go on with if a seat is left when they come back.
    """
    row = row_of(connection, report_id)
    if row is None or row["state"] != "coding":
        return False
    theirs = (seat.c.report_id == report_id, seat.c.person == name, seat.c.finished_at.is_(None))
    if connection.execute(delete(seat).where(*theirs)).rowcount == 0:
        return False
    note(connection, row, by=by, freed=name)
    return True
