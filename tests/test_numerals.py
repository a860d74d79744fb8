"""Numbers: what the golden cases of tests/cases/numbers.md say."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases import Case, read_cases
from rasd.lexicon import Lexicon, load
from rasd.lexicon.numerals import bounds_around, numeral_at
from rasd.text.sentences import sentences_of

CASES = read_cases(Path(__file__).parent / "cases" / "numbers.md")


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load()


def numbers_in(text: str, lexicon: Lexicon) -> list[str]:
    """One line a number: its words with its bounds, the value, lowest and highest, what else is known."""
    lines = []
    for sentence in sentences_of(text):
        hits, i = lexicon.hits(sentence), 0
        while i < len(hits):
            numeral = numeral_at(sentence, hits, i)
            i += 1
            if numeral is None:
                continue
            bounded = bounds_around(sentence, hits, numeral)
            assert bounded.first <= numeral.first < numeral.last <= bounded.last
            words = sentence.span(bounded.first, bounded.last).text
            high = "" if bounded.high is None else bounded.high
            more = ["ordinal"] * numeral.is_ordinal + ["dual"] * numeral.is_dual
            lines.append(" | ".join([words, str(bounded.value), f"{bounded.low}..{high}", *more]))
            i = bounded.last
    return lines


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.line}:{case.title}")
def test_numbers_are_read_as_the_golden_case_says(case: Case, lexicon: Lexicon) -> None:
    assert numbers_in(case.text, lexicon) == case.expected


def test_there_are_enough_golden_cases() -> None:
    assert len(CASES) >= 50


@pytest.mark.parametrize(
    "text", ["يوم الأحد", "يوم الاثنين", "نسبة 20%", "30 في المئة", "20 بالمئة", "لم يصب أحدهم", "وقف الجنود"]
)
def test_what_is_no_number_stays_out(text: str, lexicon: Lexicon) -> None:
    assert numbers_in(text, lexicon) == []
