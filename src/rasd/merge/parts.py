"""Which account tells of a part of what another tells, where the words say so."""

from __future__ import annotations

from rasd.merge.accounts import Account
from rasd.merge.alike import RANK, Parents, grew, kinship, places_alike, top
from rasd.merge.phrases import names_of

_WIDE_KM, _WIDE = 10.0, 3
"""a place this wide, or a province, holds others"""


def is_part(a: Account, b: Account, parents: Parents) -> bool:
    """Whether the words say that a tells of a part of what b tells: one of the raids, an act within the operation.

    A part lies within the days and the places of the whole, is done by its doer or by a part of it, and has not the
    whole's dead.
    """
    is_within = _is_within(a, b)
    if not (is_within or _is_one_of(a, b)):
        return False
    if a.start is None or b.start is None or a.end is None or b.end is None:
        return False
    if a.start < b.start or a.end > b.end or not _lies_in(a, b):
        return False
    if a.killed is not None and b.killed is not None and a.killed[0] > 0 and top(a.killed) >= b.killed[0]:
        return False
    doers = kinship(a.sides[0], b.sides[0], parents)
    return doers > 0 or (doers == 0 and (is_within or a.report_id == b.report_id))


def _is_one_of(a: Account, b: Account) -> bool:
    """غارة of ١٢ غارة; where neither is numbered, the far fewer dead at one of several places."""
    if a.sub_event_type != b.sub_event_type or not a.sub_event_type or not (b.phrases.is_several or _scenes(b) > 1):
        return False
    if b.count is not None and b.count > 1:
        return a.count < b.count if a.count is not None else not a.phrases.is_several
    if a.phrases.is_several or a.killed is None or b.killed is None:
        return False
    return not grew(a.killed, b.killed)


def _scenes(account: Account) -> int:
    return sum(not spot.is_container for spot in account.places)


def _is_within(a: Account, b: Account) -> bool:
    """ضمن عملية النصر of عملية النصر; an operation without a name is known by its place and its doer."""
    if a.phrases.within is None or b.phrases.operation is None:
        return False
    mine, theirs = names_of(a.phrases.within), names_of(b.phrases.operation)
    if mine and theirs:
        return bool(mine & theirs)
    return a.sides[0] is not None and b.sides[0] is not None


def _lies_in(a: Account, b: Account) -> bool:
    """Every scene of a in one of b's, and b's are more than that: further scenes, or a place around it."""
    if not a.places or not b.places:
        return False
    best = [max((places_alike(one, other) for other in b.places), key=RANK.__getitem__) for one in a.places]
    if not all(name in ("same_small_place", "same_place", "part_of_place", "same_area") for name in best):
        return False
    return _scenes(b) > _scenes(a) or all(spot.precision == _WIDE or spot.radius_km > _WIDE_KM for spot in b.places)
