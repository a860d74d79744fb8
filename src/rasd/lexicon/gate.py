"""Whether a report tells of armed conflict at all: one look at each written word, before anything else is done.

Most of what newspapers print is of something else. A text is weighed in stretches: words that can name an event and
words that keep them company (weapons, forces, armed groups, the dead) must be dense enough in one of them; how dense,
and which words, is said in data/gate.toml.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any, NamedTuple

from rasd.lexicon.actors import ActorIndex
from rasd.lexicon.clitics import PRONOUN_ENDS, bare, without_proclitics, without_pronoun
from rasd.lexicon.read import Lexicon
from rasd.lexicon.rows import DATA
from rasd.text.letters import plain
from rasd.text.tokens import tokens_of

_TRIGGER, _TELLING, _OPENER = 1, 2, 4
_KINDS = {"weapon": 8, "person": 16, "target": 32, "toll": 64, "head": 128, "name": 256}
_COMPANY = sum(_KINDS.values())
# What a written word weighs: it can name an event, it keeps company.
_WEIGHT = [bool(value & _TRIGGER) + bool(value & _COMPANY) for value in range(_COMPANY + 8)]
_MOST_WORDS = 400_000
_MARKS = "،.,؛:;!؟?\"'«»“”()[]{}…-–/*"


class _Rule(NamedTuple):
    everyday: frozenset[str]
    stretch: int
    said: float
    in_passing: float
    company: dict[str, frozenset[str]]

    def keeps_company(self, kind: str, sense: str) -> bool:
        senses = self.company.get(kind, frozenset())
        return sense in senses or ("*" in senses and "-" + sense not in senses)


@cache
def _rule() -> _Rule:
    with (DATA / "gate.toml").open("rb") as file:
        told = tomllib.load(file)
    company = {kind: frozenset(senses) for kind, senses in told["company"].items()}
    return _Rule(frozenset(told["everyday"]), told["stretch"], told["said"], told["in_passing"], company)


class Gate(dict[str, int]):
    """Written word -> what it tells, as bits; made for each word when it is first met.

    >>> from rasd.lexicon import load
    >>> from rasd.lexicon.actors import actor_index
    >>> gate = Gate(load(), actor_index(), frozenset(["strike", "attack"]))
    >>> gate.lets_pass("قصفت المدفعية أطراف البلدة."), gate.lets_pass("بحث الوزيران سبل التعاون.")
    (True, False)
    """

    def __init__(self, lexicon: Lexicon, actors: ActorIndex, triggers: Iterable[str]) -> None:
        super().__init__()
        self._lexicon = lexicon
        self._actors = actors
        self._triggers = frozenset(triggers)
        self._of_entry = [self._sense(kind, sense) for kind, _, sense, *_ in lexicon.entries]
        self._phrases = self._phrase_seconds()
        self._told = self._actor_words()
        # With and without the article, so that a stem is looked up as it is written.
        bares = [*self._phrases, *self._told]
        articles = ["ال" + key for key in bares] + ["وال" + key[1:] for key in bares if key[0] == "و"]
        self._bares = frozenset(bares + articles)
        self._openers: dict[str, tuple[dict[str, int], ...]] = {}

    def lets_pass(self, text: str) -> bool:
        """Whether the text is worth reading."""
        words = text.split()
        if len(self) > _MOST_WORDS:
            self.clear()
            self._openers.clear()
        values = list(map(self.__getitem__, words))
        # even stretches: a short one at the end would pass with a single word
        stretch = -(-len(words) // max(1, len(words) // _rule().stretch)) or 1
        return any(self._is_telling(words, values, first, first + stretch) for first in range(0, len(words), stretch))

    def _is_telling(self, words: list[str], values: list[int], first: int, last: int) -> bool:
        rule = _rule()
        told = list(filter(None, values[first:last]))
        words_here = min(len(words), last) - first
        if len(told) * 200 < words_here * rule.said:  # no word weighs more than two
            return False
        weight = kinds = openers = 0
        for value in told:
            weight += _WEIGHT[value]
            kinds |= value
            openers += (value & _OPENER) > 0
        if (weight + openers) * 100 < words_here * rule.said:
            return False
        if kinds & _OPENER and not (kinds & _TELLING and kinds & _TRIGGER):
            for i in range(first, min(last, len(values)) - 1):
                if values[i] & _OPENER:
                    bits = self._phrase_at(words[i], words[i + 1])
                    weight += bool(bits)
                    kinds |= bits
        if not kinds & _TRIGGER:
            return False
        said = kinds & _TELLING or (kinds & _COMPANY).bit_count() > 1
        return weight * 100 >= words_here * (rule.said if said else rule.in_passing)

    def __missing__(self, written: str) -> int:
        core = written.strip(_MARKS)
        if not core or core.isdecimal():
            value = 0
        elif core.isalpha():
            value = self[core] if core != written else self._word(plain(core))
        else:
            value = 0
            words = [token.plain for token in tokens_of(written) if token.kind == "word"]
            for word in words:
                value |= self._word(word)
            if len(words) > 1 and not value & _TRIGGER:  # انف.جار
                value |= self._word("".join(words))
        self[written] = value
        return value

    def _word(self, word: str) -> int:
        if len(word) < 2:
            return 0
        value = 0
        forms, of_entry, bares = self._lexicon.forms, self._of_entry, self._bares
        has_pronoun = word[-1] in PRONOUN_ENDS
        hope = 0  # what the word tells if its forms may take what is written on it
        for stem, proclitics in without_proclitics(word):
            if stem in bares:
                key = bare(stem)
                if "س" not in proclitics:
                    value |= self._told.get(key, 0)
                if key in self._phrases:
                    value |= _OPENER
            if stem in forms:
                for number, _ in forms[stem]:
                    hope |= of_entry[number]
            if has_pronoun:
                for base, _ in without_pronoun(stem):
                    if base in forms:
                        for number, _ in forms[base]:
                            hope |= of_entry[number]
        if hope:
            for entry, *_ in self._lexicon.read(word):
                value |= self._sense(entry.kind, entry.sense)
        return value

    def _actor_words(self) -> dict[str, int]:
        """Bare word -> whether it is the head of an actor's phrase or an actor's name that keeps company."""
        told: dict[str, int] = {}
        for key, word in self._actors.words.items():
            if _rule().keeps_company("head", word.sense):
                told[key] = _KINDS["head"]
        for key, names in self._actors.names.items():
            if " " not in key and any(
                name.form not in ("country", "capital")
                and name.ambiguous != "common"
                and _rule().keeps_company("name", self._actors.actors[name.actor_id].kind)
                for name in names
            ):
                told[key] = told.get(key, 0) | _KINDS["name"]
        return told

    def _sense(self, kind: str, sense: str) -> int:
        if kind in ("verb", "noun"):
            if sense not in self._triggers:
                return 0
            return _TRIGGER if sense in _rule().everyday else _TRIGGER | _TELLING
        return _KINDS[kind] if kind in _KINDS and _rule().keeps_company(kind, sense) else 0

    def _phrase_at(self, one: str, two: str) -> int:
        rows = self._openers.get(one)
        if rows is None:
            stems = [bare(stem) for stem, _ in without_proclitics(_first_word(one))]
            rows = self._openers[one] = tuple(self._phrases[stem] for stem in stems if stem in self._phrases)
        if not rows:
            return 0
        follower = _bare_first_word(two)
        return max(row.get(follower, 0) for row in rows)

    def _phrase_seconds(self) -> dict[str, dict[str, int]]:
        """First and second bare word of the phrases that can name an event."""
        seconds: dict[str, dict[str, int]] = {}
        entries: list[Any] = self._lexicon.entries
        for key, forms in self._lexicon.phrases.items():
            value = 0
            for number, _ in forms:
                value |= self._sense(entries[number][0], entries[number][2])
            if value & _TRIGGER:
                one, two = key.split(" ", 2)[:2]
                row = seconds.setdefault(one, {})
                row[two] = row.get(two, 0) | value
        return seconds


def _first_word(written: str) -> str:
    return next((token.plain for token in tokens_of(written) if token.kind == "word"), written)


@lru_cache(maxsize=20_000)
def _bare_first_word(written: str) -> str:
    return bare(_first_word(written))
