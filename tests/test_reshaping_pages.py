"""In a real browser: events split and joined by key, an earlier value put back, a merge taken apart and undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from desks import GRAVE, LIGHT, report, served, workspace
from rasd.dataset import Dataset
from rasd.review.decisions import Mark, decide, decisions_of, record_of, version_of
from rasd.store.incidents import incident_by_id
from rasd.store.schema import event
from rasd.store.verify import faults
from test_workbench import browser as browser

sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.usefixtures("one_coder")
TWICE = "قُتل سبعة مدنيين وأصيب تسعة آخرون، صباح اليوم الخميس، في قصف مدفعي لقوات النظام طال مدينة سرمين بريف إدلب."


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Dataset]:
    monkeypatch.delenv("RASD_DATABASE", raising=False)
    found = workspace(tmp_path, [report("grave", GRAVE), report("twice", TWICE), report("light", LIGHT)])
    yield found
    found.close()


@pytest.fixture(params=["ar", "en"])
def page(made: Dataset, browser: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    with served(made) as address:
        opened = browser.new_page(base_url=address, extra_http_headers={"accept-language": request.param})
        complaints: list[str] = []
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        opened.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        yield opened
        assert complaints == []
        opened.close()


def events(made: Dataset, report_id: str) -> list[str]:
    with made.store.reading() as connection:
        query = select(event.c.event_id).where(event.c.report_id == report_id).order_by(event.c.nth)
        return list(connection.execute(query).scalars())


def say(made: Dataset, event_id: str, *marks: Mark, by: str = "ann") -> None:
    with made.store.writing() as connection:
        now = version_of(record_of(connection, event_id), decisions_of(connection, [event_id]))
        decide(connection, event_id, marks, version=now, by=by)


def choose(page: Any, words: str) -> None:
    """Select words of the report, as a mouse would."""
    page.evaluate(
        """words => {
            const node = document.querySelector("#text").firstChild, at = node.data.indexOf(words);
            getSelection().setBaseAndExtent(node, at, node, at + words.length);
        }""",
        words,
    )


def test_an_event_is_split_and_joined_by_key(made: Dataset, page: Any) -> None:
    mine, clash = events(made, "light")
    page.goto(f"/review/{clash}")
    page.keyboard.press("Shift+KeyS")
    assert page.inner_text(".message"), "without words it is said that some are to be selected"
    choose(page, "وقتل فيها جندي")
    page.keyboard.press("Shift+KeyS")
    sync_api.expect(page.locator(".event")).to_have_count(3)
    second = events(made, "light")[-1]
    assert page.get_attribute(".event[data-open]", "data-event") == second
    assert "وقتل فيها جندي" in page.inner_text(".event[data-open] [data-cell=type] .quote")
    page.goto(f"/review/{mine}")
    page.keyboard.press("Shift+KeyJ")
    page.wait_for_selector("#join[open]")
    assert page.locator("#join ol button").count() == 2
    page.keyboard.press("Digit1")
    page.wait_for_selector(f'.event[data-event="{clash}"][data-state=rejected]')
    killed = page.locator(f'.event[data-event="{mine}"] [data-cell=killed]')
    assert "1" in killed.inner_text() and killed.get_attribute("data-verdict") == "", "it came over, and is open"
    page.keyboard.press("KeyU")
    page.wait_for_selector(f'.event[data-event="{clash}"][data-state=open]')
    page.keyboard.press("KeyU")
    sync_api.expect(page.locator(".event")).to_have_count(2)
    with made.store.reading() as connection:
        assert list(faults(made.store, connection)) == []


def test_an_earlier_value_is_put_back_at_the_workbench(made: Dataset, page: Any) -> None:
    [grave] = events(made, "grave")
    say(made, grave, Mark("killed", "correct", {"min": 5, "max": 5}))
    say(made, grave, Mark("killed", "not_said"), by="bob")
    page.goto(f"/review/{grave}")
    page.click("[data-cell=killed] .cell-main")
    page.keyboard.press("KeyH")
    page.wait_for_selector("#history[open] li")
    lines = page.locator("#history li")
    assert lines.count() == 3 and "bob" in lines.nth(2).inner_text() and lines.nth(2).locator("button").count() == 0
    lines.nth(1).locator("button").click()
    page.wait_for_selector("#history", state="hidden")
    page.wait_for_selector('[data-cell=killed][data-verdict="correct"]')
    assert page.inner_text("[data-cell=killed] .value").strip() == "5"
    page.keyboard.press("KeyH")
    sync_api.expect(page.locator("#history[open] li")).to_have_count(4)
    page.keyboard.press("Escape")
    page.keyboard.press("KeyU")
    page.wait_for_selector('[data-cell=killed][data-verdict="not_said"]')


def test_a_merge_is_taken_apart_and_undone_on_its_page(made: Dataset, page: Any) -> None:
    [grave], [twice] = events(made, "grave"), events(made, "twice")
    say(made, grave, Mark("killed", "correct", {"min": 5, "max": 5}), by="bob")
    made.merge()
    page.goto(f"/incidents/{grave}")
    name = page.get_attribute("main", "data-incident")
    assert page.locator(".tree > li").count() == 2 and page.locator(".features li").count() > 2
    page.click(f'[data-history="{grave}"][data-cell=killed]')
    page.click("#history[open] li:first-child button")
    sync_api.expect(page.locator(".accounts s")).to_have_count(0)
    with made.store.reading() as connection:
        assert decisions_of(connection, [grave])[-1].verdict == "correct", "by a further decision, and none is gone"
    page.click("[data-apart]")
    page.wait_for_selector("#apart[open] .groups li")
    assert page.locator("#apart .groups li").count() == 2
    page.click("[data-confirm]")
    page.wait_for_selector(".parted a")
    assert page.locator(".tree > li").count() == 0, "one account is left"
    with made.store.reading() as connection:
        one, two = (incident_by_id(connection, each) for each in (grave, twice))
    assert one and two and one["incident_id"] != two["incident_id"]
    page.click("[data-take-back]")
    sync_api.expect(page.locator(".tree > li")).to_have_count(2)
    assert page.get_attribute("main", "data-incident") == name
