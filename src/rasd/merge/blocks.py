"""Which accounts may tell of one incident: only those that share a key are ever compared.

A key is a stretch of days with a place or, for an account without a place, with a side. Days are cut into stretches of
``STRETCH`` days and an account carries the key of every stretch that it touches, a day to either side, so that two
accounts a day apart always share one. The number of accounts that share a key grows with how much is told of a place
in a week, not with the size of the store.
"""

from __future__ import annotations

from datetime import timedelta

from rasd.merge.accounts import Account

STRETCH = 4
"""days"""
# An act dated by a month or a year is looked for only among acts dated as loosely: its stretches would be everywhere.
_LONGEST = timedelta(days=14)
_GROUPS = {"Protests": "crowd", "Riots": "crowd", "Strategic developments": "other"}


def block_keys(account: Account) -> frozenset[str]:
    """The keys of an account; none when it says neither when nor where nor who.

    >>> from rasd.merge.accounts import account_of
    >>> told = {"event_id": "e", "report_id": "r", "event_type": "Battles", "sub_event_type": "Armed clash",
    ...     "places": [{"name": "Aden", "country": "YE", "admin1": "Aden", "geo_precision": 1}],
    ...     "date": {"start": "2015-07-20", "end": "2015-07-20"}}
    >>> sorted(block_keys(account_of(told, voice="r")))
    ['force YE/Aden 183949', 'force YE/Aden 183950']
    """
    group = _GROUPS.get(account.event_type, "force")
    return frozenset(f"{group} {where} {when}" for where in _wheres(account) for when in _whens(account))


def _wheres(account: Account) -> list[str]:
    wheres = []
    for spot in account.places:
        if spot.admin1:
            wheres.append(f"{spot.country}/{spot.admin1}")
        elif spot.country:
            wheres.append(f"{spot.country}")
        if not spot.admin1 and spot.name_ar:  # a place no table has, or one without a province
            wheres.append(f"= {spot.name_ar}")
    if not wheres:
        wheres = [f"by {side.name}" for side in account.sides if side is not None and side.kind != "civilians"]
    return wheres


def _whens(account: Account) -> list[str]:
    days = account.days
    if days is None:
        return ["undated"]
    first, last = days
    if last - first > _LONGEST:
        return [f"{first:%Y} {last:%Y}"]
    start = (first - timedelta(days=1)).toordinal() // STRETCH
    end = (last + timedelta(days=1)).toordinal() // STRETCH
    return [str(stretch) for stretch in range(start, end + 1)]
