"""Two codings side by side in a real browser, in Arabic and in English: keys walk through the conflicts alone."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from coders import events, finish, now, people, say, state
from desks import GRAVE, LIGHT, PASSWORD, logged_in, report, served, workspace
from rasd.dataset import Dataset
from rasd.review import doubles
from rasd.review.decisions import Mark
from test_workbench import Reader, browser, sync_api

assert browser, "the fixture"
pytestmark = pytest.mark.usefixtures("one_coder")

WORDS = GRAVE.index("سبعة مدنيين"), GRAVE.index("سبعة مدنيين") + len("سبعة مدنيين")
NINE = Mark("killed", "correct", {"min": 9, "max": 9}, [list(WORDS)])


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Dataset]:
    monkeypatch.delenv("RASD_DATABASE", raising=False)
    found = workspace(tmp_path, [report("light", LIGHT, "خبر"), report("grave", GRAVE)])
    people(found, ann="coder", bob="coder", mona="manager")
    with found.store.writing() as connection:
        doubles.set_share(connection, 1.0, by="mona")
    yield found
    found.close()


@pytest.fixture
def conflicts(made: Dataset) -> Dataset:
    """Where ann and bob do not say the same: three cells of one event, and whether another one is any."""
    [grave], [mine, clash] = events(made, "grave"), events(made, "light")
    finish(made, "ann", grave, NINE, Mark("weapon", "not_said"))
    finish(made, "bob", grave, Mark("date", "not_said"))
    for name in ("ann", "bob"):
        finish(made, name, mine)
    finish(made, "ann", clash)
    say(made, "bob", clash, Mark("", "reject", reason="told_twice"))
    assert (state(made, "grave"), state(made, "light")) == ("conflicts", "conflicts")
    return made


@pytest.fixture(params=["ar", "en"])
def reader(request: pytest.FixtureRequest, browser: Any, made: Dataset) -> Iterator[Reader]:
    with served(made) as base:
        context = browser.new_context(viewport={"width": 1280, "height": 800}, service_workers="block")
        page = context.new_page()
        page.set_default_timeout(10_000)
        found = Reader(page, base, request.param)
        page.on("console", lambda one: one.type == "error" and found.complaints.append(one.text))
        page.on("pageerror", lambda one: found.complaints.append(str(one)))
        page.add_init_script(
            "addEventListener('securitypolicyviolation', (one) => console.error(`policy: ${one.violatedDirective}`))"
        )
        yield found
        context.close()
    assert found.complaints == []


def log_in(reader: Reader, name: str) -> None:
    reader.open(f"/login?lang={reader.language}")
    reader.page.fill("[name=name]", name)
    reader.page.fill("[name=password]", PASSWORD)
    reader.page.click("main button")
    reader.page.wait_for_selector(".tabs")


def current(reader: Reader) -> str | None:
    found: str | None = reader.page.get_attribute(".event[data-open] .conflict[data-current]", "data-cell")
    return found


def decided(reader: Reader, number: int) -> None:
    """Wait until so many conflicts of the open event are decided."""
    sync_api.expect(reader.page.locator(".event[data-open] .conflict[data-decided]")).to_have_count(number)


def test_conflicts_are_settled_by_keys_alone(reader: Reader, conflicts: Dataset) -> None:
    [grave], [_, clash] = events(conflicts, "grave"), events(conflicts, "light")
    log_in(reader, "mona")
    reader.open("/review?queue=disagreements")
    reader.page.click("table.list tbody tr:first-child a")
    reader.page.wait_for_selector(".conflict[data-current]")
    assert reader.page.get_attribute("html", "dir") == ("rtl" if reader.language == "ar" else "ltr")
    assert [one.get_attribute("data-cell") for one in reader.page.query_selector_all(".conflict")] == [
        "weapon", "date", "killed",
    ]  # fmt: skip
    assert not re.search(r"\b(ann|bob)\b", reader.page.inner_text("main")), "names are hidden"
    assert not reader.page.locator(".agreed dl").is_visible(), "what both say is closed"
    reader.press("ArrowDown", "ArrowDown")
    assert current(reader) == "killed"
    lit = {tuple(reader.lit(name)) for name in ("one", "two")}
    assert lit == {("سبعة مدنيين",), ("قُتل سبعة مدنيين",)}, "the words of both, one over the other"
    reader.press("ArrowUp", "ArrowUp", "1")
    decided(reader, 1)
    assert current(reader) == "date"
    reader.press("u")
    decided(reader, 0)
    reader.page.wait_for_selector(".conflict[data-current]")
    reader.press("n")
    decided(reader, 1)
    reader.press("Control+Enter")
    assert current(reader) == "date" and reader.page.inner_text(".message")
    reader.press("e")
    reader.page.fill("#correct-q", "2024-03-10")
    reader.page.wait_for_selector("#correct-list li:has-text('10')")
    reader.press("Enter")
    decided(reader, 2)
    first = reader.page.inner_text(".conflict[data-cell=killed] .one")
    reader.press("1")
    decided(reader, 3)
    reader.press("Control+Enter")
    reader.page.wait_for_url(f"**/review/{clash}/both")
    reader.page.wait_for_selector(".conflict[data-current]")
    record = now(conflicts, grave)
    assert (record.state, record.cells["weapon"].value, state(conflicts, "grave")) == ("accepted", None, "settled")
    assert record.cells["date"].value["start"] == "2024-03-10"
    assert str(record.cells["killed"].value["min"]) in first and record.decisions["killed"].by == "mona"
    assert current(reader) == ""
    yes = reader.page.locator(".conflict .one").inner_text()
    reader.press("2" if re.search("told|تكرار", yes, re.IGNORECASE) else "1")
    decided(reader, 1)
    reader.press("Control+Enter")
    sync_api.expect(reader.page.locator(".message")).not_to_have_text("")
    assert now(conflicts, clash).state == "accepted" and state(conflicts, "light") == "settled"
    reader.page.reload()
    assert re.search(r"\bann\b.*\bbob\b|\bbob\b.*\bann\b", reader.page.inner_text(".banner")), "now they are told"
    reader.press("1")
    assert reader.page.locator("button.side:not(:disabled)").count() == 0


def test_a_coder_codes_blind_by_the_keys_of_the_workbench(reader: Reader, made: Dataset) -> None:
    [grave] = events(made, "grave")
    finish(made, "bob", grave, NINE)
    log_in(reader, "ann")
    reader.page.click("a.primary")
    reader.page.wait_for_selector(".cell[data-current]")
    assert reader.page.locator(".banner").count() == 1 and reader.verdicts() == {}
    reader.press("Shift+A", "Control+Enter")
    reader.page.wait_for_selector("main[data-report=light]")
    reader.press("u")
    reader.page.wait_for_selector("main[data-report=light]")
    reader.saved()
    assert state(made, "grave") == "conflicts", "both are done; what was compared is not undone"
    reader.open("/review")
    assert reader.page.locator("table.list tbody tr").count() == 1
    assert reader.page.locator(".tabs a").count() == 3


def test_figures_of_agreement_are_the_same_on_the_page_and_in_files(conflicts: Dataset) -> None:
    with served(conflicts) as base, logged_in(base, "mona") as mona, logged_in(base, "ann") as ann:
        page = mona.get("/agreement").text
        rows = {row["cell"]: row for row in csv.DictReader(io.StringIO(mona.get("/agreement.csv").text))}
        told = mona.get("/agreement.json").json()
        killed = [rows["killed"][name] for name in ("events", "same", "alpha", "reading")]
        assert killed == ["2", "1", "0.0", "unreliable"]
        assert (rows["event"]["events"], rows["event"]["same"], rows["event"]["exact_f1"]) == ("3", "2", "0.8")
        assert told["cells"][8]["cell"] == "killed" and told["cells"][8]["exact_f1"] == 0
        assert told["pairs"] == [{"coders": ["ann", "bob"], "events": 3, "events_f1": 0.8, "cells": 26, "same": 23}]
        assert "<bdi>ann</bdi> · <bdi>bob</bdi>" in page and '<rect class="part"' in page
        assert re.search(r'data-cell="weapon">.*?<td class="figure">2</td>.*?50%', page, re.DOTALL)
        nothing = mona.get("/agreement.json?until=2000-01-01").json()
        assert nothing["reports"] == 0 and "pairs" in nothing
        assert mona.get("/agreement?since=yesterday").status_code == 200
        assert ann.get("/agreement").status_code == 403
        people(conflicts, cat="reviewer")
        with logged_in(base, "cat") as cat:
            _names_are_for_managers(cat)


def _names_are_for_managers(cat: httpx.Client) -> None:
    assert not re.search(r"\b(ann|bob)\b", cat.get("/agreement").text)
    assert "pairs" not in cat.get("/agreement.json").json()


def test_without_accounts_the_page_says_why_nothing_is_coded_twice(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.delenv("RASD_DATABASE", raising=False)
    alone = workspace(tmp_path, [report("grave", GRAVE)])
    headers = {"sec-fetch-site": "same-origin", "accept-language": "en"}
    with served(alone) as base, httpx.Client(base_url=base, headers=headers) as client:
        assert "Off: this workspace has no accounts" in client.get("/agreement").text
        assert client.post("/doubles", data={"percent": "10"}).status_code == 409
    alone.close()
