"""Sources: golden cases of tests/cases/sources.md, and every row's own example."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases import Case, read_cases
from rasd.lexicon import Lexicon, load
from rasd.lexicon.rows import DATA, read_rows
from rasd.mentions.sources import find_sources, sources_of
from rasd.text.noise import Mender
from rasd.text.sentences import sentences_of

CASES = Path(__file__).parent / "cases" / "sources.md"


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load()


def lines_of(lexicon: Lexicon, text: str) -> list[str]:
    """One line a source: manner, the name's words, and the words that are said."""
    sentences = Mender(lexicon.knows, lexicon.has_pronoun).all(sentences_of(text))
    found = sources_of(sentences, [lexicon.hits(sentence) for sentence in sentences])
    out = []
    for sentence, mentions in zip(sentences, found, strict=True):
        for mention in mentions:
            assert text[mention.span.start : mention.span.end] == mention.span.text
            first, last = mention.scope
            over = f" over «{sentence.span(first, last).text}»" if last > first else ""
            marks = " carried" * mention.is_carried + " back" * mention.reaches_back
            out.append(f"{mention.manner} «{mention.span.text}»{marks}{over}")
    return out


@pytest.mark.parametrize("case", read_cases(CASES), ids=lambda case: f"{case.line}:{case.title}")
def test_source_case(lexicon: Lexicon, case: Case) -> None:
    assert lines_of(lexicon, case.text) == case.expected


def test_every_row_reads_its_example(lexicon: Lexicon) -> None:
    missing = []
    for line, row in read_rows(DATA / "ar" / "sources.csv", "ar/sources.csv"):
        [sentence] = sentences_of(row["example"])
        at = f"ar/sources.csv:{line}"
        if not any(hit.entry.at == at for hits in lexicon.hits(sentence) for hit in hits):
            missing.append(at)
    assert missing == []


def test_the_saying_holds_the_speakers_own_date(lexicon: Lexicon) -> None:
    [sentence] = sentences_of("قال الناطق باسم الفصيل، الأحد، إن ثلاثة جنود قتلوا")
    [mention] = find_sources(sentence, lexicon.hits(sentence))
    assert sentence.span(*mention.saying).text == "قال الناطق باسم الفصيل، الأحد، إن"
    assert mention.span.text == "الناطق باسم الفصيل"


def test_reporting_words_are_many(lexicon: Lexicon) -> None:
    verbs = {
        row["lemma"]
        for _, row in read_rows(DATA / "ar" / "verbs.csv", "v")
        if row["sense"] in ("say", "deny", "claim", "accuse", "allege", "threaten")
    }
    nouns = {row["lemma"] for _, row in read_rows(DATA / "ar" / "sources.csv", "s")}
    assert len(verbs) + len(nouns) >= 100
