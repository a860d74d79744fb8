"""What people decide reaches merging, incidents and exports; what was coded stays beside it; undo brings all back."""

from __future__ import annotations

import csv
import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from desks import DRONE, GRAVE, LIGHT, report, served, workspace
from make import strike
from rasd.dataset import Dataset
from rasd.lexicon.types import event_types
from rasd.model.event import as_plain, event_from
from rasd.review import waiting
from rasd.review.checking import unlike_decided
from rasd.review.decisions import Mark, decide, decisions_of, follow, record_of, undo, version_of
from rasd.review.judgements import judge
from rasd.review.reviewed import CELLS, Decision, amended, cell_of, reviewed, said_hash
from rasd.review.values import ACTOR_KINDS, STATUSES, checked
from rasd.store import events as stored
from rasd.store import schema
from rasd.store.incidents import count, incident_by_id, incidents
from rasd.store.outlines import Chosen, counted, outlines, told_of
from rasd.store.reports import reports_of
from rasd.store.verify import faults

pytestmark = pytest.mark.usefixtures("one_coder")
TWICE = "قُتل سبعة مدنيين وأصيب تسعة آخرون، صباح اليوم الخميس، في قصف مدفعي لقوات النظام طال مدينة سرمين بريف إدلب."
THIRD = "ارتفعت إلى خمسة قتلى حصيلة القصف المدفعي لقوات النظام على سرمين في ريف إدلب اليوم الخميس."


@pytest.fixture
def made(address: str, tmp_path: Path) -> Iterator[Dataset]:
    """The shelling of Sarmin as two outlets tell it, the one of them copied by a third, and two other reports."""
    reports = [report("grave", GRAVE), report("same", GRAVE), report("twice", TWICE), report("light", LIGHT)]
    found = workspace(tmp_path, [*reports, report("drone", DRONE)])
    yield found
    found.close()


def of(made: Dataset, report_id: str) -> str:
    """The first event of a report."""
    with made.store.reading() as connection:
        query = select(schema.event.c.event_id).where(schema.event.c.report_id == report_id)
        return str(connection.execute(query.order_by(schema.event.c.nth)).scalars().first())


def say(made: Dataset, event_id: str, *marks: Mark, by: str = "ann") -> None:
    with made.store.writing() as connection:
        now = version_of(record_of(connection, event_id), decisions_of(connection, [event_id]))
        decide(connection, event_id, marks, version=now, by=by)


def accepted(made: Dataset, event_id: str, by: str = "ann") -> None:
    """All of an event accepted, cell by cell, and then as a whole."""
    with made.store.reading() as connection:
        left = reviewed(record_of(connection, event_id), decisions_of(connection, [event_id])).open
    say(made, event_id, *(Mark(name, "accept") for name in left), Mark("", "accept"), by=by)


def take_back(made: Dataset, by: str = "ann") -> None:
    with made.store.writing() as connection:
        undo(connection, by=by)


def incident(made: Dataset, name: str) -> dict[str, Any]:
    with made.store.reading() as connection:
        found = incident_by_id(connection, name)
    assert found is not None
    return found


def listed(made: Dataset, **chosen: Any) -> set[str]:
    with made.store.reading() as connection:
        found = {one["incident_id"] for one in incidents(connection, Chosen(**chosen))}
        drawn = {row.incident_id for row in outlines(connection, Chosen(**chosen))}
        assert found == drawn and counted(connection, Chosen(**chosen)) == len(found)
        assert told_of(connection, Chosen(**chosen)).number == len(found)
        return found


DEAD_5 = {"min": 5, "max": 5}


def test_a_correction_reaches_the_incident_and_undo_takes_it_back(made: Dataset) -> None:
    grave, twice = of(made, "grave"), of(made, "twice")
    before = incident(made, grave)
    assert set(before["event_ids"]) == {grave, twice, of(made, "same")} and before["killed"]["best"] == 7
    say(made, grave, Mark("killed", "correct", DEAD_5), Mark("actor1", "not_said"))
    made.merge()
    after = incident(made, grave)
    assert {claim["event_id"]: claim["min"] for claim in after["killed"]["claims"]} == {grave: 5, twice: 7}, (
        "its copy says what was struck out, and is counted no more"
    )
    assert after["killed"]["best"] == 5, "of as many voices the one that people reviewed"
    assert [(one["event_id"], one["verdict"], one["by"]) for one in after["killed"]["reviewed"]] == [
        (grave, "correct", "ann")
    ]
    assert after["actor1"]["support"] == [twice], "neither what was struck out nor its copy supports anything"
    assert [one["verdict"] for one in after["actor1"]["reviewed"]] == ["not_said"]
    assert after["review"] == "in review" and after["incident_id"] == before["incident_id"]
    with made.store.reading() as connection:
        assert record_of(connection, grave)["killed"]["min"] == 7, "what was coded stays"
    take_back(made)
    made.merge()
    assert incident(made, grave) | {"updated_at": ""} == before | {"updated_at": ""}


def test_a_correction_moves_an_event_to_another_incident_and_back(made: Dataset) -> None:
    grave, twice = of(made, "grave"), of(made, "twice")
    place = record_place(made, of(made, "light"))
    say(made, twice, Mark("places", "correct", [place], []), Mark("date", "correct", day("2024-02-01")))
    made.merge()
    assert incident(made, twice)["event_ids"] == [twice]
    assert listed(made, places=("Sarmin",)) == {incident(made, grave)["incident_id"]}
    assert incident(made, twice)["incident_id"] in listed(made, places=(place["name"],), until="2024-02-02")
    take_back(made)
    made.merge()
    assert set(incident(made, grave)["event_ids"]) == {grave, twice, of(made, "same")}
    assert listed(made, until="2024-02-02") == set()


def record_place(made: Dataset, event_id: str) -> dict[str, Any]:
    with made.store.reading() as connection:
        place: dict[str, Any] = record_of(connection, event_id)["places"][0]
    return place


def day(told: str) -> dict[str, Any]:
    return {"start": told, "end": told, "time_precision": 1}


def test_what_is_rejected_joins_nothing_and_stands_in_no_list(made: Dataset) -> None:
    grave, twice, same = (of(made, name) for name in ("grave", "twice", "same"))
    name, number = incident(made, grave)["incident_id"], made.status()["incidents"]
    with made.store.writing() as connection:
        judge(connection, grave, twice, "same", reason="")
    say(made, grave, Mark("", "reject", reason="no_event"))
    made.merge()
    alone = incident(made, grave)
    assert (alone["event_ids"], alone["review"]) == ([grave], "rejected")
    left = incident(made, twice)
    assert (set(left["event_ids"]), left["review"], left["incident_id"]) == ({twice, same}, "machine", name), (
        "the rest keeps the id; what people judged does not hold a rejected event"
    )
    assert alone["incident_id"] not in listed(made) and listed(made, review="rejected") == {alone["incident_id"]}
    assert made.status()["incidents"] == number
    take_back(made)
    made.merge()
    assert set(incident(made, grave)["event_ids"]) == {grave, twice, same}
    assert listed(made, review="rejected") == set() and incident(made, grave)["incident_id"] == name


def test_a_rejected_event_alone_keeps_its_incident_and_answers_nothing(made: Dataset) -> None:
    drone = of(made, "drone")
    name = incident(made, drone)["incident_id"]
    light = [of(made, "light")]
    with made.store.writing() as connection:  # as if the report said that the one answered the other
        first, second = connection.execute(
            select(schema.event.c.event_id).where(schema.event.c.report_id == "light").order_by(schema.event.c.nth)
        ).scalars()
        connection.execute(update(schema.event).where(schema.event.c.event_id == second).values(response_to=first))
    assert incident(made, second)["responds_to"] == [incident(made, light[0])["incident_id"]]
    say(made, drone, Mark("", "reject", reason="not_conflict"))
    say(made, first, Mark("", "reject", reason="no_event"))
    assert incident(made, drone)["review"] == "rejected", "at once, before anything is merged"
    made.merge()
    assert incident(made, drone)["incident_id"] == name and name not in listed(made)
    assert incident(made, second)["responds_to"] == []


# decisions on the events of three reports of one incident, of which the second is a copy of the first -> its review
REVIEWED: list[tuple[str, dict[str, str], str]] = [
    ("nobody decided anything", {}, "machine"),
    ("a flag is for somebody else to decide", {"grave": "flag"}, "machine"),
    ("one cell", {"grave": "cell"}, "in review"),
    ("one event", {"grave": "accepted"}, "in review"),
    ("every voice", {"grave": "accepted", "twice": "accepted"}, "confirmed"),
    ("a copy was looked at, and is not done", {"grave": "accepted", "same": "cell", "twice": "accepted"}, "in review"),
    ("one is rejected and leaves", {"twice": "rejected", "grave": "accepted"}, "confirmed"),
    ("all are rejected", {"twice": "rejected", "grave": "rejected", "same": "rejected"}, "rejected"),
]


@pytest.mark.parametrize(("title", "told", "expected"), REVIEWED, ids=[one[0] for one in REVIEWED])
def test_how_far_people_are_with_an_incident(title: str, told: dict[str, str], expected: str, made: Dataset) -> None:
    for name, what in told.items():
        event_id = of(made, name)
        if what == "accepted":
            accepted(made, event_id)
        else:
            marks = {"flag": Mark("", "flag"), "cell": Mark("killed", "accept")}
            say(made, event_id, marks.get(what) or Mark("", "reject", reason="no_event"))
    name = of(made, "grave")
    now = incident(made, name)
    assert (now["review"], now["incident_id"] in listed(made, review=expected)) == (expected, True), "at once"
    made.merge()
    assert incident(made, name)["review"] == expected
    with made.store.writing() as connection:
        connection.execute(update(schema.incident).values(updated_at="2024-03-14T00:00:00Z"))
    for _ in range(sum(what != "flag" for what in told.values())):
        take_back(made)
    made.merge()
    after = incident(made, name)
    assert after["review"] == "machine"
    assert (after["updated_at"] > "2024-03-14T00:00:00Z") == (expected != "machine")


def test_accepting_regroups_nothing_and_is_told_of(made: Dataset) -> None:
    grave = of(made, "grave")
    say(made, grave, Mark("killed", "accept"), by="bob")
    with made.store.reading() as connection:
        assert set(connection.execute(select(schema.event.c.state)).scalars()) == {"settled"}
    assert made.merge() == 0
    [one] = incident(made, grave)["killed"]["reviewed"]
    assert (one["event_id"], one["verdict"], one["by"]) == (grave, "accept", "bob")


def test_what_people_settled_waits_no_more(made: Dataset) -> None:
    grave = of(made, "grave")
    with made.store.writing() as connection:
        record = record_of(connection, grave)
        doubt = {"code": "ambiguous_number", "cells": ["killed"], "message": "Two readings.", "evidence": []}
        told = json.dumps(record | {"problems": [doubt]}, ensure_ascii=False, separators=(",", ":"))
        connection.execute(update(schema.event).where(schema.event.c.event_id == grave).values(record=told, problems=1))
        before = [one.event_id for one in waiting.doubts(connection)]
    say(made, grave, Mark("killed", "accept"))
    with made.store.reading() as connection:
        after = [one.event_id for one in waiting.doubts(connection)]
        assert set(before) == {grave, *after} and grave not in after
        assert waiting.counts(connection, 0.0)["doubtful_events"] == len(after)


def test_recoding_keeps_what_stands_on_the_same_words(made: Dataset) -> None:
    grave, drone = of(made, "grave"), of(made, "drone")
    say(made, grave, Mark("killed", "correct", DEAD_5))
    say(made, drone, Mark("wounded", "correct", DEAD_5), Mark("", "reject", reason="no_event"))
    made.merge()
    with made.store.reading() as connection:
        kept = {one.report_id: one for one in reports_of(connection, ["grave", "drone"])}
        coded = {name: record_of(connection, of(made, name)) for name in ("grave", "drone")}
    newer = {name: one | {"coder": {**one["coder"], "version": "9"}} for name, one in coded.items()}
    newer["drone"] = newer["drone"] | {"wounded": None}
    with made.store.writing() as connection:
        rows = [stored.rows_of(kept[name], [event_from(one)]) for name, one in newer.items()]
        stored.write(connection, rows, recoded=list(newer))
        follow(connection, [grave, drone])
    made.merge()
    assert {one["min"] for one in incident(made, grave)["killed"]["claims"]} == {5, 7}
    with made.store.reading() as connection:
        told = json.loads(
            connection.execute(select(schema.event.c.amended).where(schema.event.c.event_id == grave)).scalar() or ""
        )
        assert told["coder"]["version"] == "9" and told["killed"]["min"] == 5
        now = reviewed(record_of(connection, drone), decisions_of(connection, [drone]))
    assert (now.state, now.outdated, now.decisions) == ("open", ("wounded", ""), {})
    assert incident(made, drone)["review"] == "machine" and incident(made, drone)["wounded"] is None
    with made.store.writing() as connection:  # the coder changes its mind again
        stored.write(connection, [stored.rows_of(kept["drone"], [event_from(coded["drone"])])], recoded=["drone"])
        follow(connection, [drone])
    made.merge()
    assert incident(made, drone)["review"] == "rejected"
    with made.store.reading() as connection:
        assert list(faults(made.store, connection)) == []


def test_decisions_from_before_they_counted_are_put_in_force(made: Dataset) -> None:
    grave, drone = of(made, "grave"), of(made, "drone")
    before = rows_of(made)
    say(made, grave, Mark("killed", "correct", DEAD_5))
    say(made, drone, Mark("", "reject", reason="no_event"))
    after = rows_of(made)
    with made.store.writing() as connection:  # as the Rasd before this one left it
        for table in ("event", "event_place", "event_block", "incident"):
            found = schema.metadata.tables[table]
            for row in before[table]:
                if table == "event":
                    connection.execute(update(found).where(found.c.event_id == row["event_id"]).values(row))
        blocks = schema.event_block
        have = {(row.key, row.event_id) for row in connection.execute(select(blocks))}
        missing = [row for row in before["event_block"] if (row["key"], row["event_id"]) not in have]
        connection.execute(blocks.insert(), missing)
        connection.execute(update(schema.reviewed).values(cells=""))
    made.merge()
    assert rows_of(made)["event"] == after["event"] and incident(made, drone)["review"] == "rejected"
    assert incident(made, grave)["killed"]["min"] == 5


def test_an_event_changed_behind_the_backs_of_those_who_decided_is_found(made: Dataset) -> None:
    grave, drone = of(made, "grave"), of(made, "drone")
    say(made, grave, Mark("killed", "correct", DEAD_5))
    say(made, drone, Mark("", "reject", reason="no_event"))
    made.merge()
    this = schema.event.c.event_id
    with made.store.writing() as connection:
        assert list(unlike_decided(connection)) == []
        connection.execute(update(schema.event).where(this == drone).values(is_rejected=0))
        told = connection.execute(select(schema.event.c.amended).where(this == grave)).scalar() or ""
        forged = told.replace('"min":5', '"min":50')
        connection.execute(update(schema.event).where(this == grave).values(amended=forged))
        assert forged != told
    with made.store.reading() as connection:
        assert {line.split()[1] for line in unlike_decided(connection)} == {grave, drone}


def rows_of(
    made: Dataset, *, but: tuple[str, ...] = ("changed_at", "state", "updated_at", "at", "by")
) -> dict[str, Any]:
    """All that is made of the events and of what people decided, without times and without what waits."""
    found: dict[str, Any] = {}
    with made.store.reading() as connection:
        for name in ("event", "event_place", "event_block", "pair", "reviewed", "incident", "outline"):
            table = schema.metadata.tables[name]
            rows = connection.execute(select(*(one for one in table.c if one.name not in but))).mappings()
            found[name] = sorted((dict(row) for row in rows), key=repr)
    return found


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["grave", "twice", "drone"]),
        st.sampled_from(["five", "accept", "strike", "place", "type", "no type", "reject", "flag", "undo", "merge"]),
    ),
    max_size=8,
)
MARKS = {
    "five": Mark("killed", "correct", DEAD_5),
    "accept": Mark("wounded", "accept"),
    "strike": Mark("actor1", "reject", reason="wrong"),
    "type": Mark("type", "correct", "Attack"),
    "no type": Mark("type", "not_said"),
    "reject": Mark("", "reject", reason="no_event"),
    "flag": Mark("", "flag"),
}


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=ACTS)
def test_undoing_is_as_if_it_had_never_been_said(made: Dataset, acts: list[tuple[str, str]]) -> None:
    names = {name: of(made, name) for name in ("grave", "twice", "drone", "light")}
    place = record_place(made, names["light"])
    marks = MARKS | {"place": Mark("places", "correct", [place], [])}
    left: list[tuple[str, str]] = []
    for name, what in acts:
        if what == "merge":
            made.merge()
        elif what == "undo":
            take_back(made)
            left = left[:-1]
        else:
            say(made, names[name], marks[what])
            left.append((name, what))
    made.merge()
    told = comparable(made)
    for _ in left:
        take_back(made)
    made.merge()
    for name, what in left:
        say(made, names[name], marks[what])
    made.merge()
    assert comparable(made) == told
    for _ in left:
        take_back(made)
    made.merge()
    assert {one["incident_id"]: one["review"] for one in rows_of(made)["incident"] if one["record"]}
    with made.store.reading() as connection:
        assert (
            connection.execute(select(schema.event.c.event_id).where(schema.event.c.amended.is_not(None))).all() == []
        )
        assert count(connection) == len(listed(made, review="machine"))


def comparable(made: Dataset) -> dict[str, Any]:
    """The rows without the names of incidents, which depend on the way to them."""
    rows = rows_of(made)
    live = [one for one in rows.pop("incident") if any(one["incident_id"] == o["incident_id"] for o in rows["outline"])]
    told = [json.loads(one["record"]) | {"incident_id": "", "review": one["review"]} for one in live]
    rows["incident"] = sorted((without_times(one) for one in told), key=repr)
    rows["outline"] = sorted(({**one, "incident_id": ""} for one in rows["outline"]), key=repr)
    rows["reviewed"] = [
        {**one, "cells": sorted(json.loads(one["cells"]))}
        for one in rows["reviewed"]
        if one["decided"] or one["is_flagged"]
    ]
    return rows


def without_times(record: dict[str, Any]) -> dict[str, Any]:
    cells = {name: cell for name, cell in record.items() if isinstance(cell, dict)}
    told = {name: cell | {"reviewed": [{**one, "at": ""} for one in cell["reviewed"]]} for name, cell in cells.items()}
    return record | told


def test_deciding_waits_for_no_merge(made: Dataset) -> None:
    """A merge that is under way holds no decision up for longer than one of its steps."""
    grave = of(made, "grave")
    with made.store.writing() as connection:
        connection.execute(update(schema.event).values(state="new"))
    merging = threading.Thread(target=made.merge)
    merging.start()
    began = time.monotonic()
    say(made, grave, Mark("killed", "accept"))
    assert time.monotonic() - began < 5
    merging.join()
    made.merge()
    assert incident(made, grave)["killed"]["reviewed"]


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_the_desk_merges_behind_a_decision_and_says_who_decided(made: Dataset) -> None:
    grave, drone = of(made, "grave"), of(made, "drone")
    rejected = incident(made, drone)["incident_id"]
    headers = {"sec-fetch-site": "same-origin", "accept-language": "en"}
    with served(made) as at, httpx.Client(base_url=at, headers=headers) as desk:

        def decide(event_id: str, **mark: Any) -> None:
            version = desk.get(f"/api/events/{event_id}").json()["version"]
            told = {"event_id": event_id, "version": version, "marks": [mark]}
            assert desk.post("/api/decisions", json=told).status_code == 200

        decide(grave, cell="killed", verdict="correct", value=DEAD_5)
        decide(drone, verdict="reject", reason="no_event")
        wait_for(lambda: incident(made, grave)["killed"]["min"] == 5)
        page = desk.get(f"/incidents/{grave}", follow_redirects=True).text
        name = desk.get(f"/api/events/{grave}").json()["decided"]["killed"]["by"]
        assert f"corrected · <bdi>{name}</bdi>" in page and "the machine had: <s><bdi>7 (civilians 7)</bdi></s>" in page
        assert "not counted: struck out of a copy" in page and page.count("stage") >= 2
        for path in ("/incidents", "/incidents.csv", "/incidents.geojson", "/incidents.json", "/map/drawn"):
            assert rejected not in desk.get(path).text
            assert rejected in desk.get(f"{path}?review=rejected").text
        assert "stands in no list" in desk.get(f"/incidents/{rejected}").text
        rows = {row["incident_id"]: row for row in csv.DictReader(desk.get("/incidents.csv").text.splitlines())}
        mine = rows[incident(made, grave)["incident_id"]]
        assert (mine["review"], mine["reviewed"], mine["killed_best"]) == ("in review", "killed", "5")
        assert desk.post("/api/undo").json()["event"]["event_id"] == drone
        assert desk.post("/api/undo").json()["event"]["event_id"] == grave
        wait_for(lambda: incident(made, grave)["killed"]["min"] == 7)
        assert rejected in desk.get("/incidents").text


def wait_for(is_so: Callable[[], bool]) -> None:
    """Until something holds, for ten seconds at most."""
    until = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.05)


# -- the pure function -------------------------------------------------------------------------------------------------

RECORD = strike().as_dict()
WORDS = [{"start": 0, "end": 6, "text": "استهدف"}]
DAYS = st.sampled_from(["2024-03-14", "2024-03-15", "0001-01-01", None])
TEXTS = st.one_of(st.none(), st.sampled_from(["Hama", "رتل", "x"]))
COUNTS = st.integers(0, 300)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "type": st.sampled_from(sorted(event_types())),
    "status": st.sampled_from(STATUSES),
    "response_to": st.just("r1-2"),
    "count": st.builds(lambda n: {"value": n}, COUNTS),
    "weapon": st.sampled_from([{"kind": "drone"}, {"kind": "a catapult"}]),
    "target": st.sampled_from([{"kind": "house"}, {"kind": "a windmill"}]),
    "attribution": st.just({"name": "مصادر محلية"}),
    "killed": st.builds(lambda n, more, of: {"min": n, "max": n + 2 if more else None, "of": of}, COUNTS, st.booleans(),
                        st.sampled_from([{}, {"children": 1}, {"nurses": 2}])),
    "wounded": st.builds(lambda n: {"min": n, "max": None}, COUNTS),
    "date": st.builds(lambda one, two, precision: {"start": min(one, two) if one and two else one, "end":
                      max(one, two) if one and two else two, "time_precision": precision, "part_of_day": "dawn"},
                      DAYS, DAYS, st.sampled_from([1, 2, 3])),
    "places": st.builds(lambda name, relation: [as_plain(strike().places[0]) | {"name": name, "relation": relation}],
                        st.sampled_from(["Hama", "حماة"]), st.sampled_from([None, "near", "between", "odd"])),
} | {
    name: st.builds(lambda name, kind: {"name": name, "kind": kind}, TEXTS, st.sampled_from(ACTOR_KINDS))
    for name in ("actor1", "actor2")
}  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_the_record_as_people_have_it_has_the_shape_of_the_machines(data: st.DataObject) -> None:
    told = []
    for number, name in enumerate(data.draw(st.lists(st.sampled_from(CELLS), max_size=8)), start=1):
        verdict = data.draw(st.sampled_from(["accept", "correct", "reject", "not_said"]))
        words = data.draw(st.sampled_from([[], WORDS]))
        value = checked(name, data.draw(VALUES[name]), words) if verdict == "correct" else None
        told.append(Decision(number, number, "r1-1", name, verdict, value, words, "", said_hash(RECORD), "ann", ""))
    shown = reviewed(RECORD, told)
    found = amended(RECORD, shown)
    assert list(found) == list(RECORD) and json.loads(json.dumps(found)) == found
    for name, decision in shown.decisions.items():
        now = cell_of(found, name).value
        if decision.verdict in ("reject", "not_said"):
            assert now == {"status": "reported"}.get(name)
        else:
            assert now == shown.cells[name].value or (name == "status" and now == "reported")
    for name in CELLS:
        if name not in shown.decisions:
            assert cell_of(found, name) == cell_of(RECORD, name) or (name == "type" and "type" in shown.decisions)
    if found["sub_event_type"]:
        assert found["event_type"] == event_types()[found["sub_event_type"]].event_type
        assert event_from(found).as_dict() == found and (found["notes"]["ar"] or found == RECORD)
    else:
        assert found["event_type"] is None and found["notes"] == {}
    if found != RECORD:
        assert strike().as_dict() == RECORD, "what was coded is left alone"
