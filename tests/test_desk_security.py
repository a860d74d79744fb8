"""What others may send to the desk, or put into what it shows."""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pytest

from desks import GRAVE, PASSWORD, account, logged_in, served
from rasd import dataset
from rasd.dataset import Dataset
from rasd.desk.guard import LARGEST, POLICY
from rasd.desk.routes import ROUTES
from rasd.review import people, sessions, tokens
from rasd.store.schema import event, report, session

pytestmark = pytest.mark.usefixtures("one_coder")

# What has made pages of others run what they showed; ALERT says where it came through.
EVIL = (
    "<script>ALERT</script>",
    '"><img src=x onerror=ALERT>',
    "'><svg/onload=ALERT>",
    "</script><script>ALERT</script>",
    "</textarea></title></style><script>ALERT</script>",
    "<!--<script>ALERT",
    "]]><script>ALERT</script>",
    "javascript:ALERT",
    "data:text/html,<script>ALERT</script>",
    "{{ALERT}}{% raw %}${ALERT}#{ALERT}",
    "<iframe srcdoc='<script>ALERT</script>'>",
    "<a href=javascript:ALERT>x</a>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=ALERT&gt;'>",
    "\u202e<script>ALERT</script>\u202c",
    "+ADw-script+AD4-ALERT",
    "&lt;script&gt;ALERT&lt;/script&gt;",
)


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Dataset]:
    monkeypatch.delenv("RASD_DATABASE", raising=False)
    found = dataset.init(tmp_path / "work")
    yield found
    found.close()


def evil_reports(folder: Path, each: str) -> None:
    """Reports with something evil in the text, title, outlet, address, file name, name of a file in a feed."""
    told = GRAVE.replace("🔴🔴 عاجل", each)
    folder.mkdir()
    name = re.sub(r"[/\0]", "_", each)[:80]
    (folder / f"{name}.txt").write_text(told, encoding="utf-8")
    line = {"report_id": each, "title": each, "outlet": each, "url": f"https://example.org/{quote(each)}", "text": told}
    (folder / "lines.jsonl").write_text(json.dumps(line | {"published": "2024-03-14"}, ensure_ascii=False) + "\n")
    head = f"<title>{each}</title><meta property='og:site_name' content='{each}'>"
    page = f"<html><head>{head}</head><body><article><p>{told}</p></article></body></html>"
    (folder / "page.html").write_text(page, encoding="utf-8")


# -- what is shown ----------------------------------------------------------------------------------------------------


def test_nothing_that_came_from_outside_runs(made: Dataset, tmp_path: Path) -> None:
    for number, each in enumerate(EVIL):
        evil_reports(tmp_path / f"evil{number}", each)
    made.ingest([tmp_path / f"evil{number}" for number in range(len(EVIL))])
    with made.store.writing() as connection:  # what no format lets through today may come by the next
        for number, row in enumerate(list(connection.execute(report.select()))):
            each = EVIL[number % len(EVIL)]
            values = {"outlet": each, "url": each, "title": each, "lang": each}
            connection.execute(report.update().where(report.c.number == row.number).values(values))
        for number, row in enumerate(list(connection.execute(event.select()))):
            record = evil_record(json.loads(row.record), EVIL[number % len(EVIL)])
            connection.execute(event.update().where(event.c.event_id == row.event_id).values(record=json.dumps(record)))
        events = [row.event_id for row in connection.execute(event.select())]
    assert len(events) >= 2 * len(EVIL)
    with served(made) as at, httpx.Client(base_url=at) as client:
        seen = 0
        lists = ("/review", "/review?after=50", "/review?queue=done", "/incidents", "/reports", "/map")
        more = [f"/incidents/{quote(events[number], safe='')}" for number in range(0, len(events), 5)]
        for number, path in enumerate((*lists, *more, *(f"/review/{one}" for one in events))):
            answer = client.get(path, params={"lang": ("ar", "en")[number % 2]}, follow_redirects=True)
            assert answer.status_code == 200 and answer.headers["content-security-policy"] == POLICY
            assert is_inert(answer.text), path
            seen += "ALERT" in answer.text
        assert seen >= len(events), "the corpus is on the pages"
        for path in ("/api/events", "/api/incidents"):
            answer = client.get(path)
            assert answer.headers["content-type"] == "application/json"
            assert answer.headers["x-content-type-options"] == "nosniff"


def evil_record(record: dict[str, object], each: str) -> dict[str, object]:
    """A record with something evil in every cell that is words."""
    for cell in ("actor1", "actor2", "target", "weapon", "attribution"):
        value = record.get(cell)
        if isinstance(value, dict):
            value |= {name: each for name in ("name", "name_ar") if name in value}
    for place in record["places"]:  # type: ignore[attr-defined]
        place |= {"name": each, "name_ar": each, "admin1": each}
    record["notes"] = {"en": each, "ar": each}
    record["problems"] = [
        {"code": each, "cells": ["date"], "message": each, "evidence": [{"start": 0, "end": 1, "text": each}]}
    ]
    return record


def is_inert(page: str) -> bool:
    """Whether a page has scripts and handlers of the desk alone."""
    from html.parser import HTMLParser

    found: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            told = dict(attrs)
            is_ours = told.get("type") == "application/json" or (told.get("src") or "").startswith("/static/")
            if (tag == "script" and not is_ours) or tag in ("iframe", "object", "embed", "base", "math", "style"):
                found.append(tag)
            for name, value in attrs:
                address = (value or "").strip().lower()
                if name.startswith("on") or name in ("style", "srcdoc"):
                    found.append(f"{tag} {name}")
                if name in ("href", "src", "action", "formaction") and not address.startswith(("/", "#", "?")):
                    found.append(f"{tag} {name}={value}")

    Reader().feed(page)
    [*data] = re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', page, re.DOTALL)
    return not found and not any("<" in one for one in data)


def test_the_reader_of_pages_sees_what_runs() -> None:
    for each in EVIL[:8]:
        shown = f"<p>{each}</p>" if "javascript:" not in each else f"<a href='{each}'>x</a>"
        assert not is_inert(shown) or "<!--" in each, each


def test_names_labels_and_addresses_of_people_do_not_run(made: Dataset) -> None:
    account(made, "ann", "admin")
    with made.store.writing() as connection:
        ann = people.person_of(connection, "ann")
        for each in EVIL:
            tokens.make(connection, ann, each, "read", 1)
            sessions.begun(connection, "ann", address=each, browser=each)
    with served(made) as at, logged_in(at, "ann") as client:
        page = client.get("/account").text
        assert is_inert(page) and page.count("ALERT") >= 3 * len(EVIL)
        for each in EVIL:
            assert is_inert(client.post("/people", data={"name": each, "role": each}).text)
            assert is_inert(client.get(f"/login?next={quote(each)}", headers={"cookie": ""}).text)
            assert is_inert(client.get(f"/{quote(each)}").text)
            assert is_inert(client.get(f"/review/{quote(each, safe='')}").text)
            assert is_inert(client.get("/review", params={"kind": each, "queue": each, "problems": each}).text)
        form = dict.fromkeys(("name", "password", "code", "next"), "".join(EVIL))
        assert is_inert(client.post("/login", data=form).text)


def test_what_is_pasted_does_not_run(made: Dataset) -> None:
    with served(made) as at, httpx.Client(base_url=at, headers={"sec-fetch-site": "same-origin"}) as client:
        for number, each in enumerate(EVIL):
            text = GRAVE.replace("🔴🔴 عاجل", each)
            told = {"text": text, "title": each, "outlet": each, "url": each, "published": each}
            refused = client.post("/reports/new", files={name: (None, value) for name, value in told.items()})
            assert refused.status_code == 422 and is_inert(refused.text) and refused.text.count("ALERT") >= 4
            told |= {"url": f"https://example.org/{quote(each)}", "published": "2024-03-14"}
            kept = client.post("/reports/new", files={name: (None, value) for name, value in told.items()})
            assert kept.status_code == 303, each
            bench = client.get(kept.headers["location"])
            assert is_inert(bench.text) and "ALERT" in bench.text
            [name] = re.findall(r'data-report="([\w-]+)"', bench.text)
            page = client.get(f"/reports/{name}", params={"pasted": each, "lang": ("ar", "en")[number % 2]})
            assert page.status_code == 200 and is_inert(page.text) and page.text.count("ALERT") >= 3


# -- who asks ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "null"},
        {"origin": "https://evil.example"},
        {"origin": "http://127.0.0.1"},
        {"referer": "SAME"},
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "origin": "SAME"},
        {"sec-fetch-site": "same-origin, cross-site"},
    ],
)
def test_csrf_a_page_elsewhere_changes_nothing_with_somebodys_cookie(made: Dataset, headers: dict[str, str]) -> None:
    account(made, "ann", "admin")
    with served(made) as at, logged_in(at, "ann") as ann:
        cookie = {"cookie": f"rasd={ann.cookies['rasd']}"}
        told = {name: at if value == "SAME" else value for name, value in headers.items()}
        with httpx.Client(base_url=at, headers=cookie | told) as elsewhere:
            for route in ROUTES:
                if route.method != "GET":
                    assert elsewhere.request(route.method, route.path).status_code == 403, route
        assert ann.get("/account").status_code == 200


def test_session_fixation_a_cookie_from_before_is_worth_nothing(made: Dataset) -> None:
    account(made, "ann", "viewer")
    account(made, "eve", "viewer")
    with served(made) as at, logged_in(at, "eve") as eve:
        planted = eve.cookies["rasd"]
        for told in (planted, "of-my-own-making", ""):
            headers = {"sec-fetch-site": "same-origin", "cookie": f"rasd={told}"}
            answer = httpx.post(f"{at}/login", data={"name": "ann", "password": PASSWORD}, headers=headers)
            fresh = re.match(r"rasd=([\w-]+);", answer.headers["set-cookie"])
            assert answer.status_code == 303 and fresh and fresh[1] != told
            stale = httpx.get(f"{at}/account", headers={"cookie": f"rasd={told}"})
            assert stale.status_code == 303, "what the browser held before ends with the login"
    with made.store.reading() as connection:
        assert planted not in str(connection.execute(session.select()).all()), "only its hash is kept"


def test_dns_rebinding_another_name_is_not_answered(made: Dataset) -> None:
    account(made, "ann", "viewer")
    with served(made) as at, logged_in(at, "ann") as ann:
        port = urlsplit(at).port
        for host in ("evil.example", f"evil.example:{port}", "127.0.0.1.evil.example", "[::2]", "", "localhost@evil"):
            answer = ann.get("/review", headers={"host": host})
            assert answer.status_code == 421 and "review" not in answer.text, host
        for host in ("localhost", f"LOCALHOST:{port}", "127.0.0.1", "[::1]"):
            assert ann.get("/review", headers={"host": host}).status_code == 200, host
    with served(made, names=frozenset({"desk.example.org"}), needs_login=True) as at:
        assert httpx.get(f"{at}/login", headers={"host": "desk.example.org"}).status_code == 200
        assert httpx.get(f"{at}/login", headers={"host": "127.0.0.1"}).status_code == 421


def test_header_injection_and_open_redirects_lead_nowhere(made: Dataset) -> None:
    account(made, "ann", "viewer")
    evil = (
        "//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example", "/%0d%0aset-cookie:a=b",
        "/x\r\nset-cookie: a=b", "/x\nlocation: //evil.example", "javascript:alert(1)", " //evil.example",
        "/\t/evil.example",
    )  # fmt: skip
    with served(made) as at, httpx.Client(base_url=at, headers={"sec-fetch-site": "same-origin"}) as client:
        for path in evil:
            client.cookies.clear()
            answer = client.post("/login", data={"name": "ann", "password": PASSWORD, "next": path})
            assert answer.status_code == 303
            place = urlsplit(answer.headers["location"])
            assert not place.scheme and not place.netloc and place.path.startswith("/"), path
            assert "a" not in answer.cookies and len(answer.headers.get_list("set-cookie")) == 1
            client.cookies.clear()
            asked = client.get("/review", params={"queue": path, "lang": path})
            assert asked.headers["location"].startswith("/login?next=/review") and "a" not in asked.cookies
        raw = http.client.HTTPConnection(urlsplit(at).netloc)
        raw.putrequest("GET", "/review?lang=en%0d%0aset-cookie:%20a=b", skip_host=True)
        raw.putheader("Host", "127.0.0.1")
        raw.endheaders()
        assert raw.getresponse().getheader("set-cookie") is None
        raw.close()


# -- behind a proxy ---------------------------------------------------------------------------------------------------


def test_over_https_the_cookie_is_the_hosts_alone(made: Dataset) -> None:
    account(made, "ann", "viewer")
    headers = {"host": "desk.example.org", "origin": "https://desk.example.org", "x-forwarded-proto": "https"}
    form = {"name": "ann", "password": PASSWORD}
    with served(made, names=frozenset({"desk.example.org"}), needs_login=True, proxy="127.0.0.1") as at:
        answer = httpx.post(f"{at}/login", data=form, headers=headers | {"x-forwarded-for": "203.0.113.7"})
        told = answer.headers["set-cookie"]
        assert re.fullmatch(r"__Host-rasd=[\w-]{43}; HttpOnly; Path=/; SameSite=lax; Secure", told)
        cookie = {"cookie": told.split(";")[0]}
        page = httpx.get(f"{at}/account", headers=headers | cookie)
        assert page.status_code == 200 and "203.0.113.7" in page.text
        plain = {"cookie": told.split(";")[0].replace("__Host-", "")}
        assert httpx.get(f"{at}/account", headers=headers | plain).status_code == 303


def test_what_a_stranger_says_of_a_proxy_is_not_believed(made: Dataset) -> None:
    account(made, "ann", "viewer")
    headers = {"sec-fetch-site": "same-origin", "x-forwarded-for": "203.0.113.7", "x-forwarded-proto": "https"}
    headers |= {"forwarded": "for=203.0.113.7;proto=https", "x-forwarded-host": "evil.example", "x-real-ip": "1.2.3.4"}
    for proxy in ("", "192.0.2.1"):
        with served(made, proxy=proxy) as at:
            answer = httpx.post(f"{at}/login", data={"name": "ann", "password": PASSWORD}, headers=headers)
            assert answer.headers["set-cookie"].startswith("rasd=") and answer.headers["location"] == "/review"
            page = httpx.get(f"{at}/account", headers={"cookie": answer.headers["set-cookie"].split(";")[0]}).text
            assert "127.0.0.1" in page and "203.0.113.7" not in page and "evil.example" not in page


# -- how much, and from where -----------------------------------------------------------------------------------------


def test_no_form_and_no_body_is_larger_than_it_may_be(made: Dataset) -> None:
    account(made, "ann", "admin")
    with served(made) as at, logged_in(at, "ann") as ann:
        for path in ("/login", "/account/password", "/people", "/api/decisions"):
            assert ann.post(path, content=b"x" * (LARGEST + 1)).status_code == 413, path
            form = {"content-type": "application/x-www-form-urlencoded"}
            chunks = ann.post(path, content=(b"x" * 65536 for _ in range(20)), headers=form)
            assert chunks.status_code == 413, path
        many = "&".join(f"a{number}=1" for number in range(5000))
        assert ann.post("/people", content=many, headers=form).status_code in (400, 422)
        parts = b"".join(b'--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n\r\n' for _ in range(5000)) + b"--x--"
        told = {"content-type": "multipart/form-data; boundary=x"}
        assert ann.post("/people", content=parts, headers=told).status_code in (400, 422)
        file = {"name": ("../../etc/passwd", b"x" * 1000, "text/html")}
        assert ann.post("/people", files=file).status_code == 422
        deep = b'{"marks":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
        headers = {"content-type": "application/json"}
        assert ann.post("/api/decisions", content=deep, headers=headers).status_code in (400, 422)
        assert ann.get("/review").status_code == 200


def test_path_traversal_files_beside_the_desks_are_not_served(made: Dataset) -> None:
    with served(made) as at:
        found = re.search(r"/static/(\w+)/desk.css", httpx.get(f"{at}/review").text)
        assert found
        for path in (
            "../app.py", "..%2fapp.py", "%2e%2e/app.py", "..%5capp.py", "%252e%252e/app.py", "//etc/passwd",
            "vendor/../../words.toml", "desk.css/../../words.toml", "desk.css%00.js", "....//app.py", ".", "",
        ):  # fmt: skip
            raw = http.client.HTTPConnection(urlsplit(at).netloc)
            raw.request("GET", f"/static/{found[1]}/{path}")
            answer = raw.getresponse()
            told = answer.read()
            assert answer.status in (400, 404) and b"import" not in told and b"root:" not in told, path
            raw.close()


def test_private_things_are_in_no_answer(made: Dataset) -> None:
    account(made, "ann", "admin")
    with made.store.writing() as connection:
        row = people.row_of(connection, "ann")
        secret = tokens.make(connection, people.person_of(connection, "ann"), "x", "admin", 1)
    assert row is not None
    with served(made) as at, logged_in(at, "ann") as ann:
        for path in (
            "/account",
            "/people",
            "/review",
            "/api/events",
            "/api/incidents",
            "/api/openapi.json",
            "/nothing",
        ):
            answer = ann.get(path)
            for private in (row["password"], secret, people.digest(secret), ann.cookies["rasd"], "argon2"):
                assert private not in answer.text, path
        # What is refused does not tell again what was sent.
        assert "my secret" not in ann.post("/account/tokens", data={"days": "x", "password": "my secret"}).text
        assert "my secret" not in ann.post("/api/decisions", json={"marks": "my secret"}).text
