"""Words by which an account says that it tells of several acts, of a part of one, or of an answer to another.

They are taken from the sentence that names the event, where the report's text is at hand, and kept with the account.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from rasd.lexicon.clitics import without_proclitics
from rasd.lexicon.rows import DATA, read_rows
from rasd.model.text import Token
from rasd.text.letters import plain
from rasd.text.tokens import tokens_of

_BETWEEN = 3
"""words between "within" and the operation: ضمن المرحلة الثانية من عملية"""
_NAME = 3
"""words behind an operation that may be its name"""
_ANSWERED = 10
"""words behind "in reply to" in which the act answered is named"""
_TO = frozenset("علي انتقاما ثارا للانتقام للثار".split())
_SMALL = frozenset("في علي من الي ضد عن مع ان التي الذي اليوم امس".split())
Record = Mapping[str, Any]


class Words(NamedTuple):
    """A stretch of the report; offsets as in EVENT.md."""

    start: int
    end: int
    text: str


class Phrases(NamedTuple):
    """What the words of an account say of other acts."""

    is_several: bool = False
    """the act is told in a plural, or numbered: three raids"""
    operation: Words | None = None
    """the act is an operation, with its name: عملية النصر"""
    within: Words | None = None
    """the act is part of one: ضمن عملية النصر"""
    answered: Words | None = None
    """the act answers one that this report does not tell: على قصف القرية"""

    def as_list(self) -> list[Any]:
        """As it is stored."""
        return [self.is_several, *(list(one) if one else None for one in self[1:])]


NONE = Phrases()


def phrases_from(stored: Sequence[Any] | None) -> Phrases:
    """The phrases as they were stored.

    >>> phrases_from(Phrases(True, None, Words(3, 8, "ضمن")).as_list())
    Phrases(is_several=True, operation=None, within=Words(start=3, end=8, text='ضمن'), answered=None)
    """
    if not stored:
        return NONE
    return Phrases(bool(stored[0]), *(Words(*one) if one else None for one in stored[1:]))


def phrases_of(record: Record, text: str, bounds: tuple[int, int]) -> Phrases:
    """The phrases of the sentence between the bounds, which names the event."""
    trigger = record["trigger"]
    tokens = tokens_of(text, *bounds)
    named = [token for token in tokens if trigger["start"] <= token.start < trigger["end"]]
    count = (record.get("count") or {}).get("value") or 1
    several = count > 1 or any(_is(token, "several") for token in named)
    return Phrases(several, _operation(text, tokens, trigger), _within(text, tokens), _answered(record, text))


def names_of(words: Words) -> frozenset[str]:
    """What an operation is called, without what only says of which kind it is.

    >>> sorted(names_of(Words(0, 0, "ضمن عملية النصر العسكرية"))), sorted(names_of(Words(0, 0, "عملية أمنية واسعة في")))
    (['نصر'], [])
    """
    tokens = [token for token in tokens_of(words.text) if token.kind == "word"]
    kinds = ("operation", "within", "plain")
    return frozenset(
        _bare(token) for token in tokens if token.plain not in _SMALL and not any(_is(token, kind) for kind in kinds)
    )


def _operation(text: str, tokens: Sequence[Token], trigger: Record) -> Words | None:
    """The operation that the trigger names, with the words behind it."""
    for number, token in enumerate(tokens):
        if trigger["start"] <= token.start < trigger["end"] and _is(token, "operation"):
            if any(_is(before, "within") for before in tokens[max(0, number - _BETWEEN) : number]):
                return None
            return _stretch(text, tokens, number, number + 1 + _NAME)
    return None


def _within(text: str, tokens: Sequence[Token]) -> Words | None:
    for number, token in enumerate(tokens):
        if not _is(token, "within"):
            continue
        for at in range(number + 1, min(number + 2 + _BETWEEN, len(tokens))):
            if tokens[at].kind == "mark":
                break
            if _is(tokens[at], "operation"):
                return _stretch(text, tokens, number, at + 1 + _NAME)
    return None


def _stretch(text: str, tokens: Sequence[Token], first: int, last: int) -> Words:
    """From one token to another, ending before a mark that only pauses and before a small word."""
    end = first + 1
    seen = False
    while end < min(last, len(tokens)) and (tokens[end].kind == "word" or tokens[end].plain in "\"'«»"):
        seen = seen or _is(tokens[end - 1], "operation")
        if seen and tokens[end].plain in _SMALL:
            break
        end += 1
    start = tokens[first].start
    return Words(start, tokens[end - 1].end, text[start : tokens[end - 1].end])


def _answered(record: Record, text: str) -> Words | None:
    """The words behind those of reply, where the coder found no act of the report that they name."""
    for problem in record.get("problems") or ():
        if problem["code"] == "unknown_answered_act" and problem["evidence"] and _points(problem["evidence"][0]):
            start = problem["evidence"][0]["end"]
            tokens = tokens_of(text, start, min(len(text), start + 200))
            words: list[Token] = []
            for token in tokens[:_ANSWERED]:
                if token.plain in ("،", ".", "؛", ":", "!", "؟"):
                    break
                words.append(token)
            if words:
                return Words(words[0].start, words[-1].end, text[words[0].start : words[-1].end])
    return None


def _points(cue: Record) -> bool:
    """ردا على، انتقاما من: what is answered comes next, where behind ردت القوات ب comes the answer."""
    return bool(_TO.intersection(plain(word) for word in cue["text"].split()))


def _is(token: Token, sense: str) -> bool:
    return any(rest in _words()[sense] for rest in rests(token.plain))


def _bare(token: Token) -> str:
    """The word without its article and what is written before it."""
    return min(rests(token.plain), key=len)


def rests(word: str) -> list[str]:
    """The word, and what is left of it without what is written onto it: before it, or the alif of an accusative."""
    rests = [rest for rest, _ in without_proclitics(word)]
    return rests + [rest[:-1] for rest in rests if rest.endswith("ا") and len(rest) > 3]


@cache
def _words() -> Mapping[str, frozenset[str]]:
    """sense -> its words, folded: data/wholes.csv."""
    found: dict[str, set[str]] = {}
    for _, row in read_rows(DATA / "wholes.csv", "wholes.csv"):
        found.setdefault(row["sense"], set()).add(plain(row["lemma"]))
    return {sense: frozenset(words) for sense, words in found.items()}
