"""Words, numbers and marks with their offsets."""

from __future__ import annotations

import re

from rasd.model.text import Token
from rasd.text.letters import SILENT, plain

_TOKEN = re.compile(rf"(?P<number>\d+(?:[.,٫٬]\d+)*)|(?P<word>(?:[^\W\d_]|[{SILENT}])+)|(?P<mark>[^\w\s]|_)")
_PLAIN: dict[str, tuple[str, str]] = {}
_PLAIN_LIMIT = 500_000


def tokens_of(raw: str, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """The tokens of ``raw[start:end]``, offsets into ``raw``. A run of marks alone (a stray haraka) is no token.

    >>> [t.plain for t in tokens_of("قُتل ٣ في 3أيار.")]
    ['قتل', '3', 'في', '3', 'ايار', '.']
    """
    out = []
    known = _PLAIN
    for match in _TOKEN.finditer(raw, start, len(raw) if end is None else end):
        written = match.group()
        pair = known.get(written)
        if pair is None:
            if len(known) > _PLAIN_LIMIT:
                known.clear()
            pair = known[written] = (plain(written), match.lastgroup or "mark")
        if pair[0]:
            out.append(Token(match.start(), match.end(), pair[0], pair[1]))
    return tuple(out)
