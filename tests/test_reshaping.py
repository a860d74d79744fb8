"""Two events made of one, one of two, an earlier value put back: each one step, signed, undone by one undo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from desks import GRAVE, LIGHT, report, workspace
from rasd.dataset import Dataset
from rasd.review.decisions import ConflictError, DecisionError, Mark, decide, decisions_of, record_of, undo, version_of
from rasd.review.history import Change, history
from rasd.review.reshaping import join, restore, split
from rasd.review.reviewed import CELLS, Reviewed, amended, reviewed
from rasd.store import schema
from rasd.store.incidents import incident_by_id
from rasd.store.verify import faults

pytestmark = pytest.mark.usefixtures("one_coder")
# Two attacks in one sentence that the coder takes for one, and an act that answers them.
WORDS = "وقتل فيها جندي"


@pytest.fixture
def made(address: str, tmp_path: Path) -> Iterator[Dataset]:
    found = workspace(tmp_path, [report("grave", GRAVE), report("light", LIGHT)])
    yield found
    found.close()


def events(made: Dataset, report_id: str) -> list[str]:
    with made.store.reading() as connection:
        query = select(schema.event.c.event_id).where(schema.event.c.report_id == report_id)
        return list(connection.execute(query.order_by(schema.event.c.nth)).scalars())


def version(connection: Any, event_id: str) -> str:
    return version_of(record_of(connection, event_id), decisions_of(connection, [event_id]))


def say(made: Dataset, event_id: str, *marks: Mark, by: str = "ann") -> None:
    with made.store.writing() as connection:
        decide(connection, event_id, marks, version=version(connection, event_id), by=by)


def parted(made: Dataset, event_id: str, words: str, text: str = LIGHT, by: str = "ann") -> str:
    at = text.index(words)
    with made.store.writing() as connection:
        now = version(connection, event_id)
        return split(connection, event_id, (at, at + len(words)), version=now, by=by)


def joined(made: Dataset, event_id: str, other: str, by: str = "ann") -> None:
    with made.store.writing() as connection:
        one, two = version(connection, event_id), version(connection, other)
        join(connection, event_id, other, version=one, other_version=two, by=by)


def put_back(made: Dataset, event_id: str, cell: str, to: int, by: str = "ann") -> None:
    with made.store.writing() as connection:
        restore(connection, event_id, cell, to, version=version(connection, event_id), by=by)


def take_back(made: Dataset, by: str = "ann") -> str | None:
    with made.store.writing() as connection:
        undone = undo(connection, by=by)
        return undone.event_id if undone else None


def now(made: Dataset, event_id: str) -> Reviewed:
    with made.store.reading() as connection:
        return reviewed(record_of(connection, event_id), decisions_of(connection, [event_id]))


def record(made: Dataset, event_id: str) -> dict[str, Any]:
    """As people have it."""
    with made.store.reading() as connection:
        coded = record_of(connection, event_id)
        return amended(coded, reviewed(coded, decisions_of(connection, [event_id])))


def changes(made: Dataset, event_id: str, cell: str) -> list[Change]:
    with made.store.reading() as connection:
        return history(record_of(connection, event_id), decisions_of(connection, [event_id])).get(cell, [])


def incident_of(made: Dataset, event_id: str) -> dict[str, Any]:
    with made.store.reading() as connection:
        found = incident_by_id(connection, event_id)
    assert found is not None
    return found


def all_faults(made: Dataset) -> list[str]:
    with made.store.reading() as connection:
        return list(faults(made.store, connection))


def accepted(made: Dataset, event_id: str) -> None:
    say(made, event_id, *(Mark(name, "accept") for name in now(made, event_id).open), Mark("", "accept"))


def test_a_split_makes_a_second_event_that_begins_as_the_first(made: Dataset) -> None:
    clash = events(made, "light")[1]
    say(made, clash, Mark("killed", "correct", {"min": 4, "max": 4}))
    accepted(made, clash)
    second = parted(made, clash, WORDS)
    assert events(made, "light")[-1] == second
    one, two = record(made, clash), record(made, second)
    apart = {name for name in one if one[name] != two[name]}
    assert one["problems"] == two["problems"]
    assert apart == {"event_id", "trigger", "coder"} and two["trigger"]["text"] == WORDS and two["killed"]["min"] == 4
    assert two["coder"]["name"] == "person"
    first, other = now(made, clash), now(made, second)
    assert (first.state, first.open) == ("open", ()), "what was finished is open again"
    said = {name for name in CELLS if one.get("sub_event_type" if name == "type" else name) and name != "status"}
    assert (other.state, set(other.open), other.decisions) == ("open", said, {})
    say(made, second, Mark("killed", "not_said"))
    made.merge()
    assert incident_of(made, second)["event_ids"] == [second], "what a report tells apart stays apart"
    made.recode()
    assert second in events(made, "light") and all_faults(made) == []
    assert take_back(made) == second and now(made, second).decisions == {}
    assert take_back(made) == clash
    assert second not in events(made, "light") and now(made, clash).state == "accepted"
    made.merge()
    assert made.status()["unmerged"] == 0 and all_faults(made) == []


def test_a_join_rejects_the_other_and_keeps_what_only_it_says(made: Dataset) -> None:
    mine, clash = events(made, "light")
    say(made, mine, Mark("actor2", "not_said"))
    say(made, clash, Mark("actor1", "correct", {"name": "Syrian army", "kind": "state forces"}, [(80, 92)]))
    before, other = record(made, mine), record(made, clash)
    assert not before["actor1"] and not before["killed"] and other["actor1"] and other["killed"]
    joined(made, mine, clash)
    told, gone = now(made, mine), now(made, clash)
    assert (gone.state, gone.joined, told.state) == ("rejected", mine, "open")
    after = record(made, mine)
    for name in ("actor1", "killed"):
        assert after[name] == other[name] and name in told.open, "it is there with its words, and open"
    assert after["actor2"] is None, "what people struck out is not taken over"
    assert after["date"] == before["date"] and after["sub_event_type"] == before["sub_event_type"]
    made.merge()
    assert incident_of(made, clash)["review"] == "rejected"
    assert [one["min"] for one in incident_of(made, mine)["killed"]["claims"]] == [1]
    assert incident_of(made, mine)["killed"]["reviewed"] == [], "nobody has decided on what was taken over"
    say(made, mine, Mark("killed", "accept"))
    made.merge()
    assert [one["verdict"] for one in incident_of(made, mine)["killed"]["reviewed"]] == ["accept"]
    take_back(made)
    assert take_back(made) == mine
    assert (record(made, mine), record(made, clash)) == (before, other)
    assert (now(made, clash).state, now(made, mine).state) == ("open", "open") and all_faults(made) == []


def test_what_answered_the_one_that_goes_answers_the_other(made: Dataset) -> None:
    mine, clash = events(made, "light")
    third = parted(made, clash, WORDS)
    say(made, third, Mark("response_to", "correct", clash, [(0, 4)]))
    say(made, mine, Mark("response_to", "correct", clash, [(0, 4)]))
    joined(made, mine, clash)
    told = record(made, third)
    assert (told["response_to"], told["response_evidence"][0]["end"]) == (mine, 4)
    assert record(made, mine)["response_to"] is None, "no event answers itself"
    assert take_back(made) == mine
    assert {record(made, one)["response_to"] for one in (third, mine)} == {clash}


def test_what_cannot_be_split_or_joined_is_refused(made: Dataset) -> None:
    mine, clash = events(made, "light")
    [grave] = events(made, "grave")
    with pytest.raises(DecisionError, match="one report"):
        joined(made, mine, grave)
    with pytest.raises(DecisionError, match="one report"):
        joined(made, mine, mine)
    for words in ((5, 5), (0, 100_000)):
        with pytest.raises(DecisionError, match="are no words"), made.store.writing() as connection:
            split(connection, mine, words, version=version(connection, mine), by="ann")
    with made.store.reading() as connection:
        seen = version(connection, mine)
    say(made, mine, Mark("type", "not_said"))
    with pytest.raises(DecisionError, match="of which type"):
        parted(made, mine, WORDS)
    with pytest.raises(ConflictError), made.store.writing() as connection:
        split(connection, mine, (0, 4), version=seen, by="bob")
    with pytest.raises(ConflictError), made.store.writing() as connection:
        join(connection, clash, mine, version=version(connection, clash), other_version=seen, by="bob")
    say(made, clash, Mark("", "reject", reason="no_event"))
    with pytest.raises(DecisionError, match="rejected"):
        joined(made, mine, clash)
    with pytest.raises(DecisionError, match="rejected"):
        parted(made, clash, WORDS)
    assert len(events(made, "light")) == 2


def test_the_history_of_a_cell_and_its_values_put_back(made: Dataset) -> None:
    [event_id] = events(made, "grave")
    say(made, event_id, Mark("killed", "correct", {"min": 5, "max": 5}, [(0, 3)]))
    say(made, event_id, Mark("killed", "reject", reason="wrong"), by="bob")
    say(made, event_id, Mark("wounded", "accept"))
    say(made, event_id, Mark("killed", "correct", {"min": 8, "max": None}))
    take_back(made)
    told = changes(made, event_id, "killed")
    shown = [(one.verdict, one.by, one.before.value and one.before.value["min"], one.after.value) for one in told]
    assert [(verdict, by, before, after and after["min"]) for verdict, by, before, after in shown] == [
        ("correct", "ann", 7, 5), ("reject", "bob", 5, None), ("correct", "ann", None, 8), ("undo", "ann", 8, None),
    ]  # fmt: skip
    assert [one.is_taken_back for one in told] == [False, False, True, False] and told[1].reason == "wrong"
    assert [one.verdict for one in changes(made, event_id, "wounded")] == ["accept"]
    put_back(made, event_id, "killed", told[0].decision_id, by="carl")
    back = record(made, event_id)["killed"]
    assert (back["min"], back["evidence"][0]["end"]) == (5, 3)
    put_back(made, event_id, "killed", told[1].decision_id)
    last = now(made, event_id).decisions["killed"]
    assert (last.verdict, last.reason, last.by) == ("reject", "wrong", "ann")
    put_back(made, event_id, "killed", 0)
    assert record(made, event_id)["killed"]["min"] == 7 and now(made, event_id).decisions["killed"].verdict == "accept"
    put_back(made, event_id, "killed", told[2].decision_id)
    put_back(made, event_id, "killed", 0)
    with made.store.reading() as connection:
        assert record(made, event_id)["killed"] == record_of(connection, event_id)["killed"], "with all its words"
    for to, why in ((0, "says that already"), (999, "is not known")):
        with pytest.raises(DecisionError, match=why):
            put_back(made, event_id, "killed", to)
    assert len(changes(made, event_id, "killed")) == 9 and all_faults(made) == []


ACTS = st.lists(
    st.tuples(st.sampled_from(["five", "not_said", "accept", "places", "type"]), st.booleans()), min_size=1, max_size=6
)
MARKS = {
    "five": Mark("killed", "correct", {"min": 5, "max": 5}, [(0, 3)]),
    "not_said": Mark("killed", "not_said"),
    "accept": Mark("killed", "accept"),
    "places": Mark("places", "reject", reason="doubtful"),
    "type": Mark("type", "correct", "Attack"),
}


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=ACTS, data=st.data())
def test_any_value_that_stood_in_a_cell_can_be_put_back(
    made: Dataset, acts: list[tuple[str, bool]], data: st.DataObject
) -> None:
    event_id = events(made, "grave")[0]
    while take_back(made):
        pass
    since = {name: len(changes(made, event_id, name)) for name in CELLS}
    stood = {}
    for name, is_undone in acts:
        try:
            say(made, event_id, MARKS[name])
        except DecisionError:  # the cell says nothing that could be accepted
            continue
        if is_undone:
            take_back(made)
        for cell in ("killed", "places", "type"):
            for one in changes(made, event_id, cell)[since[cell] :]:
                stood[one.decision_id, cell] = one.after
    if not stood:
        return
    (to, cell), value = data.draw(st.sampled_from(sorted(stood.items(), key=lambda item: item[0])))
    try:
        put_back(made, event_id, cell, to)
    except DecisionError as error:
        assert "says that already" in str(error) and now(made, event_id).cells[cell] == value
    assert now(made, event_id).cells[cell] == value
