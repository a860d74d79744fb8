"""Adding up casualty figures: within one sentence figures add, across sentences they confirm or contradict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rasd.model.event import Toll
from rasd.model.mention import TollMention

Bounds = tuple[int, int | None]
Part = tuple[Bounds, list[TollMention]]

# Sides told by a word alone (مسلحون، جنود), which may be the men of a side named elsewhere.
MILITANTS, SOLDIERS = "+militants", "+soldiers"
CIVILIANS = "civilians"
STATE = "state:"


def total(tolls: Sequence[TollMention], sides: Sequence[str], which: str) -> Toll | None:
    """The figure of one cell ("killed" or "wounded") that the toll mentions of one act give together.

    Figures of different sides add up. For one side, mentions of one sentence add up; a later sentence that says the
    same or less exactly adds nothing, one that says otherwise widens the range; a revised figure replaces the earlier.
    """
    pairs = list(_without_singles(tolls, sides, which))
    told = sorted({(t.sentence, t.first): (t, s) for t, s in pairs if getattr(t, which) is not None}.items())
    groups: list[tuple[str, list[TollMention]]] = []
    whole: list[TollMention] = []
    for _, (toll, side) in told:
        if not side:
            whole.append(toll)
        elif (group := _group_of(groups, toll, side, which)) is not None:
            group.append(toll)
        else:
            groups.append((side, [toll]))
    if len(groups) < 2:
        mentions = [toll for _, (toll, _) in told]
        part = _of_one_side(mentions, which) if mentions else None
    else:
        part = _of_all_sides([mentions for _, mentions in groups], whole, which)
    if part is None:
        return None
    (low, high), words = part
    of = dict(pair for mention in words for pair in mention.of)
    return Toll(low, high, tuple(of.items()), tuple(mention.span for mention in words))


def _without_singles(
    tolls: Sequence[TollMention], sides: Sequence[str], which: str
) -> Iterator[tuple[TollMention, str]]:
    """The figures without one person named in a sentence of his own who is among those counted elsewhere."""
    pairs = list(zip(tolls, sides, strict=True))
    counted = [(o, s) for o, s in pairs if not o.is_part and getattr(o, which) not in (None, (0, 0))]
    for toll, side in pairs:
        is_theirs = toll.is_part and not toll.is_added and all(o.sentence != toll.sentence for o, _ in counted)
        low = (getattr(toll, which) or (0, 0))[0]
        others = [getattr(o, which) for o, s in counted if not are_opposed(side, s) and not o.is_added]
        if not is_theirs or not any(not is_vague(other) and other[0] >= low for other in others):
            yield toll, side


def missing(which: str, tolls: Sequence[TollMention]) -> bool:
    """True when none of the mentions says this cell."""
    return all(getattr(toll, which) is None for toll in tolls)


def _group_of(
    groups: Sequence[tuple[str, list[TollMention]]], toll: TollMention, side: str, which: str
) -> list[TollMention] | None:
    """The mentions of the side that the figure is of: by its name, or by the same exact figure told elsewhere."""
    for name, mentions in groups:
        if not are_opposed(name, side):
            return mentions
    bounds = getattr(toll, which)
    for _, mentions in groups:
        if all(m.sentence != toll.sentence for m in mentions) and not is_vague(bounds):
            if any(getattr(m, which) == bounds for m in mentions):
                return mentions
    return None


def are_opposed(a: str, b: str) -> bool:
    """Whether two sides cannot be one: gunmen may be of any side that is no state's, soldiers of any state."""
    if not a or not b or a == b:
        return False
    for one, other in ((a, b), (b, a)):
        if one == MILITANTS and other != CIVILIANS and other != SOLDIERS and not other.startswith(STATE):
            return False
        if one == SOLDIERS and other.startswith(STATE):
            return False
    return True


def _of_all_sides(groups: Sequence[Sequence[TollMention]], whole: Sequence[TollMention], which: str) -> Part | None:
    """The sum over the sides; a figure told of nobody's side in a sentence of its own is the sum told again."""
    alone = [t for t in whole if all(t.sentence != m.sentence for mentions in groups for m in mentions)]
    beside = [t for t in whole if t not in alone]
    first, *others = groups
    parts = [part for side in ([*first, *beside], *others) if (part := _of_one_side(side, which)) is not None]
    bounds = _sum([bounds for bounds, _ in parts])
    words = [mention for _, mentions in parts for mention in mentions]
    for toll in alone:
        other: Bounds = getattr(toll, which)
        if not is_vague(other) and other != (0, 0) and not agree(bounds, other):
            bounds = (min(bounds[0], other[0]), _upper(bounds[1], other[1]))
            words.append(toll)
    return bounds, words


def _of_one_side(tolls: Sequence[TollMention], which: str) -> Part | None:
    by_sentence: dict[int, list[TollMention]] = {}
    for toll in tolls:
        by_sentence.setdefault(toll.sentence, []).append(toll)
    best: Bounds | None = None
    words: list[TollMention] = []
    for mentions in by_sentence.values():
        revised = [m for m in mentions if m.role == "revised"]
        chosen = revised[-1:] or mentions
        bounds = _sum([getattr(m, which) for m in chosen])
        if best is not None and all(m.is_added for m in chosen) and not is_vague(best) and not is_vague(bounds):
            if bounds != best:
                best, words = _sum([best, bounds]), [*words, *chosen]
        elif best is None or revised or (is_vague(best) and not is_vague(bounds)):
            best, words = bounds, list(chosen)
        elif bounds == best or is_vague(bounds):
            continue
        elif agree(best, bounds):
            if bounds[0] == bounds[1] or (best[1] is None and bounds[0] > best[0]):
                best, words = bounds, list(chosen)
        else:
            best = (min(best[0], bounds[0]), _upper(best[1], bounds[1]))
            words += chosen
    return None if best is None else (best, words)


def is_vague(bounds: Bounds) -> bool:
    """A bare plural or "dozens", which an exact figure elsewhere makes precise."""
    return bounds[1] is None and bounds[0] in (0, 1, 20)


def agree(a: Bounds, b: Bounds) -> bool:
    """Whether "at least 20" is said of 21: an open figure and one that it leaves room for, not far above it."""
    if a == b:
        return True
    if a[1] is not None and b[1] is not None:  # "37 dead and wounded" and the nine dead among them
        return any(_is_inside(one, other) for one, other in ((a, b), (b, a)))
    least, other = (a, b) if a[1] is None else (b, a)
    if other[1] is None and other[0] < least[0]:
        least, other = other, least
    return least[0] <= other[0] <= max(least[0] + 2, least[0] * 5 // 4)


def _is_inside(exact: Bounds, span: Bounds) -> bool:
    low, high = span
    return high is not None and low < high and exact[0] == exact[1] and low <= exact[0] <= high


def _sum(all_bounds: Sequence[Bounds]) -> Bounds:
    if len(all_bounds) > 1:
        all_bounds = [b for b in all_bounds if b != (0, 0)] or all_bounds[:1]
    low = sum(b[0] for b in all_bounds)
    return low, None if any(b[1] is None for b in all_bounds) else sum(b[1] or 0 for b in all_bounds)


def _upper(a: int | None, b: int | None) -> int | None:
    return None if a is None or b is None else max(a, b)
