"""Adding up casualty figures: within one sentence figures add, across sentences they confirm or contradict."""

from __future__ import annotations

from collections.abc import Sequence

from rasd.model.event import Toll
from rasd.model.mention import TollMention

Bounds = tuple[int, int | None]


def total(tolls: Sequence[TollMention], sides: Sequence[str], which: str) -> Toll | None:
    """The figure of one cell ("killed" or "wounded") that the toll mentions of one act give together.

    Figures of different sides add up. For one side, mentions of one sentence add up; a later sentence that says the
    same or less exactly adds nothing, one that says otherwise widens the range; a revised figure replaces the earlier.
    """
    told = [(t, s) for t, s in zip(tolls, sides, strict=True) if getattr(t, which) is not None]
    named = list(dict.fromkeys(s for _, s in told if s))
    groups: list[list[TollMention]] = [
        [t for t, s in told if s == side or (not s and number == 0)] for number, side in enumerate(named)
    ] or [[t for t, _ in told]]
    parts = [part for group in groups if (part := _of_one_side(group, which)) is not None]
    if not parts:
        return None
    low, high = _sum([bounds for bounds, _ in parts])
    words = [mention for _, mentions in parts for mention in mentions]
    of = dict(pair for mention in words for pair in mention.of)
    return Toll(low, high, tuple(of.items()), tuple(mention.span for mention in words))


def _of_one_side(tolls: Sequence[TollMention], which: str) -> tuple[Bounds, list[TollMention]] | None:
    by_sentence: dict[int, list[TollMention]] = {}
    for toll in tolls:
        by_sentence.setdefault(toll.sentence, []).append(toll)
    best: Bounds | None = None
    words: list[TollMention] = []
    for mentions in by_sentence.values():
        revised = [m for m in mentions if m.role == "revised"]
        chosen = revised[-1:] or mentions
        bounds = _sum([getattr(m, which) for m in chosen])
        if best is None or revised or (is_vague(best) and not is_vague(bounds)):
            best, words = bounds, list(chosen)
        elif bounds != best and not is_vague(bounds):
            best = (min(best[0], bounds[0]), _upper(best[1], bounds[1]))
            words += chosen
    return None if best is None else (best, words)


def is_vague(bounds: Bounds) -> bool:
    """A bare plural or "dozens", which an exact figure elsewhere makes precise."""
    return bounds[1] is None and bounds[0] in (0, 1, 20)


def _sum(all_bounds: Sequence[Bounds]) -> Bounds:
    if len(all_bounds) > 1:
        all_bounds = [b for b in all_bounds if b != (0, 0)] or all_bounds[:1]
    low = sum(b[0] for b in all_bounds)
    return low, None if any(b[1] is None for b in all_bounds) else sum(b[1] or 0 for b in all_bounds)


def _upper(a: int | None, b: int | None) -> int | None:
    return None if a is None or b is None else max(a, b)
