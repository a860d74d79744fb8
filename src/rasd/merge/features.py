"""How alike two accounts are: named features, and their weighted sum. ``comparing`` puts them into words."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib import resources

from rasd.errors import WorkspaceError
from rasd.merge.accounts import Account
from rasd.merge.alike import RANK, Parents, grew, kinship, places_alike, top
from rasd.merge.parts import is_part

_FEW = 2  # two dead in a place on a day are no sign that two reports tell of the same
_APART = timedelta(days=3)
_A_DAY = timedelta(days=1)
_ROUNDED = 0.001
_WORDS_SAME, _WORDS_LIKE = 0.5, 0.3
# A bulletin tells of another day or another town in the same words.
_APART_ALL_THE_SAME = frozenset({"day_apart", "days_apart", "other_place", "other_province"})
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
    if not a.event_type or not b.event_type:  # a person struck it out
        return ()
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
    return (max((places_alike(one, other) for one in a.places for other in b.places), key=RANK.__getitem__),)


def _sides(a: Account, b: Account, parents: Parents) -> Iterator[str]:
    first, second = b.sides
    if a.sub_event_type in _MUTUAL and b.sub_event_type in _MUTUAL:
        straight = kinship(a.sides[0], first, parents) + kinship(a.sides[1], second, parents)
        crossed = kinship(a.sides[0], second, parents) + kinship(a.sides[1], first, parents)
        if crossed > straight:
            first, second = second, first
    for names, mine, other in ((_DOERS, a.sides[0], first), (_VICTIMS, a.sides[1], second)):
        if mine is not None and other is not None:
            yield names[kinship(mine, other, parents)]


_DOERS = {2: "same_doer", 1: "kin_doer", -1: "other_doer"}
_VICTIMS = {2: "same_victim", 1: "kin_victim", -1: "other_victim"}


def _tolls(a: Account, b: Account, parents: Parents) -> Iterator[str]:
    for cell, mine, other in (("killed", a.killed, b.killed), ("wounded", a.wounded, b.wounded)):
        if mine is None or other is None:
            continue
        if mine == other and mine[0] > _FEW:
            yield f"same_{cell}"
        elif mine[0] <= top(other) and other[0] <= top(mine):
            if cell == "killed":
                yield "like_killed"
        elif not grew(mine, other):
            yield f"other_{cell}"


def _means(a: Account, b: Account, parents: Parents) -> Iterator[str]:
    if a.weapon and b.weapon:
        yield "same_weapon" if a.weapon == b.weapon else "other_weapon"
    if a.target and a.target == b.target:
        yield "same_target"
    if is_part(a, b, parents) or is_part(b, a, parents):
        yield "part_of_act"
    elif a.count and b.count and a.count != b.count:
        yield "other_count"


def _words(a: Account, b: Account, parents: Parents) -> Iterator[str]:
    if not a.words or not b.words:
        return
    shared = len(a.words & b.words)
    share = shared / min(len(a.words), len(b.words))
    if (
        shared >= 5
        and share >= _WORDS_LIKE
        and not _APART_ALL_THE_SAME.intersection((*_day(a, b, parents), *_place(a, b, parents)))
    ):
        yield "same_words" if share >= _WORDS_SAME else "like_words"


CELLS: Mapping[str, tuple[str, ...]] = {
    "sub_event_type": ("same_type", "same_family", "other_family"),
    "date": ("same_day", "days_overlap", "day_apart", "days_apart", "day_not_told", "both_days_not_told"),
    "places": (*RANK, "place_not_told"),
    "actor1": tuple(_DOERS.values()),
    "actor2": tuple(_VICTIMS.values()),
    "killed": ("same_killed", "like_killed", "other_killed"),
    "wounded": ("same_wounded", "other_wounded"),
    "weapon": ("same_weapon", "other_weapon"),
    "target": ("same_target",),
    "count": ("other_count", "part_of_act"),
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
