"""A place that no table has, added from the workbench in a real browser."""

from __future__ import annotations

import pytest

from rasd.dataset import Dataset
from test_workbench import Reader
from test_workbench import browser as browser
from test_workbench import made as made
from test_workbench import reader as reader

sync_api = pytest.importorskip("playwright.sync_api")

pytestmark = pytest.mark.usefixtures("one_coder")


def test_a_place_is_added_to_the_tables_and_chosen(reader: Reader, made: Dataset) -> None:
    reader.first()
    page = reader.page
    page.focus(".event[data-open] [data-cell=weapon] .cell-main")
    reader.press("e")
    sync_api.expect(page.locator("[data-new]:visible")).to_have_count(0)
    reader.press("Escape")
    page.focus(".event[data-open] [data-cell=places] .cell-main")
    reader.press("e")
    page.keyboard.type("تل خزامى")
    page.click("[data-new=place]")
    dialog = page.locator("#adding-place")
    sync_api.expect(dialog).to_be_visible()
    assert page.input_value("#adding-place [name=name_ar]") == "تل خزامى"
    assert page.evaluate("() => document.activeElement.name") == "name_en", "the next that is to be filled in"
    page.keyboard.type("Tell Khuzama")
    page.select_option("#adding-place [name=kind]", "hill")
    page.select_option("#adding-place [name=country]", "SY")
    page.select_option("#adding-place [name=admin1]", "Idlib")
    page.fill("#adding-place [name=position]", "here")
    page.keyboard.press("Enter")
    sync_api.expect(dialog.locator(".fault")).to_be_visible()
    assert page.evaluate("() => document.activeElement.name") == "position"
    page.fill("#adding-place [name=position]", "35.71, 36.62")
    reader.complaints[:] = [one for one in reader.complaints if "422" not in one]  # the browser's own line of it
    page.keyboard.press("Enter")
    sync_api.expect(dialog).to_be_hidden()
    value = page.locator(".event[data-open] [data-cell=places] .value")
    sync_api.expect(value).to_contain_text("تل خزامى" if reader.language == "ar" else "Tell Khuzama")
    reader.saved()
    page.reload()
    assert reader.verdicts()["places"] == "correct"
    assert (made.workspace.folder / "added" / "places.csv").read_text().count("Tell Khuzama") == 1


def test_nothing_is_added_when_the_dialog_is_left(reader: Reader, made: Dataset) -> None:
    reader.first()
    page = reader.page
    page.focus(".event[data-open] [data-cell=actor1] .cell-main")
    reader.press("e")
    page.click("[data-new=actor]")
    sync_api.expect(page.locator("#adding-actor")).to_be_visible()
    page.keyboard.press("Escape")
    sync_api.expect(page.locator("#adding-actor")).to_be_hidden()
    assert reader.verdicts() == {} and not (made.workspace.folder / "added").exists()
