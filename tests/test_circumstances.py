"""Where, when and with what, from short reports: the golden cases of tests/cases/circumstances.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases import Case, read_cases
from rasd.model.text import Report
from test_events import CODER, as_asked, cells, marked

CASES = read_cases(Path(__file__).parent / "cases" / "circumstances.md")


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_an_act_gets_the_place_day_and_weapon_that_are_its_own(case: Case) -> None:
    events = CODER.code(Report("case", case.text, published=case.published, lang="ar", outlet=case.outlet))
    found = [list(cells(event, events)) for event in events]
    assert len(found) == len(case.expected), "\n".join(" | ".join(row) for row in found) or "none"
    for row, line in zip(found, case.expected, strict=True):
        assert as_asked(row, line) == line, " | ".join(row)
