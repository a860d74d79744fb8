"""Figures of agreement, against what is published and against what must hold of any data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasd.review import measured
from rasd.review.agreement import (
    Overlap,
    alpha,
    exact,
    interval,
    masi,
    nominal,
    overlapping,
    ratio,
    sum_of,
)
from rasd.review.codings import UNTOLD, Coding, compared, matched
from rasd.review.reviewed import CELLS, cell_of

# Krippendorff, K. (2011), "Computing Krippendorff's Alpha-Reliability": a row is what an observer said, "." nothing.
TWO_VALUES = ("0100000010", "1110010000")
NAMES = ("aabbdcccedda", "babbbccceddd")
FOUR_OBSERVERS = ("123321412...", "1233224125.3", ".3332342251.", "1233244125 1.".replace(" ", ""))


def units(rows: tuple[str, ...], kind: Callable[[str], Any] = int) -> list[tuple[Any, ...]]:
    return [tuple(None if one == "." else kind(one) for one in unit) for unit in zip(*rows, strict=True)]


@pytest.mark.parametrize(
    ("told", "distance", "figure"),
    [
        (units(TWO_VALUES), nominal, 0.095),
        (units(NAMES, str), nominal, 0.692),
        (units(FOUR_OBSERVERS), nominal, 0.743),
        (units(FOUR_OBSERVERS), interval, 0.849),
        (units(FOUR_OBSERVERS), ratio, 0.797),
    ],
)
def test_alpha_is_what_krippendorff_computes(told: list[Any], distance: Any, figure: float) -> None:
    assert alpha(told, distance) == pytest.approx(figure, abs=0.0005)


SCALES = {
    nominal: st.sampled_from(["mortar", "rocket", "mine", ""]),
    interval: st.integers(-20, 20),
    ratio: st.integers(0, 50),
    masi: st.frozensets(st.sampled_from("abcd"), max_size=3),
}
TABLES = st.one_of(
    *(
        st.tuples(st.just(distance), st.lists(st.lists(st.none() | values, min_size=2, max_size=4), max_size=12))
        for distance, values in SCALES.items()
    )
)


@given(TABLES)
def test_alpha_is_at_most_one_whoever_stands_first(told: tuple[Any, list[list[Any]]]) -> None:
    distance, table = told
    figure = alpha(table, distance)
    assert figure is None or figure <= 1
    others = [list(reversed(unit)) for unit in reversed(table)]
    assert alpha(others, distance) == pytest.approx(figure)


@given(TABLES)
def test_alpha_is_one_where_all_say_the_same(told: tuple[Any, list[list[Any]]]) -> None:
    distance, table = told
    alike = [[unit[0]] * len(unit) for unit in table]
    values = {unit[0] for unit in alike if unit[0] is not None}
    assert alpha(alike, distance) == (1 if len(values) > 1 else None)


@given(TABLES)
def test_what_only_one_person_coded_counts_for_nothing(told: tuple[Any, list[list[Any]]]) -> None:
    distance, table = told
    alone = [[unit[0], None, None] for unit in table]
    assert alpha([*table, *alone], distance) == pytest.approx(alpha(table, distance))


@pytest.mark.parametrize("distance", SCALES, ids=lambda one: one.__name__)
def test_distances_are_none_to_itself_and_the_same_both_ways(distance: Any) -> None:
    @given(SCALES[distance], SCALES[distance])
    def holds(one: Any, other: Any) -> None:
        assert distance(one, one) == 0
        assert distance(one, other) == distance(other, one) > 0 or one == other

    holds()


SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8)).map(lambda one: (one[0], sum(one))), max_size=4)


@pytest.mark.parametrize("how", [exact, overlapping], ids=lambda one: one.__name__)
def test_f1_of_words_is_the_same_both_ways_and_one_for_the_same_words(how: Any) -> None:
    @given(SPANS, SPANS)
    def holds(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
        figure = how(one, other).f1
        assert figure == how(other, one).f1 == how(list(reversed(one)) * 2, other).f1
        assert figure is None if not one and not other else 0 <= figure <= 1
        assert how(one, one).f1 == (1 if one else None)

    holds()


@given(SPANS, SPANS)
def test_what_is_exact_overlaps_too(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    assert not exact(one, other).shared or overlapping(one, other).shared


def test_units_are_added_up_by_what_is_in_them() -> None:
    many, few = Overlap(90, 100, 100), Overlap(0, 1, 1)
    assert sum_of([many, few]).f1 == pytest.approx(180 / 202), "and are no mean of means"
    assert sum_of([]).f1 is None


# -- cells ------------------------------------------------------------------------------------------------------------

RECORD: dict[str, Any] = {
    "event_id": "e", "report_id": "r", "event_type": "Battles", "sub_event_type": "Armed clash",
    "trigger": {"start": 0, "end": 3, "text": "هجم"}, "actor1": None, "actor2": None, "target": None, "weapon": None,
    "count": None, "places": [], "date": None, "killed": None, "wounded": None, "status": "reported",
    "status_evidence": [], "attribution": None, "response_to": None, "response_evidence": [], "problems": [],
    "notes": {},
}  # fmt: skip


def span(start: int, end: int) -> dict[str, Any]:
    return {"start": start, "end": end, "text": "x" * (end - start)}


def toll(least: int, most: int | None = None, *, words: tuple[int, int] = (0, 4), **of: int) -> dict[str, Any]:
    return {"min": least, "max": most, "of": of, "evidence": [span(*words)]}


def place(name: str, **more: Any) -> dict[str, Any]:
    told = {"name": name, "name_ar": name, "place_id": None, "admin1": None, "relation": None, "evidence": [span(0, 4)]}
    return told | more


def actor(name: str | None, **more: Any) -> dict[str, Any]:
    return {"name": name, "name_ar": name, "actor_id": None, "kind": "rebel group", "evidence": []} | more


def day(start: str | None, end: str | None = None, part: str | None = None) -> dict[str, Any]:
    return {"start": start, "end": end or start, "time_precision": 1, "part_of_day": part, "evidence": []}


def coding(**cells: Any) -> Coding:
    return Coding("accepted", "", {name: cell_of(RECORD | cells, name) for name in CELLS})


NO_EVENT = Coding("rejected", "told_twice", {})

SAME = [
    ("killed", toll(2), toll(2, words=(4, 9)), True),
    ("killed", toll(2), toll(2, 2), False),
    ("killed", toll(2, children=1), toll(2), False),
    ("killed", toll(2, children=0), toll(2), True),
    ("killed", toll(0, 0), None, False),
    ("places", [place("إدلب"), place("سرمين")], [place("سَرمين"), place("ادلب")], True),
    ("places", [place("سرمين", place_id="SY1")], [place("Sarmin", place_id="SY1")], True),
    ("places", [place("سرمين", relation="near")], [place("سرمين")], False),
    ("places", [], [place("سرمين")], False),
    ("actor1", actor("الفصيل", actor_id="a1"), actor("Faction", actor_id="a1"), True),
    ("actor1", actor(None), actor(None, kind="rioters"), False),
    ("actor1", actor(None), actor(None), True),
    ("date", day("2024-03-14"), day("2024-03-14"), True),
    ("date", day("2024-03-14", part="dawn"), day("2024-03-14"), False),
    ("date", day("2024-03-13", "2024-03-14"), day("2024-03-14"), False),
    ("status", "reported", None, True),
    ("status", "denied", None, False),
]


@pytest.mark.parametrize(("cell", "one", "other", "is_same"), SAME)
def test_what_two_people_say_is_the_same_whatever_words_say_it(cell: str, one: Any, other: Any, is_same: bool) -> None:
    told = compared(coding(**{cell: one}), coding(**{cell: other}))
    assert (cell in told.agreed, cell in told.conflicts) == (is_same, not is_same)
    assert set(told.agreed) | set(told.conflicts) == set(CELLS)


def unit(one: Coding, other: Coding, number: int = 0, machine: Coding | None = None) -> measured.Unit:
    return measured.Unit(f"e{number}", "2024-03-15", ("ann", "bob"), one, other, machine or coding())


FIGURES = [
    # cell, what each says of each event, events, same, said by one only, alpha as it comes out by hand
    ("weapon", ["مدفع", "لغم", None, "لغم"], ["مدفع", "لغم", None, None], 4, 3, 1, 1 - (2 / 8) / (42 / 56)),
    ("killed", [1, 2, None, 9], [1, 2, 3, 3], 4, 2, 1, 0.6285),
    ("killed", [None, None], [None, None], 2, 2, 0, None),
    ("date", ["2024-03-14", "2024-03-10", "2024-03-01"], ["2024-03-14", "2024-03-11", None], 3, 1, 1, 1 - 0.5 / 8.5),
]


@pytest.mark.parametrize(("cell", "ones", "others", "number", "same", "one_only", "figure"), FIGURES)
def test_the_figures_of_a_cell(
    cell: str, ones: list[Any], others: list[Any], number: int, same: int, one_only: int, figure: float | None
) -> None:
    def made(value: Any) -> Coding:
        shapes = {"weapon": lambda told: {"kind": told, "evidence": []}, "killed": toll, "date": day}
        return coding(**{cell: None if value is None else shapes[cell](value)})

    units = [unit(made(one), made(other), at) for at, (one, other) in enumerate(zip(ones, others, strict=True))]
    units.append(unit(NO_EVENT, made(ones[0]), 99))
    told = measured.cell_figures(cell, units)
    assert (told.units, told.same, told.one_only) == (number, same, one_only)
    assert told.alpha == (None if figure is None else pytest.approx(figure, abs=0.0005))


def test_a_day_is_counted_from_its_report_so_that_a_year_of_reports_hides_no_mistake() -> None:
    units = [
        measured.Unit(f"e{month}", f"2024-{month:02}-20", ("ann", "bob"), coding(date=day(f"2024-{month:02}-19")),
                      coding(date=day(f"2024-{month:02}-{19 - month % 2}")), coding())
        for month in range(1, 13)
    ]  # fmt: skip
    figure = measured.cell_figures("date", units).alpha
    assert figure is not None and figure < 0.3


def test_the_figures_of_events_of_pairs_and_of_words() -> None:
    units = [
        unit(coding(killed=toll(2, words=(0, 4))), coding(killed=toll(2, words=(2, 6))), 1),
        unit(coding(), NO_EVENT, 2),
        unit(NO_EVENT, NO_EVENT, 3),
        unit(UNTOLD, coding(), 4, UNTOLD),
    ]
    told = measured.event_figures(units)
    assert (told.units, told.both, told.neither, told.overlap) == (4, 1, 1, Overlap(1, 2, 2))
    assert told.overlap.f1 == 0.5 and told.alpha == pytest.approx(1 - 4 / (32 / 7))
    cell = measured.cell_figures("killed", units)
    assert (cell.exact, cell.overlapping) == (Overlap(0, 1, 1), Overlap(2, 4, 4))
    [pair] = measured.pair_figures([*units, units[0]._replace(names=("bob", "ann"))])
    assert (pair.names, pair.events, pair.cells, pair.same) == (("ann", "bob"), 5, 2 * len(CELLS), 2 * len(CELLS))


def test_added_events_are_one_where_their_words_overlap() -> None:
    def event(name: str, start: int, end: int) -> dict[str, Any]:
        return {"event_id": name, "trigger": {"start": start, "end": end}}

    mine = [event("a", 0, 5), event("b", 10, 15)]
    theirs = [event("x", 4, 12), event("y", 0, 5), event("z", 40, 45)]
    assert matched(mine, theirs) == {"y": "a", "x": "b"}
    assert matched(theirs, mine) == {"a": "y", "b": "x"}
