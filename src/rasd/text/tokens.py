"""Words, numbers and marks with their offsets."""

from __future__ import annotations

import re

from rasd.model.text import Token
from rasd.text.letters import SILENT, plain

# Plain Arabic letters come first: most words are nothing else, and this is the quick way to take them.
_TOKEN = re.compile(rf"([\u0621-\u064a]++(?![^\W\d_]|[{SILENT}])|\d+(?:[.,٫٬]\d+)*|(?:[^\W\d_]|[{SILENT}])+|[^\w\s]|_)")
_WORD = re.compile(rf"(?:[^\W\d_]|[{SILENT}])+")
# Tokens are made by the million: without the argument list of a named tuple it takes half the time.
_new = tuple.__new__
_PLAIN: dict[str, tuple[str, str]] = {}
_PLAIN_LIMIT = 500_000


def tokens_of(raw: str, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """The tokens of ``raw[start:end]``, offsets into ``raw``. A run of marks alone (a stray haraka) is no token.

    >>> [t.plain for t in tokens_of("قُتل ٣ في 3أيار.")]
    ['قتل', '3', 'في', '3', 'ايار', '.']
    """
    return _tokens(_TOKEN.split(raw[start:end]), start)


def tokens_and_types(raw: str, start: int, end: int) -> tuple[tuple[Token, ...], frozenset[str]]:
    """The tokens of ``raw[start:end]``, and every word, number and mark as it is written there."""
    pieces = _TOKEN.split(raw[start:end])
    return _tokens(pieces, start), frozenset(pieces[1::2])


def _tokens(pieces: list[str], at: int) -> tuple[Token, ...]:
    """The tokens of a text that is parted into gaps and words in turn."""
    out = []
    known = _PLAIN
    for gap, written in zip(pieces[::2], pieces[1::2], strict=False):  # a last gap stands alone
        at += len(gap)
        behind = at + len(written)
        pair = known.get(written)
        if pair is None:
            if len(known) > _PLAIN_LIMIT:
                known.clear()
            pair = known[written] = (plain(written), _kind(written))
        word, kind = pair
        if word:
            out.append(_new(Token, (at, behind, word, kind)))
        at = behind
    return tuple(out)


def _kind(written: str) -> str:
    if written[0].isdecimal():
        return "number"
    return "word" if _WORD.fullmatch(written) else "mark"
