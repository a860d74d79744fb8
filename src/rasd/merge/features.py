"""How alike two accounts are: named features, and their weighted sum. ``comparing`` puts them into words."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
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
_A_DAY = timedelta(days=1)
_ROUNDED = 0.001
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
class Weights:
    """The weight of every feature, and the scores from which two accounts are the same or related."""

    features: Mapping[str, float]
    same: float
    related: float
    review: float
    """from here on two accounts in different incidents wait for a person"""
    left: tuple[float, ...]
    """the most that the features still to be looked at can add, behind each step of ``STEPS``"""

    def verdict(self, score: float) -> str:
        """same | related | different"""
        return "same" if score >= self.same else "related" if score >= self.related else "different"


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
    same, related, review = (float(thresholds[name]) for name in ("same", "related", "review"))
    return Weights(features, same, related, review, _left(features))


def _left(features: Mapping[str, float]) -> tuple[float, ...]:
    most = [sum(max(0.0, *(features[name] for name in CELLS[cell])) for cell in cells) for cells, _ in STEPS]
    return tuple(sum(most[number + 1 :]) for number in range(len(most)))


def score(a: Account, b: Account, weights: Weights, parents: Parents, *, least: float = float("-inf")) -> float:
    """How alike two accounts are. Where that is less than ``least``, any number below it: looking stops early."""
    total = 0.0
    for (_, features), left in zip(STEPS, weights.left, strict=True):
        for name in features(a, b, parents):
            total += weights.features[name]
        if total + left < least - _ROUNDED:
            break
    return round(total, 3)


def features_of(a: Account, b: Account, parents: Parents) -> list[str]:
    """Every feature that holds between two accounts."""
    return [name for _, features in STEPS for name in features(a, b, parents)]


def _type(a: Account, b: Account, parents: Parents) -> tuple[str, ...]:
    if a.sub_event_type == b.sub_event_type:
        return ("same_type",)
    is_family = a.event_type == b.event_type or any({a.event_type, b.event_type} <= family for family in _FAMILIES)
    return ("same_family" if is_family else "other_family",)


def _day(a: Account, b: Account, parents: Parents) -> tuple[str, ...]:
    if a.start is None and b.start is None:
        near = a.published is None or b.published is None or abs(a.published - b.published) <= _APART
        return ("both_days_not_told" if near else "days_apart",)
    if a.days is None or b.days is None:
        return ("day_not_told",)
    if a.days[0] <= b.days[1] and b.days[0] <= a.days[1]:
        if a.start is None or b.start is None:
            return ("day_not_told",)
        exact = a.days == b.days and a.time_precision == b.time_precision == 1
        return ("same_day" if exact else "days_overlap",)
    gap = max(a.days[0] - b.days[1], b.days[0] - a.days[1])
    return ("day_apart" if gap <= _A_DAY else "days_apart",)


def _place(a: Account, b: Account, parents: Parents) -> tuple[str, ...]:
    if not a.places or not b.places:
        return ("place_not_told",)
    return (max((_spots(one, other) for one in a.places for other in b.places), key=_RANK.__getitem__),)


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
    is_province_of = one.precision != other.precision and 3 in (one.precision, other.precision)
    if is_province_of and one.admin1 and one.admin1 == other.admin1:
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


def _sides(a: Account, b: Account, parents: Parents) -> Iterator[str]:
    first, second = b.sides
    if a.sub_event_type in _MUTUAL and b.sub_event_type in _MUTUAL:
        straight = _kinship(a.sides[0], first, parents) + _kinship(a.sides[1], second, parents)
        crossed = _kinship(a.sides[0], second, parents) + _kinship(a.sides[1], first, parents)
        if crossed > straight:
            first, second = second, first
    for names, mine, other in ((_DOERS, a.sides[0], first), (_VICTIMS, a.sides[1], second)):
        if mine is not None and other is not None:
            yield names[_kinship(mine, other, parents)]


_DOERS = {2: "same_doer", 1: "kin_doer", -1: "other_doer"}
_VICTIMS = {2: "same_victim", 1: "kin_victim", -1: "other_victim"}


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


def _tolls(a: Account, b: Account, parents: Parents) -> Iterator[str]:
    for cell, mine, other in (("killed", a.killed, b.killed), ("wounded", a.wounded, b.wounded)):
        if mine is None or other is None:
            continue
        if mine == other and mine[0] > _FEW:
            yield f"same_{cell}"
        elif mine[0] <= _top(other) and other[0] <= _top(mine):
            if cell == "killed":
                yield "like_killed"
        elif not _grew(mine, other):
            yield f"other_{cell}"


def _top(figure: tuple[int, int | None]) -> float:
    return float("inf") if figure[1] is None else figure[1]


def _grew(one: tuple[int, int | None], other: tuple[int, int | None]) -> bool:
    """Tolls of one act told hours apart differ by a few."""
    low, high = sorted((one[0], other[0]))
    return high - low <= max(2, low // 2)


def _means(a: Account, b: Account, parents: Parents) -> Iterator[str]:
    if a.weapon and b.weapon:
        yield "same_weapon" if a.weapon == b.weapon else "other_weapon"
    if a.target and a.target == b.target:
        yield "same_target"
    if a.count and b.count and a.count != b.count:
        yield "other_count"


def _words(a: Account, b: Account, parents: Parents) -> Iterator[str]:
    if not a.words or not b.words:
        return
    shared = len(a.words & b.words)
    share = shared / min(len(a.words), len(b.words))
    if shared >= 5 and share >= _WORDS_LIKE:
        yield "same_words" if share >= _WORDS_SAME else "like_words"


CELLS: Mapping[str, tuple[str, ...]] = {
    "sub_event_type": ("same_type", "same_family", "other_family"),
    "date": ("same_day", "days_overlap", "day_apart", "days_apart", "day_not_told", "both_days_not_told"),
    "places": (*_RANK, "place_not_told"),
    "actor1": tuple(_DOERS.values()),
    "actor2": tuple(_VICTIMS.values()),
    "killed": ("same_killed", "like_killed", "other_killed"),
    "wounded": ("same_wounded", "other_wounded"),
    "weapon": ("same_weapon", "other_weapon"),
    "target": ("same_target",),
    "count": ("other_count",),
    "words": ("same_words", "like_words"),
}
"""cell -> the features seen in it, of which one holds at most"""

CONTRADICTIONS = frozenset(
    {"other_family", "day_apart", "days_apart", "other_place", "other_province", "other_doer", "other_victim"}
)
"""features that show that one of two accounts is wrong, if both tell of one act"""

Features = Callable[[Account, Account, Parents], Iterable[str]]
STEPS: tuple[tuple[tuple[str, ...], Features], ...] = (
    (("date",), _day),
    (("places",), _place),
    (("sub_event_type",), _type),
    (("actor1", "actor2"), _sides),
    (("killed", "wounded"), _tolls),
    (("weapon", "target", "count"), _means),
    (("words",), _words),
)
"""What is looked at, one after the other: first what most often shows that two accounts are strangers."""
