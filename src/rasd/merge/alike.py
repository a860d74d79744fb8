"""How two places, two sides, two figures stand to each other."""

from __future__ import annotations

from collections.abc import Mapping
from math import asin, cos, radians, sin, sqrt

from rasd.merge.accounts import Side, Spot

Parents = Mapping[str, tuple[str, ...]]
"""actor id -> the ids of what it is a part of, nearest first"""

_SMALL_KM = 5.0
_AND = " and "
_NEAR_KM = 10.0
# A place this many times as wide as another that lies in it is a city around its quarter, not a neighbour.
_ENCLOSES = 3.0

RANK = {
    name: rank
    for rank, name in enumerate(
        ("other_province", "other_place", "part_of_place", "same_area", "near_place", "same_place", "same_small_place")
    )
}


def places_alike(one: Spot, other: Spot) -> str:
    """The feature that two places make.

    >>> RANK["same_place"] > RANK["other_place"]
    True
    """
    if one.country and other.country and one.country != other.country:
        return "other_province"
    alike = bool(one.place_id and one.place_id == other.place_id) or (
        bool(one.name_ar) and one.name_ar == other.name_ar and _may_be_one(one, other)
    )
    if alike:
        # A province or a city that only situates the scene of either is no sign that the scenes are one.
        if one.is_container or other.is_container:
            return "part_of_place"
        if one.precision == 3:
            return "same_area" if other.precision == 3 else "part_of_place"
        return "same_place" if max(one.radius_km, other.radius_km) > _SMALL_KM else "same_small_place"
    is_province_of = one.precision != other.precision and 3 in (one.precision, other.precision)
    if is_province_of and one.admin1 and one.admin1 == other.admin1:
        return "part_of_place"
    distance = _distance(one, other)
    small, large = sorted((one.radius_km, other.radius_km))
    is_around = large >= _ENCLOSES * small
    if distance is not None and distance <= min(_NEAR_KM, large):
        return "part_of_place" if is_around else "near_place"
    if one.admin1 and other.admin1 and one.admin1 != other.admin1:
        return "other_province"
    if distance is not None and distance <= large and is_around:
        return "part_of_place"
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


def kinship(one: Side | None, other: Side | None, parents: Parents) -> int:
    """2 the same, 1 one a part of the other or both parts of one, -1 neither, 0 not both told."""
    if one is None or other is None:
        return 0
    if one.name == other.name or (one.actor_id and one.actor_id == other.actor_id):
        return 2
    if _AND in one.name or _AND in other.name:  # the allies of one account are rivals of none of them
        if set(one.name.split(_AND)) & set(other.name.split(_AND)):
            return 1
    if one.actor_id and other.actor_id:
        mine = (one.actor_id, *parents.get(one.actor_id, ()))
        theirs = (other.actor_id, *parents.get(other.actor_id, ()))
        return 1 if set(mine) & set(theirs) else -1
    return 1 if one.name in other.name or other.name in one.name else -1


def top(figure: tuple[int, int | None]) -> float:
    """The highest that a figure may be."""
    return float("inf") if figure[1] is None else figure[1]


def grew(one: tuple[int, int | None], other: tuple[int, int | None]) -> bool:
    """Tolls of one act told hours apart differ by a few."""
    low, high = sorted((one[0], other[0]))
    return high - low <= max(2, low // 2)
