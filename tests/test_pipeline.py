"""What the coder leaves out to be quick changes nothing that it says."""

from dataclasses import replace
from pathlib import Path

import pytest

from cases import read_cases
from outside import outside
from rasd.evaluation import read_gold
from rasd.events.assemble import events_of
from rasd.events.glance import may_hold_events
from rasd.events.notes import notes
from rasd.ingest import read
from rasd.model.text import Report
from rasd.pipeline import Coder
from rasd.text.sentences import sentences_of

GOLD = outside("RASD_GOLD", "gold")
ROOT = Path(__file__).parent.parent
REPORTS = [item for item in read([ROOT / "samples" / "reports"]) if isinstance(item, Report)]
CASES = [
    Report(f"{path.stem}:{case.line}", case.text, case.published)
    for path in sorted((ROOT / "tests" / "cases").glob("*.md"))
    for case in read_cases(path)
]


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder.load()


def test_events_are_the_same_when_every_sentence_is_read_whole(coder: Coder) -> None:
    # one long report of all the samples too: acts beside one another that no report has together
    together = Report("together", "\n".join(report.text for report in REPORTS), REPORTS[0].published)
    for report in [*REPORTS, *CASES, together]:
        if coder.gate.lets_pass(report.text):
            whole = events_of(report, coder.mark(report))
            assert coder.code(report) == [replace(e, notes=notes(e), coder=coder.version) for e in whole], report


@pytest.mark.skipif(not GOLD.exists(), reason="RASD_GOLD names no folder")
def test_events_of_reports_are_the_same_when_every_sentence_is_read_whole(coder: Coder) -> None:
    for report in (gold.report() for folder in ("dev", "dev2") for gold in read_gold(GOLD / folder)):
        if coder.gate.lets_pass(report.text):
            assert coder.code(report) == [
                replace(e, notes=notes(e), coder=coder.version) for e in events_of(report, coder.mark(report))
            ]


def test_a_report_that_only_names_acts_is_left_at_a_glance(coder: Coder) -> None:
    talk = "عقد الوزير اجتماعا مع وفد من الأهالي. وناقش المجتمعون أوضاع السكان. واستمع الوزير إلى مطالبهم. "
    named = "وتحدث الوفد عن قصف المدفعية أطراف البلدة. "
    sentences = sentences_of(talk + named)
    assert coder.code(Report("r", talk + named)) == []
    assert not may_hold_events(coder.mark(Report("r", talk + named), sentences))
    assert may_hold_events(coder.mark(Report("r", named), sentences_of(named)))


def test_a_report_is_coded_alike_first_and_again(coder: Coder) -> None:
    fresh = Coder.load()
    for report in REPORTS:
        assert fresh.code(report) == coder.code(report) == fresh.code(report)
