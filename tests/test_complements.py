"""The sense of a verb with its complement."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases import Case, read_cases
from rasd.lexicon import Lexicon, load
from rasd.mentions.complements import sense_of
from rasd.text.letters import plain
from rasd.text.sentences import sentences_of

CASES = read_cases(Path(__file__).parent / "cases" / "complements.md")


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_the_complement_decides(case: Case, lexicon: Lexicon) -> None:
    sentence = sentences_of(case.text)[0]
    hits = lexicon.hits(sentence)
    for line in case.expected:
        word, _, sense = line.partition(": ")
        at = next(i for i, token in enumerate(sentence.tokens) if token.plain == plain(word))
        found = {
            sense_of(sentence, hits, hit)
            for hit in hits[at]
            if hit.entry.kind == "verb" and hit.form.pos == "verb" and hit.last == at + 1 and not hit.enclitic
        }
        assert sense in found, f"{word}: {sorted(found)}"
