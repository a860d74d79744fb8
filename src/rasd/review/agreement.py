"""How far people agree on what they coded: Krippendorff's alpha, and F1 of the words. Values in, values out.

Alpha is 1 - Do / De: Do is how far people are apart, De how far they would be if they drew their values from a hat. It
holds for any number of people, with values missing, on any scale, so that the figures of different cells can be
compared. Krippendorff, K. (2011), "Computing Krippendorff's Alpha-Reliability"; his examples are the tests.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple

RELIABLE, TENTATIVE = 0.8, 0.667
"""Krippendorff, K. (2004), "Content Analysis", 241: rely on data from .800 on, conclude tentatively from .667 on"""

Distance = Callable[[Any, Any], float]
"""how far two values are apart; 0 for the same, never negative, the same both ways"""
Spans = Sequence[tuple[int, int]]
"""half-open, in code points"""


def alpha(units: Iterable[Sequence[Hashable | None]], distance: Distance) -> float | None:
    """Krippendorff's alpha of units, each with the values that people gave it; None where somebody gave none.

    None as the answer: no unit has two values, or all values are the same, which says nothing of how well people tell
    them apart.

    >>> alpha([("a", "a"), ("b", "b"), ("b", "b")], nominal)
    1.0
    >>> alpha([("a", "b"), ("b", "a"), ("a", "b"), ("b", "a")], nominal)
    -0.75
    >>> alpha([("a", "a"), ("a", None)], nominal) is None
    True
    """
    paired = [[value for value in unit if value is not None] for unit in units]
    paired = [values for values in paired if len(values) > 1]
    found = Counter(value for values in paired for value in values)
    number = found.total()
    if len(found) < 2:
        return None
    observed = sum(
        2 * sum(distance(one, other) for one, other in combinations(values, 2)) / (len(values) - 1) for values in paired
    )
    expected = 2 * _apart(found, distance) / (number - 1)
    return 1 - observed / expected if expected else None


def _apart(found: Counter[Any], distance: Distance) -> float:
    """How far all values are apart, each from each. Most names and sets are wholly apart; the others alone are met."""
    parts = _PARTS.get(distance)
    if parts is None:
        return sum(found[one] * found[other] * distance(one, other) for one, other in combinations(found, 2))
    having: dict[Any, list[Any]] = {}
    for value in found:
        for part in parts(value):
            having.setdefault(part, []).append(value)
    near = {frozenset(pair) for values in having.values() for pair in combinations(values, 2)}
    closer = sum(found[one] * found[other] * (1 - distance(one, other)) for one, other in near)
    return (found.total() ** 2 - sum(number**2 for number in found.values())) / 2 - closer


def nominal(one: Hashable, other: Hashable) -> float:
    """Names of which none is closer to one than to another.

    >>> nominal("mortar", "rocket"), nominal("mortar", "mortar")
    (1.0, 0.0)
    """
    return float(one != other)


def interval(one: float, other: float) -> float:
    """Numbers of which only the difference counts, such as days.

    >>> interval(3, 5)
    4.0
    """
    return float(one - other) ** 2


def ratio(one: float, other: float) -> float:
    """Numbers with a zero, such as how many were killed: one more or less is much of two, and little of a hundred.

    >>> ratio(1, 3), ratio(0, 7), ratio(0, 0)
    (0.25, 1.0, 0.0)
    """
    return float((one - other) / (one + other)) ** 2 if one != other else 0.0


def masi(one: frozenset[Any], other: frozenset[Any]) -> float:
    """Sets: 1 - Jaccard times how one lies to the other (the same 1, within 2/3, crossing 1/3, apart 0).

    Passonneau, R. (2006), "Measuring Agreement on Set-valued Items (MASI) for Semantic and Pragmatic Annotation".

    >>> masi(frozenset("a"), frozenset("a")), round(masi(frozenset("ab"), frozenset("abcd")), 3)
    (0.0, 0.667)
    >>> masi(frozenset("ab"), frozenset("c")), masi(frozenset(), frozenset("c"))
    (1.0, 1.0)
    """
    if one == other:
        return 0.0
    shared = one & other
    monotone = 2 / 3 if one <= other or other <= one else 1 / 3
    return 1 - monotone * len(shared) / len(one | other)


def reading(told: float | None) -> str:
    """What Krippendorff would say of an alpha: reliable | tentative | unreliable; none where there is no figure.

    >>> reading(0.8), reading(0.7), reading(0.5), reading(None)
    ('reliable', 'tentative', 'unreliable', 'none')
    """
    if told is None:
        return "none"
    return "reliable" if told >= RELIABLE else "tentative" if told >= TENTATIVE else "unreliable"


_PARTS: Mapping[Distance, Callable[[Any], Iterable[Any]]] = {
    nominal: lambda value: (value,),
    masi: lambda value: value or (value,),
}
"""what two values must share to be closer than 1"""


class Overlap(NamedTuple):
    """How much of what two people marked is the same; overlaps are added up over units with ``sum_of``."""

    shared: int
    one: int
    other: int

    @property
    def f1(self) -> float | None:
        """2 x shared / (one + other), the mean of precision and recall, whichever of the two is taken for right.

        Where what nobody marked has no number, as words of a text, it is what kappa tends to: Hripcsak, G. and
        Rothschild, A. (2005), "Agreement, the F-Measure, and Reliability in Information Retrieval".

        >>> Overlap(2, 4, 4).f1, Overlap(0, 0, 0).f1 is None
        (0.5, True)
        """
        marked = self.one + self.other
        return 2 * self.shared / marked if marked else None


def sum_of(overlaps: Iterable[Overlap]) -> Overlap:
    """The overlap of all units together.

    >>> sum_of([Overlap(1, 1, 2), Overlap(0, 3, 1)])
    Overlap(shared=1, one=4, other=3)
    """
    told = [Overlap(0, 0, 0), *overlaps]
    return Overlap(*(sum(column) for column in zip(*told, strict=True)))


def exact(one: Spans, other: Spans) -> Overlap:
    """Spans that begin and end alike.

    >>> exact([(0, 4), (9, 12)], [(0, 4), (9, 11)])
    Overlap(shared=1, one=2, other=2)
    """
    return Overlap(len(set(one) & set(other)), len(set(one)), len(set(other)))


def overlapping(one: Spans, other: Spans) -> Overlap:
    """Code points that lie in spans of both; one that several spans of a person hold counts once.

    >>> overlapping([(0, 4), (2, 6)], [(4, 9)])
    Overlap(shared=2, one=6, other=5)
    """
    mine, theirs = ({point for start, end in spans for point in range(start, end)} for spans in (one, other))
    return Overlap(len(mine & theirs), len(mine), len(theirs))
