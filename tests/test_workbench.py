"""The workbench in a real browser, Chromium, in Arabic and in English: keys alone, words lit, nothing leaves."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from browsers import NO_BROWSER, chromium
from desks import DRONE, GRAVE, LIGHT, SHELLS, report, served, workspace
from rasd.dataset import Dataset
from rasd.review.decisions import Mark, decide, version_of
from rasd.store.schema import event

sync_api = pytest.importorskip("playwright.sync_api")
_CHROMIUM = chromium()
MOST_KEYS = 12
"""that an event may take which is all right"""

pytestmark = pytest.mark.usefixtures("one_coder")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if _CHROMIUM is None:
        if os.environ.get("RASD_BROWSER") == "required":
            pytest.fail(NO_BROWSER)
        pytest.skip(NO_BROWSER)
    with sync_api.sync_playwright() as play:
        opened = play.chromium.launch(executable_path=str(_CHROMIUM), args=["--no-sandbox"])
        yield opened
        opened.close()


@dataclass
class Reader:
    """A person at a page, who counts the keys that are pressed."""

    page: Any
    base: str
    language: str
    complaints: list[str] = field(default_factory=list)
    presses: int = 0
    under_way: set[Any] = field(default_factory=set)
    """requests that are not answered yet"""

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.presses += 1

    def open(self, path: str) -> None:
        self.page.goto(f"{self.base}{path}")

    def first(self) -> None:
        """The first event of the queue."""
        self.open(f"/review?lang={self.language}")
        self.page.click("a.primary")
        self.page.wait_for_selector(".cell[data-current]")

    def lit(self, name: str = "lit") -> list[str]:
        """The words that are lit."""
        found: list[str] = self.page.evaluate(
            "name => [...(CSS.highlights.get(name) ?? [])].map((range) => range.toString())", name
        )
        return found

    def current(self) -> str | None:
        found: str | None = self.page.get_attribute(".event[data-open] .cell[data-current]", "data-cell")
        return found

    def verdicts(self) -> dict[str, str]:
        """What is decided in the open event."""
        found: dict[str, str] = self.page.evaluate(
            "() => Object.fromEntries([...document.querySelectorAll('.event[data-open] .cell')]"
            ".filter((one) => one.dataset.verdict).map((one) => [one.dataset.cell, one.dataset.verdict]))"
        )
        return found

    def saved(self) -> None:
        """Wait until all that was decided has reached the server."""
        # One decision is sent behind the other: there is none on its way for a moment only when all are there.
        quiet = 0
        while quiet < 3:
            self.page.wait_for_timeout(40)
            quiet = 0 if self.under_way else quiet + 1


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Dataset]:
    monkeypatch.delenv("RASD_DATABASE", raising=False)
    found = workspace(tmp_path, [report("light", LIGHT, "خبر"), report("grave", GRAVE)])
    yield found
    found.close()


@pytest.fixture(params=["ar", "en"])
def reader(request: pytest.FixtureRequest, browser: Any, made: Dataset) -> Iterator[Reader]:
    with served(made) as base:
        context = browser.new_context(viewport={"width": 1280, "height": 800}, service_workers="block")
        page = context.new_page()
        page.set_default_timeout(10_000)
        found = Reader(page, base, request.param)

        def asked(one: Any) -> None:
            if not one.url.startswith(f"{base}/"):
                found.complaints.append(f"a request left: {one.url}")

        page.on("request", asked)
        page.on("request", lambda one: found.under_way.add(one))
        page.on("requestfinished", lambda one: found.under_way.discard(one))
        page.on("requestfailed", lambda one: found.under_way.discard(one))
        page.on("console", lambda one: one.type == "error" and found.complaints.append(one.text))
        page.on("pageerror", lambda one: found.complaints.append(str(one)))
        page.add_init_script(
            "addEventListener('securitypolicyviolation', (one) => console.error(`policy: ${one.violatedDirective}`))"
        )
        yield found
        context.close()
    assert found.complaints == []


def test_an_event_is_reviewed_by_keys_alone(reader: Reader) -> None:
    reader.first()
    assert reader.page.get_attribute("html", "dir") == ("rtl" if reader.language == "ar" else "ltr")
    assert reader.page.get_attribute("#text", "dir") == "rtl"
    cells = reader.page.locator(".event[data-open] .cell:not([data-empty])").count()
    assert cells == 9
    reader.press(*["a"] * cells, "Control+Enter")
    assert reader.presses <= MOST_KEYS
    reader.page.wait_for_selector("main[data-report=light]")
    assert reader.page.inner_text("#text").startswith("أصيب مدني")
    reader.presses = 0
    reader.press("Shift+A", "Control+Enter", "Shift+A", "Control+Enter")
    sync_api.expect(reader.page.locator(".message")).not_to_have_text("")
    reader.saved()
    reader.open("/review?queue=done")
    assert reader.page.locator("table.list tbody tr").count() == 2
    assert reader.page.inner_text(".tabs a:nth-child(1) .number") == "0"


def test_the_words_of_the_cell_in_focus_are_lit_behind_an_emoji_too(reader: Reader) -> None:
    reader.first()
    told = {}
    for _ in range(9):
        cell = reader.current()
        assert cell is not None
        told[cell] = reader.lit()
        reader.press("ArrowDown")
    assert told["type"] == ["قصف مدفعي"] and told["actor1"] == ["قوات النظام"] and told["places"] == ["سرمين"]
    assert told["killed"] == ["قُتل سبعة مدنيين"]
    assert {"قصف مدفعي", "قوات النظام", "سرمين"} <= set(reader.lit("faint"))
    assert reader.page.locator("#text *").count() == 0, "letters stay joined: no element parts them"


def test_a_click_on_words_leads_to_their_cell(reader: Reader) -> None:
    reader.first()
    place = reader.page.evaluate(
        """() => {
          const node = document.querySelector('#text').firstChild;
          const at = node.data.indexOf('سرمين');
          const range = new Range();
          range.setStart(node, at + 2);
          range.setEnd(node, at + 3);
          const box = range.getBoundingClientRect();
          return [box.x + box.width / 2, box.y + box.height / 2];
        }"""
    )
    reader.page.mouse.click(*place)
    assert reader.current() == "places"
    assert reader.lit() == ["سرمين"]


def test_undo_survives_a_reload(reader: Reader) -> None:
    reader.first()
    reader.press("a", "a", "x", "1")
    assert reader.verdicts() == {"type": "accept", "actor1": "accept", "actor2": "reject"}
    reader.saved()
    reader.page.reload()
    reader.page.wait_for_selector(".cell[data-current]")
    assert reader.verdicts() == {"type": "accept", "actor1": "accept", "actor2": "reject"}
    for left in (["type", "actor1"], ["type"], []):
        reader.press("u")
        sync_api.expect(reader.page.locator(".event[data-open] .cell:not([data-verdict=''])")).to_have_count(len(left))
        assert list(reader.verdicts()) == left
    assert reader.current() == "type"


def test_keys_go_by_their_place_whatever_they_type(reader: Reader) -> None:
    reader.first()
    # What an Arabic keyboard sends for the key that is A on a Latin one.
    reader.page.evaluate(
        "() => document.activeElement.dispatchEvent("
        "new KeyboardEvent('keydown', {key: 'ش', code: 'KeyA', bubbles: true, cancelable: true}))"
    )
    assert reader.verdicts() == {"type": "accept"}


def test_a_finished_event_must_be_decided_on(reader: Reader) -> None:
    reader.first()
    reader.press("a", "Control+Enter")
    assert reader.page.get_attribute("main", "data-report") == "grave" and reader.current() == "actor1"
    assert re.search("Actor" if reader.language == "en" else "الفاعل", reader.page.inner_text(".message"))
    reader.press("Shift+X", "2")
    reader.page.wait_for_selector("main[data-report=light]")
    reader.press("k")
    reader.page.wait_for_selector("main[data-report=grave] .event[data-open][data-state=rejected]")


def test_the_list_of_keys_opens_and_closes(reader: Reader) -> None:
    reader.first()
    reader.press("Shift+Slash")
    assert reader.page.is_visible("#keys")
    reader.press("a", "Escape")
    assert not reader.page.is_visible("#keys") and reader.verdicts() == {}


def test_somebody_else_was_there_meanwhile(reader: Reader) -> None:
    reader.first()
    other = reader.page.context.new_page()
    other.goto(reader.page.url)
    other.keyboard.press("a")
    other.wait_for_load_state("networkidle")
    other.close()
    reader.press("ArrowDown", "x", "1")
    sync_api.expect(reader.page.locator("#meanwhile li")).to_have_count(1)
    assert reader.verdicts() == {"type": "accept"}, "shown as it is now; what was said too late is not kept"
    assert "409" in reader.complaints.pop()


def select(reader: Reader, words: str) -> None:
    """Words of the text, as a person selects them."""
    reader.page.evaluate(
        """(words) => {
          const node = document.querySelector('#text').firstChild;
          const at = node.data.indexOf(words);
          getSelection().setBaseAndExtent(node, at, node, at + words.length);
        }""",
        words,
    )


def test_a_cell_is_corrected_by_words_that_are_selected(reader: Reader) -> None:
    reader.first()
    reader.page.focus(".event[data-open] [data-cell=killed] .cell-main")
    select(reader, "وأصيب تسعة آخرون")
    reader.press("e")
    first = reader.page.locator("#correct-list [aria-selected=true]")
    sync_api.expect(first).to_have_text("9")
    assert reader.lit("chosen") == ["وأصيب تسعة آخرون"]
    reader.press("Enter")
    sync_api.expect(reader.page.locator(".event[data-open] [data-cell=killed] .value")).to_have_text("9")
    assert reader.verdicts() == {"killed": "correct"} and reader.current() == "wounded"
    reader.press("ArrowUp")
    assert reader.lit() == ["وأصيب تسعة آخرون"]


def test_a_cell_is_corrected_by_typing_and_an_empty_one_filled(reader: Reader) -> None:
    reader.first()
    reader.page.focus(".event[data-open] [data-cell=places] .cell-main")
    reader.press("e")
    reader.page.keyboard.type("بنش")
    sync_api.expect(reader.page.locator("#correct-list [aria-selected=true]")).to_contain_text(
        "بنش" if reader.language == "ar" else "Binnish"
    )
    reader.press("Enter")
    sync_api.expect(reader.page.locator(".event[data-open] [data-cell=places]")).to_have_attribute(
        "data-verdict", "correct"
    )
    reader.page.locator(".event[data-open] [data-cell=count] .cell-main").focus()
    reader.press("e")
    reader.page.keyboard.type("3")
    sync_api.expect(reader.page.locator("#correct-list [aria-selected=true]")).to_have_text("3")
    reader.press("Enter")
    sync_api.expect(reader.page.locator(".event[data-open] [data-cell=count]")).to_have_attribute(
        "data-verdict", "correct"
    )
    reader.page.locator(".event[data-open] [data-cell=weapon] .cell-main").focus()
    reader.press("n")
    reader.saved()
    reader.page.reload()
    assert reader.verdicts() == {"places": "correct", "count": "correct", "weapon": "not_said"}
    assert reader.page.locator("#correct").is_visible() is False


def test_an_event_that_was_missed_is_added_and_taken_back(reader: Reader) -> None:
    reader.first()
    reader.press("m")
    sync_api.expect(reader.page.locator(".message")).not_to_have_text("")
    select(reader, "قصف مدفعي")
    reader.press("m")
    reader.page.keyboard.type("air")
    sync_api.expect(reader.page.locator("#correct-list [aria-selected=true]")).to_contain_text(
        "ضربة جوية" if reader.language == "ar" else "Air/drone strike"
    )
    reader.press("Enter")
    sync_api.expect(reader.page.locator(".event")).to_have_count(2)
    assert reader.verdicts() == {"type": "accept"}
    reader.press("u")
    sync_api.expect(reader.page.locator(".event")).to_have_count(1)


def test_two_events_are_judged_by_key(reader: Reader, made: Dataset, tmp_path: Path) -> None:
    path = tmp_path / "more.jsonl"
    lines = [report("drone", DRONE, day="2024-05-02"), report("shells", SHELLS, day="2024-05-02")]
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lines), encoding="utf-8")
    made.ingest([path])
    reader.open(f"/duplicates?lang={reader.language}")
    reader.page.click("a.primary")
    reader.page.wait_for_selector("tr[data-current]")
    assert reader.page.get_attribute("tr[data-current]", "data-cell") == "type"
    assert len(reader.lit()) == 2, "words of both texts"
    reader.press("2")
    reader.page.wait_for_url("**/duplicates")
    assert reader.page.is_visible(".empty")
    reader.page.go_back()
    reader.page.wait_for_selector("tr[data-current]")
    reader.press("u")
    sync_api.expect(reader.page.locator(".said li.quiet")).to_have_count(1)


def test_keys_are_chosen_and_then_do_what_they_say(reader: Reader) -> None:
    page = reader.page
    is_arabic = reader.language == "ar"
    reader.open(f"/account/keys?lang={reader.language}")
    key = page.locator("tr[data-action=accept] .key")
    key.click()
    reader.press("x")
    sync_api.expect(page.locator(".message")).to_contain_text("رفض الخانة" if is_arabic else "Reject the cell")
    assert page.locator("tr[data-clash]").count() == 2
    key.click()
    reader.press("Alt+z")
    sync_api.expect(page.locator(".message")).to_contain_text("للمتصفح" if is_arabic else "browser")
    reader.press("Escape")
    sync_api.expect(key).to_have_text("X · ء" if is_arabic else "X")
    page.locator("tr[data-action=accept] .usual").click()
    sync_api.expect(key).to_have_text("A · ش" if is_arabic else "A")
    assert page.locator("tr[data-clash]").count() == 0
    key.click()
    reader.press("z")
    sync_api.expect(key).to_have_text("Z · ئ" if is_arabic else "Z")
    page.locator(".remap .primary").click()
    page.wait_for_load_state()
    sync_api.expect(key).to_have_text("Z · ئ" if is_arabic else "Z")
    reader.first()
    reader.press("a")
    assert reader.verdicts() == {}
    reader.press("z")
    assert reader.verdicts() == {"type": "accept"}
    sync_api.expect(page.locator("[data-do=accept] kbd")).to_have_text("Z · ئ" if is_arabic else "Z")
    reader.press("Shift+Slash")
    sync_api.expect(page.locator("#keys dt").first).to_have_text("Z · ئ" if is_arabic else "Z")


def test_keys_do_nothing_while_somebody_types_or_holds_them_down(reader: Reader) -> None:
    reader.first()
    reader.press("e")
    reader.page.keyboard.type("axfu")
    assert reader.page.input_value("#correct-q") == "axfu"
    reader.press("Escape")
    assert reader.verdicts() == {} and reader.page.locator("[data-flagged]").count() == 0
    reader.page.keyboard.down("a")
    reader.page.keyboard.down("a")
    reader.page.keyboard.up("a")
    assert reader.verdicts() == {"type": "accept"}


def test_buttons_do_what_keys_do_with_the_words_that_are_selected(reader: Reader) -> None:
    reader.first()
    reader.press("ArrowDown")
    reader.page.click("[data-do=accept]")
    assert reader.verdicts() == {"actor1": "accept"}
    reader.page.focus(".event[data-open] [data-cell=killed] .cell-main")
    reader.page.locator("#text").dblclick(position={"x": 300, "y": 70})
    chosen = reader.page.evaluate("getSelection().toString().trim()")
    assert chosen
    reader.page.click("[data-do=correct]")
    assert reader.lit("chosen") == [chosen]


def test_a_report_is_pasted_and_opens_in_the_workbench(reader: Reader) -> None:
    page = reader.page
    reader.open(f"/reports?lang={reader.language}")
    page.click("a[href='/reports/new']")
    text = page.locator("textarea")
    text.fill(DRONE)
    assert page.evaluate("getComputedStyle(document.querySelector('textarea')).direction") == "rtl"
    page.fill("input[name=published]", "2024-05-02")
    page.fill("input[name=outlet]", "شبكة")
    page.click("form.paste .primary")
    page.wait_for_selector(".cell[data-current]")
    assert page.inner_text("#text") == DRONE
    reader.press("a")
    assert reader.verdicts() == {"type": "accept"}
    reader.open("/reports/new")
    page.locator("textarea").fill(DRONE)
    page.click("form.paste .primary")
    known = "محفوظ من قبل" if reader.language == "ar" else "was kept before"
    sync_api.expect(page.locator(".said")).to_contain_text(known)


def test_whoever_looks_sees_who_decided(reader: Reader, made: Dataset) -> None:
    with made.store.writing() as connection:
        row = connection.execute(event.select().where(event.c.report_id == "grave")).mappings().one()
        marks = [Mark("type", "accept"), Mark("killed", "reject", reason="wrong")]
        decide(connection, row["event_id"], marks, version=version_of(json.loads(row["record"]), []), by="omar")
    reader.first()
    page = reader.page
    by = page.locator(".event[data-open] [data-cell=type] .by")
    sync_api.expect(by).to_have_text("omar")
    page.focus(".event[data-open] [data-cell=type] .cell-main")
    reader.press("a")
    sync_api.expect(by).to_have_text("")
    reader.saved()
    page.reload()
    sync_api.expect(by).to_have_text("")
    reader.press("u")
    sync_api.expect(by).to_have_text("omar")
