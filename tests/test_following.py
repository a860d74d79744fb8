"""The next report is there at once, in a real browser: fetched before, taken when it is opened, never an old one."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from desks import GRAVE, LIGHT, report, workspace
from rasd.dataset import Dataset
from rasd.review import decisions, leases
from rasd.review.decisions import Mark
from rasd.store import schema
from test_workbench import Reader, sync_api
from test_workbench import browser as browser
from test_workbench import reader as reader

pytestmark = pytest.mark.usefixtures("one_coder")

MIDDLE = "قُتل مدنيان وأصيب ثلاثة آخرون، أمس، جراء غارات جوية شنتها طائرات روسية على بلدة النيرب بريف إدلب."


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Dataset]:
    """Three reports, in the order of review: grave, middle, light."""
    monkeypatch.delenv("RASD_DATABASE", raising=False)
    found = workspace(tmp_path, [report("light", LIGHT), report("middle", MIDDLE), report("grave", GRAVE)])
    yield found
    found.close()


def shown(reader: Reader) -> str | None:
    found: str | None = reader.page.get_attribute("main.bench", "data-report")
    return found


def fetched(reader: Reader) -> None:
    """Wait until the report behind this one is in memory."""
    address = reader.page.get_attribute("main.bench", "data-next")
    reader.page.wait_for_function(
        "path => performance.getEntriesByType('resource').some((one) => one.name.endsWith(path) && one.responseEnd)",
        arg=address,
    )


def by_bob(made: Dataset, report_id: str, *marks: Mark) -> None:
    with made.store.writing() as connection:
        query = select(schema.event.c.event_id).where(schema.event.c.report_id == report_id)
        for event_id in connection.execute(query).scalars().all():
            record, before = decisions.record_of(connection, event_id), decisions.decisions_of(connection, [event_id])
            version = decisions.version_of(record, before)
            decisions.decide(connection, event_id, marks, version=version, by="bob")


def held(reader: Reader, made: Dataset, *names: str) -> None:
    """Wait until these reports are taken, and no other is."""
    until = time.monotonic() + 10
    while True:
        with made.store.reading() as connection:
            found = set(connection.execute(select(schema.lease.c.report_id)).scalars())
        if found == set(names):
            return
        assert time.monotonic() < until, found
        reader.page.wait_for_timeout(20)


def test_the_next_report_does_not_wait_for_what_is_saved(reader: Reader, made: Dataset) -> None:
    reader.first()
    fetched(reader)
    held(reader, made, "grave")  # what is only fetched is nobody's
    # What the server is told of is held back until the next report is seen.
    waiting: list[Any] = []
    reader.page.route("**/api/decisions", lambda route: waiting.append(route))
    reader.press("Shift+X", "1")
    reader.page.wait_for_selector("main[data-report=middle] .cell[data-current]")
    assert len(waiting) == 1
    for route in waiting:
        route.continue_()
    reader.page.unroute("**/api/decisions")
    fetched(reader)
    held(reader, made, "grave", "middle")
    reader.press("k")
    reader.page.wait_for_selector("main[data-report=grave] .event[data-state=rejected]")
    reader.page.go_back()
    reader.page.wait_for_selector("main[data-report=middle]")


def test_what_could_not_be_saved_leads_back_to_it(reader: Reader, made: Dataset) -> None:
    reader.first()
    fetched(reader)
    by_bob(made, "grave", Mark("type", "accept"))
    reader.press("Shift+X", "1")
    sync_api.expect(reader.page.locator("#meanwhile li")).to_have_count(1)
    assert shown(reader) == "grave" and reader.verdicts() == {"type": "accept"}
    assert reader.page.locator(".event[data-state=open]").count() == 1
    assert "409" in reader.complaints.pop()


def test_what_somebody_else_has_opened_is_passed_over(reader: Reader, made: Dataset) -> None:
    reader.first()
    fetched(reader)
    with made.store.writing() as connection:
        leases.claim(connection, "middle", by="bob")
    reader.press("Shift+X", "1")
    reader.page.wait_for_selector("main[data-report=light]")
    held(reader, made, "grave", "middle", "light")
    assert shown(reader) == "light"
    with made.store.reading() as connection:
        assert leases.held_by_others(connection, "bob", ["light", "grave"]).keys() == {"light", "grave"}


@pytest.mark.parametrize(
    "mark, there",
    [(Mark("", "reject", reason="no_event"), "light"), (Mark("killed", "reject", reason="wrong"), "middle")],
    ids=["finished", "changed"],
)
def test_what_somebody_else_has_decided_on_is_as_it_is_now(
    reader: Reader, made: Dataset, mark: Mark, there: str
) -> None:
    reader.first()
    fetched(reader)
    by_bob(made, "middle", mark)
    reader.press("Shift+X", "1")
    reader.page.wait_for_selector(f"main[data-report={there}]")
    if there == "middle":
        reader.page.wait_for_selector("[data-cell=killed][data-verdict=reject]")
        reader.press("Shift+A", "Control+Enter")
        reader.page.wait_for_selector("main[data-report=light]")
    assert shown(reader) == "light"


def test_behind_the_last_there_is_none(reader: Reader, made: Dataset) -> None:
    reader.first()
    for _ in range(4):
        fetched(reader)
        reader.press("Shift+X", "1")
    sync_api.expect(reader.page.locator(".message")).not_to_have_text("")
    assert reader.page.locator(".event[data-state=open]").count() == 0
    reader.open("/review")
    assert reader.page.inner_text(".tabs a:nth-child(1) .number") == "0"
