"""Reports that people paste: kept with custody data, coded on the spot, on both databases and over a real server."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from desks import GRAVE, account, logged_in, served
from rasd import dataset
from rasd.dataset import Dataset
from rasd.dataset.pasting import LONGEST, LONGEST_OUTLET, LONGEST_TITLE, PasteError, report_from
from rasd.ingest.addresses import LONGEST_ADDRESS
from rasd.store import blobs
from rasd.store.schema import capture, custody, event, report
from rasd.store.verify import faults

pytestmark = pytest.mark.usefixtures("one_coder")

DAY = date(2024, 3, 14)
PEACE = "بحث الوزيران في العاصمة سبل التعاون في التعليم والصحة، واتفقا على لقاء ثان في الخريف القادم مع وفدي البلدين."
ARMS = "دعا الوزير في كلمته أمام البرلمان إلى وقف القصف والغارات على المدنيين."
"""enough words of conflict to be read, and no event"""


@pytest.fixture
def made(tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Dataset]:
    monkeypatch.setenv("RASD_USER", "root")
    found = dataset.init(tmp_path / "work")
    account(found, "omar", "coder")
    account(found, "vera", "viewer")
    yield found
    found.close()


@pytest.fixture
def desk(made: Dataset) -> Iterator[httpx.Client]:
    with served(made) as at, logged_in(at, "omar") as client:
        yield client


def paste(desk: httpx.Client, text: str, **more: str) -> httpx.Response:
    """As the form of the page sends it."""
    told = {name: (None, value) for name, value in {"text": text, **more}.items()}
    return desk.post("/reports/new?lang=en", files=told)


def rows(made: Dataset, table: Any) -> list[dict[str, Any]]:
    with made.store.reading() as connection:
        return [dict(row) for row in connection.execute(select(table)).mappings()]


def test_a_pasted_report_is_kept_and_opens_on_its_first_event(made: Dataset, desk: httpx.Client) -> None:
    more = {"title": " عاجل \n من إدلب", "published": "2024-03-14", "outlet": "شبكة", "url": "https://example.org/17"}
    answer = paste(desk, GRAVE.replace("\n", "\r\n"), **more)
    assert answer.status_code == 303, answer.text
    [one], [event_] = rows(made, report), rows(made, event)
    assert answer.headers["location"] == f"/review/{event_['event_id']}"
    assert one["text"] == GRAVE and one["title"] == "عاجل من إدلب" and one["url"] == one["origin"] == more["url"]
    assert (one["published"], one["outlet"]) == ("2024-03-14", "شبكة") and one["failure"] is None
    assert json.loads(event_["record"])["date"]["start"] == "2024-03-14"
    [kept] = rows(made, capture)
    assert (kept["origin"], kept["method"], kept["by"], kept["media_type"]) == (
        "pasted",
        "pasted",
        "omar",
        "text/plain",
    )
    assert blobs.path_of(made.store.blobs, kept["sha256"]).read_bytes() == GRAVE.encode()
    log = [(row["action"], row["by"]) for row in rows(made, custody) if row["action"] != "account"]
    assert log == [("captured", "omar"), ("read", "omar"), ("coded", "omar")]
    with made.store.reading() as connection:
        assert list(faults(made.store, connection)) == []
    page = desk.get(f"/reports/{one['report_id']}?lang=en").text
    assert "pasted" in page and ">omar<" in page
    assert one["report_id"] in desk.get("/reports?q=سرمين").text, "it is found by its words"
    bench = desk.get(answer.headers["location"]).text
    assert f'data-report="{one["report_id"]}"' in bench


def test_the_same_text_again_leads_to_the_report_that_is_there(made: Dataset, desk: httpx.Client) -> None:
    first = paste(desk, GRAVE, published="2024-03-14")
    [one] = rows(made, report)
    for again in (GRAVE, GRAVE.replace("\n", "\r\n"), f"{GRAVE}\0"):
        answer = paste(desk, again, title="بعنوان آخر")
        assert answer.headers["location"] == f"/reports/{one['report_id']}?pasted=known"
    assert "This text was kept before" in desk.get(answer.headers["location"]).text
    told = desk.post("/api/reports", json={"text": GRAVE}).json()
    assert told["report_id"] == one["report_id"] and told["is_new"] is False
    assert first.headers["location"].endswith(told["event_ids"][0])
    assert len(rows(made, report)) == 1 and len(rows(made, capture)) == 1


def test_many_at_once_keep_one(made: Dataset, desk: httpx.Client) -> None:
    told: list[bool] = []

    def ask() -> None:
        told.append(desk.post("/api/reports", json={"text": GRAVE}, timeout=60).json()["is_new"])

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(told) == [False] * 5 + [True]
    assert len(rows(made, report)) == 1


@pytest.mark.parametrize(
    ("text", "why", "sentence"),
    [
        ("A shell hit the town of Sarmin and killed two civilians.", "language", "reads Arabic alone"),
        (PEACE, "unread", "too few words of conflict"),
        (ARMS, "nothing", "found no event"),
    ],
)
def test_why_there_is_no_event_is_said(made: Dataset, desk: httpx.Client, text: str, why: str, sentence: str) -> None:
    told = desk.post("/api/reports", json={"text": text}).json()
    assert (told["event_ids"], told["why_none"], told["is_new"]) == ([], why, True)
    answer = paste(desk, text + " ")
    assert answer.headers["location"].endswith(f"?pasted={why}")
    assert sentence in desk.get(answer.headers["location"]).text


REFUSED: list[tuple[dict[str, str], str]] = [
    ({"text": ""}, "There is no text."),
    ({"text": " \n\t\0 "}, "There is no text."),
    ({"text": "قصف " * (LONGEST // 4 + 1)}, "longer than 100000 letters"),
    ({"published": "2999-01-01"}, "yet to come"),
    ({"published": (date.today() + timedelta(days=2)).isoformat()}, "yet to come"),
    ({"published": "2023-02-29"}, "There is no such day."),
    ({"published": "yesterday"}, "There is no such day."),
    ({"title": "خ" * (LONGEST_TITLE + 1)}, "longer than is kept"),
    ({"outlet": "خ" * (LONGEST_OUTLET + 1)}, "longer than is kept"),
    ({"url": "javascript:alert(1)"}, "begins with http"),
    ({"url": "file:///etc/passwd"}, "begins with http"),
    ({"url": "//example.org"}, "begins with http"),
    ({"url": "https://exa mple.org"}, "begins with http"),
    ({"url": "https://example.org/\u202eevil"}, "begins with http"),
    ({"url": "https://[::1"}, "begins with http"),
    ({"url": "https://example.org/" + "x" * LONGEST_ADDRESS}, "begins with http"),
]


def test_what_cannot_be_kept_is_refused_and_stands_in_the_form(made: Dataset, desk: httpx.Client) -> None:
    for more, sentence in REFUSED:
        told = {"text": GRAVE, **more}
        answer = paste(desk, **told)
        assert answer.status_code == 422 and sentence in answer.text, more
        if len(told["text"]) > 20:
            assert told["text"][:20] in answer.text, "nobody types it again"
        api = desk.post("/api/reports", json=told)
        assert api.status_code == 422 and api.json()["error"], more
    for body in (
        {"text": 7},
        {"text": None},
        {},
        [],
        {"text": "x" * 1_000_001},
        {"text": GRAVE, "by": "somebody else"},
    ):
        assert desk.post("/api/reports", json=body).status_code in (413, 422), str(body)[:60]
    half = desk.post("/api/reports", content=b'{"text": "\\ud83d \xd9\x82\xd8\xb5\xd9\x81"}',
                     headers={"content-type": "application/json"})  # fmt: skip
    assert half.status_code in (400, 422)
    assert rows(made, report) == rows(made, capture) == []


def test_hostile_text_is_kept_as_the_text_it_is(made: Dataset, desk: httpx.Client) -> None:
    grave = GRAVE.split("\n")[1]
    texts = (
        f"\u202e{grave}\u2066", f"{grave}\0\x07\x1b[31m", "قصف" * 30_000, f"{grave} " * 700, f"=cmd()\n{grave}",
        "<script>ALERT</script>" + grave, "\u0651" * 5000 + grave, "\n" * 50_000 + grave,
    )  # fmt: skip
    for text in texts:
        answer = paste(desk, text, title=f"\u202e{text[:80]}\0", outlet="\x1b]0;x\x07", published="2024-03-14")
        assert answer.status_code == 303, (text[:40], answer.text)
        page = desk.get(answer.headers["location"])
        assert page.status_code == 200 and "<script>ALERT" not in page.text and "\0" not in page.text
    assert len(rows(made, report)) == len(texts)
    assert not any("\0" in one["text"] or "\x1b" in one["text"] for one in rows(made, report))
    with made.store.reading() as connection:
        assert list(faults(made.store, connection)) == []
    assert all(one["failure"] is None and one["coder"] for one in rows(made, report))


def test_who_only_reads_pastes_nothing(made: Dataset) -> None:
    with served(made) as at, logged_in(at, "vera") as vera:
        assert "/reports/new" not in vera.get("/reports").text
        assert vera.get("/reports/new").status_code == 403 and paste(vera, GRAVE).status_code == 403
        assert vera.post("/api/reports", json={"text": GRAVE}).status_code == 403
    with served(made, is_read_only=True) as at, logged_in(at, "omar") as omar:
        assert "/reports/new" not in omar.get("/reports").text
        assert paste(omar, GRAVE).status_code == 423
    assert rows(made, report) == []


def test_tomorrow_is_somewhere_today_already() -> None:
    assert report_from("قصف", published="2024-03-15", today=DAY).published == date(2024, 3, 15)
    with pytest.raises(PasteError) as told:
        report_from("قصف", published="2024-03-16", today=DAY)
    assert told.value.why == "future"


def test_problems_are_told_in_the_language_of_the_page(made: Dataset, desk: httpx.Client) -> None:
    bench = paste(desk, "قصفت طائرة مسيرة سيارة في قرية أم الزعلان، فقُتل مدني.").headers["location"]
    arabic, english = (desk.get(bench, params={"lang": one}).text for one in ("ar", "en"))
    assert "لا يرد «أم الزعلان» في أي من جداول الأماكن." in arabic and "No table of places" not in arabic
    assert "No table of places has أم الزعلان." in english and "جداول الأماكن" not in english
