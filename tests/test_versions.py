"""Versions of a report that its source has changed: what hangs together, and what changed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desks import GRAVE, report, served, workspace
from rasd.dataset import Dataset
from rasd.dataset.versions import differences, versions

pytestmark = pytest.mark.usefixtures("one_coder")

CHANGED = GRAVE.replace("سبعة مدنيين", "ثمانية مدنيين") + "\nوقالت وكالة Reuters إن الحصيلة مرشحة للارتفاع."
AGAIN = CHANGED.replace("ثمانية مدنيين", "ثمانية مدنيين بينهم <b>طفلان</b>")


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("قُتل سبعة في سرمين", "قُتل سبعة في سرمين", "قُتل سبعة في سرمين"),
        ("قُتل سبعة في سرمين", "قُتل ثمانية في سرمين", "قُتل -سبعة -+ثمانية +في سرمين"),
        ("قُتِل مدني", "قُتل مدني", "-قُتِل -+قُتل +مدني"),  # the word, not its vowel
        ("في سرمين.", "في سرمين، وفي بنش.", "في سرمين+، وفي بنش+."),
        ("قالت Reuters إن", "قالت وكالة Reuters إن", "قالت +وكالة +Reuters إن"),
        ("", "قصف", "+قصف+"),
        ("قصف", "", "-قصف-"),
        ("", "", ""),
    ],
)
def test_what_changed_is_told_by_words(before: str, after: str, told: str) -> None:
    marks = {"same": "", "gone": "-", "new": "+"}
    pieces = differences(before, after)
    assert "".join(f"{marks[one.kind]}{one.text}{marks[one.kind]}" for one in pieces) == told


_TEXTS = st.lists(st.sampled_from(["قُتل ", "سبعة", "، ", "في", " ", "\n", "Reuters ", "12", "ـُ"]), max_size=40).map(
    "".join
)


@given(_TEXTS, _TEXTS)
def test_both_texts_can_be_put_together_again(before: str, after: str) -> None:
    pieces = differences(before, after)
    assert "".join(one.text for one in pieces if one.kind != "gone") == after
    assert "".join(one.text for one in pieces if one.kind != "new") == before
    for one, other in pairwise(pieces):
        joined = re.search(r"[\w\u064f]\Z", one.text) and re.match(r"[\w\u064f]", other.text)
        assert not joined or {one.kind, other.kind} == {"gone", "new"} or one.kind == other.kind, "a word was parted"


def test_long_texts_of_few_words_take_no_long_time() -> None:
    assert len(differences("قصف " * 50_000, "قصف " * 40_000 + "x")) == 3
    assert len(differences("قصف " * 1_900 + "a", "b " + "قصف " * 1_800)) <= 5


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Dataset]:
    monkeypatch.delenv("RASD_DATABASE", raising=False)
    found = workspace(tmp_path, [report("grave", GRAVE, "سبعة قتلى"), report("other", GRAVE.replace("سرمين", "بنش"))])
    path = tmp_path / "reports.jsonl"
    for text, day in ((CHANGED, "2024-03-14"), (AGAIN, "2024-03-15")):
        path.write_text(json.dumps(report("grave", text, "ثمانية قتلى", day), ensure_ascii=False), encoding="utf-8")
        found.ingest([path])
    yield found
    found.close()


def test_a_changed_report_shows_its_versions_and_what_changed(made: Dataset) -> None:
    with made.store.reading() as connection:
        names = [one.report_id for one in versions(connection, "grave")]
        assert [versions(connection, one) for one in names] == [versions(connection, "grave")] * 3
        assert [one.report_id for one in versions(connection, "other")] == ["other"]
        assert versions(connection, "nothing") == []
    with served(made) as at, httpx.Client(base_url=at, headers={"accept-language": "en"}) as desk:
        first, second, third = (desk.get(f"/reports/{one}").text for one in names)
        assert "Version 3" in first and "What changed" not in first, "there is none before it"
        assert "What changed from version 1 to version 2" in second
        assert "<del>سبعة </del><ins>ثمانية </ins>" in second and "<del>سبعة </del><ins>ثمانية </ins>قتلى" in second
        assert "<ins>بينهم &lt;b&gt;طفلان&lt;/b&gt; </ins>" in third and "<b>" not in third
        assert "<del>14 March 2024</del> <ins>15 March 2024</ins>" in third
        whole = desk.get(f"/reports/{names[2]}", params={"against": names[0]}).text
        assert "What changed from version 1 to version 3" in whole and "<del>سبعة </del>" in whole
        turned = desk.get(f"/reports/{names[0]}", params={"against": names[2]}).text
        assert "What changed from version 1 to version 3" in turned, "the older one first"
        for strange in ("other", "nothing", names[1], "\0", EVIL):
            page = desk.get(f"/reports/{names[1]}", params={"against": strange})
            assert page.status_code == 200 and "from version 1 to version 2" in page.text
        assert "Versions of the report" not in desk.get("/reports/other").text


EVIL = "'\"><script>alert(1)</script>"


def test_links_to_events_say_which(made: Dataset) -> None:
    with served(made) as at, httpx.Client(base_url=at) as desk:
        english, arabic = (desk.get("/reports/other", params={"lang": one}).text for one in ("en", "ar"))
        assert ">Shelling/artillery/missile attack, 14 March 2024 in the morning</a>" in english
        assert (
            'aria-label="The incident of: Shelling/artillery/missile attack, 14 March 2024 in the morning"' in english
        )
        assert ">قصف مدفعي أو صاروخي، 14 آذار/مارس 2024 صباحا</a>" in arabic
