"""Lines as they stand on a page to paragraphs: a sentence goes on over the end of a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_ENDS = re.compile(r"[.!?؟:؛…][\"”»’)\]]*$")


def paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """A line goes on in the next unless it ends a sentence, or is shorter than lines are; an empty one stays.

    >>> list(paragraphs(["غارات", "قُتل مدنيان وأصيب", "خمسة في بنش.", "وأصيب طفل"]))
    ['غارات', 'قُتل مدنيان وأصيب خمسة في بنش.', 'وأصيب طفل']
    """
    lengths = sorted(len(line) for line in lines if line)
    full = lengths[len(lengths) * 9 // 10] * 0.7 if lengths else 0
    paragraph = ""
    for line in lines:
        if paragraph and line:
            paragraph += " " + line
        else:
            if paragraph:
                yield paragraph
            if not line:
                yield ""
            paragraph = line
        if line and (_ENDS.search(line) or len(line) < full):
            yield paragraph
            paragraph = ""
    if paragraph:
        yield paragraph
