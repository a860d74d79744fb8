"""No cell without words: every cell of every event quotes the report and names the rule and the row behind it."""

from pathlib import Path

import pytest

from rasd.evaluation import read_gold
from rasd.model.event import Event
from rasd.model.text import Report, Span
from rasd.pipeline import Coder

SAMPLES = Path(__file__).parent.parent / "samples" / "reports"
CODER = Coder.load()
REPORTS = [report.report() for report in read_gold(SAMPLES)]


def evidence(event: Event) -> dict[str, tuple[Span, ...]]:
    """Cell -> its words, for every cell that is filled."""
    names = ("actor1", "actor2", "target", "weapon", "count", "date", "killed", "wounded", "attribution")
    cells = {name: cell.evidence for name in names if (cell := getattr(event, name)) is not None}
    cells |= {f"places {number}": place.evidence for number, place in enumerate(event.places)}
    if event.status != "reported":
        cells["status"] = event.status_evidence
    if event.response_to is not None:
        cells["response_to"] = event.response_evidence
    return cells | {"trigger": (event.trigger,)}


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.report_id)
def test_every_cell_quotes_the_report(report: Report) -> None:
    for event in CODER.code(report):
        for cell, spans in evidence(event).items():
            assert spans, f"{event.sub_event_type}: {cell}"
            for span in spans:
                assert report.text[span.start : span.end] == span.text != ""


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.report_id)
def test_every_cell_names_its_rule_and_row(report: Report) -> None:
    for event in CODER.code(report):
        rows = {why.cell: why.row for why in event.why if why.rule}
        for cell in evidence(event):
            name = "sub_event_type" if cell == "trigger" else cell.split(" ")[0]
            assert rows.get(name), f"{event.sub_event_type}: {cell}"


def test_an_event_is_told_in_both_languages() -> None:
    [event] = CODER.code(Report("r", "قصفت طائرات حربية روسية بلدة سرمين في ريف إدلب."))
    assert dict(event.notes)["en"].startswith("Air or drone strike by the Military Forces of Russia")
    assert dict(event.notes)["ar"].startswith("ضربة جوية من جانب")
