"""Cues: golden cases of tests/cases/cues.md, and every row's own example."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases import Case, read_cases
from rasd.lexicon import Lexicon, load
from rasd.lexicon.rows import DATA, read_rows
from rasd.mentions.cues import find_cues
from rasd.text.sentences import sentences_of

CASES = Path(__file__).parent / "cases" / "cues.md"
SCOPES = {"clause", "rest", "sentence", "paragraph", "back", "words", "around", "phrase"}


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load()


def lines_of(lexicon: Lexicon, text: str) -> list[str]:
    """One line a cue: its sense, its words and the words it covers."""
    out = []
    for sentence in sentences_of(text):
        for cue in find_cues(sentence, lexicon.hits(sentence)):
            assert text[cue.span.start : cue.span.end] == cue.span.text
            out.append(f"{cue.sense} «{cue.span.text}» over «{sentence.span(*cue.scope).text}»")
    return out


@pytest.mark.parametrize("case", read_cases(CASES), ids=lambda case: f"{case.line}:{case.title}")
def test_cue_case(lexicon: Lexicon, case: Case) -> None:
    assert lines_of(lexicon, case.text) == case.expected


def test_every_row_is_found_in_its_example(lexicon: Lexicon) -> None:
    missing = []
    for line, row in read_rows(DATA / "ar" / "cues.csv", "ar/cues.csv"):
        at = f"ar/cues.csv:{line}"
        assert row["scope"] in SCOPES, at
        [sentence] = sentences_of(row["example"])
        hits = lexicon.hits(sentence)
        if row["sense"] in ("saying", "own_words", "none"):
            is_found = any(hit.entry.at == at for row_hits in hits for hit in row_hits)
        else:
            is_found = any(cue.at == at for cue in find_cues(sentence, hits))
        if not is_found:
            missing.append(at)
    assert missing == []


def test_there_are_many_rows() -> None:
    assert sum(1 for _ in read_rows(DATA / "ar" / "cues.csv", "cues")) >= 100
