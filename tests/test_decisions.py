"""What people decide is signed, kept, undone by a further row, and never mixed with what the machine says."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from desks import GRAVE, LIGHT, report, workspace
from rasd.dataset import Dataset
from rasd.review import leases, queues
from rasd.review.decisions import (
    ConflictError,
    DecisionError,
    Mark,
    add_missed,
    decide,
    decisions_of,
    record_of,
    undo,
    version_of,
)
from rasd.review.reviewed import CELLS, Decision, in_force, reviewed, said_hash
from rasd.store import schema
from rasd.store.opening import one_writer
from rasd.store.verify import faults

pytestmark = pytest.mark.usefixtures("one_coder")


@pytest.fixture
def made(address: str, tmp_path: Path) -> Iterator[Dataset]:
    found = workspace(tmp_path, [report("light", LIGHT), report("grave", GRAVE), report("same", GRAVE)])
    yield found
    found.close()


def events(made: Dataset, report_id: str) -> list[str]:
    with made.store.reading() as connection:
        query = select(schema.event.c.event_id).where(schema.event.c.report_id == report_id)
        return list(connection.execute(query.order_by(schema.event.c.nth)).scalars())


def say(made: Dataset, event_id: str, *marks: Mark, by: str = "ann", version: str | None = None) -> int:
    with made.store.writing() as connection:
        now = version_of(record_of(connection, event_id), decisions_of(connection, [event_id]))
        return decide(connection, event_id, marks, version=version or now, by=by)


def take_back(made: Dataset, by: str = "ann") -> str | None:
    with made.store.writing() as connection:
        undone = undo(connection, by=by)
        return undone.event_id if undone else None


def now(made: Dataset, event_id: str) -> Any:
    with made.store.reading() as connection:
        return reviewed(record_of(connection, event_id), decisions_of(connection, [event_id]))


def all_faults(made: Dataset) -> list[str]:
    with made.store.reading() as connection:
        return list(faults(made.store, connection))


def test_what_the_machine_says_is_open_until_a_person_decides(made: Dataset) -> None:
    [event_id] = events(made, "grave")
    before = now(made, event_id)
    assert before.open == ("type", "actor1", "actor2", "target", "weapon", "places", "date", "killed", "wounded")
    with pytest.raises(DecisionError, match="nobody has decided on type, actor1"):
        say(made, event_id, Mark("", "accept"))
    say(made, event_id, Mark("killed", "reject", reason="wrong"))
    say(made, event_id, *(Mark(name, "accept") for name in before.open if name != "killed"))
    say(made, event_id, Mark("", "accept"))
    after = now(made, event_id)
    assert (after.state, after.open, after.cells["killed"].value) == ("accepted", (), None)
    assert after.cells["wounded"].value["min"] == 9
    with made.store.reading() as connection:
        assert record_of(connection, event_id)["killed"]["min"] == 7, "the machine's own record stays as it is"
    assert all_faults(made) == []


@pytest.mark.parametrize(
    ("mark", "why"),
    [
        (Mark("colour", "accept"), "no cell is called 'colour'"),
        (Mark("count", "accept"), "count says nothing that could be accepted"),
        (Mark("killed", "reject", reason="no reason"), "is no reason to reject killed"),
        (Mark("killed", "flag"), "'flag' cannot be said of killed"),
        (Mark("", "not_said"), "'not_said' cannot be said of an event"),
    ],
)
def test_what_cannot_be_said_is_refused(made: Dataset, mark: Mark, why: str) -> None:
    with pytest.raises(DecisionError, match=why):
        say(made, events(made, "grave")[0], mark)
    assert now(made, events(made, "grave")[0]).decisions == {}


def test_thirty_steps_are_undone_one_by_one_each_person_their_own(made: Dataset) -> None:
    first, second = events(made, "light")
    for number in range(15):
        say(made, first, Mark("type", "accept" if number % 2 else "reject", reason="" if number % 2 else "wrong"))
        say(made, second, Mark("", "unflag" if number % 2 else "flag"))
    say(made, first, Mark("places", "accept"), by="bob")
    for number in range(30):
        assert take_back(made) == (first if number % 2 else second)
    assert take_back(made) is None
    assert now(made, first).decisions.keys() == {"places"} and not now(made, second).is_flagged
    assert take_back(made, by="bob") == first
    assert now(made, first).decisions == {}
    with made.store.reading() as connection:
        assert len(decisions_of(connection, [first, second])) == 62, "undoing takes no row away"
    assert all_faults(made) == []


def test_cells_accepted_with_one_key_are_undone_with_one(made: Dataset) -> None:
    [event_id] = events(made, "grave")
    say(made, event_id, *(Mark(name, "accept") for name in now(made, event_id).open))
    assert now(made, event_id).open == ()
    assert take_back(made) == event_id
    assert len(now(made, event_id).open) == 9


def test_a_correction_stands_in_the_place_of_what_was_coded(made: Dataset) -> None:
    [event_id] = events(made, "grave")
    at = GRAVE.index("تسعة")
    say(made, event_id, Mark("killed", "correct", {"min": 9, "max": None}, [(at, at + 4)]))
    say(made, event_id, Mark("count", "correct", {"value": 3}))
    place = now(made, event_id).cells["places"].value[0]
    other = {**place, "name": "Binnish", "name_ar": "بنش", "place_id": None}
    say(made, event_id, Mark("places", "correct", [other], [], adds=True))
    after = now(made, event_id).cells
    assert after["killed"].value == {
        "min": 9, "max": None, "of": {}, "evidence": [{"start": at, "end": at + 4, "text": "تسعة"}],
    }  # fmt: skip
    assert (after["count"].value["value"], after["count"].evidence) == (3, ())
    assert [one["name"] for one in after["places"].value] == ["Sarmin", "Binnish"]
    say(made, event_id, Mark("killed", "accept"), by="bob")
    assert now(made, event_id).cells["killed"].value["min"] == 9, "what is accepted is what stands there"
    say(made, event_id, Mark("killed", "not_said"))
    say(made, event_id, Mark("killed", "accept"))
    assert now(made, event_id).cells["killed"].value["min"] == 7
    assert all_faults(made) == []


@pytest.mark.parametrize(
    ("cell", "value", "words", "why"),
    [
        ("killed", {"min": 5, "max": 2}, [], "killed: 5 is more than 2"),
        ("killed", {"min": True, "max": 2}, [], "killed cannot be True"),
        ("killed", {"min": 1, "max": 1}, [(0, 100000)], "are no words of a text"),
        ("killed", {"min": 1, "max": 1}, [(5, 5)], "are no words of a text"),
        ("type", "Nonsense", [], "type cannot be 'Nonsense'"),
        ("type", None, [], "type cannot be None"),
        ("date", {"start": "2024-02-30", "time_precision": 1}, [], "'2024-02-30' is no day"),
        ("date", {"start": "2024-03-02", "end": "2024-03-01", "time_precision": 1}, [], "2024-03-02 is after"),
        ("actor1", {"name": "X", "kind": "a kind of its own"}, [], "actor1.kind cannot be"),
        ("places", [], [], "places is a list of places"),
        ("places", [{"name": "X", "name_ar": "س", "latitude": 95, "candidates": 0}], [], "95 is not on the earth"),
        ("attribution", {"name": "x" * 501}, [], "attribution cannot be"),
        ("weapon", ["drone"], [], "weapon cannot be"),
    ],
)  # fmt: skip
def test_a_correction_of_another_shape_is_refused(
    made: Dataset, cell: str, value: Any, words: list[tuple[int, int]], why: str
) -> None:
    [event_id] = events(made, "grave")
    with pytest.raises(DecisionError, match=why):
        say(made, event_id, Mark(cell, "correct", value, words))


def test_what_the_coder_missed_is_added_merged_and_taken_back(made: Dataset) -> None:
    at = LIGHT.index("وقتل فيها جندي")
    with made.store.writing() as connection:
        event_id = add_missed(connection, "light", "Attack", (at, at + 5), by="ann")
    assert events(made, "light")[-1] == event_id
    told = now(made, event_id)
    assert (told.state, told.open, told.decisions.keys()) == ("open", (), {"type"})
    say(made, event_id, Mark("killed", "correct", {"min": 1, "max": 1}, [(at, at + 5)]))
    made.merge()
    made.recode()
    assert event_id in events(made, "light"), "coding anew leaves what people added"
    assert all_faults(made) == []
    assert take_back(made) == event_id and event_id in events(made, "light")
    assert take_back(made) == event_id and event_id not in events(made, "light")
    made.merge()
    assert made.status()["unmerged"] == 0 and all_faults(made) == []
    for kind, words in (("Nonsense", (0, 3)), ("Attack", (3, 3)), ("Attack", (0, 10_000))):
        with pytest.raises(DecisionError), made.store.writing() as connection:
            add_missed(connection, "light", kind, words, by="ann")


def test_a_report_is_one_persons_while_it_is_open(made: Dataset) -> None:
    at = datetime(2024, 3, 14, 12, tzinfo=UTC)
    later = at + timedelta(seconds=leases.SECONDS + 1)
    with made.store.writing() as connection:
        assert leases.claim(connection, "grave", by="ann", at=at) is None
        assert leases.claim(connection, "grave", by="bob", at=at) == "ann"
        assert leases.held_by_others(connection, "ann", ["grave", "light"], at=at) == {}
        assert leases.held_by_others(connection, "bob", ["grave", "light"], at=at) == {"grave": "ann"}
        held = leases.is_held(schema.turn.c.report_id, "bob", at=at)
        assert queues.neighbours(connection, "light", passed_over=held).following is None
        assert leases.claim(connection, "grave", by="bob", at=later) is None, "a lease ends by itself"
        leases.release(connection, "grave", by="ann")
        assert leases.claim(connection, "grave", by="ann", at=later) == "bob"
        leases.release(connection, "grave", by="bob")
        assert leases.claim(connection, "grave", by="ann", at=later) is None


def test_whoever_comes_second_is_told(made: Dataset) -> None:
    [event_id] = events(made, "grave")
    with made.store.reading() as connection:
        seen = version_of(record_of(connection, event_id), [])
    say(made, event_id, Mark("killed", "accept"), by="ann", version=seen)
    with pytest.raises(ConflictError) as told:
        say(made, event_id, Mark("killed", "reject", reason="wrong"), by="bob", version=seen)
    assert [(one.by, one.cell, one.verdict) for one in told.value.since] == [("ann", "killed", "accept")]
    assert not told.value.is_recoded
    assert now(made, event_id).decisions["killed"].verdict == "accept"


def test_decisions_behind_the_back_of_the_log_are_found(made: Dataset) -> None:
    [event_id] = events(made, "grave")
    say(made, event_id, Mark("killed", "accept"))
    say(made, event_id, Mark("wounded", "accept"))
    with made.store.writing() as connection:
        changed = update(schema.decision).where(schema.decision.c.decision_id == 1)
        connection.execute(changed.values(verdict="reject", reason="wrong"))
        connection.execute(delete(schema.decision).where(schema.decision.c.decision_id == 2))
    told = all_faults(made)
    assert len(told) == 2
    assert told[0].startswith("decision 1 (ann, ") and told[0].endswith("is not as it was signed")
    assert told[1] == "decision 2 is in the custody log and is gone"


def test_the_gravest_report_comes_first_and_copies_once(made: Dataset) -> None:
    with made.store.reading() as connection:
        waiting = queues.waiting(connection)
        assert [(one.report_id, one.killed, one.wounded, one.events) for one in waiting] == [
            ("grave", 7, 9, 1), ("light", 1, 1, 2),
        ]  # fmt: skip
        beside = queues.neighbours(connection, "grave")
        assert (beside.following, beside.previous) == (events(made, "light")[0], None)
    first = events(made, "light")[0]
    say(made, first, Mark("", "flag"))
    say(made, events(made, "grave")[0], Mark("", "reject", reason="no_event"))
    with made.store.reading() as connection:
        assert queues.counts(connection) == {"open": 1, "flagged": 1, "done": 1}
        assert [one.first for one in queues.waiting(connection, "flagged")] == [first]
        assert [one.report_id for one in queues.waiting(connection, "done")] == ["grave"]


def test_people_decide_while_a_long_run_writes(made: Dataset) -> None:
    [event_id] = events(made, "grave")
    with one_writer(made.store, "ingest"):
        done = threading.Thread(target=say, args=(made, event_id, Mark("killed", "accept")), daemon=True)
        done.start()
        done.join(10)
        assert not done.is_alive(), "a decision waits for no run"
    assert now(made, event_id).decisions.keys() == {"killed"}


def test_many_at_once_lose_and_double_nothing(made: Dataset) -> None:
    first, second = events(made, "light")
    people = [f"person {number}" for number in range(6)]

    def work(person: str) -> None:
        for number in range(5):
            say(made, first if number % 2 else second, Mark("", "flag"), by=person)

    threads = [threading.Thread(target=work, args=(person,)) for person in people]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    with made.store.reading() as connection:
        kept = decisions_of(connection, [first, second])
    assert [one.decision_id for one in kept] == list(range(1, 31))
    assert all(sum(one.by == person for one in kept) == 5 for person in people)
    assert all_faults(made) == []


def test_what_was_decided_on_another_wording_waits_again(made: Dataset) -> None:
    [event_id] = events(made, "grave")
    say(made, event_id, Mark("killed", "accept"))
    with made.store.writing() as connection:
        record = record_of(connection, event_id)
        record["killed"]["min"] = 6
        told = json.dumps(record, ensure_ascii=False)
        connection.execute(update(schema.event).where(schema.event.c.event_id == event_id).values(record=told))
    assert "killed" in now(made, event_id).open


SPAN = {"start": 0, "end": 3, "text": "قصف"}
RECORD = {
    "event_id": "e", "sub_event_type": "Armed clash", "trigger": SPAN, "places": [], "status": "denied",
    "status_evidence": [SPAN], "response_to": None, "response_evidence": [],
} | {name: None for name in CELLS if name not in ("type", "places", "status", "response_to")}  # fmt: skip
acts = st.lists(st.tuples(st.sampled_from(["type", "status", ""]), st.sampled_from(["accept", "reject", "undo"])))


@settings(deadline=None)
@given(acts)
def test_undoing_everything_leaves_what_the_machine_said(made_acts: list[tuple[str, str]]) -> None:
    seen, told = said_hash(RECORD), []

    def add(cell: str, verdict: str, value: Any = None) -> None:
        number = len(told) + 1
        told.append(Decision(number, number, "e", cell, verdict, value, None, "", seen, "ann", ""))

    for cell, verdict in made_acts:
        left = in_force(told)
        if verdict != "undo":
            add(cell, verdict)
            before = reviewed(RECORD, told[:-1])
            add("", "undo", told[-1].step)
            assert reviewed(RECORD, told) == before, "undoing at once is as if nothing had been said"
            told.pop()
        elif left:
            add("", "undo", left[-1].step)
    while left := in_force(told):
        add("", "undo", left[-1].step)
    assert reviewed(RECORD, told) == reviewed(RECORD, [])
