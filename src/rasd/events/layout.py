"""How a report is laid out: its title and sub-head, and sentences that stand twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from rasd.model.marked import Marked
from rasd.text.letters import plain

LONGEST_TITLE = 240
BULLETINS = frozenset(["نشره", "موجز", "عناوين", "حصاد"])


def titles_of(sentences: Sequence[Marked], repeats: Mapping[int, int]) -> frozenset[int]:
    """The sentences of the title block: the first line when more follows it, and a sub-head that stands again below.

    ``repeats`` are those of ``repeats_of``.
    """
    if len(sentences) < 2:
        return frozenset()
    raw = sentences[0].sentence.raw
    out = set()
    first_break = raw.find("\n", sentences[0].sentence.start)
    if 0 <= first_break <= LONGEST_TITLE and not raw[:first_break].rstrip().endswith("."):
        body = len(raw) - len(raw[first_break:].lstrip())
        out |= {m.sentence.index for m in sentences if m.sentence.end <= body}
    out |= {first for first in repeats.values() if first <= 4}
    return frozenset(out)


def is_bulletin(sentences: Sequence[Marked]) -> bool:
    """Headlines of a broadcast, each an item of its own: نشرة العاشرة صباحا، موجز الأخبار."""
    return bool(sentences) and sentences[0].sentence.tokens[0].plain in BULLETINS


def repeats_of(sentences: Sequence[Marked]) -> dict[int, int]:
    """Sentence that stands word for word above -> where it stands first.

    A page often ends with its own sub-head, or with "link to the news at <paper>: <title>".
    """
    seen: dict[str, int] = {}
    out: dict[int, int] = {}
    first_words = [next(t.plain for t in marked.sentence.tokens if t.kind != "mark") for marked in sentences]
    openings = Counter([*first_words, *FIRST_OF_LINKS])
    for marked, first_word in zip(sentences, first_words, strict=True):
        if openings[first_word] == 1:
            continue
        sentence = marked.sentence
        words = " ".join([t.plain for t in sentence.tokens if t.kind != "mark"])
        if len(words) < 12:
            continue
        if words in seen:
            out[sentence.index] = seen[words]
        else:
            seen[words] = sentence.index
            if ":" in sentence.raw[sentence.start : sentence.end] and words.startswith(LINKS):
                out[sentence.index] = 0
    return out


LINKS = tuple(map(plain, ("رابط الخبر", "المصدر:", "سمات", "اقرأ أيضا", "شاهد أيضا")))
FIRST_OF_LINKS = [words.split()[0] for words in LINKS]
