"""How alike two accounts are: named features, each with the words a reviewer reads, and their weighted sum."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib import resources
from math import asin, cos, radians, sin, sqrt

from rasd.errors import WorkspaceError
from rasd.merge.accounts import Account, Side, Spot

Parents = Mapping[str, tuple[str, ...]]
"""actor id -> the ids of what it is a part of, nearest first"""

_NEAR_KM = 10.0
# A place this many times as wide as another that lies in it is a city around its quarter, not a neighbour.
_ENCLOSES = 3.0
_FEW = 2  # two dead in a place on a day are no sign that two reports tell of the same
_APART = timedelta(days=3)
_WORDS_SAME, _WORDS_LIKE = 0.5, 0.3
# Types whose sides are told either way round.
_MUTUAL = frozenset({"Armed clash", "Agreement"})
# Event types that one report may tell as the one and the next as the other.
_FAMILIES = (
    frozenset({"Battles", "Explosions/Remote violence"}),
    frozenset({"Battles", "Violence against civilians"}),
    frozenset({"Protests", "Riots"}),
)


@dataclass(frozen=True, slots=True)
class Reason:
    """A feature that held, what it weighed, and the two values it saw."""

    feature: str
    weight: float
    cell: str
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two accounts compared."""

    a: str
    b: str
    score: float
    verdict: str
    """same | related | different"""
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight of every feature, and the scores from which two accounts are the same or related."""

    features: Mapping[str, float]
    same: float
    related: float


@cache
def default_weights() -> Weights:
    """The project's own weights (weights.toml)."""
    return weights_from({})


def weights_from(own: Mapping[str, Mapping[str, float]]) -> Weights:
    """The project's weights with a workspace's own over them.

    >>> weights_from({"thresholds": {"same": 5}}).same
    5.0
    >>> weights_from({"weights": {"same_moon": 1}})
    Traceback (most recent call last):
    rasd.errors.WorkspaceError: rasd.toml: no merge feature is called 'same_moon'
    """
    table = tomllib.loads(resources.files("rasd.merge").joinpath("weights.toml").read_text(encoding="utf-8"))
    for part, names in own.items():
        for name in names:
            if name not in table.get(part, ()):
                raise WorkspaceError("rasd.toml", f"no merge feature is called {name!r}")
    features = {name: float(value) for name, value in (table["weights"] | dict(own.get("weights", {}))).items()}
    thresholds = table["thresholds"] | dict(own.get("thresholds", {}))
    return Weights(features, same=float(thresholds["same"]), related=float(thresholds["related"]))


def compare(a: Account, b: Account, weights: Weights, parents: Parents) -> Comparison:
    """Whether two accounts tell of one incident, and why.

    Two acts that one report tells apart are never the same; a person may still say so.
    """
    reasons = tuple(
        Reason(feature, weights.features[feature], cell, said_a, said_b)
        for feature, cell, said_a, said_b in _features(a, b, parents)
    )
    score = round(sum(reason.weight for reason in reasons), 3)
    if a.report_id == b.report_id:
        verdict = "different"
    elif score >= weights.same:
        verdict = "same"
    else:
        verdict = "related" if score >= weights.related else "different"
    return Comparison(a.event_id, b.event_id, score, verdict, reasons)


Feature = tuple[str, str, str, str]


def _features(a: Account, b: Account, parents: Parents) -> Iterator[Feature]:
    yield _type(a, b)
    yield _day(a, b)
    yield _place(a, b)
    yield from _sides(a, b, parents)
    yield from _tolls(a, b)
    yield from _means(a, b)
    yield from _words(a, b)


def _type(a: Account, b: Account) -> Feature:
    if a.sub_event_type == b.sub_event_type:
        name = "same_type"
    elif a.event_type == b.event_type or any({a.event_type, b.event_type} <= family for family in _FAMILIES):
        name = "same_family"
    else:
        name = "other_family"
    return name, "sub_event_type", a.sub_event_type, b.sub_event_type


def _day(a: Account, b: Account) -> Feature:
    days_a, days_b = a.days(), b.days()
    said = f"{a.start or '?'}", f"{b.start or '?'}"
    if a.start is None and b.start is None:
        near = a.published is None or b.published is None or abs(a.published - b.published) <= _APART
        return "both_days_not_told" if near else "days_apart", "date", *said
    if days_a is None or days_b is None:
        return "day_not_told", "date", *said
    if days_a[0] <= days_b[1] and days_b[0] <= days_a[1]:
        if a.start is None or b.start is None:
            return "day_not_told", "date", *said
        exact = days_a == days_b and a.time_precision == b.time_precision == 1
        return "same_day" if exact else "days_overlap", "date", *said
    gap = max(days_a[0] - days_b[1], days_b[0] - days_a[1])
    return "day_apart" if gap <= timedelta(days=1) else "days_apart", "date", *said


def _place(a: Account, b: Account) -> Feature:
    if not a.places or not b.places:
        return "place_not_told", "places", _names(a), _names(b)
    best = max((_spots(one, other) for one in a.places for other in b.places), key=_RANK.__getitem__)
    return best, "places", _names(a), _names(b)


_RANK = {
    name: rank
    for rank, name in enumerate(("other_province", "other_place", "part_of_place", "near_place", "same_place"))
}


def _spots(one: Spot, other: Spot) -> str:
    if one.country and other.country and one.country != other.country:
        return "other_province"
    alike = bool(one.place_id and one.place_id == other.place_id) or (
        bool(one.name_ar) and one.name_ar == other.name_ar and _may_be_one(one, other)
    )
    if alike:
        # A province or a city that only situates the scene of either is no sign that the scenes are one.
        return "part_of_place" if one.is_container or other.is_container or one.precision == 3 else "same_place"
    if (
        one.precision != other.precision
        and one.admin1
        and one.admin1 == other.admin1
        and 3
        in (
            one.precision,
            other.precision,
        )
    ):
        return "part_of_place"
    distance = _distance(one, other)
    if distance is not None and distance <= min(_NEAR_KM, max(one.radius_km, other.radius_km)):
        small, large = sorted((one.radius_km, other.radius_km))
        return "near_place" if large < _ENCLOSES * small else "part_of_place"
    if one.admin1 and other.admin1 and one.admin1 != other.admin1:
        return "other_province"
    return "other_place"


def _may_be_one(one: Spot, other: Spot) -> bool:
    return not (one.admin1 and other.admin1 and one.admin1 != other.admin1)


def _distance(one: Spot, other: Spot) -> float | None:
    """Kilometres on the sphere, None where either is not on the map."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    north, south = radians(one.latitude), radians(other.latitude)
    across = sin((south - north) / 2) ** 2
    along = cos(north) * cos(south) * sin(radians(other.longitude - one.longitude) / 2) ** 2
    return 2 * 6371.0 * asin(sqrt(across + along))


def _names(account: Account) -> str:
    return ", ".join(spot.name for spot in account.places) or "?"


def _sides(a: Account, b: Account, parents: Parents) -> Iterator[Feature]:
    first, second = b.sides
    if a.sub_event_type in _MUTUAL and b.sub_event_type in _MUTUAL:
        straight = _kinship(a.sides[0], first, parents) + _kinship(a.sides[1], second, parents)
        crossed = _kinship(a.sides[0], second, parents) + _kinship(a.sides[1], first, parents)
        if crossed > straight:
            first, second = second, first
    for cell, who, mine, other in (("actor1", "doer", a.sides[0], first), ("actor2", "victim", a.sides[1], second)):
        if mine is not None and other is not None:
            name = {2: "same", 1: "kin", -1: "other"}[_kinship(mine, other, parents)]
            yield f"{name}_{who}", cell, mine.name, other.name


def _kinship(one: Side | None, other: Side | None, parents: Parents) -> int:
    """2 the same, 1 one a part of the other or both parts of one, -1 neither, 0 not both told."""
    if one is None or other is None:
        return 0
    if one.name == other.name or (one.actor_id and one.actor_id == other.actor_id):
        return 2
    if one.actor_id and other.actor_id:
        mine = (one.actor_id, *parents.get(one.actor_id, ()))
        theirs = (other.actor_id, *parents.get(other.actor_id, ()))
        return 1 if set(mine) & set(theirs) else -1
    return 1 if one.name in other.name or other.name in one.name else -1


def _tolls(a: Account, b: Account) -> Iterator[Feature]:
    for cell, mine, other in (("killed", a.killed, b.killed), ("wounded", a.wounded, b.wounded)):
        if mine is None or other is None:
            continue
        said = _figure(mine), _figure(other)
        if mine == other and mine[0] > _FEW:
            yield f"same_{cell}", cell, *said
        elif mine[0] <= _top(other) and other[0] <= _top(mine):
            if cell == "killed":
                yield "like_killed", cell, *said
        elif not _grew(mine, other):
            yield f"other_{cell}", cell, *said


def _top(figure: tuple[int, int | None]) -> float:
    return float("inf") if figure[1] is None else figure[1]


def _grew(one: tuple[int, int | None], other: tuple[int, int | None]) -> bool:
    """Tolls of one act told hours apart differ by a few."""
    low, high = sorted((one[0], other[0]))
    return high - low <= max(2, low // 2)


def _figure(figure: tuple[int, int | None]) -> str:
    return str(figure[0]) if figure[0] == figure[1] else f"{figure[0]} to {'?' if figure[1] is None else figure[1]}"


def _means(a: Account, b: Account) -> Iterator[Feature]:
    if a.weapon and b.weapon:
        yield "same_weapon" if a.weapon == b.weapon else "other_weapon", "weapon", a.weapon, b.weapon
    if a.target and a.target == b.target:
        yield "same_target", "target", a.target, a.target
    if a.count and b.count and a.count != b.count:
        yield "other_count", "count", str(a.count), str(b.count)


def _words(a: Account, b: Account) -> Iterator[Feature]:
    if not a.words or not b.words:
        return
    shared = len(a.words & b.words)
    share = shared / min(len(a.words), len(b.words))
    if shared >= 5 and share >= _WORDS_LIKE:
        name = "same_words" if share >= _WORDS_SAME else "like_words"
        yield name, "words", f"{len(a.words)} words", f"{shared} shared"
