"""Which accounts may tell of one incident: only those are ever compared of which one looks up a key that the other has.

A key is a stretch of days with a place. Days are cut into stretches of ``STRETCH`` days and an account has the key of
every stretch that it touches, a day to either side, so that two accounts a day apart always share one. The number of
accounts with a key grows with how much is told of a place in a week, not with the size of the store.

An account without a place is looked for by its sides, or else by its dead; those with a place are found by the same,
under another name, so that they do not all meet one another for having a side in common. An account that answers an
act elsewhere is found by its sides too.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from rasd.merge.accounts import Account

STRETCH = 4
"""days"""
# An act dated by a longer span is looked for by months, and so is one that is told long after it.
_LONGEST = timedelta(days=14)
_MONTHS = 3
_LONG_AGO = timedelta(days=60)
_FEW = 2
_SOON = timedelta(days=7)
_GROUPS = {"Protests": "crowd", "Riots": "crowd", "Strategic developments": "other"}


def block_keys(account: Account) -> frozenset[str]:
    """The keys that an account has; none when it says neither when nor where nor who.

    >>> from rasd.merge.accounts import account_of
    >>> told = {"event_id": "e", "report_id": "r", "event_type": "Battles", "sub_event_type": "Armed clash",
    ...     "places": [{"name": "Aden", "country": "YE", "admin1": "Aden", "geo_precision": 1}],
    ...     "date": {"start": "2015-07-20", "end": "2015-07-20"}}
    >>> sorted(block_keys(account_of(told, voice="r")))
    ['force YE/Aden 183949', 'force YE/Aden 183950']
    """
    group = _group(account)
    whens = _whens(account)
    wheres = _wheres(account)
    if not wheres:
        return frozenset(f"{group} nowhere {who} {when}" for who in _whos(account) for when in whens)
    keys = {f"{group} {where} {when}" for where in wheres for when in whens}
    if account.phrases.operation:  # an operation has acts of force for its parts, whatever it is called itself
        keys |= {f"force {where} {when}" for where in wheres for when in whens}
    keys |= {f"{group} somewhere {who} {when}" for who in _whos(account) for when in whens}
    return frozenset(keys | set(_answering(account)))


def looked_up(account: Account) -> frozenset[str]:
    """The keys of accounts that an account is compared with; looking up is mutual."""
    group = _group(account)
    keys = {key for key in block_keys(account) if " somewhere " not in key and not key.startswith("answers ")}
    other = "nowhere" if _wheres(account) else "somewhere"
    keys |= {f"{group} {other} {who} {when}" for who in _whos(account) for when in _whens(account)}
    if group == "force":
        keys |= {f"answers {who} {when}" for who in _sides(account) for when in _whens(account)}
        keys |= {key.replace("answers ", "force somewhere ", 1) for key in _answering(account)}
    return frozenset(keys)


def _group(account: Account) -> str:
    return _GROUPS.get(account.event_type, "force")


def _wheres(account: Account) -> list[str]:
    wheres = []
    for spot in account.places:
        if spot.admin1:
            wheres.append(f"{spot.country}/{spot.admin1}")
        elif spot.country:
            wheres.append(f"{spot.country}")
        if not spot.admin1 and spot.name_ar:  # a place no table has, or one without a province
            wheres.append(f"= {spot.name_ar}")
    return wheres


def _whos(account: Account) -> list[str]:
    """Its sides; without any, its dead, when they are more than a few."""
    sides = _sides(account)
    killed = account.killed
    return sides or ([f"killed {killed[0]}"] if killed is not None and killed[0] > _FEW else [])


def _sides(account: Account) -> list[str]:
    return [f"by {side.name}" for side in account.sides if side is not None and side.kind != "civilians"]


def _answering(account: Account) -> Iterator[str]:
    """Keys of the days before, for an account whose words of reply name an act that its report does not tell."""
    if account.phrases.answered and account.days is not None and _wheres(account):
        first, last = account.days
        for who in _sides(account):
            for stretch in range((first - _SOON).toordinal() // STRETCH, last.toordinal() // STRETCH + 1):
                yield f"answers {who} {stretch}"


def _whens(account: Account) -> list[str]:
    days = account.days
    if days is None:
        return ["undated"]
    first, last = days
    if last - first > _LONGEST:
        months = _months(first, last)
        return months if len(months) <= _MONTHS else [f"{first:%Y} {last:%Y}"]
    start = (first - timedelta(days=1)).toordinal() // STRETCH
    end = (last + timedelta(days=1)).toordinal() // STRETCH
    whens = [str(stretch) for stretch in range(start, end + 1)]
    if account.published is not None and account.published - last > _LONG_AGO:
        whens += _months(first, last)
    return whens


def _months(first: date, last: date) -> list[str]:
    """2017-11, 2017-12."""
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [f"{number // 12}-{number % 12 + 1:02}" for number in numbers]
