"""Words of a report selected by keyboard, in a real browser: in Arabic, with English and figures inside, in English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import pytest

from desks import report, served, workspace
from test_workbench import browser as browser

sync_api = pytest.importorskip("playwright.sync_api")

pytestmark = pytest.mark.usefixtures("one_coder")

MIXED = (
    "قُتل 3 مدنيين وأصيب 15 آخرون، صباح اليوم الخميس، جراء قصف بالمدفعية وبالصواريخ لقوات النظام على مدينة سرمين.\n\n"
    "وقال فريق White Helmets Media Office إن القصف 💥 طال سوقا في المدينة عند 10:30 صباحا، وإن فرق الإسعاف نقلت "
    "الجرحى إلى Bab al-Hawa Hospital شمالي إدلب."
)
ENGLISH = (
    "Rescue workers of the White Helmets said on Thursday: قُتل 3 مدنيين جراء قصف بالمدفعية لقوات النظام على مدينة "
    "سرمين في ريف إدلب. They took another 15 to a hospital in the north of the province, one of the last that is open."
)


class Seen(NamedTuple):
    """A word, and where it is drawn."""

    word: str
    x: float
    y: float


class Text:
    """The text on the bench, with the caret in it."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def press(self, *keys: str) -> str:
        """What is selected after some keys."""
        for key in keys:
            self.page.keyboard.press(key)
        found: str = self.page.evaluate("getSelection().toString()")
        return found

    def at(self) -> Seen:
        """The word of the caret, where it alone is selected."""
        told = self.page.evaluate(
            """() => {
              const box = getSelection().getRangeAt(0).getClientRects()[0];
              return [getSelection().toString(), box.x + box.width / 2, box.y + box.height / 2];
            }"""
        )
        return Seen(*told)

    def walk(self, key: str) -> list[Seen]:
        """All that is visited until the caret stays where it is."""
        seen = [self.at()]
        while len(seen) < 200:
            self.press(key)
            if self.at() == seen[-1]:
                return seen
            seen.append(self.at())
        raise AssertionError(f"no end: {seen[-6:]}")

    def to(self, word: str) -> None:
        """The caret on a word, from the beginning on."""
        self.press("Control+Home")
        for _ in range(60):
            if self.press("ArrowLeft") == word:
                return
        raise AssertionError(f"{word} is not reached")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patched:
        patched.delenv("RASD_DATABASE", raising=False)
        found = workspace(tmp_path_factory.mktemp("caret"), [report("mixed", MIXED), report("english", ENGLISH)])
        with served(found) as base:
            yield base
        found.close()


@pytest.fixture
def text(request: pytest.FixtureRequest, browser: Any, address: str) -> Iterator[Text]:
    language, name = request.param
    context = browser.new_context(viewport={"width": 1280, "height": 800}, service_workers="block")
    page = context.new_page()
    page.set_default_timeout(10_000)
    complaints: list[str] = []
    page.on("console", lambda one: one.type == "error" and complaints.append(one.text))
    page.on("pageerror", lambda one: complaints.append(str(one)))
    page.goto(f"{address}/reports/{name}?lang={language}")
    page.click(".told-events a[href^='/review/']")
    page.wait_for_selector(".cell[data-current]")
    yield Text(page)
    context.close()
    assert complaints == []


on = pytest.mark.parametrize
BOTH = [("ar", "mixed"), ("en", "mixed")]


@on(("text", "key", "is_forwards"), [(("ar", "mixed"), "ArrowLeft", True), (("en", "mixed"), "ArrowRight", False),
                                      (("ar", "english"), "ArrowRight", True), (("en", "english"), "ArrowLeft", False)],
    indirect=["text"])  # fmt: skip
def test_left_and_right_are_those_of_the_page(text: Text, key: str, is_forwards: bool) -> None:
    text.press("t", "Control+Home" if is_forwards else "Control+End")
    seen = text.walk(key)
    by = -1 if key == "ArrowLeft" else 1
    lines: list[list[Seen]] = [[seen[0]]]
    for before, one in pairwise(seen):
        if abs(one.y - before.y) < 10:
            assert (one.x - before.x) * by > 0, (before, one)
            lines[-1].append(one)
        else:
            assert (one.y > before.y) is is_forwards
            lines.append([one])
    assert len(lines) > 2, "the text has several lines"
    words = [one.word for one in seen]
    whole = text.page.inner_text("#text")
    assert sorted(words) == sorted(re.findall(r"[^\W_](?:[\w\u064b-\u0652]|:(?=\d))*", whole)), "each word once"
    # Those that run the other way than the text come the other way round, where they stand on one line.
    order = words if is_forwards else words[::-1]
    first, second = ("White", "Helmets") if whole == MIXED else ("قُتل", "مدنيين")
    assert order.index(second) < order.index(first)


@on("text", BOTH, indirect=True)
def test_up_and_down_go_by_lines_and_keep_the_column(text: Text) -> None:
    text.press("t", "Control+Home", *["ArrowLeft"] * 4)
    first = text.at()
    text.press("ArrowDown")
    second = text.at()
    assert second.y > first.y and abs(second.x - first.x) < 60
    text.press("ArrowDown", "ArrowUp", "ArrowUp")
    assert text.at() == first
    text.press("ArrowUp", "ArrowUp")
    assert text.at() == first, "above the first line there is none"
    assert text.press("Home") == "قُتل"
    assert text.press("Control+End") == "إدلب"


@on("text", BOTH, indirect=True)
def test_shift_selects_what_lies_between_in_the_order_of_reading(text: Text) -> None:
    assert text.press("t", "Control+Home") == "قُتل"
    assert text.press("Shift+ArrowLeft") == "قُتل 3"
    assert text.press("Shift+ArrowLeft") == "قُتل 3 مدنيين"
    assert text.press("Shift+ArrowRight") == "قُتل 3"
    assert text.press("ArrowLeft") == "مدنيين", "without Shift the caret goes on from its own end"
    assert text.press("Shift+ArrowRight", "Shift+ArrowRight") == "قُتل 3 مدنيين", "backwards too"
    assert text.press("Shift+End").startswith("مدنيين وأصيب 15 آخرون، صباح"), "the end that does not move is kept"
    assert text.page.inner_text("#text-said").startswith("مدنيين وأصيب"), "what is selected is announced"
    assert text.page.get_attribute("#text-said", "aria-live") == "polite"


@on("text", BOTH, indirect=True)
def test_letters_are_parted_from_their_word(text: Text) -> None:
    text.press("t")
    text.to("وبالصواريخ")
    assert text.press("Alt+ArrowLeft") == "بالصواريخ"
    assert text.press("Alt+ArrowLeft") == "الصواريخ"
    assert text.press("Alt+ArrowLeft", "Alt+ArrowLeft") == "صواريخ"
    assert text.press("Alt+ArrowRight", "Alt+ArrowRight") == "الصواريخ"
    assert text.press("Alt+Shift+ArrowRight") == "الصواري"
    assert text.press("Alt+Shift+ArrowLeft") == "الصواريخ"
    assert text.press(*["Alt+ArrowLeft"] * 12) == "خ", "a letter is left"
    text.press("Control+Home")
    assert text.press("Alt+ArrowLeft") == "تل", "a letter has its vowel with it"
    text.to("Helmets")
    assert text.press("Alt+ArrowRight") == "elmets", "English letters run the other way"
    assert text.press("Alt+Shift+ArrowLeft") == "elmet"


@on("text", BOTH, indirect=True)
def test_words_that_were_selected_become_a_cell(text: Text) -> None:
    page = text.page
    cell = page.locator(".event[data-open] [data-cell=wounded]")
    cell.locator(".cell-main").focus()
    assert text.press("t") == "وأصيب 15 آخرون", "the caret begins at the words of the cell"
    text.press("Control+Home", "ArrowLeft")
    assert text.press("Shift+ArrowLeft") == "3 مدنيين"
    text.press("s")
    sync_api.expect(cell).to_have_attribute("data-verdict", "correct")
    sync_api.expect(cell.locator(".value")).to_contain_text("3")
    assert page.evaluate("document.activeElement.matches('.cell-main')"), "back to the cells"
    assert text.press() == ""
    # What can be read in several ways is asked for.
    page.locator(".event[data-open] [data-cell=weapon] .cell-main").focus()
    text.press("t")
    text.to("بالمدفعية")
    text.press("Shift+ArrowLeft", "s")
    page.wait_for_selector("#correct[open]")
    assert page.inner_text("#correct-words") == "«بالمدفعية وبالصواريخ»" or "بالمدفعية" in page.inner_text(
        "#correct-words"
    )
    text.press("Escape")
    text.press("u")
    sync_api.expect(cell).to_have_attribute("data-verdict", "")


@on("text", BOTH, indirect=True)
def test_the_way_out_of_the_text_keeps_what_was_selected(text: Text) -> None:
    page = text.page
    assert text.press("t", "Escape") == "", "nothing was selected by hand"
    assert page.evaluate("document.activeElement.matches('.cell[data-current] .cell-main')")
    assert text.press("s") == "" and page.inner_text(".message") != ""
    assert text.press("t", "Control+Home", "Escape") == "قُتل"
    before = page.get_attribute(".cell[data-current]", "data-cell")
    text.press("ArrowDown")
    assert page.get_attribute(".cell[data-current]", "data-cell") != before, "arrows are the cells' again"
    assert text.press() == "قُتل"
    assert text.press("t") == "قُتل", "and on from there"
    assert text.press("t", "Escape") == ""
    # By the mouse the keys stay with the cells.
    page.locator("#text").dblclick(position={"x": 300, "y": 20})
    assert page.evaluate("document.activeElement.matches('.cell-main')") and text.press() != ""
    page.locator("#text").focus()
    page.keyboard.press("Escape")
