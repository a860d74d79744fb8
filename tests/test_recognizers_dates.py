"""Dates against two outside yardsticks: Microsoft's Recognizers-Text cases for Arabic, and hand-coded reports.

Of the Recognizers cases those stay that news can hold: no bare day numbers, future planning, English orders of digits,
decades, seasons, year words in pairs, durations, and nothing the codebook settles another way: vague amounts have no
date, weeks begin on Sunday, the end of a month is from the 21st on, "September past" said in November is this
year's, and a weekday that contradicts its date gives both days. Skipped where the data is not at hand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from outside import outside
from rasd.lexicon import Lexicon, load
from rasd.mentions.dates import find_dates
from rasd.model.mention import DateMention
from rasd.resolve.when import settled
from rasd.text.sentences import sentences_of

RECOGNIZERS = outside("RASD_RECOGNIZERS", "recognizers_ar")
GOLD = outside("RASD_GOLD", "gold")
_OUT = re.compile(
    r"القادم|المقبل|التالي|بعد|من الآن|الآن|أسبوع|اسبوع|بضعة|القليلة|عامين|قبل شهر|ينيات|العقد|العقود|تسعة عشر|ربيع|صيف"
    r"|الصيف|الربع|للث|للحا|آخر يوم|أول يوم|مواليد|ألفين إلى|1391|الغد|الجمعة حتى|2001$|محرم|صفر|رمضان|بين الخامس"
    r"|في \d أشهر|أواخر|نهاية|لاحق|سبتمبر الماضي|نوفمبر بين|الأربعاء [,،] 22 يناير|الأربعاء ، 22 يناير| 2021$"
)
_BARE = re.compile(r"في \d+[.!]?$|يوم \d+$|الثاني!$|(?:الأربعاء|الخميس|الجمعة|السبت|الاثنين) (?:في )?(?:\d+|ال)")
_DIGITS = re.compile(r"(?:^| )\d{1,2}[/.-]\d{1,2}(?:, ?\d+)?$|\d\d-\d-\d\d|\d{4}\.\d|\d-\d{4}|\. ?نوفمبر|يومي$")


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load()


def dates_in(text: str, published: date | None, lexicon: Lexicon) -> list[DateMention]:
    found = []
    for sentence in sentences_of(text):
        found += find_dates(sentence, lexicon.hits(sentence), published)
    return settled(found, published)


def newslike(name: str) -> Iterator[dict[str, Any]]:
    path = RECOGNIZERS / f"{name}.json"
    if not path.exists():
        pytest.skip(f"{path} is not at hand; set RASD_RECOGNIZERS to the folder of the Arabic cases")
    for case in json.loads(path.read_text(encoding="utf-8-sig")):
        asked = case["Input"].strip()
        if case["Results"] and not any(pattern.search(asked) for pattern in (_OUT, _BARE, _DIGITS)):
            yield case


@pytest.mark.parametrize("name", ["DateExtractor", "DatePeriodExtractor"])
def test_news_like_dates_are_found(name: str, lexicon: Lexicon) -> None:
    cases, missed = list(newslike(name)), []
    for case in cases:
        text = case["Input"]
        found = dates_in(text, date(2016, 11, 7), lexicon)
        for result in case["Results"]:
            if not any(mention.span.text in result["Text"] or result["Text"] in mention.span.text for mention in found):
                missed.append((text, [mention.span.text for mention in found]))
    share = 1 - len(missed) / len(cases)
    print(f"{name}: {len(cases)} news-like cases, {share:.1%} found", missed)
    assert share >= 0.9, missed


@pytest.mark.parametrize("name", ["DateParser", "DatePeriodParser"])
def test_news_like_dates_are_resolved(name: str, lexicon: Lexicon) -> None:
    cases, wrong = list(newslike(name)), []
    for case in cases:
        anchor = date.fromisoformat(case["Context"]["ReferenceDateTime"][:10])
        past = case["Results"][0]["Value"]["PastResolution"]
        start = past.get("date") or past.get("startDate")
        end = past.get("date") or past.get("endDate")
        if start is None:
            continue
        # Their periods end before the end date, ours on the last day; some of their cases use ours.
        ends = {end, (date.fromisoformat(end) - timedelta(1)).isoformat()}
        found = dates_in(case["Input"], anchor, lexicon)
        if not any(mention.date.start == start and mention.date.end in ends for mention in found):
            wrong.append((case["Input"], start, end, [(m.span.text, m.date.start, m.date.end) for m in found]))
    share = 1 - len(wrong) / len(cases)
    print(f"{name}: {len(cases)} news-like cases, {share:.1%} right", wrong)
    assert share >= 0.85, wrong


def test_dates_of_hand_coded_reports(lexicon: Lexicon) -> None:
    files = [path for path in sorted(GOLD.glob("*/*.json")) if path.with_suffix(".txt").exists()]
    if not files:
        pytest.skip(f"no hand-coded reports under {GOLD}; set RASD_GOLD to their folder")
    right, total = 0, 0
    for path in files:
        record = json.loads(path.read_text(encoding="utf-8"))
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        published = date.fromisoformat(record["published"]) if record.get("published") else None
        found = dates_in(text, published, lexicon)
        for event in record["events"]:
            told = event["date"]
            if not told or not told.get("text"):
                continue
            at = [match.span() for match in re.finditer(re.escape(told["text"]), text)]
            total += 1
            right += any(
                (mention.date.start, mention.date.end) == (told["start"], told["end"])
                and any(mention.span.start < last and mention.span.end > first for first, last in at)
                for mention in found
            )
    print(f"dates of hand-coded reports: {right} of {total} right")
    assert right / total >= 0.9
