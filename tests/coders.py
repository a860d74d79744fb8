"""Two people who code the same reports blind, as the desk lets them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from desks import account
from rasd.dataset import Dataset
from rasd.review import adjudication, decisions, doubles, settling, tracks
from rasd.review.adjudication import Pick
from rasd.review.blind import Policy
from rasd.review.decisions import Mark
from rasd.review.doubles import Who
from rasd.review.reviewed import Reviewed, reviewed
from rasd.store import schema

ALL = Policy(1.0)
PEOPLE = {"ann": "coder", "bob": "coder", "cat": "reviewer", "mona": "manager", "root": "admin"}


def people(made: Dataset, **roles: str) -> None:
    """Accounts of ``PEOPLE``, or of those that are told."""
    for name, role in (roles or PEOPLE).items():
        account(made, name, role)


def who(name: str, policy: Policy = ALL) -> Who:
    return Who(name, PEOPLE[name], policy)


def events(made: Dataset, report_id: str, track: str = "") -> list[str]:
    """The events of a report, as somebody has them."""
    with made.store.reading() as connection:
        return [one.record["event_id"] for one in tracks.events(connection, report_id, track)]


def sight(made: Dataset, report_id: str, name: str, policy: Policy = ALL) -> doubles.Sight:
    with made.store.reading() as connection:
        return doubles.sight(connection, report_id, who(name, policy))


def now(made: Dataset, event_id: str, track: str = "") -> Reviewed:
    """An event as the record has it, or as somebody has it."""
    with made.store.reading() as connection:
        record = decisions.record_of(connection, event_id, track)
        return reviewed(record, decisions.decisions_of(connection, [event_id], track))


def say(made: Dataset, name: str, event_id: str, *marks: Mark, policy: Policy = ALL) -> None:
    """Somebody decides on an event, blind where two people code its report."""
    with made.store.writing() as connection:
        seen = doubles.sight_of_event(connection, event_id, who(name, policy))
        assert seen.may_decide, seen
        record = decisions.record_of(connection, event_id, seen.track)
        if seen.track:
            doubles.begin(connection, record["report_id"], who(name, policy))
            record = decisions.record_of(connection, event_id, seen.track)
        made_so_far = decisions.decisions_of(connection, [event_id], seen.track)
        version = decisions.version_of(record, made_so_far)
        decisions.decide(connection, event_id, marks, version=version, by=name, track=seen.track)
        if seen.track:
            settling.after(connection, record["report_id"], name)


def finish(made: Dataset, name: str, event_id: str, *marks: Mark, policy: Policy = ALL) -> None:
    """Somebody accepts all of an event but what the marks say, and finishes it."""
    track = name if sight(made, _report_of(made, event_id, name), name, policy).track else ""
    if marks:
        say(made, name, event_id, *marks, policy=policy)
    left = [Mark(cell, "accept") for cell in now(made, event_id, track).open]
    say(made, name, event_id, *left, Mark("", "accept"), policy=policy)


def add(made: Dataset, name: str, report_id: str, kind: str, words: str) -> str:
    """Somebody adds an event by words of the report."""
    with made.store.writing() as connection:
        text = connection.execute(
            select(schema.report.c.text).where(schema.report.c.report_id == report_id)
        ).scalar_one()
        start = text.index(words)
        doubles.begin(connection, report_id, who(name))
        span = (start, start + len(words))
        event_id = decisions.add_missed(connection, report_id, kind, span, by=name, track=name)
        settling.after(connection, report_id, name)
        return event_id


def take_back(made: Dataset, name: str) -> str | None:
    """Somebody undoes, as the desk does."""
    with made.store.writing() as connection:
        undone = decisions.undo(connection, by=name, on_record=who(name).may_review)
        if undone is None:
            return None
        if undone.track:
            settling.after(connection, undone.report_id, name)
        else:
            adjudication.settle(connection, undone.report_id, by=name)
        return undone.event_id


def pick(made: Dataset, name: str, event_id: str, *picks: Pick) -> None:
    """Somebody decides between two codings."""
    with made.store.writing() as connection:
        report_id = tracks.report_id_of(connection, event_id)
        assert report_id and adjudication.standing(connection, report_id, who(name)) in adjudication.MAY
        version = next(one for one in adjudication.cases(connection, report_id) if one.event_id == event_id).version
        adjudication.adjudicate(connection, event_id, picks, version=version, by=name)


def cases(made: Dataset, report_id: str) -> Sequence[adjudication.Case]:
    with made.store.reading() as connection:
        return adjudication.cases(connection, report_id)


def standing(made: Dataset, report_id: str, name: str) -> str:
    with made.store.reading() as connection:
        return adjudication.standing(connection, report_id, who(name))


def state(made: Dataset, report_id: str) -> Any:
    """How far a report is that two people code."""
    with made.store.reading() as connection:
        row = doubles.row_of(connection, report_id)
        return row and row["state"]


def _report_of(made: Dataset, event_id: str, name: str) -> str:
    with made.store.reading() as connection:
        found = tracks.report_id_of(connection, event_id, name)
        assert found is not None
        return found
