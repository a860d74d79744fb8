"""Lists that follow their filters, in a real browser, and what becomes of them when the answer is none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from rasd.dataset import Dataset
from test_atlas import made as made
from test_atlas import records
from test_map import Looker, looking
from test_map import base as base
from test_map import browser as browser
from test_map import playing as playing

sync_api = pytest.importorskip("playwright.sync_api")

pytestmark = pytest.mark.usefixtures("one_coder")


@pytest.fixture(params=["ar", "en"])
def person(request: pytest.FixtureRequest, browser: Any, base: str) -> Iterator[Looker]:
    with looking(browser, base, request.param) as found:
        yield found


def test_a_list_follows_what_is_chosen_and_the_address_says_it(person: Looker, made: Dataset) -> None:
    page = person.page
    page.goto(f"{person.base}/incidents?lang={person.language}")
    page.evaluate("() => { window.isSamePage = true; }")
    kind = records(made)[0]["sub_event_type"]["value"]
    expected = sum(one["sub_event_type"]["value"] == kind for one in records(made))
    assert page.locator("#found tbody tr").count() == len(records(made)) > expected
    page.select_option("[name=type]", kind)
    sync_api.expect(page.locator("#found tbody tr")).to_have_count(expected)
    assert page.inner_text("#tally") == str(expected)
    assert person.asked() == {"type": [kind]}
    assert page.evaluate("() => isSamePage") is True
    page.fill("[name=place]", "لا مكان")
    sync_api.expect(page.locator("#found .empty")).to_be_visible()
    assert page.evaluate("() => isSamePage && document.activeElement.name") == "place", "one can go on typing"
    page.go_back()
    sync_api.expect(page.locator("#found tbody tr")).to_have_count(expected)


def test_a_list_whose_server_is_gone_says_so_like_a_page(browser: Any, base: str) -> None:
    with looking(browser, base, "en") as person:
        page = person.page
        page.goto(f"{person.base}/reports?lang=en")
        page.route("**/reports?*", lambda route: route.fulfill(status=500, body="down", content_type="text/plain"))
        page.fill("[name=q]", "سرمين")
        page.wait_for_function("() => document.body.innerText.includes('down')")
        person.complaints.clear()  # the browser's own line on the answer 500
        page.unroute("**/reports?*")


def test_without_scripts_the_form_is_sent(browser: Any, base: str, made: Dataset) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base}/reports?lang=en")
    page.fill("[name=q]", "سرمين")
    page.click("[role=search] button")
    assert "q=" in page.url and page.locator(".hits li").count() >= 1
    context.close()
