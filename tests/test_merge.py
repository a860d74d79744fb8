"""Merging: what two accounts have in common, which groups they make, and what an incident says of them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merged import GOLD, b_cubed, of_gold, of_retold
from rasd.merge import (
    Account,
    Edge,
    Judgement,
    account_of,
    block_keys,
    clusters,
    compare,
    default_weights,
    grouped,
    incident_of,
    looked_up,
    score,
    weights_from,
)
from rasd.merge.features import CELLS
from rasd.pipeline import Coder

PARENTS = {"syr-airforce": ("syr-army", "syr-gov"), "syr-army": ("syr-gov",)}
SARMIN = {"name": "Sarmin", "name_ar": "سرمين", "place_id": "p1", "country": "SY", "admin1": "Idlib",
          "geo_precision": 1, "latitude": 35.904, "longitude": 36.725, "radius_km": 2.0}  # fmt: skip
BINNISH = SARMIN | {"name": "Binnish", "name_ar": "بنش", "place_id": "p2", "latitude": 35.957, "longitude": 36.713}
IDLIB = SARMIN | {"name": "Idlib", "name_ar": "إدلب", "place_id": "p3", "geo_precision": 3, "radius_km": 60.0}
ALEPPO = SARMIN | {"name": "Aleppo", "name_ar": "حلب", "place_id": "p4", "admin1": "Aleppo", "latitude": 36.2,
                   "longitude": 37.16}  # fmt: skip
ARMY = {"name": "Syrian regime forces", "actor_id": "syr-army", "kind": "state forces"}
AIRMEN = {"name": "Syrian regime forces (air force)", "actor_id": "syr-airforce", "kind": "state forces"}
REBELS = {"name": "Ahrar al-Sham", "actor_id": "syr-ahrar", "kind": "rebel group"}


def account(event_id: str, *, report: str = "", day: str | None = "2024-03-14", published: str = "2024-03-14",
            voice: str = "", outlet: str = "", **cells: Any) -> Account:  # fmt: skip
    """An air strike on Sarmin, unless the cells say otherwise."""
    record: dict[str, Any] = {
        "event_id": event_id,
        "report_id": report or f"r-{event_id}",
        "event_type": "Explosions/Remote violence",
        "sub_event_type": "Air/drone strike",
        "status": "reported",
        "places": [SARMIN],
        "date": {"start": day, "end": day, "time_precision": 1} if day else None,
    }
    return account_of(
        record | cells,
        voice=voice or report or f"r-{event_id}",
        outlet=outlet or None,
        published=date.fromisoformat(published),
    )


def features(a: Account, b: Account) -> set[str]:
    return {reason.feature for reason in compare(a, b, default_weights(), PARENTS).reasons}


@pytest.mark.parametrize(
    ("a", "b", "feature"),
    [
        ({}, {}, "same_type"),
        ({}, {"sub_event_type": "Shelling/artillery/missile attack"}, "same_family"),
        ({}, {"event_type": "Protests", "sub_event_type": "Peaceful protest"}, "other_family"),
        ({}, {}, "same_day"),
        ({}, {"day": "2024-03-15", "published": "2024-03-15"}, "day_apart"),
        ({}, {"day": "2024-03-20", "published": "2024-03-20"}, "days_apart"),
        ({}, {"day": None, "published": "2024-03-16"}, "day_not_told"),
        ({"day": None}, {"day": None, "published": "2024-03-16"}, "both_days_not_told"),
        ({"day": None}, {"day": None, "published": "2024-03-26"}, "days_apart"),
        ({}, {}, "same_small_place"),
        ({"places": [SARMIN | {"radius_km": 9.0}]}, {"places": [SARMIN]}, "same_place"),
        ({}, {"places": [BINNISH]}, "other_place"),
        ({}, {"places": [IDLIB]}, "part_of_place"),
        ({"places": [IDLIB]}, {"places": [IDLIB]}, "same_area"),
        ({"places": [SARMIN, IDLIB]}, {"places": [IDLIB]}, "part_of_place"),
        ({}, {"places": [SARMIN | {"place_id": "x", "name_ar": "تل", "radius_km": 20.0}]}, "part_of_place"),
        ({"places": [SARMIN | {"radius_km": 4.0}]}, {"places": [BINNISH | {"radius_km": 6.5}]}, "near_place"),
        ({}, {"places": [ALEPPO]}, "other_province"),
        ({}, {"places": []}, "place_not_told"),
        ({"actor1": ARMY}, {"actor1": ARMY}, "same_doer"),
        ({"actor1": ARMY}, {"actor1": AIRMEN}, "kin_doer"),
        ({"actor1": ARMY}, {"actor1": REBELS}, "other_doer"),
        ({"actor1": ARMY}, {"actor1": {**REBELS, "name": "Ahrar al-Sham and Syrian regime forces"}}, "kin_doer"),
        ({"killed": {"min": 7, "max": 7}}, {"killed": {"min": 7, "max": 7}}, "same_killed"),
        ({"killed": {"min": 2, "max": 2}}, {"killed": {"min": 2, "max": 2}}, "like_killed"),
        ({"killed": {"min": 2, "max": 2}}, {"killed": {"min": 30, "max": 30}}, "other_killed"),
        ({"weapon": {"kind": "drone"}}, {"weapon": {"kind": "missile"}}, "other_weapon"),
    ],
)  # fmt: skip
def test_what_two_accounts_share_is_named(a: dict[str, Any], b: dict[str, Any], feature: str) -> None:
    assert feature in features(account("a", **a), account("b", **b))


def test_the_sides_of_a_clash_may_be_told_either_way_round() -> None:
    clash = {"event_type": "Battles", "sub_event_type": "Armed clash"}
    one, other = account("a", actor1=ARMY, actor2=REBELS, **clash), account("b", actor1=REBELS, actor2=ARMY, **clash)
    assert {"same_doer", "same_victim"} <= features(one, other)


def test_two_acts_of_one_report_are_never_one() -> None:
    one, other = account("a", report="r"), account("b", report="r")
    assert compare(one, other, default_weights(), PARENTS).verdict == "different"


def test_comparing_does_not_mind_the_order() -> None:
    one = account("a", actor1=ARMY, killed={"min": 7, "max": 7})
    other = account("b", day=None, published="2024-03-16", places=[IDLIB], actor1=AIRMEN)
    there, back = compare(one, other, default_weights(), PARENTS), compare(other, one, default_weights(), PARENTS)
    assert (there.score, there.verdict) == (back.score, back.verdict)


ANY_CELLS = st.fixed_dictionaries(
    {},
    optional={
        "day": st.sampled_from([None, "2024-03-14", "2024-03-15", "2024-03-20"]),
        "places": st.sampled_from([[], [SARMIN], [BINNISH], [IDLIB], [ALEPPO], [SARMIN, BINNISH]]),
        "actor1": st.sampled_from([ARMY, AIRMEN, REBELS]),
        "actor2": st.sampled_from([ARMY, REBELS]),
        "killed": st.sampled_from([{"min": 2, "max": 2}, {"min": 7, "max": 7}, {"min": 7, "max": None}]),
        "sub_event_type": st.sampled_from(["Air/drone strike", "Grenade"]),
        "weapon": st.sampled_from([{"kind": "drone"}, {"kind": "missile"}]),
    },
)


@given(ANY_CELLS, ANY_CELLS, st.floats(-10, 10))
def test_looking_stops_early_only_where_it_cannot_matter(
    one: dict[str, Any], other: dict[str, Any], least: float
) -> None:
    a, b = account("a", **one), account("b", **other)
    whole = compare(a, b, default_weights(), PARENTS)
    assert whole.score == pytest.approx(sum(reason.weight for reason in whole.reasons))
    stopped = score(a, b, default_weights(), PARENTS, least=least)
    assert stopped == whole.score if whole.score >= least else stopped < least


def test_every_weight_is_of_one_cell() -> None:
    names = [name for found in CELLS.values() for name in found]
    assert sorted(names) == sorted(default_weights().features)


def test_a_workspace_may_weigh_otherwise() -> None:
    strict = weights_from({"thresholds": {"same": 99}})
    assert compare(account("a"), account("b"), default_weights(), PARENTS).verdict == "same"
    assert compare(account("a"), account("b"), strict, PARENTS).verdict != "same"


@pytest.mark.parametrize(
    "other", [{}, {"day": "2024-03-15"}, {"places": [BINNISH]}, {"places": [IDLIB]}, {"day": None}]
)
def test_accounts_that_may_be_one_share_a_block(other: dict[str, Any]) -> None:
    assert block_keys(account("a")) & block_keys(account("b", **other))


@pytest.mark.parametrize(
    ("one", "other", "is_compared"),
    [
        ({"places": [], "actor1": ARMY}, {"actor1": ARMY}, True),
        ({"places": [], "actor2": ARMY}, {"actor1": ARMY}, True),
        ({"places": [], "actor1": REBELS}, {"actor1": ARMY}, False),
        ({"places": [], "killed": {"min": 8, "max": 8}}, {"killed": {"min": 8, "max": 8}}, True),
        ({"places": [], "killed": {"min": 2, "max": 2}}, {"killed": {"min": 2, "max": 2}}, False),
        ({"places": [ALEPPO], "actor1": ARMY}, {"actor1": ARMY}, False),
    ],
)
def test_an_account_without_a_place_is_looked_for_by_its_sides_or_its_dead(
    one: dict[str, Any], other: dict[str, Any], is_compared: bool
) -> None:
    a, b = account("a", **one), account("b", **other)
    assert bool(looked_up(a) & block_keys(b)) == bool(looked_up(b) & block_keys(a)) == is_compared


def test_an_act_told_long_after_it_meets_one_that_is_dated_by_the_month() -> None:
    exact = account("a", day="2017-12-09", published="2023-07-01")
    month = account("b", published="2023-07-02", date={"start": "2017-12-01", "end": "2017-12-31"})
    news = account("c", day="2017-12-09", published="2017-12-10")
    assert looked_up(exact) & block_keys(month) and looked_up(month) & block_keys(exact)
    assert not looked_up(news) & block_keys(month), "the news of a month would meet whatever is dated by it"


@given(ANY_CELLS, ANY_CELLS)
def test_looking_up_is_mutual(one: dict[str, Any], other: dict[str, Any]) -> None:
    a, b = account("a", **one), account("b", **other)
    assert bool(looked_up(a) & block_keys(b)) == bool(looked_up(b) & block_keys(a))


@pytest.mark.parametrize(
    ("other", "counts"),
    [({}, True), ({"day": "2024-03-15", "published": "2024-03-15"}, False), ({"places": [BINNISH]}, False)],
)
def test_the_words_of_a_bulletin_are_no_sign_where_day_or_place_differ(other: dict[str, Any], counts: bool) -> None:
    words = frozenset("شنت الطائرات الحربية غارات على الأحياء السكنية صباح اليوم".split())
    a, b = (replace(one, words=words) for one in (account("a"), account("b", **other)))
    assert ("same_words" in features(a, b)) == counts


# -- groups ----------------------------------------------------------------------------------------------------------

EVENTS = "abcdef"
edges_drawn = st.lists(st.builds(Edge, *[st.sampled_from(EVENTS)] * 2, st.floats(0, 9)), max_size=12)
judgements_drawn = st.lists(
    st.builds(Judgement, *[st.sampled_from(EVENTS)] * 2, st.sampled_from(["same", "different", "unsure"])), max_size=5
)
REPORTS = {event: event for event in EVENTS}


@given(edges_drawn, judgements_drawn, st.randoms())
def test_groups_depend_on_the_edges_and_not_on_their_order(
    edges: list[Edge], judgements: list[Judgement], draw: Any
) -> None:
    groups = clusters(EVENTS, edges, judgements, report_of=REPORTS)
    draw.shuffle(edges)
    assert clusters(EVENTS, edges, judgements, report_of=REPORTS) == groups
    assert sorted(event for group in groups for event in group) == list(EVENTS)


@given(edges_drawn, st.sampled_from(list(combinations(EVENTS, 2))))
def test_what_people_call_different_is_never_in_one_group(edges: list[Edge], pair: tuple[str, str]) -> None:
    groups = clusters(EVENTS, edges, [Judgement(*pair, "different")], report_of=REPORTS)
    assert not any(set(pair) <= set(group) for group in groups)


@given(edges_drawn, st.sampled_from(list(combinations(EVENTS, 2))))
def test_what_people_call_the_same_is_in_one_group(edges: list[Edge], pair: tuple[str, str]) -> None:
    groups = clusters(EVENTS, edges, [Judgement(*pair, "same")], report_of=REPORTS)
    assert any(set(pair) <= set(group) for group in groups)


def test_two_accounts_that_contradict_each_other_do_not_meet_in_a_third() -> None:
    one, other = account("a", killed={"min": 9, "max": 9}), account("c", day="2024-03-18", published="2024-03-18")
    between = account("b", day=None, published="2024-03-18", killed={"min": 9, "max": 9})
    told = {each.event_id: each for each in (one, between, other)}
    found = [Edge("a", "b", 5.0), Edge("b", "c", 4.5)]
    assert grouped(told, found, (), default_weights(), PARENTS) == [("a", "b"), ("c",)]


# -- the incident ----------------------------------------------------------------------------------------------------


def test_rival_figures_stand_side_by_side() -> None:
    told = [
        account("a", killed={"min": 5, "max": 5}, attribution={"name": "الدفاع المدني"}),
        account("b", killed={"min": 7, "max": 7}, published="2024-03-15"),
        account("c", killed={"min": 7, "max": None}),
    ]
    record = incident_of(told, "i").as_dict()
    assert {k: record["killed"][k] for k in ("min", "best", "max")} == {"min": 5, "best": 7, "max": None}
    assert [claim["min"] for claim in record["killed"]["claims"]] == [5, 7, 7]
    assert record["killed"]["claims"][0]["attribution"] == "الدفاع المدني"


def test_copies_are_one_voice() -> None:
    five, six = {"min": 5, "max": 5}, {"min": 6, "max": 6}
    told = [account("a", killed=five, voice="wire"), account("b", killed=five, voice="wire"), account("c", killed=six)]
    incident = incident_of(told, "i")
    assert incident.voices == 2 and incident.certainty == "fair"
    assert incident.killed is not None and incident.killed.best == 6  # a voice each: then the higher of one day


def test_a_doer_in_dispute_makes_an_incident_contested() -> None:
    incident = incident_of([account("a", actor1=ARMY), account("b", actor1=REBELS)], "i")
    assert incident.contested == ("actor1",) and incident.certainty == "contested"
    cell = dict(incident.cells)["actor1"]
    assert {cell.value["name"], cell.dissent[0].value["name"]} == {ARMY["name"], REBELS["name"]}


def test_an_incident_does_not_mind_the_order_of_its_accounts() -> None:
    told = [account("a", actor1=ARMY), account("b", actor1=REBELS), account("c", places=[IDLIB])]
    assert incident_of(told, "i").as_dict() == incident_of(told[::-1], "i").as_dict()


def test_the_town_is_better_supported_than_its_province_by_as_many_voices() -> None:
    record = incident_of([account("a", places=[IDLIB]), account("b")], "i").as_dict()
    assert record["places"]["value"][0]["name"] == "Sarmin"
    json.dumps(record)  # plain values all through


# -- figures ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder.load()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_incidents_retold_in_other_words_are_found_again(coder: Coder, seed: int) -> None:
    assert of_retold(coder, seed).f1 >= 0.97


# What the coder finds of dev2's events is the most that merging can join there: 12 of 17 pairs.
@pytest.mark.parametrize(("name", "least", "f1"), [("dev", 0.8, 0.98), ("dev2", 0.7, 0.98)])
def test_what_two_reports_tell_is_one_incident(coder: Coder, name: str, least: float, f1: float) -> None:
    skip_without(name)
    found = of_gold(coder, name)
    assert found.joined / found.pairs >= least and found.wrong <= 3 and found.b_cubed.f1 >= f1
    assert found.joined / found.coded >= 0.85


@pytest.mark.parametrize("name", ["dev", "dev2"])
def test_events_coded_by_hand_are_merged(name: str) -> None:
    skip_without(name)
    found = of_gold(None, name)
    assert found.joined / found.pairs >= 0.9 and found.wrong <= 3 and found.b_cubed.f1 >= 0.98


def skip_without(name: str) -> None:
    if not (GOLD / name / "same.json").is_file():
        pytest.skip(f"no pairs coded by hand in {GOLD / name}; name the folder of gold folders in RASD_GOLD")


def test_b_cubed_counts_what_is_torn_apart_and_what_is_thrown_together() -> None:
    assert b_cubed([("a", "b"), ("c",)], {"a": 1, "b": 1, "c": 2}).f1 == 1.0
    torn = b_cubed([("a",), ("b",), ("c",)], {"a": 1, "b": 1, "c": 2})
    assert torn.precision == 1.0 and torn.recall == pytest.approx(2 / 3)
    thrown = b_cubed([("a", "b", "c")], {"a": 1, "b": 1, "c": 2})
    assert thrown.recall == 1.0 and thrown.precision == pytest.approx(5 / 9)
