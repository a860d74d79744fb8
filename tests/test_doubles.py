"""Two people code a report without knowing of one another; what both say is the record, a third settles the rest."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from coders import (
    ALL,
    add,
    cases,
    events,
    finish,
    now,
    people,
    pick,
    say,
    sight,
    standing,
    state,
    take_back,
    who,
)
from desks import GRAVE, LIGHT, report, workspace
from rasd.dataset import Dataset
from rasd.review import doubles, measured, queues
from rasd.review import people as accounts
from rasd.review.adjudication import Pick
from rasd.review.blind import Policy, limit
from rasd.review.decisions import DecisionError, Mark, record_of
from rasd.review.settling import in_order
from rasd.store import schema
from rasd.store.verify import faults

pytestmark = pytest.mark.usefixtures("one_coder")

NINE = {"min": 9, "max": 9}
WRONG_TOLL = Mark("killed", "correct", NINE, [[0, 4]])


@pytest.fixture
def made(address: str, tmp_path: Path) -> Iterator[Dataset]:
    found = workspace(tmp_path, [report("light", LIGHT), report("grave", GRAVE)])
    people(found)
    yield found
    found.close()


def all_faults(made: Dataset) -> list[str]:
    with made.store.reading() as connection:
        return list(faults(made.store, connection))


def queue(made: Dataset, name: str, which: str = "open", policy: Policy = ALL) -> list[str]:
    with made.store.reading() as connection:
        found = [one.report_id for one in queues.waiting(connection, which, who=who(name, policy))]
        number = queues.counts(connection, who(name, policy))[which]
        assert bool(number) == bool(found)
        return found


# -- which reports ----------------------------------------------------------------------------------------------------


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_greater_share_has_all_the_reports_of_a_smaller_one(one: float, other: float) -> None:
    few, many = sorted((one, other))
    hashes = [hashlib.sha256(f"report {number}".encode()).hexdigest() for number in range(400)]
    chosen = [{told for told in hashes if told < limit(share)} for share in (few, many)]
    assert chosen[0] <= chosen[1]
    assert len(chosen[1]) / 400 == pytest.approx(many, abs=0.1)
    assert [told < limit(share) for share, told in ((0, "0" * 64), (1, "f" * 64))] == [False, True]


def test_what_somebody_has_begun_stays_as_it_is_whatever_the_share(made: Dataset) -> None:
    [grave], [mine, clash] = events(made, "grave"), events(made, "light")
    none = Policy(0.0)
    say(made, "cat", mine, Mark("type", "accept"), policy=none)
    assert sight(made, "light", "cat") == doubles.Sight("", True), "begun on the record: not drawn in"
    say(made, "ann", grave, Mark("type", "accept"))
    assert sight(made, "grave", "bob", none).track == "bob", "begun blind: stays with two"
    assert sight(made, "grave", "cat", none).track == "cat"
    assert take_back(made, "cat") == mine and sight(made, "light", "cat") == doubles.Sight("", True)
    with pytest.raises(AssertionError):
        say(made, "ann", clash, Mark("type", "accept"))  # a coder decides on nothing but what is coded blind


def test_without_two_who_may_code_nothing_is_coded_twice(address: str, tmp_path: Path) -> None:
    alone = workspace(tmp_path, [report("grave", GRAVE)])
    with alone.store.writing() as connection:
        assert doubles.policy(connection, ALL).share == 0
        for name, role, share in (("ann", "coder", 0), ("vera", "viewer", 0), ("bob", "reviewer", 1)):
            accounts.add(connection, name, role, "a horse, a battery")
            assert doubles.policy(connection, ALL).share == share, "a second coder would be waited for"
        doubles.set_share(connection, 0.25, by="ann")
        assert doubles.policy(connection, ALL) == Policy(0.25)
        for wrong in (-0.1, 1.1, float("nan")):
            with pytest.raises(ValueError):
                doubles.set_share(connection, wrong, by="ann")
    assert all_faults(alone) == []
    alone.close()


# -- blind ------------------------------------------------------------------------------------------------------------


def test_what_is_decided_blind_is_nobody_elses(made: Dataset) -> None:
    [grave] = events(made, "grave")
    with made.store.reading() as connection:
        before = connection.execute(select(schema.event).where(schema.event.c.event_id == grave)).all()
    say(made, "ann", grave, Mark("killed", "reject", reason="wrong"), Mark("type", "accept"))
    say(made, "ann", grave, Mark("", "flag"))
    say(made, "bob", grave, Mark("date", "not_said"))
    assert set(now(made, grave, "ann").decisions) == {"killed", "type"} and now(made, grave, "ann").is_flagged
    assert set(now(made, grave, "bob").decisions) == {"date"} and not now(made, grave, "bob").is_flagged
    record = now(made, grave)
    assert record.decisions == {} and (record.state, record.is_flagged) == ("open", False)
    with made.store.reading() as connection:
        assert connection.execute(select(schema.event).where(schema.event.c.event_id == grave)).all() == before
        assert connection.execute(select(schema.reviewed)).all() == []
        assert queues.counts(connection)["flagged"] == 0
    assert all_faults(made) == []


def test_a_third_is_led_past_a_report_that_two_code(made: Dataset) -> None:
    [grave] = events(made, "grave")
    assert [queue(made, name) for name in ("ann", "bob", "cat", "mona")] == [["grave", "light"]] * 4
    say(made, "ann", grave, Mark("type", "accept"))
    assert queue(made, "cat") == ["grave", "light"], "one seat is left"
    say(made, "bob", grave, Mark("type", "accept"))
    assert queue(made, "ann") == queue(made, "bob") == ["grave", "light"]
    assert queue(made, "cat") == queue(made, "mona") == ["light"]
    assert sight(made, "grave", "cat") == doubles.Sight("", False, "taken")
    with pytest.raises(AssertionError):
        say(made, "cat", grave, Mark("type", "accept"))
    with made.store.writing() as connection:
        assert not doubles.free(connection, "grave", "cat", by="mona")
        assert doubles.free(connection, "grave", "ann", by="mona")
    assert sight(made, "grave", "cat").track == "cat", "a manager gave the seat on"
    with made.store.writing() as connection:
        accounts.set_disabled(connection, "bob", True)
    say(made, "cat", grave, Mark("type", "accept"))
    assert sight(made, "grave", "mona").track == "mona", "who was disabled keeps no seat"
    assert all_faults(made) == []


def test_a_seat_is_kept_for_who_has_a_report_open_and_goes_by_itself(made: Dataset) -> None:
    noon = datetime.now(UTC)
    with made.store.writing() as connection:
        for name in ("ann", "bob"):
            doubles.claim(connection, "grave", name, at=noon)
        assert doubles.sight(connection, "grave", who("cat")).why == "taken"
        assert doubles.sight(connection, "grave", who("ann")).why == "blind"
        assert doubles.seats(connection, "grave") == [], "nobody has begun"
        for name in ("ann", "bob"):
            doubles.claim(connection, "grave", name, at=noon - timedelta(minutes=6))
        assert doubles.sight(connection, "grave", who("cat")).why == "blind"
    assert queue(made, "cat") == ["grave", "light"]


def test_finishing_takes_a_report_out_of_ones_own_queue_alone(made: Dataset) -> None:
    [grave] = events(made, "grave")
    finish(made, "ann", grave)
    assert (queue(made, "ann"), queue(made, "ann", "done")) == (["light"], ["grave"])
    assert (queue(made, "bob"), queue(made, "bob", "done")) == (["grave", "light"], [])
    assert queue(made, "cat", "done") == [] and state(made, "grave") == "coding"
    say(made, "ann", grave, Mark("date", "reject", reason="doubtful"))
    assert queue(made, "ann") == ["grave", "light"], "whoever changes a cell opens it again"
    say(made, "ann", grave, Mark("", "flag"))
    assert (queue(made, "ann"), queue(made, "ann", "flagged"), queue(made, "bob", "flagged")) == (
        ["light"],
        ["grave"],
        [],
    )


def test_everybody_undoes_their_own(made: Dataset) -> None:
    [grave] = events(made, "grave")
    for name in ("ann", "bob"):
        for cell in ("type", "actor1", "places"):
            say(made, name, grave, Mark(cell, "accept"))
    for left in (2, 1, 0):
        assert take_back(made, "ann") == grave
        assert len(now(made, grave, "ann").decisions) == left
    assert take_back(made, "ann") is None and len(now(made, grave, "bob").decisions) == 3


# -- both are done ----------------------------------------------------------------------------------------------------


def test_where_all_agree_the_report_is_done_without_anybody_else(made: Dataset) -> None:
    [grave] = events(made, "grave")
    finish(made, "ann", grave, WRONG_TOLL, Mark("weapon", "not_said"))
    finish(made, "bob", grave, WRONG_TOLL._replace(evidence=[[0, 5]]), Mark("weapon", "reject", reason="wrong"))
    record = now(made, grave)
    assert (state(made, "grave"), record.state, record.open) == ("settled", "accepted", ())
    assert (record.cells["killed"].value["min"], record.cells["weapon"].value) == (9, None)
    assert {one.by for one in record.decisions.values()} == {"ann + bob"}
    verdicts = {name: one.verdict for name, one in record.decisions.items()}
    assert (verdicts["killed"], verdicts["weapon"], verdicts["type"]) == ("correct", "not_said", "accept")
    assert queue(made, "mona", "disagreements") == [] and queue(made, "cat", "done") == ["grave"]
    for name in ("ann", "bob"):
        assert take_back(made, name) is None, "what was compared is not taken back"
    assert sight(made, "grave", "cat") == doubles.Sight("", True), "the record is everybody's again"
    assert all_faults(made) == []


def test_where_they_differ_a_third_walks_through_the_conflicts_alone(made: Dataset) -> None:
    [grave] = events(made, "grave")
    finish(made, "ann", grave, WRONG_TOLL, Mark("weapon", "not_said"))
    finish(made, "bob", grave, Mark("date", "not_said"))
    assert state(made, "grave") == "conflicts"
    [case] = cases(made, "grave")
    assert set(case.found.conflicts) == set(case.left) == {"killed", "weapon", "date"}
    assert set(case.found.agreed) >= {"type", "actor1", "places", "wounded"}
    record = now(made, grave)
    assert set(record.open) == {"killed", "weapon", "date"} and record.state == "open"
    assert queue(made, "mona", "disagreements") == queue(made, "root", "disagreements") == ["grave"]
    assert all(queue(made, name) == ["light"] for name in ("ann", "bob", "cat", "mona"))
    assert sight(made, "grave", "mona") == doubles.Sight("", False, "conflicts"), "the workbench is no way round"
    told = {name: standing(made, "grave", name) for name in ("ann", "bob", "cat", "mona")}
    assert told == {"ann": "role", "bob": "role", "cat": "role", "mona": "adjudicate"}

    with pytest.raises(DecisionError, match="nobody has decided on"):
        pick(made, "mona", grave, Pick("", "finish"))
    sides = ["first", "second"] if case.codings[0].cells["killed"].value["min"] == 9 else ["second", "first"]
    pick(made, "mona", grave, Pick("killed", sides[0]))
    pick(made, "mona", grave, Pick("weapon", sides[0]))
    pick(made, "mona", grave, Pick("date", "other", _day("2024-03-13"), [[0, 3]]))
    assert state(made, "grave") == "conflicts"
    pick(made, "mona", grave, Pick("", "finish"))
    record = now(made, grave)
    assert (state(made, "grave"), record.state, record.open) == ("settled", "accepted", ())
    assert record.cells["killed"].value["min"] == 9 and record.cells["weapon"].value is None
    assert record.cells["date"].value["start"] == "2024-03-13"
    assert {name: record.decisions[name].by for name in ("killed", "type")} == {"killed": "mona", "type": "ann + bob"}
    assert {name: standing(made, "grave", name) for name in ("ann", "cat")} == {"ann": "settled", "cat": "role"}
    assert all_faults(made) == []


def test_an_adjudicator_undoes_too(made: Dataset) -> None:
    [grave] = events(made, "grave")
    finish(made, "ann", grave, WRONG_TOLL)
    finish(made, "bob", grave)
    pick(made, "mona", grave, Pick("killed", "first"))
    pick(made, "mona", grave, Pick("", "finish"))
    assert state(made, "grave") == "settled"
    assert take_back(made, "mona") == grave and state(made, "grave") == "conflicts"
    assert take_back(made, "mona") == grave and cases(made, "grave")[0].left == ("killed",)
    assert take_back(made, "mona") is None and now(made, grave).decisions["type"].by == "ann + bob"
    assert all_faults(made) == []


def _day(day: str) -> dict[str, Any]:
    return {"start": day, "end": day, "time_precision": 1, "part_of_day": None}


WRONG = [
    (Pick("colour", "first"), "cannot be picked"),
    (Pick("", "not_said"), "cannot be picked"),
    (Pick("", "other"), "cannot be picked"),
    (Pick("killed", "finish"), "cannot be picked"),
    (Pick("killed", "third"), "cannot be picked"),
    (Pick("killed", "other", {"min": 5, "max": 2}), "5 is more than 2"),
    (Pick("killed", "other", NINE, [[0, 99_999]]), "are no words of a text"),
]


def test_what_cannot_be_picked_is_refused(made: Dataset) -> None:
    [grave] = events(made, "grave")
    finish(made, "ann", grave, WRONG_TOLL)
    finish(made, "bob", grave)
    for wrong, why in WRONG:
        with pytest.raises(DecisionError, match=why):
            pick(made, "mona", grave, wrong)
    with pytest.raises(DecisionError, match="a cell twice"):
        pick(made, "mona", grave, Pick("killed", "first"), Pick("killed", "second"))
    assert cases(made, "grave")[0].left == ("killed",)


def test_whether_it_is_an_event_at_all_is_a_conflict_too(made: Dataset) -> None:
    mine, clash = events(made, "light")
    for name in ("ann", "bob"):
        say(made, name, mine, Mark("", "reject", reason="not_conflict"))
    finish(made, "ann", clash)
    say(made, "bob", clash, Mark("", "reject", reason="told_twice"))
    assert now(made, mine).state == "rejected" and state(made, "light") == "conflicts"
    [_, case] = cases(made, "light")
    assert (case.found.agreed, case.found.conflicts, case.left) == ((), ("",), ("",))
    says_yes = "first" if case.codings[0].cells else "second"
    with pytest.raises(DecisionError, match="nobody has decided on the event"):
        pick(made, "mona", clash, Pick("", "finish"))
    pick(made, "mona", clash, Pick("", says_yes))
    pick(made, "mona", clash, Pick("", "finish"))
    assert now(made, clash).state == "accepted" and state(made, "light") == "settled"
    assert take_back(made, "mona") == take_back(made, "mona") == clash
    assert now(made, clash).state == "open" and state(made, "light") == "conflicts"
    pick(made, "mona", clash, Pick("", "second" if says_yes == "first" else "first"))
    assert now(made, clash).state == "rejected" and state(made, "light") == "settled"
    assert all_faults(made) == []


def test_what_one_of_them_added_is_the_others_word_against_it(made: Dataset) -> None:
    mine, clash = events(made, "light")
    both = [
        add(made, name, "light", "Attack", words) for name, words in (("ann", "وقتل فيها"), ("bob", "وقتل فيها جندي"))
    ]
    only = add(made, "ann", "light", "Peaceful protest", "في بلدة النيرب")
    assert events(made, "light") == [mine, clash], "nobody else knows of it"
    assert events(made, "light", "ann") == [mine, clash, only, both[0]] and len(events(made, "light", "bob")) == 3
    with made.store.reading() as connection:
        for name in ("", "bob"):
            with pytest.raises(DecisionError):
                record_of(connection, only, name)
    for event_id in (mine, clash, both[0], only):
        finish(made, "ann", event_id)
        assert event_id == only or queue(made, "ann") == ["grave", "light"], "what they added keeps it open"
    for event_id in (mine, clash, both[1]):
        finish(made, "bob", event_id)
    kept = [one.event_id for one in cases(made, "light")]
    one, other = sorted([both[0], both[1]], key=lambda name: name not in kept)
    assert kept[:2] == [mine, clash] and set(kept) == {mine, clash, one, only} and other not in kept
    assert now(made, one).state == "accepted", "both added it"
    assert state(made, "light") == "conflicts" and now(made, only).state == "open"
    [case] = [told for told in cases(made, "light") if told.left]
    assert case.event_id == only and {coding.verdict for coding in case.codings} == {"accepted", ""}
    pick(made, "mona", only, Pick("", "first" if not case.codings[0].verdict else "second"))
    assert now(made, only).state == "rejected" and state(made, "light") == "settled"
    with made.store.reading() as connection:
        added = select(schema.event.c.made_by).where(schema.event.c.event_id.in_([one, only]))
        assert set(connection.execute(added).scalars()) == {"ann + bob"}, "it says nothing of who it was"
    assert all_faults(made) == []


def test_undoing_what_was_added_can_be_the_last_that_was_left(made: Dataset) -> None:
    [grave] = events(made, "grave")
    finish(made, "bob", grave)
    added = add(made, "bob", "grave", "Attack", "عاجل")
    finish(made, "ann", grave)
    assert state(made, "grave") == "coding" and queue(made, "bob") == ["grave", "light"]
    assert take_back(made, "bob") == added and events(made, "grave", "bob") == [grave]
    assert state(made, "grave") == "settled" and take_back(made, "bob") is None
    assert all_faults(made) == []


def test_the_machine_can_be_kept_back(made: Dataset) -> None:
    [grave] = events(made, "grave")
    bare = Policy(1.0, shows_machine=False)
    assert sight(made, "grave", "ann", bare).is_bare
    say(made, "ann", grave, Mark("type", "accept"), policy=bare)
    shown = now(made, grave, "ann")
    assert shown.open == () and shown.cells["killed"].value is None and shown.cells["type"].value
    assert sight(made, "grave", "bob").is_bare, "as it was when the report was begun"
    seven = {"min": 7, "max": 7}
    finish(made, "ann", grave, Mark("killed", "correct", seven, [[9, 20]]))
    finish(made, "bob", grave, Mark("killed", "correct", seven, [[9, 20]]), policy=bare)
    record = now(made, grave)
    assert record.state == "accepted" and record.decisions["killed"].verdict == "correct"
    assert record.cells["actor1"].value is None, "both left it empty: the text does not say it"
    assert all_faults(made) == []


# -- four eyes --------------------------------------------------------------------------------------------------------


def test_who_coded_does_not_adjudicate_unless_nobody_else_is_there(made: Dataset) -> None:
    [grave] = events(made, "grave")
    finish(made, "ann", grave, WRONG_TOLL)
    finish(made, "mona", grave)
    assert (standing(made, "grave", "mona"), standing(made, "grave", "root")) == ("coder", "adjudicate")
    assert (queue(made, "mona", "disagreements"), queue(made, "root", "disagreements")) == ([], ["grave"])
    with made.store.writing() as connection:
        assert (doubles.own_conflicts(connection, "mona"), doubles.own_conflicts(connection, "root")) == (1, 0)
        accounts.set_role(connection, "mona", "admin")
        accounts.set_disabled(connection, "root", True)
    assert standing(made, "grave", "mona") == "alone" and queue(made, "mona", "disagreements") == ["grave"]
    pick(made, "mona", grave, Pick("killed", "first"))
    pick(made, "mona", grave, Pick("", "finish"))
    assert now(made, grave).decisions["killed"].by == "mona" and state(made, "grave") == "settled"


def test_first_and_second_say_nothing_of_who_was_faster() -> None:
    told = [in_order(f"report {number}", ("ann", "bob"))[0] for number in range(200)]
    assert 60 < told.count("ann") < 140


# -- what holds -------------------------------------------------------------------------------------------------------


TAMPERED = [
    (schema.decision, schema.decision.c.track == "ann", {"track": ""}, "is not as it was signed"),
    (schema.decision, schema.decision.c.track == "ann", {"track": "bob"}, "is not as it was signed"),
    (schema.decision, schema.decision.c.track == "bob", {"verdict": "not_said"}, "is not as it was signed"),
    (schema.decision, schema.decision.c.by == "ann + bob", {"by": "ann"}, "is not as it was signed"),
    (schema.decision, schema.decision.c.by == "ann + bob", {"track": "ann"}, "is not as it was signed"),
    (schema.coding, schema.coding.c.track == "ann", {"coded": "{}"}, "what ann made of event"),
    (schema.coding, schema.coding.c.track == "", {"coded": "{}"}, "what the machine made of event"),
    (schema.coding, schema.coding.c.track == "ann", {"coded": None}, "is in the custody log and is gone"),
    (schema.doubled, schema.doubled.c.report_id == "grave", {"state": "settled"}, "how far the two coders of"),
    (schema.doubled, schema.doubled.c.report_id == "grave", {"report_id": "x"}, "is in the custody log and is gone"),
]


def test_a_coding_that_is_changed_behind_the_logs_back_is_found(made: Dataset) -> None:
    [grave] = events(made, "grave")
    finish(made, "ann", grave, WRONG_TOLL)
    finish(made, "bob", grave)
    assert all_faults(made) == []
    for table, where, values, why in TAMPERED:
        with made.store.engine.connect() as connection:
            assert connection.execute(update(table).where(where).values(**values)).rowcount, values
            assert any(why in one for one in faults(made.store, connection)), values
            connection.rollback()
    assert all_faults(made) == []


def test_a_report_that_two_people_code_is_not_coded_anew_meanwhile(made: Dataset) -> None:
    [grave] = events(made, "grave")
    say(made, "ann", grave, Mark("type", "accept"))
    with made.store.writing() as connection:
        connection.execute(update(schema.report).values(coder="an older one"))
    assert made.recode().coded == 1, "only the other one"
    finish(made, "ann", grave)
    finish(made, "bob", grave)
    assert made.recode().coded == 1 and now(made, grave).state == "accepted"


@pytest.mark.parametrize("order", list(itertools.permutations(["ann", "bob"])))
def test_what_comes_out_does_not_depend_on_who_was_first(made: Dataset, order: tuple[str, str]) -> None:
    [grave] = events(made, "grave")
    marks = {"ann": [WRONG_TOLL], "bob": [Mark("date", "not_said")]}
    for name in order:
        finish(made, name, grave, *marks[name])
    [case] = cases(made, "grave")
    assert case.found.conflicts == ("date", "killed")
    which = in_order("grave", ("ann", "bob")).index("ann")
    assert case.codings[which].cells["killed"].value["min"] == 9


def test_the_machine_is_compared_with_what_people_made_of_it(made: Dataset) -> None:
    [grave], [mine, clash] = events(made, "grave"), events(made, "light")
    none = Policy(0.0)
    finish(made, "ann", grave, WRONG_TOLL, Mark("weapon", "not_said"))
    finish(made, "cat", mine, Mark("attribution", "correct", {"name": "مصدر"}, [[0, 4]]), policy=none)
    say(made, "cat", clash, Mark("", "reject", reason="told_twice"), policy=none)

    def told(**days: str) -> measured.Figures:
        with made.store.reading() as connection:
            return measured.figures(connection, **days)

    assert (told().reports, told().accepted, told().rejected) == (0, 1, 1), "nothing of a coder before both are done"
    finish(made, "bob", grave, Mark("weapon", "not_said"))
    pick(made, "mona", grave, Pick("killed", "not_said"))
    pick(made, "mona", grave, Pick("", "finish"))
    figures = told()
    machine = {one.cell: one for one in figures.machine}
    assert (figures.reports, figures.accepted, figures.rejected, figures.missed) == (1, 3, 1, 0)
    assert machine["killed"] == ("killed", 2, 1, 1, 0, 0), "what a third decides is said by neither"
    assert machine["weapon"][1:] == (3, 1, 0, 2, 0)
    assert machine["attribution"][1:] == (0, 0, 0, 0, 1)
    cells = {one.cell: one for one in figures.cells}
    assert (cells["killed"].same, cells["weapon"].same, cells["weapon"].one_only) == (0, 1, 0)
    today = datetime.now(UTC).date()
    assert told(since=today.isoformat()) == told(until=today.isoformat()) == figures
    for days in (
        {"until": (today - timedelta(days=1)).isoformat()},
        {"since": (today + timedelta(days=1)).isoformat()},
    ):
        assert (told(**days).reports, told(**days).accepted, told(**days).rejected) == (0, 0, 0)
    with made.store.writing() as connection:
        connection.execute(update(schema.report).values(coder="an older one"))
    made.recode()
    assert told() == figures
