"""Accounts that say the very same: copies of one text, versions of one page. What holds of one holds of all.

A page that is updated a hundred times tells its events a hundred times; each two of them are then not compared anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from rasd.merge.accounts import Account

T = TypeVar("T")


def numbered(accounts: Iterable[Account]) -> dict[str, int]:
    """A number for every account, by event id; those that say the same to comparing have the same number.

    >>> from rasd.merge.accounts import account_of
    >>> told = {"report_id": "r", "event_type": "Battles", "sub_event_type": "Armed clash"}
    >>> one, other = (account_of(told | {"event_id": name}, voice=name) for name in "ab")
    >>> numbered([one, other])
    {'a': 0, 'b': 0}
    """
    numbers: dict[tuple[object, ...], int] = {}
    return {one.event_id: numbers.setdefault(_said(one), len(numbers)) for one in accounts}


def _said(one: Account) -> tuple[object, ...]:
    """All that features and relations look at."""
    when = (one.start, one.end, one.published, one.time_precision)
    what = (one.event_type, one.sub_event_type, one.status, one.weapon, one.target, one.count, one.killed, one.wounded)
    answered, within, operation = (words and words.text for words in one.phrases[:0:-1])
    words = (one.trigger, one.words, one.phrases.is_several, answered, within, operation)
    return (*when, *what, one.sides, one.places, *words)


def once(
    accounts: Mapping[str, Account], numbers: Mapping[str, int], look: Callable[[Account, Account], T]
) -> Callable[[str, str], T]:
    """``look`` at two accounts by their event ids, once for all that say the same."""
    seen: dict[tuple[int, int, bool], T] = {}

    def looked(a: str, b: str) -> T:
        one, other = accounts[a], accounts[b]
        key = (numbers[a], numbers[b], one.report_id == other.report_id)
        if key not in seen:
            seen[key] = look(one, other)
        return seen[key]

    return looked
