"""The desk over HTTP: what is served, to whom, and what is refused."""

from __future__ import annotations

import hashlib
import http.client
import re
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from click.testing import CliRunner
from fastapi import FastAPI
from fastapi.routing import APIRoute

import rasd.desk
from desks import DRONE, GRAVE, LIGHT, SHELLS, report, served, workspace
from rasd.cli import rasd as command
from rasd.dataset import Dataset
from rasd.desk.app import application
from rasd.desk.guard import LARGEST, POLICY
from rasd.desk.routes import ROLES, ROUTES
from rasd.review import leases
from rasd.store.verify import faults

pytestmark = pytest.mark.usefixtures("one_coder")

DESK = Path(rasd.desk.__file__).parent
EVIL = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{7919*7907}}</script><!--'


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Dataset]:
    monkeypatch.delenv("RASD_DATABASE", raising=False)
    monkeypatch.setenv("RASD_USER", "ann")
    evil = report("evil" + EVIL, f"{EVIL}\n{GRAVE.replace('سبعة', 'ثمانية')}", title=EVIL)
    found = workspace(tmp_path, [report("light", LIGHT, "خبر"), report("grave", GRAVE), evil | {"outlet": EVIL}])
    yield found
    found.close()


@pytest.fixture
def desk(made: Dataset) -> Iterator[httpx.Client]:
    with served(made) as address, httpx.Client(base_url=address, headers={"sec-fetch-site": "same-origin"}) as client:
        yield client


def first_event(desk: httpx.Client, title: str = "grave") -> str:
    page = desk.get("/review?lang=en").text
    found = re.search(rf'href="/review/(\w+)"><bdi dir="\w+">{title}<', page)
    assert found
    return found[1]


def version(desk: httpx.Client, event_id: str) -> str:
    found = re.search(rf'"{event_id}": {{.*?"version": "([0-9a-f.]+)"', desk.get(f"/review/{event_id}").text, re.DOTALL)
    assert found
    return found[1]


def decide(desk: httpx.Client, event_id: str, at: str, *marks: dict[str, str]) -> httpx.Response:
    return desk.post("/api/decisions", json={"event_id": event_id, "version": at, "marks": list(marks)})


# -- pages ------------------------------------------------------------------------------------------------------------


def test_the_queue_is_read_in_the_language_that_is_asked_for(desk: httpx.Client) -> None:
    by_browser = desk.get("/review", headers={"accept-language": "fr, en;q=0.8"}).text
    assert '<html lang="en" dir="ltr">' in by_browser and "To review" in by_browser
    assert '<html lang="ar" dir="rtl">' in desk.get("/review?lang=ar", headers={"accept-language": "en"}).text
    remembered = desk.get("/review", headers={"accept-language": "en"}).text
    assert '<html lang="ar" dir="rtl">' in remembered and "بانتظار المراجعة" in remembered
    assert desk.get("/", follow_redirects=False).headers["location"] == "/review"


def test_the_queue_is_filtered_by_its_address(desk: httpx.Client) -> None:
    clashes = desk.get("/review?lang=en&kind=Armed clash").text
    assert ">خبر<" in clashes and ">grave<" not in clashes
    assert "Nothing here." in desk.get("/review?lang=en&queue=done").text
    assert desk.get("/review?queue=nonsense&kind=nonsense&after=-3").status_code == 200
    assert desk.get("/review?after=nonsense").status_code == 422


def test_a_new_workspace_says_how_reports_come_into_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RASD_DATABASE", raising=False)
    found = workspace(tmp_path, [])
    with served(found) as address, httpx.Client(base_url=address) as client:
        page = client.get("/review?lang=en").text
        assert "rasd ingest reports/" in page and 'href="/reports/new"' in page and "no reports" in page
        assert client.get("/incidents").status_code == client.get("/map").status_code == 200
    found.close()


def test_a_report_stands_beside_its_events(desk: httpx.Client) -> None:
    page = desk.get(f"/review/{first_event(desk)}?lang=en").text
    assert "قُتل سبعة مدنيين وأصيب تسعة آخرون" in page
    assert '<bdi dir="auto">Syrian regime forces</bdi>' in page and '<q dir="rtl">قوات النظام</q>' in page
    assert desk.get("/review/no-such-event").status_code == 404


def test_what_reports_say_is_never_taken_for_the_page(desk: httpx.Client) -> None:
    queue = desk.get("/review?lang=en").text
    found = re.search(r'href="/review/(\w+)"><bdi dir="\w+">&#34;&gt;&lt;script', queue)
    assert found
    for page in (queue, desk.get(f"/review/{found[1]}").text):
        assert "<script>alert" not in page and "<img" not in page and "62615533" not in page
        assert len(re.findall("<script", page)) == len(
            re.findall(r"<script (?:type=\"(?:module|application/json)\"|defer src=\"/static/)", page)
        )
    [data] = re.findall(
        r'<script type="application/json" id="data">(.*?)</script>', desk.get(f"/review/{found[1]}").text
    )
    assert "<" not in data


# -- decisions --------------------------------------------------------------------------------------------------------


def test_an_event_is_decided_on_and_undone(desk: httpx.Client) -> None:
    event_id = first_event(desk)
    answer = decide(desk, event_id, version(desk, event_id), {"cell": "killed", "verdict": "accept"}).json()
    assert answer["verdicts"] == {"killed": "accept"} and "killed" not in answer["open"]
    left = [{"cell": cell, "verdict": "accept"} for cell in answer["open"]]
    answer = decide(desk, event_id, answer["version"], *left, {"verdict": "accept"}).json()
    assert (answer["state"], answer["open"]) == ("accepted", [])
    assert ">grave<" in desk.get("/review?queue=done").text and ">grave<" not in desk.get("/review").text
    assert desk.post("/api/undo").json()["event"]["state"] == "open"
    assert desk.post("/api/undo").json()["event"]["verdicts"] == {}
    nothing = {"event": None, "report_id": None, "first": None, "also": [], "is_between_two": False}
    assert desk.post("/api/undo").json() == nothing


def test_what_cannot_be_decided_is_refused_with_a_reason(desk: httpx.Client) -> None:
    event_id = first_event(desk)
    seen = version(desk, event_id)
    assert decide(desk, "no-such-event", seen, {"verdict": "flag"}).status_code == 422
    refused = decide(desk, event_id, seen, {"verdict": "accept"})
    assert refused.status_code == 422 and refused.json()["error"].startswith("nobody has decided on type")
    assert decide(desk, event_id, seen, {"verdict": "flag"}).status_code == 200
    late = decide(desk, event_id, seen, {"verdict": "unflag"})
    assert late.status_code == 409 and not late.json()["is_recoded"]
    assert [(one["by"], one["verdict"]) for one in late.json()["changes"]] in ([("ann", "عُلِّم")], [("ann", "flagged")])


@pytest.mark.parametrize(
    "body",
    [
        {}, [], "x", None, {"event_id": 1, "version": [], "marks": {}}, {"event_id": "e", "version": "v", "marks": []},
        {"event_id": "e", "version": "v", "marks": [{"verdict": "accept", "by": "somebody else"}]},
        {"event_id": "e", "version": "v", "marks": [{"verdict": "undo"}]},
    ],
)  # fmt: skip
def test_a_body_of_another_shape_is_refused(desk: httpx.Client, body: Any) -> None:
    assert desk.post("/api/decisions", json=body).status_code == 422


def candidates(desk: httpx.Client, cell: str, words: str = "", q: str = "") -> list[dict[str, Any]]:
    """What a cell of the grave event may be, by words of its report or by what is typed."""
    start = GRAVE.index(words) if words else 0
    told = {"cell": cell, "q": q, "start": start, "end": start + len(words), "lang": "en"}
    answer = desk.get(f"/api/events/{first_event(desk)}/candidates", params=told)
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()
    return found


@pytest.mark.parametrize(
    ("cell", "words", "q", "first"),
    [
        ("killed", "وأصيب تسعة آخرون", "", "9"),
        ("killed", "", "12", "12"),
        ("killed", "", "٣-٥", "3 to 5"),
        ("wounded", "", "20+", "at least 20"),
        ("date", "صباح اليوم الخميس", "", "14 March 2024 in the morning"),
        ("date", "", "2024-03-01 - 2024-03-04", "1 March 2024 to 4 March 2024"),
        ("places", "سرمين", "", "Sarmin, Idlib"),
        ("places", "", "بنش", "Binnish, Idlib"),
        ("places", "", "قرية لا يعرفها أحد", "قرية لا يعرفها أحد"),
        ("actor1", "لقوات النظام", "", "Syrian regime forces"),
        ("actor2", "", "hezbollah", "Hezbollah"),
        ("weapon", "قصف مدفعي", "", "artillery"),
        ("weapon", "", "mort", "mortar"),
        ("type", "", "suicide", "Suicide bomb"),
        ("attribution", "", "المرصد", "المرصد"),
        ("status", "", "denied", "denied"),
        ("count", "", "4", "4"),
    ],
)
def test_what_a_cell_may_be_is_read_from_words_or_found_by_typing(
    desk: httpx.Client, cell: str, words: str, q: str, first: str
) -> None:
    found = candidates(desk, cell, words, q)
    assert found[0]["text"] == first
    event_id = first_event(desk)
    for one in found:
        mark = {"cell": cell, "verdict": "correct", "value": one["value"]}
        answer = decide(desk, event_id, version(desk, event_id), mark)  # type: ignore[arg-type]
        assert answer.status_code == 200, (one, answer.text)


def test_candidates_for_nothing(desk: httpx.Client) -> None:
    assert desk.get("/api/events/none/candidates?cell=type").status_code == 404
    assert desk.get(f"/api/events/{first_event(desk)}/candidates?cell=colour").status_code == 404
    assert desk.get(f"/api/events/{first_event(desk)}/candidates?cell=type&q={'x' * 201}").status_code == 422
    assert candidates(desk, "killed", q="ninety") == []


# -- duplicates -------------------------------------------------------------------------------------------------------


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Dataset, httpx.Client]]:
    """A desk on two reports that may tell of one event."""
    monkeypatch.delenv("RASD_DATABASE", raising=False)
    monkeypatch.setenv("RASD_USER", "ann")
    made = workspace(tmp_path / "two", [report("drone", DRONE), report("shells", SHELLS)])
    with served(made) as address, httpx.Client(base_url=address, headers={"sec-fetch-site": "same-origin"}) as client:
        yield made, client
    made.close()


def merged(made: Dataset, number: int) -> bool:
    """Whether so many incidents are left, once merging is through."""
    until = time.monotonic() + 10
    while (made.status()["incidents"], made.status()["unmerged"]) != (number, 0) and time.monotonic() < until:
        time.sleep(0.05)
    return made.status()["incidents"] == number


def test_two_events_are_judged_side_by_side(two: tuple[Dataset, httpx.Client]) -> None:
    made, desk = two
    listed = desk.get("/duplicates?lang=en").text
    [address] = set(re.findall(r'<li><a href="(/duplicates/\w+/\w+)">', listed))
    page = desk.get(f"{address}?lang=en").text
    assert 'data-cell="type" data-how="differs"' in page and 'data-cell="actor1" data-how="same"' in page
    assert 'data-cell="killed" data-how="silent"' in page and "count" not in re.findall(r'data-cell="(\w+)"', page)
    assert DRONE in page and SHELLS in page
    a, b = address.split("/")[2:]
    told = desk.post("/api/judgements", json={"a": a, "b": b, "verdict": "same"}).json()
    assert told == {"judgement_id": 1, "next": None}
    assert merged(made, 1), "the incidents follow"
    assert "No pairs wait" in desk.get("/duplicates").text
    assert "<bdi>ann</bdi>: Same" in desk.get(address).text
    assert set(desk.post("/api/judgements/undo").json()["pair"]) == {a, b}
    assert merged(made, 2)
    assert address in desk.get("/duplicates").text
    assert desk.post("/api/judgements/undo").json() == {"pair": None}
    with made.store.reading() as connection:
        assert list(faults(made.store, connection)) == []


def test_what_cannot_be_judged_is_refused(two: tuple[Dataset, httpx.Client]) -> None:
    _, desk = two
    assert desk.get("/duplicates/none/none").status_code == 404
    assert desk.post("/api/judgements", json={"a": "x", "b": "x", "verdict": "same"}).status_code == 422
    assert desk.post("/api/judgements", json={"a": "x", "b": "y", "verdict": "same"}).json() == {
        "error": "no event is called 'x'"
    }
    assert desk.post("/api/judgements", json={"a": "x", "b": "y", "verdict": "perhaps"}).status_code == 422


def test_an_event_that_was_missed_is_added_by_its_words(desk: httpx.Client) -> None:
    at = GRAVE.index("قصف")
    told = {"report_id": "grave", "sub_event_type": "Attack", "trigger": [at, at + 3]}
    added = desk.post("/api/missed", json=told).json()
    assert (added["state"], added["verdicts"]) == ("open", {"type": "accept"})
    page = desk.get(f"/review/{added['event_id']}?lang=en").text
    assert "added by ann:" in page and "Event 2 of 2" in page
    undone = desk.post("/api/undo").json()
    nothing = {"event": None, "also": [], "is_between_two": False}
    assert undone == nothing | {"report_id": "grave", "first": first_event(desk)}
    assert desk.post("/api/missed", json=told | {"trigger": [5, 5]}).status_code == 422
    assert desk.post("/api/missed", json=told | {"report_id": "none"}).status_code == 422


def test_a_report_that_somebody_has_open_is_passed_over(made: Dataset, desk: httpx.Client) -> None:
    event_id = first_event(desk)
    assert desk.post("/api/leases", json={"report_id": "grave"}).json()["held_by"] is None
    assert desk.post("/api/leases", json={"report_id": "none"}).status_code == 404
    with made.store.writing() as connection:
        leases.claim(connection, "light", by="bob")
    assert desk.post("/api/leases", json={"report_id": "light"}).json()["held_by"] == "bob"
    assert "open with bob" in desk.get("/review?lang=en").text
    following = desk.get(f"/api/events/{event_id}/next").json()["event_id"]
    page = desk.get(f"/review/{following}").text
    assert 'data-report="light"' not in page


# -- the guard --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["rebound.example", "rebound.example:8377", "127.0.0.1.example", "192.168.1.5", ""])
def test_no_other_name_is_answered_to(desk: httpx.Client, host: str) -> None:
    assert desk.get("/review", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:9", "[::1]:8377", "LOCALHOST:80"])
def test_the_names_of_this_machine_are_answered_to(desk: httpx.Client, host: str) -> None:
    assert desk.get("/review", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"sec-fetch-site": "none"},
        {"origin": "null"}, {"origin": "https://evil.example"}, {"origin": "http://127.0.0.1:1"},
        {"sec-fetch-site": "cross-site", "origin": "SAME"},
    ],
)  # fmt: skip
def test_a_page_elsewhere_changes_nothing(desk: httpx.Client, headers: dict[str, str]) -> None:
    base = str(desk.base_url)
    told = {name: base if value == "SAME" else value for name, value in headers.items()}
    for route in ROUTES:
        if route.method != "GET":
            answer = httpx.request(route.method, f"{base}{route.path}", headers=told)
            assert answer.status_code == 403, route
    ours = httpx.post(f"{base}/api/undo", headers={"origin": base})
    assert ours.status_code == 200, "a browser that sends no Sec-Fetch-Site"


def test_a_body_too_large_is_not_read(desk: httpx.Client) -> None:
    assert desk.post("/api/decisions", content=b" " * (LARGEST + 1)).status_code == 413
    assert desk.post("/api/decisions", content=(b" " * 65536 for _ in range(20))).status_code == 413
    assert desk.post("/api/undo").status_code == 200


def test_every_answer_says_what_a_page_may_load(desk: httpx.Client) -> None:
    answers = [desk.get(path) for path in ("/", "/review", "/nothing", "/static/x/desk.css", "/review?after=x")]
    answers += [desk.get("/review", headers={"host": "evil.example"}), desk.post("/api/undo")]
    answers += [desk.post("/api/undo", headers={"sec-fetch-site": "cross-site"}), desk.request("PUT", "/review")]
    assert {one.status_code for one in answers} == {303, 200, 404, 422, 421, 403, 405}
    for one in answers:
        assert one.headers["content-security-policy"] == POLICY
        assert one.headers["x-content-type-options"] == "nosniff" and one.headers["cache-control"] == "no-store"
        assert "server" not in one.headers
    assert "unsafe" not in POLICY and "*" not in POLICY


def test_only_the_files_of_the_desk_are_served(desk: httpx.Client) -> None:
    page = desk.get("/review").text
    found = re.search(r"/static/(\w+)/desk.css", page)
    assert found
    style = desk.get(found[0])
    assert style.status_code == 200 and "immutable" in style.headers["cache-control"]
    address = urlsplit(str(desk.base_url))
    for path in ("../app.py", "..%2fapp.py", "../../../../../etc/passwd", "%2e%2e/words.toml", "/etc/passwd", "."):
        raw = http.client.HTTPConnection(address.hostname or "", address.port)
        raw.request("GET", f"/static/{found[1]}/{path}")
        assert raw.getresponse().status in (400, 404), path
        raw.close()


def test_a_fault_of_the_program_is_a_sentence(made: Dataset, desk: httpx.Client) -> None:
    with made.store.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE turn RENAME TO hidden")
    answer = desk.get("/review?lang=en")
    assert answer.status_code == 500 and "A fault of the program" in answer.text and "Traceback" not in answer.text
    assert answer.headers["content-security-policy"] == POLICY


# -- what it is made of -----------------------------------------------------------------------------------------------


def test_nothing_is_served_that_is_not_in_the_table(made: Dataset) -> None:
    app = application(made).app
    assert isinstance(app, FastAPI)
    there = {(method, one.path) for one in app.routes if isinstance(one, APIRoute) for method in one.methods}
    assert len(app.routes) == len(ROUTES)
    assert there == {(one.method, one.path) for one in ROUTES}
    assert all(one.role in ROLES for one in ROUTES)


def words() -> dict[str, dict[str, str]]:
    tables = tomllib.loads((DESK / "words.toml").read_text(encoding="utf-8"))
    return {f"{table}.{name}": told for table, names in tables.items() for name, told in names.items()}


def test_every_word_is_there_in_both_languages() -> None:
    for name, told in words().items():
        assert told.keys() == {"ar", "en"} and all(told.values()), name
        holes = [set(re.findall(r"\{(\w+)\}", one)) for one in told.values()]
        assert holes[0] == holes[1], name


def test_every_word_is_used_and_every_used_one_is_there() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in [*DESK.rglob("*.html"), *DESK.rglob("*.py")])
    used = set(re.findall(r"""\b(?:w|words)\(["']([\w.]+)["'][,)]""", source))
    made_up = set(re.findall(r"""["'](\w+\.)["'] ~""", source)) | set(re.findall(r"""f["'](\w+\.)\{""", source))
    assert used <= words().keys()
    for name in words():
        assert name in used or any(name.startswith(one) for one in made_up), f"{name} is nowhere said"


def test_every_problem_of_the_codebook_has_words() -> None:
    page = (DESK.parents[2] / "docs" / "codebook.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \|", page.split("## Problems")[1], re.MULTILINE)
    assert len(rows) >= 8
    assert {f"problem.{code}" for code in rows} <= words().keys()


def test_style_sheets_know_no_left_and_right() -> None:
    for path in (DESK / "static").glob("*.css"):
        rules = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        physical = r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom)\s*:"
        assert re.findall(physical, rules) == [], path.name
        assert not re.search(r"text-align:\s*(left|right)|float:", rules), path.name


def test_nothing_is_loaded_from_elsewhere() -> None:
    for path in [*DESK.rglob("*.html"), *(DESK / "static").glob("*.*")]:
        text = path.read_text(encoding="utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
        assert not re.search(r"(https?:)?//[\w-]+\.\w", text), path.name
        assert not re.search(r"\son\w+=|\sstyle=|javascript:", text) or path.suffix != ".html", path.name


def test_what_comes_from_elsewhere_is_exactly_what_was_chosen() -> None:
    rows = tomllib.loads((DESK / "assets.toml").read_text(encoding="utf-8"))["asset"]
    folders = {"desk": DESK / "static" / "vendor", "tests": Path(__file__).parent / "vendor"}
    for which, folder in folders.items():
        mine = [row for row in rows if row.get("is_for", "desk") == which]
        there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        assert there == {row["as"] for row in mine}, "bring them: python tools/bring_assets.py"
        for row in mine:
            assert hashlib.sha256((folder / row["as"]).read_bytes()).hexdigest() == row["sha256"], row["as"]
    for row in rows:
        assert row["licence"] and re.fullmatch(r"\d+\.\d+\.\d+", row["version"])


def test_the_desk_is_served_on_this_machine_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RASD_DATABASE", raising=False)
    workspace(tmp_path, []).close()
    for host in ("0.0.0.0", "::", "192.168.1.5", "desk.example.org"):
        told = CliRunner().invoke(command, ["serve", "--host", host, "--workspace", str(tmp_path / "work")])
        assert told.exit_code == 1 and "there is no admin yet" in str(told.exception)
