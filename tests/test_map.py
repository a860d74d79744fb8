"""The map and the timeline in a real browser, Chromium, in Arabic and in English; and that nothing leaves."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from browsers import NO_BROWSER, chromium
from desks import served
from rasd.dataset import Dataset
from test_atlas import made as made
from test_atlas import of_report, records

sync_api = pytest.importorskip("playwright.sync_api")
_CHROMIUM = chromium()
_SOFTWARE = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]

pytestmark = pytest.mark.usefixtures("one_coder")


@pytest.fixture(scope="module")
def playing() -> Iterator[Any]:
    if _CHROMIUM is None:
        if os.environ.get("RASD_BROWSER") == "required":
            pytest.fail(NO_BROWSER)
        pytest.skip(NO_BROWSER)
    with sync_api.sync_playwright() as play:
        yield play


@pytest.fixture(scope="module")
def base(made: Dataset) -> Iterator[str]:
    with served(made) as address:
        yield address


@dataclass
class Looker:
    """Somebody who looks at the map."""

    page: Any
    base: str
    language: str
    complaints: list[str] = field(default_factory=list)

    def open(self, query: str = "") -> None:
        self.page.goto(f"{self.base}/map?lang={self.language}&{query}")
        self.page.wait_for_selector("#map[data-ready]")

    def asked(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.page.url).query)


@pytest.fixture(scope="module")
def browser(playing: Any) -> Iterator[Any]:
    opened = playing.chromium.launch(executable_path=str(_CHROMIUM), args=["--no-sandbox", *_SOFTWARE])
    yield opened
    opened.close()


@contextmanager
def looking(browser: Any, base: str, language: str) -> Iterator[Looker]:
    """A person with a browser; any complaint of it fails the test."""
    context = browser.new_context(viewport={"width": 900, "height": 600}, service_workers="block")
    page = context.new_page()
    page.set_default_timeout(20_000)
    found = Looker(page, base, language)
    page.on("request", lambda one: one.url.startswith((f"{base}/", "blob:")) or found.complaints.append(one.url))
    page.on("console", lambda one: one.type in ("error", "warning") and found.complaints.append(one.text))
    page.on("pageerror", lambda one: found.complaints.append(str(one)))
    page.add_init_script(
        "addEventListener('securitypolicyviolation', (one) => console.error(`policy: ${one.violatedDirective}`))"
    )
    yield found
    context.close()
    # How fast the graphics of a machine without a graphics card are is not the page's fault.
    assert [one for one in found.complaints if "GL Driver Message" not in one] == []


@pytest.fixture(params=["ar", "en"])
def person(request: pytest.FixtureRequest, browser: Any, base: str) -> Iterator[Looker]:
    with looking(browser, base, request.param) as found:
        yield found


def test_a_place_opens_its_incidents_as_text(person: Looker, made: Dataset) -> None:
    person.open("at=36.7267,35.904,12")
    page = person.page
    page.wait_for_selector("#map[data-provinces]")
    asked = page.evaluate("() => performance.getEntriesByType('resource').map((one) => one.name)")
    assert any(one.endswith("/vendor/maplibre-gl-csp-worker.js") for one in asked)
    # What is drawn is pixels, and a person looks at them; the font and what joins the letters are there.
    assert page.evaluate("() => maplibregl.getRTLTextPluginStatus()") == "loaded"
    assert page.evaluate("() => document.fonts.check('500 16px \"IBM Plex Sans Arabic\"', 'ابجد')")
    box = page.locator("#map").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    popup = page.locator(".map-popup")
    name = of_report(made, "grave")["incident_id"]
    sync_api.expect(popup.locator(f'a[href="/incidents/{name}"]')).to_be_visible()
    assert ("سرمين" if person.language == "ar" else "Sarmin") in popup.inner_text()
    assert ("ضمن 2 كم" if person.language == "ar" else "within 2 km") in popup.inner_text()
    direction = page.evaluate("() => getComputedStyle(document.querySelector('#timeline')).direction")
    assert direction == "ltr", "time runs from left to right in both languages"
    popup.locator(f'a[href="/incidents/{name}"]').click()
    page.wait_for_url(f"**/incidents/{name}")


def test_a_time_is_chosen_by_dragging_and_stands_in_the_address(browser: Any, base: str, made: Dataset) -> None:
    with looking(browser, base, "ar") as person:
        person.open("at=36.7,35.9,9")
        page = person.page
        everything, near = page.inner_text(".tallies"), page.locator("#timeline .seen").count()
        months = page.locator(".by-month tbody .figure").all_inner_texts()
        dated = [one for one in records(made) if one["date"]["value"] and one["date"]["value"]["start"]]
        assert sum(map(int, months)) == len(dated) and near > 0
        page.locator("#timeline").scroll_into_view_if_needed()
        box = page.locator("#timeline").bounding_box()
        page.mouse.move(box["x"] + 3, box["y"] + 20)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] / 4, box["y"] + 20, steps=4)
        page.mouse.up()
        page.wait_for_function("told => document.querySelector('.tallies').innerText !== told", arg=everything)
        asked = person.asked()
        assert asked["since"][0] <= "2024-03-14" and re.fullmatch(r"\d{4}-\d\d-\d\d", asked["until"][0])
        assert page.input_value("[name=since]") == asked["since"][0]
        shown = page.inner_text(".tallies")
        page.reload()
        page.wait_for_selector("#map[data-ready]")
        assert page.inner_text(".tallies") == shown and page.locator("#timeline .brush").count() == 1
        page.click("#all-time")
        page.wait_for_function("told => document.querySelector('.tallies').innerText === told", arg=everything)
        assert "since" not in person.asked() and "at" in person.asked()
        person.open("at=-60,-30,6")
        assert page.locator("#timeline .seen").count() == 0, "nothing of it is in sight"
        page.click(".map-buttons button:nth-child(3)")
        sync_api.expect(page.locator("#timeline .seen")).not_to_have_count(0)


def test_without_webgl_the_table_says_the_same(playing: Any, base: str) -> None:
    without = playing.chromium.launch(executable_path=str(_CHROMIUM), args=["--no-sandbox", "--disable-3d-apis"])
    with looking(without, base, "en") as found:
        found.page.goto(f"{base}/map?lang=en")
        found.page.wait_for_selector("#no-map", state="visible")
        assert found.page.locator("#drawn").is_hidden()
        assert found.page.locator(".by-place tbody tr").count() >= 2
    without.close()
