"""Adding up casualty figures: within one sentence figures add, across sentences they confirm or contradict."""

from __future__ import annotations

from collections.abc import Sequence

from rasd.model.event import Toll
from rasd.model.mention import TollMention

Bounds = tuple[int, int | None]


def total(tolls: Sequence[TollMention], which: str) -> Toll | None:
    """The figure of one cell ("killed" or "wounded") that the toll mentions of one act give together.

    Mentions of one sentence add up; a later sentence that says the same or less exactly adds nothing, one that says
    otherwise widens the range; a revised figure replaces what stood before it.
    """
    by_sentence: dict[int, list[TollMention]] = {}
    for toll in tolls:
        if getattr(toll, which) is not None:
            by_sentence.setdefault(toll.sentence, []).append(toll)
    best: Bounds | None = None
    words: list[TollMention] = []
    for mentions in by_sentence.values():
        revised = [m for m in mentions if m.role == "revised"]
        bounds = _sum([getattr(m, which) for m in (revised[-1:] or mentions)])
        if best is None or revised:
            best, words = bounds, list(revised[-1:] or mentions)
        elif bounds == best:
            continue
        elif is_vague(best) and not is_vague(bounds):
            best, words = bounds, list(mentions)
        elif not is_vague(bounds):
            best = (min(best[0], bounds[0]), _upper(best[1], bounds[1]))
            words += mentions
    if best is None:
        return None
    of = [pair for m in words for pair in m.of]
    return Toll(best[0], best[1], tuple(dict(of).items()), tuple(m.span for m in words))


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
