"""Role x route, over a real server: whoever may not ask is not answered, whatever else the request says."""

from __future__ import annotations

import functools
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, NamedTuple

import httpx
import pytest
from fastapi import FastAPI

from desks import GRAVE, LIGHT, PASSWORD, account, logged_in, report, served, workspace
from rasd import batch
from rasd.dataset import Dataset
from rasd.desk.app import application
from rasd.desk.routes import ROLES, ROUTES, Route
from rasd.review import modes, people, tokens
from rasd.store.schema import event
from test_keys import ASKS


class Ask(NamedTuple):
    """A request for a route that leaves everything as it is, and what those who may ask are answered."""

    path: str
    statuses: tuple[int, ...]
    form: dict[str, str] | None = None
    json: Any = None


DECISION = {"event_id": "no-such-event", "version": "0", "marks": [{"verdict": "flag"}]}
ADJUDICATION = {"event_id": "no-such-event", "version": "0", "picks": [{"pick": "finish"}]}
MISSED = {"report_id": "none", "sub_event_type": "Attack", "trigger": [0, 1]}
PLACE = {"name_ar": "تل خزامى", "name_en": "Tell Khuzama", "kind": "none of these", "country": "XX"}
ASK = {
    ("GET", "/"): Ask("/", (303,)),
    ("GET", "/static/{version}/{path:path}"): Ask("/static/0/desk.css", (404,)),
    ("GET", "/review"): Ask("/review", (200,)),
    ("GET", "/review/{event_id}"): Ask("/review/EVENT", (200,)),
    ("GET", "/review/{event_id}/both"): Ask("/review/EVENT/both", (404,)),
    ("POST", "/api/adjudications"): Ask("/api/adjudications", (404,), json=ADJUDICATION),
    ("GET", "/agreement"): Ask("/agreement", (200,)),
    ("GET", "/agreement.csv"): Ask("/agreement.csv", (200,)),
    ("GET", "/agreement.json"): Ask("/agreement.json", (200,)),
    ("POST", "/doubles"): Ask("/doubles", (422,), {"percent": "none"}),
    ("POST", "/doubles/free"): Ask("/doubles/free", (404,), {"report_id": "none", "name": "nobody"}),
    ("GET", "/incidents"): Ask("/incidents", (200,)),
    ("GET", "/incidents.csv"): Ask("/incidents.csv", (200,)),
    ("GET", "/incidents.geojson"): Ask("/incidents.geojson", (200,)),
    ("GET", "/incidents.json"): Ask("/incidents.json", (200,)),
    ("GET", "/incidents/{incident_id}"): Ask("/incidents/EVENT", (200, 303, 307)),
    ("GET", "/map"): Ask("/map", (200,)),
    ("GET", "/map.csv"): Ask("/map.csv", (200,)),
    ("GET", "/map.geojson"): Ask("/map.geojson", (200,)),
    ("GET", "/map.json"): Ask("/map.json", (200,)),
    ("GET", "/map/drawn"): Ask("/map/drawn", (200,)),
    ("GET", "/map/names/{version}"): Ask("/map/names/0", (200, 404)),
    ("GET", "/reports"): Ask("/reports", (200,)),
    ("GET", "/reports/new"): Ask("/reports/new", (200,)),
    ("POST", "/reports/new"): Ask("/reports/new", (422,), {"text": ""}),
    ("POST", "/api/reports"): Ask("/api/reports", (422,), json={"text": ""}),
    ("GET", "/reports/{report_id:path}"): Ask("/reports/grave", (200,)),
    ("GET", "/api/events/{event_id}/next"): Ask("/api/events/EVENT/next", (200,)),
    ("GET", "/api/events/{event_id}/candidates"): Ask("/api/events/EVENT/candidates", (200, 422)),
    ("POST", "/api/decisions"): Ask("/api/decisions", (422,), json=DECISION),
    ("POST", "/api/decisions/split"): Ask(
        "/api/decisions/split", (422,), json={"event_id": "none", "version": "0", "trigger": [0, 1]}
    ),
    ("POST", "/api/decisions/join"): Ask(
        "/api/decisions/join",
        (422,),
        json={"event_id": "none", "version": "0", "other_id": "none", "other_version": "0"},
    ),
    ("POST", "/api/decisions/restore"): Ask(
        "/api/decisions/restore", (422,), json={"event_id": "none", "version": "0", "cell": "killed", "to": 0}
    ),
    ("GET", "/api/events/{event_id}/history"): Ask("/api/events/EVENT/history", (200,)),
    ("GET", "/api/incidents/{incident_id}/apart"): Ask("/api/incidents/EVENT/apart?a=x&b=y", (404,)),
    ("GET", "/duplicates"): Ask("/duplicates", (200,)),
    ("GET", "/duplicates/{a}/{b}"): Ask("/duplicates/EVENT/EVENT", (404,)),
    ("POST", "/api/judgements"): Ask("/api/judgements", (422,), json={"a": "x", "b": "x", "verdict": "same"}),
    ("POST", "/api/judgements/undo"): Ask("/api/judgements/undo", (200,)),
    ("POST", "/api/missed"): Ask("/api/missed", (422,), json=MISSED),
    ("GET", "/api/countries"): Ask("/api/countries", (200,)),
    ("POST", "/api/places"): Ask("/api/places", (422,), json=PLACE),
    ("POST", "/api/actors"): Ask("/api/actors", (422,), json=PLACE | {"country": "SY"}),
    ("POST", "/api/leases"): Ask("/api/leases", (404,), json={"report_id": "none"}),
    ("POST", "/api/undo"): Ask("/api/undo", (200,)),
    ("GET", "/login"): Ask("/login", (200, 303)),
    ("POST", "/login"): Ask("/login", (401,), {"name": "NEW"}),
    ("POST", "/logout"): Ask("/logout", (303,)),
    ("GET", "/account"): Ask("/account", (200,)),
    ("GET", "/account/keys"): Ask("/account/keys", (200,)),
    ("POST", "/account/keys"): Ask("/account/keys", (422,), {"help": "none"}),
    ("POST", "/account/password"): Ask("/account/password", (422,), {"old": PASSWORD, "new": "short"}),
    ("POST", "/account/sessions/end"): Ask("/account/sessions/end", (303,), {"session_id": "none"}),
    ("POST", "/account/totp/start"): Ask("/account/totp/start", (303,)),
    ("POST", "/account/totp"): Ask("/account/totp", (422,), {"code": "0", "password": PASSWORD}),
    ("POST", "/account/totp/off"): Ask("/account/totp/off", (303,), {"password": PASSWORD}),
    ("POST", "/account/tokens"): Ask("/account/tokens", (422,), {"days": "0", "password": PASSWORD}),
    ("POST", "/account/tokens/revoke"): Ask("/account/tokens/revoke", (404,), {"token_id": "none"}),
    ("GET", "/people"): Ask("/people", (200,)),
    ("POST", "/people"): Ask("/people", (422,), {"name": ""}),
    ("POST", "/people/{name}/{what}"): Ask("/people/nobody/sessions", (404,)),
    ("POST", "/mode"): Ask("/mode", (422,), {"mode": "none"}),
    ("GET", "/api/openapi.json"): Ask("/api/openapi.json", (200,)),
    ("GET", "/api/events"): Ask("/api/events", (200,)),
    ("GET", "/api/events/{event_id}"): Ask("/api/events/EVENT", (200,)),
    ("GET", "/api/incidents"): Ask("/api/incidents", (200,)),
    ("GET", "/api/incidents/{incident_id}"): Ask("/api/incidents/EVENT", (200,)),
}
NOT_ALLOWED = "Your role does not allow this."


@dataclass
class Served:
    """A desk with somebody of every role."""

    made: Dataset
    address: str
    event_id: str
    clients: dict[str, httpx.Client] = field(default_factory=dict)

    def ask(self, client: httpx.Client, route: Route) -> httpx.Response:
        ask = ASK[route.method, route.path]
        path = ask.path.replace("EVENT", self.event_id)
        form = ask.form and {name: value.replace("NEW", secrets.token_hex(4)) for name, value in ask.form.items()}
        return client.request(route.method, path, data=form, json=ask.json)

    def again(self, role: str) -> None:
        """Whoever has logged out logs in."""
        self.clients[role].close()
        self.clients[role] = logged_in(self.address, f"the-{role}")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with pytest.MonkeyPatch.context() as patched:
        patched.delenv("RASD_DATABASE", raising=False)
        patched.setattr(batch, "loaded", functools.cache(batch.loaded))
        made = workspace(tmp_path_factory.mktemp("roles"), [report("light", LIGHT), report("grave", GRAVE)])
        for role in ROLES[1:]:
            account(made, f"the-{role}", role)
        with made.store.reading() as connection:
            event_id = connection.execute(event.select().limit(1)).mappings().one()["event_id"]
        with served(made) as address:
            found = Served(made, address, event_id)
            headers = {"sec-fetch-site": "same-origin", "accept-language": "en"}
            found.clients["anyone"] = httpx.Client(base_url=address, headers=headers)
            for role in ROLES[1:]:
                found.clients[role] = logged_in(address, f"the-{role}")
            yield found
            for client in found.clients.values():
                client.close()
        made.close()


def served_routes(app: FastAPI) -> set[tuple[str, str]]:
    """What an application answers; what is no route of FastAPI's counts under its path."""
    return {
        (method, getattr(one, "path", str(one)))
        for one in app.routes
        for method in (getattr(one, "methods", "") or "*")
    }


def test_every_route_is_in_the_table_and_every_row_is_tested(desk: Served) -> None:
    app = application(desk.made).app
    assert isinstance(app, FastAPI)
    table = {(route.method, route.path) for route in ROUTES}
    assert served_routes(app) == table, "a route beside the table, or a row that is not served"
    assert table == ASK.keys(), "write a row of ASK for a new route"
    assert len(table) == len(ROUTES) and {route.role for route in ROUTES} <= set(ROLES)
    app.mount("/more", FastAPI())
    assert served_routes(app) != table, "this test would see it"


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_a_route_answers_those_who_may_ask(desk: Served, route: Route, role: str) -> None:
    client = desk.clients[role]
    answer = desk.ask(client, route)
    if ROLES.index(role) >= ROLES.index(route.role):
        assert answer.status_code in ASK[route.method, route.path].statuses, answer.text
        assert NOT_ALLOWED not in answer.text
    elif role != "anyone":
        assert answer.status_code == 403 and NOT_ALLOWED in answer.text
    elif route.method == "GET" and not route.path.startswith("/api/"):
        assert answer.status_code == 303 and answer.headers["location"].startswith("/login?next=/")
    else:
        assert answer.status_code == 401
    if route.path == "/logout" and role != "anyone":
        assert client.get("/account").status_code == 303
        desk.again(role)


@pytest.mark.parametrize("scope", tokens.SCOPES)
def test_a_token_reaches_the_api_as_far_as_its_scope(desk: Served, scope: str) -> None:
    secret = token(desk.made, "the-admin", scope)
    with httpx.Client(base_url=desk.address, headers={"authorization": f"Bearer {secret}"}) as client:
        for route in ROUTES:
            answer = desk.ask(client, route)
            if route.role == "anyone":
                assert answer.status_code in ASK[route.method, route.path].statuses, route
            elif not route.path.startswith("/api/"):
                assert answer.status_code == (303 if route.method == "GET" else 401), route
                assert answer.headers.get("location", "/login").startswith("/login"), route
            elif ROLES.index(tokens.SCOPES[scope]) >= ROLES.index(route.role):
                assert answer.status_code in ASK[route.method, route.path].statuses, route
            else:
                assert answer.status_code == 403, route


def token(made: Dataset, name: str, scope: str, days: int = 1) -> str:
    with made.store.writing() as connection:
        return tokens.make(connection, people.person_of(connection, name), "a test", scope, days)


def test_nothing_of_the_record_changes_in_the_read_only_mode(desk: Served) -> None:
    with mode(desk.made, "read_only"):
        for route in ROUTES:
            answer = desk.ask(desk.clients["admin"], route)
            if route.method != "GET" and not route.is_own:
                assert answer.status_code == 423 and "read-only" in answer.text, route
            else:
                assert answer.status_code in ASK[route.method, route.path].statuses, route
            if route.path == "/logout":
                desk.again("admin")


@pytest.mark.parametrize("role", ["manager", "admin"])
def test_a_locked_desk_is_for_admins(desk: Served, role: str) -> None:
    with mode(desk.made, "locked"):
        for route in ROUTES:
            answer = desk.ask(desk.clients[role], route)
            if role == "admin" and route.method != "GET" and not route.is_own:
                assert answer.status_code == 423, route
            elif role == "admin" or route.role == "anyone" or route.path == "/logout":
                assert answer.status_code in ASK[route.method, route.path].statuses, route
            elif route.role == "admin":
                assert answer.status_code == 403, route
            else:
                assert answer.status_code == 423 and "locked" in answer.text, route
            if route.path == "/logout":
                desk.again(role)


class mode:
    """The desk in a mode, and then again as it was."""

    def __init__(self, made: Dataset, told: str) -> None:
        self.made, self.told = made, told

    def __enter__(self) -> None:
        self._set(self.told)

    def __exit__(self, *error: object) -> None:
        self._set("normal")

    def _set(self, told: str) -> None:
        with self.made.store.writing() as connection:
            modes.set_mode(connection, told, by="test")


def offers(page: str) -> set[tuple[str, str]]:
    """What a page offers to change: the addresses of its forms, and what its buttons do by name."""
    found: set[tuple[str, str]] = set()

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            told = dict(attrs)
            if tag == "form" and told.get("method") == "post":
                found.add(("form", told["action"] or ""))
            if told.get("data-do"):
                found.add(("button", told["data-do"] or ""))

    Reader().feed(page)
    return found


def asked_by(offer: tuple[str, str]) -> Route | None:
    """The row of the table that a form or a button asks; None for a button that changes nothing."""
    kind, told = offer
    if kind == "button":
        told = ASKS.get(told, "")
        if not told:
            return None
    fits = [one for one in ROUTES if one.method == "POST" and re.fullmatch(re.sub(r"{[^}]+}", "[^/]+", one.path), told)]
    assert fits, offer
    return fits[0]


@pytest.mark.parametrize("role", ROLES[1:])
@pytest.mark.parametrize("told", modes.MODES)
def test_no_page_offers_what_whoever_looks_may_not_do(desk: Served, role: str, told: str) -> None:
    seen = set()
    with mode(desk.made, told):
        for route in ROUTES:
            if route.method != "GET" or route.path.startswith("/api/"):
                continue
            answer = desk.ask(desk.clients[role], route)
            if answer.status_code != 200 or "text/html" not in answer.headers["content-type"]:
                continue
            for offer in offers(answer.text):
                asked = asked_by(offer)
                if asked is None:
                    continue
                seen.add(asked.path)
                assert ROLES.index(role) >= ROLES.index(asked.role), (route.path, offer)
                assert told == "normal" or asked.is_own, (route.path, offer)
    if told == "normal" and role in ("reviewer", "manager", "admin"):
        assert {"/api/decisions", "/api/missed", "/api/undo", "/reports/new"} <= seen
    if told == "normal" and role == "viewer":
        assert seen == {path for path in seen if path.startswith(("/account/", "/logout", "/login"))}


def test_who_may_not_ask_is_refused_before_the_request_is_read(desk: Served) -> None:
    for role, status in (("anyone", 401), ("viewer", 403)):
        for content in (b"{", b"[]", b"\xff", b""):
            headers = {"content-type": "application/json"}
            answer = desk.clients[role].post("/api/decisions", content=content, headers=headers)
            assert answer.status_code == status, (role, content)


def test_nobody_ends_or_revokes_what_is_somebody_elses(desk: Served) -> None:
    secret = token(desk.made, "the-viewer", "read")
    with desk.made.store.reading() as connection:
        from rasd.review import sessions

        [theirs] = tokens.tokens_of(connection, "the-viewer")
        place = sessions.sessions_of(connection, "the-viewer")[0]
    for role in ("reviewer", "admin"):
        client = desk.clients[role]
        assert client.post("/account/tokens/revoke", data={"token_id": theirs.token_id}).status_code == 404
        client.post("/account/sessions/end", data={"session_id": place.session_id})
    assert desk.clients["viewer"].get("/account").status_code == 200
    asked = httpx.get(f"{desk.address}/api/events", headers={"authorization": f"Bearer {secret}"})
    assert asked.status_code == 200
    answer = desk.clients["viewer"].post("/account/tokens/revoke", data={"token_id": theirs.token_id})
    assert answer.status_code == 303
    asked = httpx.get(f"{desk.address}/api/events", headers={"authorization": f"Bearer {secret}"})
    assert asked.status_code == 401 and asked.headers["www-authenticate"] == "Bearer"


def test_a_token_is_never_more_than_its_owner(desk: Served) -> None:
    account(desk.made, "falling", "admin")
    secret = token(desk.made, "falling", "admin")
    headers = {"authorization": f"Bearer {secret}"}
    undo = f"{desk.address}/api/undo"
    assert httpx.post(undo, headers=headers).status_code == 200, "a program need not come from a page of ours"
    with desk.made.store.writing() as connection:
        people.set_role(connection, "falling", "viewer")
    assert httpx.post(undo, headers=headers).status_code == 403
    with desk.made.store.writing() as connection, pytest.raises(people.PeopleError):
        tokens.make(connection, people.person_of(connection, "falling"), "", "review", 1)
    with desk.made.store.writing() as connection:
        people.set_disabled(connection, "falling", True)
        people.set_disabled(connection, "falling", False)
    assert httpx.post(undo, headers=headers).status_code == 401, "it was revoked with the account"


def test_beside_a_token_the_cookie_counts_for_nothing(desk: Served) -> None:
    answer = desk.clients["admin"].post("/api/undo", headers={"authorization": "Bearer rasd_wrong"})
    assert answer.status_code == 401
    for told, status in (("Bearer x", 401), ("Basic eDp5", 403), ("Bearer", 403)):
        headers = {"authorization": told, "sec-fetch-site": "cross-site"}
        assert desk.clients["admin"].post("/people/the-viewer/disable", headers=headers).status_code == status, told
    assert desk.clients["viewer"].get("/account").status_code == 200
