"""Dates: what the golden cases of tests/cases/dates.md say, word for word and day for day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cases import Case, read_cases
from rasd.lexicon import Lexicon, load
from rasd.mentions.dates import find_dates
from rasd.model.mention import DateMention
from rasd.resolve.when import anchor_of, settled
from rasd.text.sentences import sentences_of

CASES = read_cases(Path(__file__).parent / "cases" / "dates.md")


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load()


def dates_in(text: str, published: date | None, lexicon: Lexicon) -> list[DateMention]:
    found = []
    for sentence in sentences_of(text):
        found += find_dates(sentence, lexicon.hits(sentence), published)
    return settled(found, published)


def told(mention: DateMention) -> str:
    """One expected line: the words, the days, and what else is known."""
    cell = mention.date
    days = "-" if cell.start is None else cell.start if cell.start == cell.end else f"{cell.start}..{cell.end}"
    more = [cell.part_of_day or ""]
    if mention.anchor in ("event", "same"):
        shift = mention.shift_days
        more.append(f"{mention.anchor} {shift[0]:+}..{shift[1]:+}" if shift and any(shift) else mention.anchor)
    more.append("lasting" if mention.is_duration else "")
    more += [problem.code for problem in mention.problems]
    return " | ".join([mention.span.text, days, *filter(None, more)])


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.line}:{case.title}")
def test_dates_are_read_as_the_golden_case_says(case: Case, lexicon: Lexicon) -> None:
    found = dates_in(case.text, case.published, lexicon)
    assert [told(mention) for mention in found] == case.expected
    for mention in found:
        assert case.text[mention.span.start : mention.span.end] == mention.span.text
        assert mention.date.evidence == (mention.span,)


def test_there_are_enough_golden_cases() -> None:
    assert len(CASES) >= 120


def test_without_a_day_of_publication_relative_dates_keep_their_words(lexicon: Lexicon) -> None:
    found = dates_in("قصف الطيران الحي أمس وقتل حارس في 12 أيار 2023", None, lexicon)
    assert [(m.span.text, m.date.start) for m in found] == [("أمس", None), ("12 أيار 2023", "2023-05-12")]


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("قصف الحي اليوم الخميس", "2024-11-14"),
        ("قصف الحي اليوم الأربعاء. وقتل حارس أمس الثلاثاء", "2024-11-13"),
        ("قصف الحي أمس الثلاثاء", "2024-11-13"),
        ("قصف الحي اليوم الخميس. وقتل حارس أول أمس الأربعاء", "2024-11-14"),
        ("قصف الحي اليوم الجمعة", "2024-11-14"),
        ("قصف الحي الأحد", "2024-11-14"),
    ],
)
def test_the_anchor_is_the_day_that_all_weekdays_agree_on(text: str, anchor: str, lexicon: Lexicon) -> None:
    published = date(2024, 11, 14)  # a Thursday
    assert anchor_of(dates_in(text, published, lexicon), published) == date.fromisoformat(anchor)


@pytest.mark.parametrize(
    "text",
    [
        "قتل 12 جنديا وأصيب 30 مدنيا",
        "يقيم على بعد 12 كيلومترا من الجسر",
        "عمره 31 عاما",
        "مارس المسلحون الضغط على السكان",
        "في أمس الحاجة إلى الدواء",
        "سوق الخميس في البلدة",
        "وفي اليوم الثالث للحصار",
        "للأسبوع الثاني على التوالي",
        "بلغت النسبة 12.5 بالمئة",
        "اللواء 55 والفرقة 17",
        "فجر انتحاري سيارة",
        "ظهر المسلحون في الحي",
        "نقل الجرحى بعد القصف",
        "قبل الهجوم وبعده",
    ],
)
def test_what_is_no_date_stays_out(text: str, lexicon: Lexicon) -> None:
    assert dates_in(text, date(2024, 11, 14), lexicon) == []
