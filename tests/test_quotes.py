"""Quotations, clauses, and mended words: golden cases of tests/cases/text.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases import Case, read_cases
from rasd.lexicon import Lexicon, load
from rasd.text.clauses import clauses_of
from rasd.text.noise import Mender
from rasd.text.quotes import quotes_of
from rasd.text.sentences import sentences_of

CASES = Path(__file__).parent / "cases" / "text.md"


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load()


def lines_of(lexicon: Lexicon, case: Case) -> list[str]:
    """What the first word of the title asks for: quotes, clauses or words."""
    text = case.text
    if case.title.startswith("quotes"):
        return [f"{'' if q.is_closed else 'open '}«{text[q.start : q.end]}»" for q in quotes_of(text)]
    sentences = Mender(lexicon.knows, lexicon.has_pronoun).all(sentences_of(text))
    if case.title.startswith("clauses"):
        return [
            f"{clause.opener} «{sentence.span(clause.first, clause.last).text}»"
            for sentence in sentences
            for clause in clauses_of(sentence, lexicon.hits(sentence))
        ]
    for sentence in sentences:
        assert all(text[t.start : t.end] for t in sentence.tokens)
    return [" | ".join(text[t.start : t.end] for t in sentence.tokens) for sentence in sentences]


@pytest.mark.parametrize("case", read_cases(CASES), ids=lambda case: f"{case.line}:{case.title}")
def test_text_case(lexicon: Lexicon, case: Case) -> None:
    assert lines_of(lexicon, case) == case.expected


def test_clauses_cover_the_sentence(lexicon: Lexicon) -> None:
    [sentence] = sentences_of("قصفت الطائرات التل، ما أدى إلى حريق، فيما انسحب الجنود الذين وصلوا أمس")
    clauses = clauses_of(sentence, lexicon.hits(sentence))
    assert [c.first for c in clauses[1:]] == [c.last for c in clauses[:-1]]
    assert (clauses[0].first, clauses[-1].last) == (0, len(sentence.tokens))


def test_a_masked_word_across_a_full_stop_is_one_token(lexicon: Lexicon) -> None:
    text = "ق.تل ثلاثة جنود"
    [sentence] = Mender(lexicon.knows, lexicon.has_pronoun).all(sentences_of(text))
    assert sentence.tokens[0].plain == "قتل"
    assert text[sentence.tokens[0].start : sentence.tokens[0].end] == "ق.تل"
