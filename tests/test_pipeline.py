"""What the coder leaves out to be quick changes nothing that it says."""

from dataclasses import replace
from pathlib import Path

import pytest

from cases import read_cases
from rasd.events.assemble import events_of
from rasd.events.notes import notes
from rasd.ingest import read
from rasd.model.text import Report
from rasd.pipeline import Coder

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


def test_a_report_is_coded_alike_first_and_again(coder: Coder) -> None:
    fresh = Coder.load()
    for report in REPORTS:
        assert fresh.code(report) == coder.code(report) == fresh.code(report)
