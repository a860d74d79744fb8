"""What waits for a person: pairs that may be one, contested incidents, changed judgements, doubtful events."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import update

from make import TEXT, strike
from rasd import dataset
from rasd.cli import rasd
from rasd.dataset import Dataset
from rasd.model.event import Actor, Date, Event, Place, Problem, Toll
from rasd.model.text import Report
from rasd.review import waiting
from rasd.store import events as stored
from rasd.store import schema
from rasd.store.reports import Capture, FromCapture, Reading, keep_captures, keep_reports

FIRST = date(2024, 3, 1)
SARMIN = Place("Sarmin", "سرمين", "1", "SY", "Idlib", latitude=35.9, longitude=36.7, radius_km=2.0, geo_precision=1)
IDLIB = Place("Idlib", "إدلب", "3", "SY", "Idlib", geo_precision=3)
ARMY = Actor("Syrian regime forces", None, "syr-army", "state forces", ())
AIRMEN = Actor("Syrian regime forces (air force)", None, "syr-airforce", "state forces", ())
REBELS = Actor("Ahrar al-Sham", None, "syr-ahrar", "rebel group", ())
DAY = Date("2024-03-01", "2024-03-01", 1)
# What any strike here says; the same in the province, by a part of the army, makes 3.75: near, and not the same.
PLAIN = {"weapon": None, "target": None, "count": None, "actor1": ARMY, "date": DAY, "killed": Toll(2, 2)}
NEAR = {"place": IDLIB, "actor1": AIRMEN}


@pytest.fixture
def made(address: str, tmp_path: Path) -> Iterator[Dataset]:
    """A workspace with six reports that are coded by nobody yet."""
    found = dataset.init(tmp_path / "work")
    with found.store.writing() as connection:
        [number] = keep_captures(connection, [Capture("0" * 64, 1, "/r.jsonl", None, "file")])
        read = [Reading(Report(f"r{i}", TEXT, FIRST, outlet=f"o{i}"), None, True) for i in range(6)]
        keep_reports(connection, [FromCapture(number, "/r.jsonl", one) for one in read])
    yield found
    found.close()


def told(number: int, place: Place = SARMIN, **cells: object) -> Event:
    """What report ``number`` tells."""
    return strike(event_id=f"e{number}", report_id=f"r{number}", places=(place,), **(PLAIN | cells))


def add(made: Dataset, *events: Event, is_again: bool = False) -> None:
    rows = [stored.rows_of(Report(one.report_id, "", FIRST), [one]) for one in events]
    with made.store.writing() as connection:
        stored.write(connection, rows, recoded=[one.report_id for one in events] if is_again else ())
    made.merge()


def duplicates(made: Dataset) -> list[tuple[str, str]]:
    with made.store.reading() as connection:
        return [one.events for one in waiting.possible_duplicates(connection, made.workspace.weights.review)]


def counts(made: Dataset) -> list[int]:
    with made.store.reading() as connection:
        found = waiting.counts(connection, made.workspace.weights.review)
    assert made.status()["to_review"] == sum(found.values())
    return list(found.values())


def test_two_incidents_near_the_threshold_wait(made: Dataset) -> None:
    add(made, told(0), told(1, **NEAR), told(2, Place("Aden", "عدن", "9", "YE", "Aden", geo_precision=1)))
    assert duplicates(made) == [("e0", "e1")]


def test_an_incident_is_asked_about_with_its_closest_neighbour_and_then_with_the_next(made: Dataset) -> None:
    # e0 is as close to e1 as to e2, which are apart by what they hit; nothing is asked twice.
    add(made, told(0), told(1, **NEAR, actor2=REBELS), told(2, **NEAR, actor2=ARMY))
    assert duplicates(made) == [("e0", "e1")]
    made.judge("e0", "e1", "different")
    assert duplicates(made) == [("e0", "e2")]
    made.judge("e0", "e2", "same")
    assert duplicates(made) == []


def test_what_a_person_is_unsure_about_stays(made: Dataset) -> None:
    add(made, told(0), told(1, date=Date("2024-03-02", "2024-03-02", 1)))
    assert duplicates(made) == []
    made.judge("e0", "e1", "unsure")
    assert duplicates(made) == [("e0", "e1")]


def test_copies_of_one_text_are_not_asked_about(made: Dataset) -> None:
    add(made, told(0), told(1, **NEAR))
    with made.store.writing() as connection:
        connection.execute(update(schema.report).where(schema.report.c.report_id == "r1").values(voice="r0"))
    assert duplicates(made) == []


def test_a_group_that_was_not_joined_because_it_contradicts_waits(made: Dataset) -> None:
    # What the undated one says fits either day, and the days do not fit each other.
    nine, earlier = Toll(9, 9), Date("2024-02-28", "2024-02-28", 1)
    add(made, told(0, killed=nine), told(1, killed=nine, date=earlier), told(2, killed=nine, date=None))
    with made.store.reading() as connection:
        [found] = waiting.possible_duplicates(connection, 4.0)
    assert found.events in {("e0", "e2"), ("e1", "e2")} and found.score > 4.0


def test_contested_incidents_wait(made: Dataset) -> None:
    add(made, told(0, killed=Toll(7, 7)), told(1, killed=Toll(7, 7), actor1=REBELS))
    assert counts(made) == [0, 1, 0, 0]
    with made.store.reading() as connection:
        assert waiting.contests(connection) == [waiting.Contest("i-e0", ("actor1",))]


def test_a_judgement_waits_again_when_its_event_says_something_else(made: Dataset) -> None:
    add(made, told(0), told(1))
    made.judge("e0", "e1", "different")
    assert counts(made) == [0, 0, 0, 0]
    add(made, replace(told(1), coder=(("version", "2"),), notes=(("en", "In other words."),)), is_again=True)
    assert counts(made) == [0, 0, 0, 0], "what is made of the cells is no evidence"
    add(made, told(1, killed=Toll(4, 4)), is_again=True)
    assert counts(made) == [0, 0, 1, 0]
    made.judge("e0", "e1", "different")
    assert counts(made) == [0, 0, 0, 0], "judged again, as it is now"


def test_events_that_can_be_read_in_two_ways_wait_and_others_with_problems_do_not(made: Dataset) -> None:
    def problem(code: str) -> tuple[Problem, ...]:
        return (Problem(code, ("date",), f"What is meant by {code}?"),)

    elsewhere = [Place(f"P{i}", f"م{i}", f"p{i}", "SY", f"A{i}", geo_precision=1) for i in range(6)]
    add(
        made,
        told(0, elsewhere[0], problems=problem("date_contradiction")),
        told(1, elsewhere[1], problems=problem("unknown_place")),
        told(2, elsewhere[2], problems=problem("unnamed_actor")),
        told(3, elsewhere[3], problems=problem("ambiguous_place")),
    )
    with made.store.writing() as connection:  # r3 is a copy of r0
        connection.execute(update(schema.report).where(schema.report.c.report_id == "r3").values(voice="r0"))
    assert counts(made) == [0, 0, 0, 1]
    with made.store.reading() as connection:
        [doubt] = waiting.doubts(connection)
    assert (doubt.event_id, doubt.codes) == ("e0", ("date_contradiction",))


def test_what_waits_is_listed_with_the_command_that_settles_it(made: Dataset) -> None:
    add(made, told(0, notes=(("en", "A strike."),)), told(1, **NEAR))
    here = ["--workspace", str(made.workspace.folder)]
    result = CliRunner().invoke(rasd, ["status", "--waiting", *here])
    assert result.exit_code == 0 and result.output.startswith(
        "May be one (3.75): i-e0 and i-e1\n  o0, 2024-03-01, r0: A strike."
    )
    assert "rasd judge e0 e1 same" in result.output
    [line] = CliRunner().invoke(rasd, ["status", "--waiting", "--format", "json", *here]).output.splitlines()
    assert json.loads(line)["ids"] == ["i-e0", "i-e1"]
    assert (
        "wait for a person:\n                1  pairs of incidents"
        in CliRunner().invoke(rasd, ["status", *here]).output
    )
