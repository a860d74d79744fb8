"""Words that were written broken (قـ ـتل, انف.جار) or run together (فيعملية, الاحتلالالأسبوع).

Tokens are mended after tokenisation, with the lexicon's help; their offsets stay those of the raw text. Precision
comes first: a word the lexicon knows is never cut, and a cut needs a letter that cannot stand inside a word (ى ة ً) or
known words on its right (and left) side.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from itertools import pairwise

from rasd.model.text import Sentence, Token
from rasd.model.value import dataclass, replace
from rasd.text.letters import SILENT, plain

Known = Callable[[str], bool]
Parts = Sequence[tuple[int, int]]

_SHORTEST = 5
"""A word with fewer letters than this is never cut."""
# Letters that end a word: ى, ة and tanwin with its alef. Behind them at least two letters of the next word.
_ENDING = re.compile(r"(?:[ىة][\u064b-\u0652]*|ا\u064b|\u064bا|[\u064c\u064d])(?=[\u0621-\u064a]{2})")
_HAMZA = re.compile(r"(?:(?:[وفب]?ال)|[بل])?إ(?=[\u0621-\u064a]{3})")
# ... but for pronouns misspelt onto a final letter (مستوىها).
_TAILS = frozenset(["ها", "هم", "هما", "كم", "نا", "هن", "ني"])
_PARTICLES = ("بان", "في", "عن", "من", "مع", "ان", "او")
_NEEDS_ARTICLE = frozenset(["عن", "من", "مع", "ان", "او"])
"""These begin many words of their own (منازل، عناصر، انفجار، معارك): cut only before an alef (the article, استهدف)."""
_CLOSING = frozenset(("ان", "بان", "انه", "انها", "بانه", "بانها", "في", "علي", "الي", "من", "عن"))
"""What runs on from a definite word: مصادر المدينةأن, القواتفي."""
_RUN_ON = frozenset(("مع", "ضد", "عبر", "خلال", "بعد", "قبل", "قرب", "منذ", "حول", "بين"))
"""What runs on from any known word: اشتباكاتمع."""
_TODAY = "اليوم"
"""Any known word runs on from it, however short."""
_SHORTEST_HALF = 4
"""Two known words run together (نفذتمجزرة) have at least so many letters each."""
_LONGEST = 40
_MASKS = frozenset(".*_-~•/|+")
_BROKEN = re.compile(rf"[.*_\-~•/|+ـ](?:(?<=ـ)(?=\W)|(?<!ـ)(?:(?<=[^\W\d].)|(?<=[{SILENT}].))(?=[^\W\d]|[{SILENT}]))")
"""What a broken word leaves in a text: a mark between letters, or a tatweel with no letter behind it."""
_LONGEST_MASKED = 14


def split_glued(word: str, known: Known) -> list[tuple[int, int]] | None:
    """Where the words of an unknown raw word begin and end, or None to leave it whole.

    >>> split_glued("فيعملية", {"عمليه"}.__contains__)
    [(0, 2), (2, 7)]
    >>> split_glued("مراسلةالميادين", set().__contains__)
    [(0, 6), (6, 14)]
    >>> split_glued("الاحتلالالأسبوع", {"الاحتلال", "الاسبوع"}.__contains__)
    [(0, 8), (8, 15)]
    >>> split_glued("مصادرالمدينةأن", {"مصادر", "المدينه"}.__contains__)
    [(0, 5), (5, 12), (12, 14)]
    >>> split_glued("الحاكمبإسقاط", set().__contains__)
    [(0, 6), (6, 12)]
    >>> split_glued("معارضة", {"ارضه"}.__contains__) is None
    True
    """
    cuts = sorted({0, *_endings(word), *_hamzas(word), len(word)})
    parts: list[tuple[int, int]] = []
    for start, end in pairwise(cuts):
        parts.extend((start + first, start + last) for first, last in _parted(word[start:end], known))
    return parts if len(parts) > 1 else None


def _endings(word: str) -> Iterator[int]:
    """Where a letter stands inside the word that can only end one."""
    for match in _ENDING.finditer(word):
        rest = plain(word[match.end() :])
        if match.end() >= 3 and len(rest) >= 2 and rest not in _TAILS:
            yield match.end()


def _hamzas(word: str) -> Iterator[int]:
    """Where إ stands inside the word: it begins one, behind nothing but ال, ب and the like (حاكمهابإسقاط)."""
    for match in _HAMZA.finditer(word):
        before = word[: match.start()]
        if len(before) >= 3 and not before.endswith("لا"):
            yield match.start()


def _by_report(word: str, letters: str, known: Known, words: Collection[str]) -> list[tuple[int, int]]:
    """A word parted before an article or a last في where the parts are known or stand alone elsewhere in the report."""
    if word.endswith("في") and letters[:-2] in words and len(letters) >= _SHORTEST_HALF + 2:
        return [(0, len(word) - 2), (len(word) - 2, len(word))]
    parts = _parted(word, lambda part: part != letters and (part in words or known(part)))
    return parts if len(parts) > 1 else []


def _parted(word: str, known: Known) -> list[tuple[int, int]]:
    """The word cut where every part is known; the word whole when there is no such cut."""
    whole = [(0, len(word))]
    letters = plain(word)
    if not _SHORTEST <= len(letters) <= _LONGEST or known(letters):
        return whole
    places: Sequence[int] = range(len(word))
    if len(letters) != len(word):
        places = [i for i, letter in enumerate(word) if plain(letter)]
        if len(letters) != len(places):
            return whole
    written = [word[i] for i in places]
    parts = _segments(letters, written, known)
    if len(parts) < 2:
        return whole
    starts = [places[sum(map(len, parts[:k]))] if k else 0 for k in range(len(parts))]
    return list(zip(starts, [*starts[1:], len(word)], strict=True))


def _segments(letters: str, written: list[str], known: Known) -> list[str]:
    """Known parts that make up the letters, each joint a frequent one; empty when there are none."""
    for particle in _PARTICLES:
        rest = letters[len(particle) :]
        if not letters.startswith(particle) or len(rest) < 4:
            continue
        noun_behind = particle == "ان" and written[0] == "أ" and written[-1] == "ة" and len(rest) > 4  # أنعملية
        if particle in _NEEDS_ARTICLE and not ((rest[0] == "ا" and len(rest) > 5) or noun_behind):
            continue
        if particle == "في" and not _is_noun_like(rest, written[2:]):
            continue
        if particle == "بان" and written[1] != "أ":
            continue  # بأن with its hamza; without it a name or a word of its own
        parts = _rest(letters, written, len(particle), known)
        if parts:
            return [particle, *parts]
    for at in range(4, len(letters) - 1):
        left, right = letters[:at], letters[at:]
        if right in _CLOSING and left[:2] == "ال" and at > 5 and (right[-2:] != "ان" or written[-2] in "أإ"):
            if known(left):
                return [left, right]
        if (right in _RUN_ON or (left == _TODAY and known(right))) and known(left):
            return [left, right]
    for at in range(4, len(letters) - 1):
        left, right = letters[:at], letters[at:]
        # What the right side may be is told by its first letters; only then are words looked up.
        is_definite = len(right) > 5 and right.startswith(("ال", "وال"))
        is_word = len(right) >= _SHORTEST_HALF and not right.startswith("ال")
        if not (is_definite or is_word) or not known(left):
            continue
        if is_word and known(right):
            return [left, right]
        if is_definite:
            parts = _rest(letters, written, at, known)
            if parts:
                return [left, *parts]
    return []


def _is_noun_like(letters: str, written: list[str]) -> bool:
    """Whether letters behind في can only be a noun: in فيتحقق they are the verb behind "ف"."""
    return (
        written[0] in "أإا"
        or written[-1] == "ة"
        or (len(letters) == 4 and letters[2] in "يو" and letters[0] not in "تن")
        or (len(letters) == 5 and letters[0] == "ت" and letters[3] == "ي" and written[1] != "ا")  # تفجير, not فيتامين
        or letters.startswith("ال")
    )


def _rest(letters: str, written: list[str], at: int, known: Known) -> list[str]:
    rest = letters[at:]
    return [rest] if known(rest) else _segments(rest, written[at:], known)


def _never(word: str) -> bool:
    return False


def _needs_mending(sentence: Sentence, cuts: Mapping[str, Parts]) -> bool:
    if not cuts.keys().isdisjoint(sentence.types):
        return True
    return _BROKEN.search(sentence.raw, sentence.start, sentence.end) is not None


@dataclass(frozen=True, slots=True)
class Mender:
    """Mends sentence after sentence with one lexicon and remembers every word it has decided on."""

    known: Known
    """Whether a plain word stands in the lexicon (without an attached pronoun)."""
    with_pronoun: Known = _never
    """Whether a plain word is one with an attached pronoun: إصاباتهم is not إصاب and اتهم."""
    _whole: set[str] = field(default_factory=set)
    """Raw words that are left whole in every report."""
    _cuts: dict[str, Parts] = field(default_factory=dict)
    """The other raw words; without parts where the rest of a report decides."""

    def all(self, sentences: Iterable[Sentence]) -> list[Sentence]:
        """Every sentence mended; two are made one where the full stop between them stands inside a masked word.

        >>> from rasd.text.sentences import sentences_of
        >>> mender = Mender({"عمليه", "قتل"}.__contains__)
        >>> [t.plain for t in mender.all(sentences_of("قـ ـتل فيعملية"))[0].tokens]
        ['قتل', 'في', 'عمليه']
        """
        out: list[Sentence] = []
        for sentence in sentences:
            before = out[-1] if out else None
            if before is not None and self._runs_on(before, sentence):
                tokens, types = before.tokens + sentence.tokens, before.types | sentence.types
                out[-1] = Sentence(before.index, before.start, sentence.end, tokens, sentence.raw, types)
            else:
                out.append(sentence if sentence.index == len(out) else replace(sentence, index=len(out)))
        cuts = self._cuts_in(out)
        return [self._mended(sentence, cuts) if _needs_mending(sentence, cuts) else sentence for sentence in out]

    def _mended(self, sentence: Sentence, cuts: Mapping[str, Parts]) -> Sentence:
        """The sentence with broken words joined and run-together words parted; itself when there are none."""
        tokens = sentence.tokens
        raw = sentence.raw
        out: list[Token] = []
        is_changed = False
        i = 0
        while i < len(tokens):
            token = tokens[i]
            i += 1
            if token.kind != "word":
                out.append(token)
                continue
            start, end = token.start, token.end
            if i < len(tokens) and (tokens[i].start == end or raw[end - 1] == "ـ"):
                joined = self._joined(tokens, i - 1, raw)
                if joined is not None:
                    out.append(joined[0])
                    i = joined[1]
                    is_changed = True
                    continue
            parts = cuts.get(raw[start:end])
            if parts is None:
                out.append(token)
                continue
            is_changed = True
            for first, last in parts:
                piece = plain(raw[start + first : start + last])
                if piece:
                    out.append(Token(start + first, start + last, piece, "word"))
        return replace(sentence, tokens=tuple(out)) if is_changed else sentence

    def _cuts_in(self, sentences: Sequence[Sentence]) -> dict[str, Parts]:
        """The raw words of a report that run together, with their parts.

        Nearly all words were met before and are whole; what stands alone elsewhere in the report is a word as well.
        """
        doubtful = frozenset().union(*[sentence.types for sentence in sentences]) - self._whole
        found = {written: parts for written in doubtful if (parts := self._parts(written)) is not None}
        if not all(found.values()):
            words = {t.plain for sentence in sentences for t in sentence.tokens if t.end - t.start > 3}
            found = {w: parts or _by_report(w, plain(w), self.known, words) for w, parts in found.items()}
        return {written: parts for written, parts in found.items() if parts}

    def _parts(self, written: str) -> Parts | None:
        """The parts of a raw word, none when the report decides; None for a word that is whole."""
        known = self._cuts.get(written)
        if known is not None:
            return known
        if len(written) >= _SHORTEST and not written[0].isdecimal():
            letters = plain(written)
            parts = tuple(split_glued(written, self.known) or ())
            if parts and self.with_pronoun(letters):
                parts = ()
            if parts or (("ال" in written[4:-2] or written.endswith("في")) and not self.known(letters)):
                self._cuts[written] = parts
                return parts
        self._whole.add(written)
        return None

    def _joined(self, tokens: Sequence[Token], i: int, raw: str) -> tuple[Token, int] | None:
        """One token for the pieces of a masked word that begins at ``i``, and the index behind it."""
        token = tokens[i]
        if i + 1 >= len(tokens):
            return None
        after = tokens[i + 1]
        if after.kind == "word":
            # قـ ـتل: the tatweel on both sides says that the space is not one
            if raw[token.end - 1] == "ـ" and raw[after.start] == "ـ":
                return Token(token.start, after.end, token.plain + after.plain, "word"), i + 2
            return None
        if after.plain not in _MASKS or after.start != token.end or i + 2 >= len(tokens):
            return None
        other = tokens[i + 2]
        if other.kind != "word" or other.start != after.end:
            return None
        return (
            (Token(token.start, other.end, token.plain + other.plain, "word"), i + 3)
            if self._is_masked(token.plain, other.plain)
            else None
        )

    def _is_masked(self, left: str, right: str) -> bool:
        """Whether two pieces around a mark are one word: together known, and not two words of their own."""
        whole = left + right
        return (
            len(whole) <= _LONGEST_MASKED
            and len(whole) > 2
            and (not self.known(left) or not self.known(right))
            and self.known(whole)
        )

    def _runs_on(self, before: Sentence, sentence: Sentence) -> bool:
        if len(before.tokens) < 2 or not sentence.tokens:
            return False
        left, stop = before.tokens[-2:]
        right = sentence.tokens[0]
        return (
            stop.plain == "."
            and left.kind == right.kind == "word"
            and left.end == stop.start
            and stop.end == right.start
            and self._is_masked(left.plain, right.plain)
        )
