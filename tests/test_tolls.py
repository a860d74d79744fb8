"""Casualty figures and counts of strikes: the golden cases, and what no case file says."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases import Case, read_cases
from rasd.lexicon import load
from rasd.mentions.counts import find_counts
from rasd.mentions.tolls import find_tolls
from rasd.model.mention import TollMention
from rasd.text.sentences import sentences_of

LEXICON = load()
CASES = read_cases(Path(__file__).parent / "cases" / "tolls.md")


def _bounds(bounds: tuple[int, int | None]) -> str:
    low, high = bounds
    return f"{low}+" if high is None else str(low) if low == high else f"{low}-{high}"


def _lines(toll: TollMention) -> list[str]:
    role = "" if toll.role == "total" else f"{toll.role} "
    words = (toll.victims or toll.span).text
    group = "".join(f" {name} {count}" for name, count in toll.of)
    lines = [
        f"{role}{name} {_bounds(bounds)} «{words}»{group}"
        for name, bounds in (("killed", toll.killed), ("wounded", toll.wounded))
        if bounds is not None
    ]
    return lines + [f"problem {problem.code} «{problem.evidence[0].text}»" for problem in toll.problems]


def _as_asked(found: list[str], expected: list[str]) -> list[str]:
    """Without the groups and the remarks on ambiguous words that a case does not speak of."""
    if not any("ambiguous" in line for line in expected):
        found = [line for line in found if not line.startswith("problem ambiguous_number")]
    asked = dict(enumerate(expected))
    return [line[: line.rindex("»") + 1] if asked.get(i, "").endswith("»") else line for i, line in enumerate(found)]


@pytest.mark.parametrize("case", CASES, ids=[f"{case.line}: {case.title}" for case in CASES])
def test_a_sentence_gives_the_figures_a_coder_would_write_down(case: Case) -> None:
    found = [
        line
        for sentence in sentences_of(case.text)
        for toll in find_tolls(sentence, LEXICON.hits(sentence))
        for line in _lines(toll)
    ]
    expected = [] if case.expected == ["none"] else case.expected
    assert _as_asked(found, expected) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("شن الطيران ثلاث غارات على الجسر", [(3, "ثلاث غارات")]),
        ("نفذ الطيران غارتين جويتين على التل", [(2, "غارتين")]),
        ("استهدف الجسر بغارة رابعة", [(1, "بغارة رابعة")]),
        ("سقطت 4 قذائف على الحي", [(4, "4 قذائف")]),
        ("سقطت قذيفتان على الحي", [(2, "قذيفتان")]),
        ("سقطت أكثر من 300 قذيفة على البلدتين", [(300, "أكثر من 300 قذيفة")]),
        ("أغار الطيران مرتين على المعسكر", [(2, "مرتين")]),
        ("زار الوزير المدينة مرتين", []),
        ("شن الطيران عدة غارات على الجسر", []),
        ("سقطت عشرات القذائف على الحي", []),
        ("ضبطت الشرطة أربع عبوات ناسفة", []),
        ("قتل ثلاثة جنود", []),
        ("ضخت الشركة ثلاثة براميل من النفط", []),
        ("ألقت المروحية أربعة براميل متفجرة على الحي", [(4, "أربعة براميل متفجرة")]),
        ("أجرى الطبيب ثلاث عمليات جراحية", []),
        ("أحبطت الشرطة مخططا لتنفيذ 30 تفجيرا", []),
        ("تعرضت المدينة في 1998 لهجوم", []),
        ("سمع انفجار إحدى العجلات", []),
        ("نفذ المقاتلون عمليتين في يوم واحد", [(2, "عمليتين")]),
        ("غارة واحدة على الموقع", [(1, "غارة واحدة")]),
    ],
)
def test_strikes_and_munitions_are_counted_and_persons_are_not(text: str, expected: list[tuple[int, str]]) -> None:
    [sentence] = sentences_of(text)
    assert [(count.value, count.span.text) for count in find_counts(sentence, LEXICON.hits(sentence))] == expected


def test_the_side_takes_in_the_phrase_that_says_whose_men_they_were() -> None:
    [sentence] = sentences_of("لقي 13 عنصرا من المتمردين الحوثيين مصرعهم في المدينة")
    [toll] = find_tolls(sentence, LEXICON.hits(sentence))
    assert toll.side is not None
    assert sentence.span(*toll.side).text == "13 عنصرا من المتمردين الحوثيين"
