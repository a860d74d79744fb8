"""Words that were written broken (قـ ـتل, انف.جار) or run together (فيعملية, الاحتلالالأسبوع).

Tokens are mended after tokenisation, with the lexicon's help; their offsets stay those of the raw text. Precision
comes first: a word the lexicon knows is never cut, and a cut needs a letter that cannot stand inside a word (ى ة ً) or
known words on its right (and left) side.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from rasd.model.text import Sentence, Token
from rasd.text.letters import plain

Known = Callable[[str], bool]

_SHORTEST = 5
"""A word with fewer letters than this is never cut."""
# Letters that end a word: ى, ة and tanwin with its alef. Behind them at least two letters of the next word.
_ENDING = re.compile(r"(?:[ىة][\u064b-\u0652]*|ا\u064b|\u064bا|[\u064c\u064d])(?=[\u0621-\u064a]{2})")
# ... but for pronouns misspelt onto a final letter (مستوىها).
_TAILS = frozenset(["ها", "هم", "هما", "كم", "نا", "هن", "ني"])
_PARTICLES = ("علي", "الي", "بان", "في", "عن", "من", "مع", "ان", "او")
_NEEDS_ARTICLE = frozenset(["عن", "من", "مع", "ان", "او"])
"""These begin many words of their own (منازل، عناصر، انفجار، معارك): cut only before the article."""
_MASKS = frozenset(".*_-~•/|+")
_LONGEST_MASKED = 14


def split_glued(word: str, known: Known) -> list[tuple[int, int]] | None:
    """Where the words of an unknown raw word begin and end, or None to leave it whole.

    >>> split_glued("فيعملية", {"عمليه"}.__contains__)
    [(0, 2), (2, 7)]
    >>> split_glued("مراسلةالميادين", set().__contains__)
    [(0, 6), (6, 14)]
    >>> split_glued("الاحتلالالأسبوع", {"الاحتلال", "الاسبوع"}.__contains__)
    [(0, 8), (8, 15)]
    >>> split_glued("معارضة", {"ارضه"}.__contains__) is None
    True
    """
    cut = _cut_of(word, known)
    if not cut:
        return None
    left = split_glued(word[:cut], known) or [(0, cut)]
    right = split_glued(word[cut:], known) or [(0, len(word) - cut)]
    return left + [(cut + start, cut + end) for start, end in right]


def _cut_of(word: str, known: Known) -> int:
    """The first good cut, 0 for none."""
    for match in _ENDING.finditer(word):
        rest = plain(word[match.end() :])
        if match.end() >= 3 and len(rest) >= 2 and rest not in _TAILS:
            return match.end()
    letters = plain(word)
    if len(letters) < _SHORTEST or known(letters) or len(letters) != len(word):
        return 0  # a vowelled word is left whole: its letters and offsets do not run in step
    for particle in _PARTICLES:
        rest = letters[len(particle) :]
        if letters.startswith(particle) and len(rest) >= 4 and known(rest):
            # الي and علي are written with ى, so what reached this point may be a name or a word with ي
            if particle in _NEEDS_ARTICLE and not rest.startswith("ال"):
                continue
            return len(particle)
    for at in range(3, len(letters) - 4):
        opening = letters[at : at + 3]
        if (opening.startswith("ال") or opening == "وال") and known(letters[at:]) and known(letters[:at]):
            return at
    return 0


@dataclass(frozen=True, slots=True)
class Mender:
    """Mends sentence after sentence with one lexicon and remembers every word it has decided on."""

    known: Known
    """Whether a plain word stands in the lexicon (without an attached pronoun)."""
    _cuts: dict[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)

    def __call__(self, sentence: Sentence) -> Sentence:
        """The sentence with broken words joined and run-together words parted; itself when there are none.

        >>> from rasd.text.sentences import sentences_of
        >>> mender = Mender({"عمليه", "قتل"}.__contains__)
        >>> [t.plain for t in mender(sentences_of("قـ ـتل فيعملية")[0]).tokens]
        ['قتل', 'في', 'عمليه']
        """
        tokens = sentence.tokens
        raw = sentence.raw
        out: list[Token] = []
        is_changed = False
        cuts = self._cuts
        i = 0
        while i < len(tokens):
            token = tokens[i]
            if token.kind != "word":
                out.append(token)
                i += 1
                continue
            joined = self._joined(tokens, i, raw)
            if joined is not None:
                out.append(joined[0])
                i = joined[1]
                is_changed = True
                continue
            i += 1
            if token.end - token.start < _SHORTEST:
                out.append(token)
                continue
            written = raw[token.start : token.end]
            parts = cuts.get(written)
            if parts is None:
                parts = cuts[written] = tuple(split_glued(written, self.known) or ())
            if not parts:
                out.append(token)
                continue
            is_changed = True
            for start, end in parts:
                piece = plain(written[start:end])
                if piece:
                    out.append(Token(token.start + start, token.start + end, piece, "word"))
        return replace(sentence, tokens=tuple(out)) if is_changed else sentence

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

    def all(self, sentences: Iterable[Sentence]) -> list[Sentence]:
        """Every sentence mended; two are made one where the full stop between them stands inside a masked word."""
        out: list[Sentence] = []
        for sentence in sentences:
            before = out[-1] if out else None
            if before is not None and self._runs_on(before, sentence):
                tokens = before.tokens + sentence.tokens
                out[-1] = Sentence(before.index, before.start, sentence.end, tokens, sentence.raw)
            else:
                out.append(sentence if sentence.index == len(out) else replace(sentence, index=len(out)))
        return [self(sentence) for sentence in out]

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


def mend(sentence: Sentence, read: Callable[[str], Sequence[tuple[object, object, object, str]]]) -> Sentence:
    """One sentence mended with ``Lexicon.read``; for many sentences keep a ``Mender(known_by(read))``."""
    return Mender(known_by(read))(sentence)


def known_by(read: Callable[[str], Sequence[tuple[object, object, object, str]]]) -> Known:
    """Whether a lexicon's ``read`` has the word without taking an attached pronoun off it."""
    return lambda word: any(not reading[3] for reading in read(word))
