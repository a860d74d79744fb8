"""How two accounts belong together without telling of one act: one is a part of the other, or answers it.

Both need words that say so (``phrases``); likeness alone makes no relation.
"""

from __future__ import annotations

from datetime import timedelta

from rasd.lexicon.clitics import bare
from rasd.merge.accounts import Account
from rasd.merge.alike import Parents, kinship
from rasd.merge.parts import is_part
from rasd.merge.phrases import Words
from rasd.text.letters import plain

_SOON = timedelta(days=7)
"""how long behind an act an answer to it may come"""
_STEM = 3
"""letters by which قصف and قصفت are one word"""
_UNSAID = frozenset({"denied", "threatened"})
BACK = {"part_of": "has_part", "has_part": "part_of", "answers": "answered_by", "answered_by": "answers"}
"""each relation, seen from the other side"""


def relation(a: Account, b: Account, parents: Parents) -> str | None:
    """What a is to b: part_of, has_part, answers, answered_by; None when the words say nothing.

    >>> BACK[BACK["part_of"]]
    'part_of'
    """
    if is_part(a, b, parents):
        return "part_of"
    if is_part(b, a, parents):
        return "has_part"
    if a.report_id == b.report_id:  # an answer within a report is the coder's to find
        return None
    if a.phrases.answered and _answers(a, b, a.phrases.answered, parents):
        return "answers"
    if b.phrases.answered and _answers(b, a, b.phrases.answered, parents):
        return "answered_by"
    return None


def _answers(a: Account, b: Account, named: Words, parents: Parents) -> bool:
    """Whether b is the act that a says it answers: the other way round, before it, and named by place or kind."""
    if b.status in _UNSAID or b.phrases.answered or a.days is None or b.days is None:
        return False
    if b.days[0] > a.days[1] or a.days[0] - b.days[1] > _SOON:
        return False
    (doer, hit), (their_doer, their_hit) = a.sides, b.sides
    if kinship(doer, their_doer, parents) > 0:
        return False
    if kinship(hit, their_doer, parents) <= 0 and kinship(doer, their_hit, parents) <= 0:
        return False
    words = {bare(plain(word)) for word in named.text.split()}
    places = {word for spot in b.places for word in spot.name_ar.split()}
    if places & words:
        return True
    return not _names_a_place(a, b, words) and any(_alike(word, other) for word in words for other in _kind(b))


def _names_a_place(a: Account, b: Account, words: set[str]) -> bool:
    """Whether the words behind those of reply name a scene of the answer, and so not of what is answered."""
    return bool(words & {word for spot in a.places for word in spot.name_ar.split()})


def _kind(account: Account) -> list[str]:
    return [bare(plain(word)) for word in account.trigger.split()]


def _alike(word: str, other: str) -> bool:
    return len(word) >= _STEM and len(other) >= _STEM and word[:_STEM] == other[:_STEM]
