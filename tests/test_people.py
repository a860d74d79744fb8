"""Accounts, logging in, second factors, tokens: on both databases, and over a real server."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pyotp
import pytest
from argon2 import PasswordHasher
from click.testing import CliRunner
from sqlalchemy import select, update

from desks import GRAVE, LIGHT, PASSWORD, account, logged_in, report, served, workspace
from rasd import dataset
from rasd.cli import rasd as command
from rasd.dataset import Dataset
from rasd.desk.serving import ServeError, answered_to, serve
from rasd.review import people, sessions, tokens
from rasd.review.people import PeopleError
from rasd.store.schema import attempt, custody, person, recovery, session
from rasd.store.verify import faults

pytestmark = pytest.mark.usefixtures("one_coder")


@pytest.fixture
def made(tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Dataset]:
    """An empty workspace on each kind of database."""
    monkeypatch.setenv("RASD_USER", "root")
    found = dataset.init(tmp_path / "work")
    yield found
    found.close()


@pytest.fixture
def desk(made: Dataset) -> Iterator[str]:
    account(made, "ann", "admin")
    account(made, "omar", "reviewer")
    with served(made) as at:
        yield at


def log(made: Dataset, action: str = "account") -> list[dict[str, object]]:
    with made.store.reading() as connection:
        query = select(custody).where(custody.c.action == action).order_by(custody.c.seq)
        return [dict(row) for row in connection.execute(query).mappings()]


def told_faults(made: Dataset) -> list[str]:
    with made.store.reading() as connection:
        return list(faults(made.store, connection))


# -- accounts ---------------------------------------------------------------------------------------------------------


def test_every_change_of_an_account_is_in_the_custody_log_without_a_secret(made: Dataset) -> None:
    secret = people.new_totp()
    with made.store.writing() as connection:
        people.add(connection, "Ann", "admin", PASSWORD)
        people.add(connection, "عمر", "viewer", PASSWORD, by="ann")
        people.set_role(connection, "عمر", "reviewer", by="ann")
        people.set_password(connection, "عمر", PASSWORD + "!", by="عمر")
        codes = people.turn_on_totp(connection, "عمر", secret, pyotp.TOTP(secret).now(), by="عمر")
        people.turn_off_totp(connection, "عمر", by="ann")
        people.set_disabled(connection, "عمر", True, by="ann")
        row = people.row_of(connection, "عمر")
    entries = log(made)
    assert [json.loads(str(one["details"]))["what"] for one in entries] == [
        "made", "made", "role", "password", "second factor on", "second factor off", "disabled",
    ]  # fmt: skip
    assert [one["by"] for one in entries] == ["root", "ann", "ann", "عمر", "عمر", "ann", "ann"]
    assert row is not None
    whole = json.dumps(entries, ensure_ascii=False, default=str)
    for kept in (PASSWORD, row["password"], secret, *codes):
        assert kept not in whole
    assert told_faults(made) == []


def test_an_account_changed_behind_the_log_is_found(made: Dataset) -> None:
    account(made, "ann", "viewer")
    for values in ({"role": "admin"}, {"password": "x"}, {"totp": "x"}, {"is_disabled": 1}):
        with made.store.writing() as connection:
            before = dict(connection.execute(select(person)).mappings().one())
            connection.execute(update(person).values(values))
        assert told_faults(made) == ["the account of ann is not as the custody log has it"]
        with made.store.writing() as connection:
            connection.execute(update(person).values(before))
        assert told_faults(made) == []
    with made.store.writing() as connection:
        connection.execute(person.delete())
    assert told_faults(made) == ["the account of ann is in the custody log and is gone"]


@pytest.mark.parametrize(
    "name, role, password, why",
    [
        ("", "viewer", PASSWORD, "name"),
        ("a b", "viewer", PASSWORD, "name"),
        ("<script>", "viewer", PASSWORD, "name"),
        ("ann\u202e", "viewer", PASSWORD, "name"),
        ("ann\n", "viewer", PASSWORD, "taken"),
        ("ANN", "viewer", PASSWORD, "taken"),
        ("a" * 41, "viewer", PASSWORD, "name"),
        ("omar", "king", PASSWORD, "role"),
        ("omar", "viewer", "short", "password"),
        ("omar", "viewer", "x" * 257, "password"),
        ("omar", "viewer", "aaaaaaaaaaaaaa", "plain"),
        ("omar.omar.omar", "viewer", "Omar.Omar.Omar", "plain"),
    ],
)
def test_what_is_no_account_is_refused(made: Dataset, name: str, role: str, password: str, why: str) -> None:
    account(made, "ann", "admin")
    with made.store.writing() as connection, pytest.raises(PeopleError) as error:
        people.add(connection, name, role, password)
    assert error.value.why == why
    with made.store.reading() as connection:
        assert [one.name for one in people.people(connection)] == ["ann"]


def test_there_is_always_an_admin(made: Dataset) -> None:
    account(made, "ann", "admin")
    for change in (
        lambda connection: people.set_role(connection, "ann", "manager"),
        lambda connection: people.set_disabled(connection, "ann", True),
    ):
        with made.store.writing() as connection, pytest.raises(PeopleError, match="only admin"):
            change(connection)
    account(made, "omar", "admin")
    with made.store.writing() as connection:
        assert people.set_role(connection, "ann", "manager").role == "manager"


def test_passwords_are_argon2id_and_codes_are_hashed(made: Dataset) -> None:
    account(made, "ann", "admin")
    secret = people.new_totp()
    with made.store.writing() as connection:
        codes = people.turn_on_totp(connection, "ann", secret, pyotp.TOTP(secret).now())
        row = people.row_of(connection, "ann")
        assert row is not None and row["password"].startswith("$argon2id$")
        kept = set(connection.execute(select(recovery.c.hash)).scalars())
    assert len(kept) == len(set(codes)) == 10 and all(re.fullmatch("[0-9a-f]{64}", one) for one in kept)


# -- logging in -------------------------------------------------------------------------------------------------------


def test_somebody_logs_in_and_out(desk: str) -> None:
    with httpx.Client(base_url=desk, headers={"sec-fetch-site": "same-origin", "accept-language": "en"}) as client:
        asked = client.get("/review?queue=done")
        assert asked.status_code == 303 and asked.headers["location"] == "/login?next=/review%3Fqueue%3Ddone"
        page = client.get(asked.headers["location"]).text
        assert "Log in" in page and 'value="/review?queue=done"' in page and "To review" not in page
        form = {"name": "Omar", "password": PASSWORD, "next": "/review?queue=done"}
        answer = client.post("/login", data=form)
        assert answer.status_code == 303 and answer.headers["location"] == "/review?queue=done"
        [cookie] = answer.headers.get_list("set-cookie")
        assert re.fullmatch(r"rasd=[\w-]{43}; HttpOnly; Path=/; SameSite=lax", cookie)
        page = client.get("/review").text
        assert ">omar</bdi>" in page and 'href="/people"' not in page
        secret = client.cookies["rasd"]
        assert client.post("/logout").headers["location"] == "/login"
        assert client.get("/review").status_code == 303
        assert client.get("/review", headers={"cookie": f"rasd={secret}"}).status_code == 303, "it opens nothing more"
        part = client.get("/review", headers={"hx-request": "true"})
        assert (part.status_code, part.headers["hx-refresh"]) == (401, "true"), "a list shows no login form in itself"


def test_which_of_name_and_password_is_wrong_is_not_told(made: Dataset, desk: str) -> None:
    account(made, "gone", "viewer")
    with made.store.writing() as connection:
        people.set_disabled(connection, "gone", True)
    with httpx.Client(base_url=desk, headers={"sec-fetch-site": "same-origin"}) as client:
        answers = []
        for name, password in (("ann", "wrong"), ("nobody", "wrong"), ("gone", PASSWORD), ("", ""), ("a" * 200, "x")):
            answer = client.post("/login", data={"name": name, "password": password})
            answers.append((answer.status_code, answer.text, dict(answer.headers) | {"date": ""}))
    assert answers[0][0] == 401 and all(answer == answers[0] for answer in answers)


def test_a_name_that_there_is_not_takes_as_long() -> None:
    kept = PasswordHasher().hash(PASSWORD)
    took: dict[str | None, list[float]] = {kept: [], None: []}
    for one in (kept, None) * 4:
        begun = time.process_time()
        assert not people.is_password(one, "wrong")
        took[one].append(time.process_time() - begun)
    assert min(took[None]) > 0.5 * min(took[kept])


def test_guessing_is_slowed_by_name_and_by_address(made: Dataset, desk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "BY_NAME", 4)
    with httpx.Client(base_url=desk, headers={"sec-fetch-site": "same-origin", "accept-language": "en"}) as client:
        for _ in range(sessions.BY_NAME):
            assert client.post("/login", data={"name": "omar", "password": "wrong"}).status_code == 401
        for name in ("omar", "OMAR"):
            answer = client.post("/login", data={"name": name, "password": PASSWORD})
            assert answer.status_code == 429, "the right password is not looked at either"
            assert 0 < int(answer.headers["retry-after"]) <= sessions.WINDOW and "Try again in 15 min" in answer.text
        assert client.post("/login", data={"name": "ann", "password": PASSWORD}).status_code == 303
        client.post("/logout")
        with made.store.writing() as connection:
            connection.execute(update(attempt).values(number=sessions.BY_ADDRESS))
        assert client.post("/login", data={"name": "ann", "password": PASSWORD}).status_code == 429
        with made.store.writing() as connection:
            connection.execute(update(attempt).values(since=int(time.time()) - sessions.WINDOW))
        assert client.post("/login", data={"name": "omar", "password": PASSWORD}).status_code == 303


def test_a_session_ends(made: Dataset, desk: str) -> None:
    ends = {"seen_at": "2024-03-14T00:00:00Z"}, {"made_at": "2024-03-14T00:00:00Z"}
    for values in ends:
        with logged_in(desk, "omar") as client:
            assert client.get("/review").status_code == 200
            with made.store.writing() as connection:
                connection.execute(update(session).values(values))
            assert client.get("/review").status_code == 303, values
    with logged_in(desk, "omar") as client:
        with made.store.writing() as connection:
            people.set_disabled(connection, "omar", True)
        assert client.get("/review").status_code == 303
    with made.store.reading() as connection:
        assert sessions.sessions_of(connection) == []


def test_a_new_role_holds_from_the_next_click(made: Dataset, desk: str) -> None:
    with logged_in(desk, "omar") as client:
        assert client.get("/people").status_code == 403
        with made.store.writing() as connection:
            people.set_role(connection, "omar", "admin")
        assert client.get("/people").status_code == 200


def test_sessions_are_listed_and_ended_by_their_owner(made: Dataset, desk: str) -> None:
    with logged_in(desk, "omar") as one, logged_in(desk, "omar") as two, logged_in(desk, "ann") as ann:
        page = one.get("/account").text
        assert page.count("python-httpx") == 2 and "this one" in page
        [other] = re.findall(r'name="session_id" value="(\w+)"', page)
        assert one.post("/account/sessions/end", data={"session_id": other}).status_code == 303
        assert two.get("/account").status_code == 303 and one.get("/account").status_code == 200
        with logged_in(desk, "omar") as three:
            one.post("/account/sessions/end")
            assert three.get("/account").status_code == 303 and ann.get("/account").status_code == 200


def test_a_new_password_ends_the_other_sessions_and_renews_this_one(desk: str) -> None:
    with logged_in(desk, "omar") as one, logged_in(desk, "omar") as two:
        before = one.cookies["rasd"]
        assert one.post("/account/password", data={"old": "wrong", "new": "another horse"}).status_code == 403
        assert one.post("/account/password", data={"old": PASSWORD, "new": "short"}).status_code == 422
        assert one.post("/account/password", data={"old": PASSWORD, "new": "another horse"}).status_code == 200
        assert one.cookies["rasd"] != before and one.get("/account").status_code == 200
        assert two.get("/account").status_code == 303
        assert httpx.get(f"{desk}/account", headers={"cookie": f"rasd={before}"}).status_code == 303
    logged_in(desk, "omar", password="another horse").close()


# -- second factor ----------------------------------------------------------------------------------------------------


def test_a_second_factor_is_set_up_and_asked_for(made: Dataset, desk: str) -> None:
    with logged_in(desk, "omar") as client, logged_in(desk, "omar") as other:
        before = client.cookies["rasd"]
        client.post("/account/totp/start")
        page = client.get("/account").text
        found = re.search(r'<code dir="ltr">([A-Z2-7]{32})</code>', page)
        assert found and "<svg" in page and "style=" not in page and "<script" not in page
        totp = pyotp.TOTP(found[1])
        wrong = client.post("/account/totp", data={"code": "000000", "password": PASSWORD})
        assert wrong.status_code == 422 and "The code is wrong" in wrong.text
        first = totp.now()
        told = client.post("/account/totp", data={"code": first, "password": PASSWORD})
        codes = re.findall(r"<code>((?:[a-z2-7]{4}-){3}[a-z2-7]{4})</code>", told.text)
        assert told.status_code == 200 and len(codes) == 10 and found[1] not in told.text
        assert client.cookies["rasd"] != before and other.get("/account").status_code == 303
        assert "Recovery codes left: 10" in client.get("/account").text and codes[0] not in client.get("/account").text

    def ask(code: str) -> int:
        form = {"name": "omar", "password": PASSWORD, "code": code}
        return httpx.post(f"{desk}/login", data=form, headers={"sec-fetch-site": "same-origin"}).status_code

    assert ask("") == 401 and ask("000000") == 401
    assert ask(first) == 401, "the code that turned it on does not serve again"
    later = totp.at(time.time() + 30)
    assert ask(f"{later[:3]} {later[3:]}") == 303 and ask(later) == 401, "a code serves once"
    assert ask(codes[0].upper()) == 303 and ask(codes[0]) == 401, "so does a recovery code"
    with made.store.writing() as connection:
        assert people.codes_left(connection, "omar") == 9
        people.turn_off_totp(connection, "omar")
    assert ask("") == 303


def test_the_picture_holds_what_an_app_reads() -> None:
    secret = people.new_totp()
    told = urlsplit(people.totp_address("عمر", secret))
    assert told.scheme == "otpauth" and parse_qs(told.query) == {"secret": [secret], "issuer": ["Rasd"]}


# -- admins -----------------------------------------------------------------------------------------------------------


def test_an_admin_keeps_the_accounts_in_the_browser(made: Dataset, desk: str) -> None:
    with logged_in(desk, "ann") as ann, logged_in(desk, "omar") as omar:
        page = ann.post("/people", data={"name": "Layla", "role": "coder"}).text
        found = re.search(r'<code dir="ltr">([\w-]{19})</code>', page)
        assert found and found[1] not in ann.get("/people").text
        logged_in(desk, "layla", password=found[1]).close()
        assert "already" in ann.post("/people", data={"name": "layla"}).text
        ann.post("/people/layla/role", data={"role": "manager"})
        ann.post("/people/omar/sessions")
        assert omar.get("/account").status_code == 303
        page = ann.post("/people/omar/password").text
        found = re.search(r'<code dir="ltr">([\w-]{19})</code>', page)
        assert found
        logged_in(desk, "omar", password=found[1]).close()
        assert "only admin" in ann.post("/people/ann/disable").text
        ann.post("/people/layla/disable")
        assert "disabled" in ann.get("/people").text
        ann.post("/people/layla/enable")
        assert ann.post("/people/nobody/disable").status_code == 404
        assert ann.post("/people/omar/nonsense").status_code == 422
    with made.store.reading() as connection:
        assert people.person_of(connection, "layla").role == "manager"
    assert {one["by"] for one in log(made)} == {"root", "ann"} and told_faults(made) == []


def test_an_admin_sets_the_mode_of_the_desk(made: Dataset, desk: str) -> None:
    with logged_in(desk, "ann") as ann, logged_in(desk, "omar") as omar:
        ann.post("/mode", data={"mode": "locked"})
        refused = omar.get("/review")
        assert refused.status_code == 423 and "The desk is locked for now" in refused.text
        assert "locked, admins only" in ann.get("/review").text
        ann.post("/mode", data={"mode": "normal"})
        assert omar.get("/review").status_code == 200
    assert [json.loads(str(one["details"])) for one in log(made, "mode")] == [{"mode": "locked"}, {"mode": "normal"}]


def test_read_only_by_the_command_line_is_so_whatever_an_admin_sets(made: Dataset) -> None:
    account(made, "ann", "admin")
    with served(made, is_read_only=True) as at, logged_in(at, "ann") as ann:
        ann.post("/mode", data={"mode": "normal"})
        assert ann.post("/api/undo").status_code == 423 and ann.get("/review").status_code == 200


@pytest.mark.parametrize("path", ["/login", "/account", "/people"])
def test_pages_about_people_speak_both_languages(desk: str, path: str) -> None:
    with logged_in(desk, "ann") as ann:
        if path == "/login":
            ann.cookies.clear()
        ar, en = ann.get(f"{path}?lang=ar").text, ann.get(f"{path}?lang=en").text
    assert '<html lang="ar" dir="rtl">' in ar and '<html lang="en" dir="ltr">' in en
    assert not re.search("[\u0621-\u064a]", re.sub(r'<a class="language".*?</a>|<a class="name".*?</a>', "", en))


# -- who is at the desk, and where it stands --------------------------------------------------------------------------


def test_without_accounts_whoever_sits_here_works_and_with_the_first_one_logs_in(made: Dataset) -> None:
    with served(made) as at, httpx.Client(base_url=at, headers={"sec-fetch-site": "same-origin"}) as client:
        assert client.get("/review").status_code == 200 and client.get("/login").status_code == 303
        page = client.get("/account?lang=en").text
        assert "no accounts" in page and client.post("/account/totp/start").status_code == 409
        refused = client.post("/people", data={"name": "ann", "role": "admin"})
        assert refused.status_code == 409, "no first admin by http"
        account(made, "ann", "admin")
        assert client.get("/review").status_code == 303
        with made.store.writing() as connection:
            people.add(connection, "omar", "admin", PASSWORD)
            people.set_disabled(connection, "ann", True)
        assert client.get("/review").status_code == 303


def test_from_elsewhere_it_is_reached_by_name_and_with_an_admin_only(made: Dataset) -> None:
    for host, proxy in (("0.0.0.0", ""), ("::", ""), ("127.0.0.1", "127.0.0.1")):
        with pytest.raises(ServeError, match="there is no admin yet"):
            serve(made, host, 0, names=["desk.example.org"], proxy=proxy)
    account(made, "ann", "admin")
    with pytest.raises(ServeError, match="under which name"):
        serve(made, "0.0.0.0", 0)
    with pytest.raises(ServeError, match="no name of a host"):
        serve(made, "0.0.0.0", 0, names=["https://desk.example.org/"])
    with pytest.raises(ServeError, match="IP address of the proxy"):
        serve(made, "0.0.0.0", 0, names=["desk.example.org"], proxy="*")
    assert answered_to(made, "0.0.0.0", ["Desk.example.org"], needs_login=True) == {"desk.example.org"}
    assert "localhost" in answered_to(made, "127.0.0.1", ["desk.example.org"], needs_login=True)


def test_what_is_decided_is_signed_with_the_accounts_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RASD_DATABASE", raising=False)
    monkeypatch.setenv("RASD_USER", "root")
    made = workspace(tmp_path, [report("grave", GRAVE), report("light", LIGHT)])
    account(made, "omar", "reviewer")
    with served(made) as at, logged_in(at, "omar") as omar:
        first = omar.get("/api/events").json()["items"][0]["event_id"]
        version = omar.get(f"/api/events/{first}").json()["version"]
        told = {"event_id": first, "version": version, "marks": [{"verdict": "flag"}]}
        assert omar.post("/api/decisions", json=told).status_code == 200
        a, b = [one["event_id"] for one in omar.get("/api/events?limit=2").json()["items"]]
    made.judge(a, b, "related", by="omar")
    made.retract(1, by="omar")
    assert {one["by"] for action in ("decided", "judged", "retracted") for one in log(made, action)} == {"omar"}
    assert told_faults(made) == []
    made.close()


# -- the command line -------------------------------------------------------------------------------------------------


def test_the_command_line_keeps_the_accounts(tmp_path: Path, made: Dataset) -> None:
    def run(*words: str, told: str = "") -> str:
        out = CliRunner().invoke(command, ["people", *words, "--workspace", str(tmp_path / "work")], input=told)
        assert out.exit_code == 0 or out.exception is not None
        return out.output if out.exit_code == 0 else f"failed: {out.exception}"

    assert "no accounts" in run("list")
    assert run("add", "Ann", "--role", "admin", told=f"{PASSWORD}\n") == "ann is admin.\n"
    assert "12 to 256" in run("add", "omar", told="short\n") and "12 to 256" in run("add", "omar")
    assert run("add", "omar", told=PASSWORD) == "omar is viewer.\n"
    assert run("role", "omar", "coder") == "omar is coder.\n"
    assert "no account called 'nobody'" in run("password", "nobody", told=PASSWORD)
    assert run("password", "omar", told=PASSWORD + "!") == "omar has another password.\n"
    assert "password alone" in run("totp", "omar", "--off")
    assert "only admin" in run("disable", "ann")
    assert run("disable", "omar") == "omar is disabled.\n"
    assert re.fullmatch(r"ann  admin  since \S+\nomar  coder  since \S+  disabled\n", run("list"))
    assert run("disable", "omar", "--undo") == "omar is coder.\n"
    with made.store.writing() as connection:
        sessions.begun(connection, "omar", address="127.0.0.1", browser="a\x1b[2Jbrowser")
    assert re.fullmatch(r"omar  \S+  \S+  127\.0\.0\.1  a\?\[2Jbrowser\n", run("sessions"))
    assert run("sessions", "ann", "--end") == "0 ended.\n" and run("sessions", "--end") == "1 ended.\n"
    assert told_faults(made) == []


def test_a_token_ends(made: Dataset) -> None:
    account(made, "ann", "admin")
    with made.store.writing() as connection:
        owner = people.person_of(connection, "ann")
        secret = tokens.make(connection, owner, "a program", "read", 1)
        for days in (0, 367):
            with pytest.raises(PeopleError):
                tokens.make(connection, owner, "", "read", days)
    found = tokens.who(made.store, secret)
    assert found and found[2] == "viewer" and tokens.who(made.store, secret + "x") is None
    with made.store.writing() as connection:
        from rasd.store.schema import token

        assert secret not in str(connection.execute(select(token)).all())
        connection.execute(update(token).values(ends_at="2024-03-14T00:00:00Z"))
    assert tokens.who(made.store, secret) is None


def test_a_token_is_made_in_the_browser_and_shown_once(desk: str) -> None:
    with logged_in(desk, "omar") as omar:
        form = {"label": "<b>mine</b>", "scope": "read", "days": "30", "password": PASSWORD}
        assert omar.post("/account/tokens", data=form | {"password": "x"}).status_code == 403
        assert omar.post("/account/tokens", data=form | {"scope": "admin"}).status_code == 422
        found = re.search(r"rasd_[\w-]{43}", omar.post("/account/tokens", data=form).text)
        assert found
        page = omar.get("/account").text
        assert found[0] not in page and "&lt;b&gt;mine" in page
    headers = {"authorization": f"Bearer {found[0]}"}
    assert httpx.get(f"{desk}/api/events", headers=headers).status_code == 200
    assert httpx.get(f"{desk}/review", headers=headers).status_code == 303
