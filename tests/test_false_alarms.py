"""False alarms: what must stay silent beside what must be told, as golden cases of tests/cases/false_alarms.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases import Case, read_cases
from rasd.model.text import Report
from rasd.pipeline import Coder

CASES = Path(__file__).parent / "cases" / "false_alarms.md"


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder.load()


@pytest.mark.parametrize("case", read_cases(CASES), ids=lambda case: f"{case.line}:{case.title}")
def test_false_alarm_case(coder: Coder, request: pytest.FixtureRequest, case: Case) -> None:
    if case.xfail:
        request.applymarker(pytest.mark.xfail(reason=case.xfail, strict=True))
    events = coder.code(Report("case", case.text, case.published, "ar", outlet=case.outlet))
    assert [f"{event.sub_event_type} «{event.trigger.text}»" for event in events] == case.expected
