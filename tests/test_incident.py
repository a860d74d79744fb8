"""The cells of an incident: each rule of docs/incidents.md, by a case that another rule would decide otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from rasd.merge import Decided, incident_of
from test_merge import AIRMEN, ALEPPO, ARMY, BINNISH, IDLIB, PARENTS, REBELS, SARMIN, account

EARLY, LATE = {"published": "2024-03-14"}, {"published": "2024-03-16"}


def incident(*told: dict[str, Any]) -> dict[str, Any]:
    """The record of what accounts a, b, c ... say."""
    accounts = [account(name, **cells) for name, cells in zip("abcdefgh", told, strict=False)]
    return incident_of(accounts, "i", parents=PARENTS).as_dict()


def killed(low: int, high: int | None = -1) -> dict[str, Any]:
    return {"killed": {"min": low, "max": low if high == -1 else high}}


# cell, accounts, the value that is best supported, who supports it
BEST = [
    ("most voices", "actor1", [{"actor1": REBELS}, {"actor1": ARMY}, {"actor1": ARMY}], ARMY, "bc"),
    (
        "voices and not reports",
        "actor1",
        [{"actor1": REBELS, "voice": "w"}, {"actor1": REBELS, "voice": "w"}, {"actor1": ARMY}, {"actor1": ARMY}],
        ARMY,
        "cd",
    ),
    (
        "of as many voices the town before its province",
        "places",
        [{"places": [IDLIB]}, {"places": [SARMIN]}],
        [SARMIN],
        "b",
    ),
    ("most voices before detail", "places", [{"places": [IDLIB]}, {"places": [IDLIB]}, {}], [IDLIB], "ab"),
    ("then who was published first", "actor1", [{"actor1": REBELS, **LATE}, {"actor1": ARMY, **EARLY}], ARMY, "b"),
    (
        "who fills nothing counts neither for nor against",
        "weapon",
        [{}, {}, {"weapon": {"kind": "drone"}}],
        {"kind": "drone"},
        "c",
    ),
    (
        "background is reported",
        "status",
        [{"status": "background"}, {"status": "suspected"}, {"status": "reported"}],
        "reported",
        "ac",
    ),
]


@pytest.mark.parametrize(("title", "cell", "told", "value", "support"), BEST, ids=[one[0] for one in BEST])
def test_the_best_supported_value(title: str, cell: str, told: list[dict[str, Any]], value: Any, support: str) -> None:
    found = incident(*told)[cell]
    assert found["value"] == value and found["support"] == list(support)


def test_of_as_many_voices_a_day_before_a_span() -> None:
    span = {"date": {"start": "2024-03-12", "end": "2024-03-15", "time_precision": 2}}
    assert incident(span, {})["date"]["value"]["end"] == "2024-03-14"


def test_every_other_value_is_kept_with_who_gives_it() -> None:
    cell = incident({"weapon": {"kind": "drone"}}, {"weapon": {"kind": "missile"}}, {"weapon": {"kind": "drone"}})[
        "weapon"
    ]
    assert cell["dissent"] == [{"value": {"kind": "missile"}, "event_ids": ["b"]}]


# accounts, min, best, max
FIGURES = [
    ("one claim", [killed(3)], (3, 3, 3)),
    ("most voices", [killed(9), killed(5), killed(5)], (5, 5, 9)),
    ("copies are one voice", [killed(9) | {"voice": "w"}, killed(9) | {"voice": "w"}, killed(5), killed(5)], (5, 5, 9)),
    ("then the latest report", [killed(9) | EARLY, killed(5) | LATE], (5, 5, 9)),
    ("then the higher", [killed(9), killed(5)], (5, 9, 9)),
    ("open where the highest is", [killed(5), killed(9, None)], (5, 9, None)),
    ("not open where only a lower one is", [killed(5, None), killed(9)], (5, 9, 9)),
    ("a range is a lowest and a highest", [killed(5, 12), killed(9)], (5, 9, 12)),
    ("none said to be dead is a claim", [killed(0), killed(2)], (0, 2, 2)),
]


@pytest.mark.parametrize(("title", "told", "expected"), FIGURES, ids=[one[0] for one in FIGURES])
def test_figures_from_the_lowest_to_the_highest(
    title: str, told: list[dict[str, Any]], expected: tuple[int, int, int | None]
) -> None:
    found = incident(*told)["killed"]
    assert (found["min"], found["best"], found["max"]) == expected and len(found["claims"]) == len(told)


def test_a_figure_that_nobody_gives_is_none() -> None:
    assert incident({}, {})["killed"] is None


CROWD = {"event_type": "Protests", "sub_event_type": "Peaceful protest"}
CLASH = {"event_type": "Battles", "sub_event_type": "Armed clash"}
DOER = {"actor1": ARMY}

# accounts, contested cells
CONTESTED = [
    ("another side", [DOER, {"actor1": REBELS}], ("actor1",)),
    ("a part of the side", [DOER, {"actor1": AIRMEN}], ()),
    ("no side", [DOER, {}], ()),
    ("another place", [{}, {"places": [BINNISH]}], ("places",)),
    ("another province", [{}, {"places": [ALEPPO]}], ("places",)),
    ("the province around it", [{}, {"places": [IDLIB]}], ()),
    ("another day", [{}, {"day": "2024-03-15"}], ("date",)),
    ("a span around the day", [{}, {"date": {"start": "2024-03-12", "end": "2024-03-15", "time_precision": 2}}], ()),
    ("a crowd", [{}, CROWD], ("event_type",)),
    ("a clash where others tell of strikes", [{}, CLASH], ()),
    ("figures have their range", [killed(3), killed(30)], ()),
    ("one voice of three", [DOER, DOER, {"actor1": REBELS}], ("actor1",)),
    ("one voice of four", [DOER, DOER, DOER, {"actor1": REBELS}], ()),
    (
        "copies are one voice",
        [DOER, DOER, DOER, {"actor1": REBELS, "voice": "w"}, {"actor1": REBELS, "voice": "w"}],
        (),
    ),
    ("who fills nothing does not count", [DOER, DOER, {"actor1": REBELS}, {}, {}], ("actor1",)),
]


@pytest.mark.parametrize(("title", "told", "cells"), CONTESTED, ids=[one[0] for one in CONTESTED])
def test_a_cell_is_contested_when_a_third_contradicts(
    title: str, told: list[dict[str, Any]], cells: tuple[str, ...]
) -> None:
    found = incident(*told)
    assert found["contested"] == list(cells)
    assert (found["certainty"] == "contested") == bool(cells)


# accounts, certainty
GRADES = [
    ("one voice", [{}], "weak"),
    ("one voice in two reports", [{"voice": "w"}, {"voice": "w"}], "weak"),
    ("two voices", [{}, {}], "fair"),
    ("three voices", [{}, {}, {}], "strong"),
    ("all only suspect it", [{"status": "suspected"}] * 3, "weak"),
    ("one reports it", [{"status": "suspected"}] * 2 + [{}], "strong"),
    ("an account denies it", [{}, {}, {}, {"status": "denied"}], "contested"),
    ("a side in dispute", [DOER, DOER, {"actor1": REBELS}], "contested"),
]


def said(verdict: str, machine: Any = None) -> dict[str, Any]:
    """What a person said of the killed, where the machine had that many."""
    return {"verdict": verdict, "machine": machine}


W = {"voice": "w"}
DECIDED = [
    ("most voices, reviewed or not", [killed(9) | said("accept"), killed(5), killed(5)], 5, (5, 9)),
    ("of as many the one that people reviewed", [killed(9) | LATE, killed(5) | EARLY | said("accept")], 5, (5, 9)),
    ("a correction is reviewed", [killed(9) | LATE, killed(5) | EARLY | said("correct", 7)], 5, (5, 9)),
    ("of as many reviewed the latest", [killed(9) | LATE | said("accept"), killed(5) | said("accept")], 9, (5, 9)),
    ("what was struck out is no claim", [said("reject", 9), said("not_said", 9), killed(5)], 5, (5, 5)),
    ("nor is it in a copy", [said("reject", 9) | W, killed(9) | W, killed(5)], 5, (5, 5)),
    ("nor what was corrected", [killed(4) | said("correct", 9) | W, killed(9) | W], 4, (4, 4)),
    ("a newer version says another figure", [said("reject", 9) | W, killed(8) | W], 8, (8, 8)),
    ("another voice says the same", [said("reject", 9), killed(9)], 9, (9, 9)),
    ("a copy that people found to say so", [said("reject", 9) | W, killed(9) | said("accept") | W], 9, (9, 9)),
    ("nothing is left", [said("reject", 9), said("reject", 9)], None, (None, None)),
]  # fmt: skip


@pytest.mark.parametrize(("title", "told", "best", "bounds"), DECIDED, ids=[one[0] for one in DECIDED])
def test_what_people_decided_counts(
    title: str, told: list[dict[str, Any]], best: int | None, bounds: tuple[int | None, int | None]
) -> None:
    accounts = []
    for name, cells in zip("abcd", told, strict=False):
        verdict, machine = cells.get("verdict"), cells.get("machine")
        one = account(name, **{cell: value for cell, value in cells.items() if cell not in ("verdict", "machine")})
        if verdict:
            coded = {**one.record, **killed(machine)} if machine else None
            one = replace(one, decided={"killed": Decided(verdict, "ann", "2024-03-15T00:00:00Z")}, coded=coded)
        accounts.append(one)
    found = incident_of(accounts, "i").as_dict()["killed"] or {"best": None, "min": None, "max": None, "reviewed": []}
    assert (found["best"], (found["min"], found["max"])) == (best, bounds)
    if best is not None:
        decided = [name for name, cells in zip("abcd", told, strict=False) if "verdict" in cells]
        assert sorted(one["event_id"] for one in found["reviewed"]) == decided
    assert found == (incident_of(accounts[::-1], "i").as_dict()["killed"] or found), "the order does not matter"


@pytest.mark.parametrize(("title", "told", "grade"), GRADES, ids=[one[0] for one in GRADES])
def test_how_certain(title: str, told: list[dict[str, Any]], grade: str) -> None:
    assert incident(*told)["certainty"] == grade
