"""Merging bit by bit gives what merging all at once gives; ids are stable, judgements hold."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.event import listen

from make import TEXT, strike
from orders import computed
from rasd import dataset
from rasd.dataset import Dataset, merging
from rasd.merge import Judgement, default_weights, edges, grouped, incident_of
from rasd.model.event import Date, Event, Place, Toll, as_plain
from rasd.model.text import Report
from rasd.review import judgements, queues
from rasd.review.decisions import DecisionError, Mark, decide, decisions_of, record_of, undo, version_of
from rasd.store import events as stored
from rasd.store import schema
from rasd.store.incidents import incidents, touched_components
from rasd.store.opening import one_writer
from rasd.store.outlines import REVIEWS, Chosen
from rasd.store.reports import Capture, FromCapture, Reading, keep_captures, keep_reports

FIRST = date(2024, 3, 1)
PLACES = (
    Place("Sarmin", "سرمين", "1", "SY", "Idlib", latitude=35.9, longitude=36.7, radius_km=2.0, geo_precision=1),
    Place("Binnish", "بنش", "2", "SY", "Idlib", latitude=35.95, longitude=36.71, radius_km=2.0, geo_precision=1),
    Place("Idlib", "إدلب", "3", "SY", "Idlib", geo_precision=3),
)

# report, place, day, killed: few enough values that most of them meet
Told = tuple[int, int, int, int]
TOLD = st.tuples(st.integers(0, 6), st.integers(0, 2), st.integers(0, 2), st.integers(2, 6))
STEPS = st.lists(st.lists(TOLD, max_size=5), min_size=1, max_size=4)
# what is decided on an event: one of its cells corrected, accepted or struck out, all of it rejected, a step taken back
ACTS = (
    "killed 2",
    "killed 6",
    "places 1",
    "accept killed",
    "strike killed",
    "strike date",
    "reject",
    "undo",
)
ACTED = st.lists(st.tuples(st.integers(0, 15), st.sampled_from(ACTS)), max_size=5)
SAID = st.lists(
    st.tuples(st.integers(0, 15), st.integers(0, 15), st.sampled_from(judgements.VERDICTS)), max_size=4
)  # fmt: skip


def event_of(number: int, told: Told) -> Event:
    report, place, day, killed = told
    when = (FIRST + timedelta(days=day)).isoformat()
    return strike(
        event_id=f"e{number:02}", report_id=f"r{report}", places=(PLACES[place],), date=Date(when, when, 1),
        killed=Toll(killed, killed),
    )  # fmt: skip


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A workspace with seven reports and no events."""
    folder = tmp_path_factory.mktemp("template") / "work"
    made = dataset.init(folder)
    with made.store.writing() as connection:
        [number] = keep_captures(connection, [Capture("0" * 64, 1, "/r.jsonl", None, "file")])
        found = [Reading(Report(f"r{i}", TEXT, FIRST, outlet=f"o{i}"), None, True) for i in range(7)]
        keep_reports(connection, [FromCapture(number, "/r.jsonl", one) for one in found])
    made.close()
    yield folder


def emptied(made: Dataset) -> None:
    with made.store.writing() as connection:
        for table in reversed(schema.metadata.sorted_tables):
            if table.name not in ("report", "capture", "blob"):
                connection.execute(table.delete())


def add(made: Dataset, events: Sequence[Event]) -> None:
    rows = []
    for report in sorted({one.report_id for one in events}):
        mine = [one for one in events if one.report_id == report]
        rows.append(stored.rows_of(Report(report, TEXT, FIRST), mine))
    with made.store.writing() as connection:
        stored.write(connection, rows)


def merged(made: Dataset) -> None:
    with one_writer(made.store, "merge"):
        merging.merge(made.store, default_weights(), {})


def act(made: Dataset, event_id: str, what: str) -> None:
    """Decide as ``ACTS`` has it; what cannot be said of the event as it is, is not."""
    cell, _, value = what.partition(" ")
    dead = int(value) if cell == "killed" else 0
    marks = {
        "killed": Mark("killed", "correct", {"min": dead, "max": dead}),
        "places": Mark("places", "correct", [as_plain(PLACES[1])], []),
        "accept": Mark(value, "accept"),
        "strike": Mark(value, "not_said"),
        "reject": Mark("", "reject", reason="no_event"),
    }
    with made.store.writing() as connection:
        if what == "undo":
            undo(connection, by="ann")
            return
        record, before = record_of(connection, event_id), decisions_of(connection, [event_id])
        try:
            decide(connection, event_id, [marks[cell]], version=version_of(record, before), by="ann")
        except DecisionError:
            return


def groups(made: Dataset) -> list[tuple[str, ...]]:
    with made.store.reading() as connection:
        every = [*incidents(connection), *incidents(connection, Chosen(review="rejected"))]
        return sorted(tuple(sorted(one["event_ids"])) for one in every)


def at_once_ids(made: Dataset) -> list[str]:
    with made.store.reading() as connection:
        return list(connection.execute(select(schema.event.c.event_id)).scalars())


def at_once(made: Dataset) -> list[tuple[str, ...]]:
    """What the pure functions make of all events that there are."""
    ids = at_once_ids(made)
    with made.store.reading() as connection:
        accounts = {one.event_id: one for one, _ in stored.accounts(connection, ids)}
        rows = connection.execute(select(schema.judgement).where(schema.judgement.c.retracted_at.is_(None)))
        said = [Judgement(row.a, row.b, row.verdict) for row in rows]
    weights = default_weights()
    return sorted(grouped(accounts, edges(accounts.values(), weights, {}), said, weights, {}))


def check(made: Dataset) -> None:
    assert groups(made) == at_once(made)
    with made.store.reading() as connection:
        order = [(one[0], one[3], len(one[5])) for one in computed(connection)]
        assert [(one.report_id, one.doubt, one.events) for one in queues.waiting(connection)] == order
    with made.store.reading() as connection:
        held = list(connection.execute(select(schema.incident_event)))
        live = set(
            connection.execute(select(schema.incident.c.incident_id).where(schema.incident.c.state == "live")).scalars()
        )
        aliases = list(connection.execute(select(schema.incident_alias)))
        states = set(connection.execute(select(schema.incident.c.state)).scalars())
        waiting = set(connection.execute(select(schema.event.c.state)).scalars())
        told = {
            one["incident_id"]: one for review in (*REVIEWS,) for one in incidents(connection, Chosen(review=review))
        }
        whole = {one.event_id: one for one, _ in stored.accounts(connection, at_once_ids(made), is_whole=True)}
    for name, record in told.items():
        anew = incident_of([whole[event] for event in record["event_ids"]], name).as_dict()
        looked_up = ("aliases", "responds_to", "part_of", "updated_at", "responds_to_evidence", "part_of_evidence")
        assert anew == {**anew, **{cell: value for cell, value in record.items() if cell not in looked_up}}
    assert told.keys() == live
    assert {row.incident_id for row in held} == live, "every live incident has events, and no other"
    alias_of = {row.alias: row.incident_id for row in aliases}
    assert not set(alias_of) & set(alias_of.values()), "an alias leads straight to an incident, not to another alias"
    assert not {row.alias for row in aliases} & live and states <= {"live", "gone"} and waiting <= {"settled"}


@pytest.fixture
def made(address: str, template: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Dataset]:
    """A workspace with the reports of the template."""
    if address == "sqlite":
        shutil.copytree(template, tmp_path / "work")
        found = dataset.open(tmp_path / "work")
    else:
        found = dataset.init(tmp_path / "work")
        with found.store.writing() as connection:
            [number] = keep_captures(connection, [Capture("0" * 64, 1, "/r.jsonl", None, "file")])
            read = [Reading(Report(f"r{i}", TEXT, FIRST, outlet=f"o{i}"), None, True) for i in range(7)]
            keep_reports(connection, [FromCapture(number, "/r.jsonl", one) for one in read])
    yield found
    found.close()


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    steps=STEPS, said=SAID, acted=ACTED, gone=st.sets(st.integers(0, 6), max_size=2), back=st.sets(st.integers(1, 4))
)
def test_bit_by_bit_is_all_at_once(
    made: Dataset, steps: list[list[Told]], said: list[tuple[int, int, str]], acted: list[tuple[int, str]],
    gone: set[int], back: set[int],
) -> None:  # fmt: skip
    emptied(made)
    number = 0
    for step in steps:
        add(made, [event_of(number + i, told) for i, told in enumerate(step)])
        number += len(step)
        merged(made)
        check(made)
    for a, b, verdict in said:
        if a < number and b < number and a != b:
            with made.store.writing() as connection:
                judgements.judge(connection, f"e{a:02}", f"e{b:02}", verdict, reason="")
            merged(made)
            check(made)
    for at, what in acted:
        if at < number:
            act(made, f"e{at:02}", what)
            if at % 2:  # and with several decisions before the next merge
                merged(made)
                check(made)
    with made.store.writing() as connection:
        stored.write(connection, [], recoded=[f"r{one}" for one in gone])
    merged(made)
    check(made)
    for one in back:
        with made.store.writing() as connection:
            try:
                judgements.retract(connection, one)
            except judgements.JudgementError:
                continue
        merged(made)
        check(made)


def test_an_event_that_changes_leaves_its_incident_its_id(made: Dataset) -> None:
    emptied(made)
    first, second = event_of(0, (0, 0, 0, 3)), event_of(1, (1, 0, 0, 3))
    add(made, [first, second])
    merged(made)
    with made.store.reading() as connection:
        [before] = list(incidents(connection))
    changed = replace(first, killed=Toll(4, 4))
    with made.store.writing() as connection:
        stored.write(connection, [stored.rows_of(Report("r0", TEXT, FIRST), [changed])], recoded=["r0"])
    merged(made)
    check(made)
    with made.store.reading() as connection:
        [after] = list(incidents(connection))
    assert after["incident_id"] == before["incident_id"]
    assert (before["killed"]["max"], after["killed"]["max"]) == (3, 4)


def test_no_statement_of_merging_looks_through_all_events(template: Path, tmp_path: Path) -> None:
    shutil.copytree(template, tmp_path / "work")
    found = dataset.open(tmp_path / "work")
    add(found, [event_of(number, (number, number % 3, 0, 3)) for number in range(6)])
    plans: list[str] = []
    asked = ("UPDATE event", "SELECT event_block", "SELECT event", "INSERT INTO queued", "INSERT INTO turn")

    def explained(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        if statement.lstrip().startswith(asked) and not many:
            rows = connection.connection.cursor().execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
            plans.extend(f"{row[3]}: {statement}" for row in rows)

    listen(found.store.engine, "before_cursor_execute", explained)
    merged(found)
    with found.store.writing() as connection:
        stored.touch(connection, ["e00"])
    merged(found)
    found.close()
    assert any("event_id=?" in plan for plan in plans)
    assert any("INSERT INTO queued" in plan for plan in plans) and any("INSERT INTO turn" in plan for plan in plans)
    wide = [plan for plan in plans if plan.startswith("SCAN") or "ix_event_state" in plan]
    # Only what is new or touched is looked for by its state.
    assert all("event.state = ?" in plan and "UPDATE" not in plan for plan in wide), wide


def test_what_is_new_touches_what_is_near_in_time_and_not_the_whole_war(made: Dataset) -> None:
    emptied(made)
    # A strike a day: each is taken for that of the day before and that of the day after.
    add(made, [event_of(number, (number % 7, 0, number, 3)) for number in range(60)])
    merged(made)
    add(made, [event_of(60, (4, 0, 59, 3)), event_of(61, (5, 0, 60, 3))])
    with made.store.writing() as connection:
        merging._compare_some(connection, default_weights(), {})
    with made.store.reading() as connection:
        [component] = touched_components(connection)
    assert {"e60", "e61", "e59", "e50"} <= set(component.events) and len(component.events) < 20
    merged(made)
    check(made)  # and yet it is as if all had been merged at once
