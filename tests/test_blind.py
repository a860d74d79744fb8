"""Over a real server: nothing that one coder does blind can be learnt by anybody before both are done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from coders import PEOPLE, events, people, state
from desks import GRAVE, LIGHT, logged_in, report, served, workspace
from rasd import dataset
from rasd.dataset import Dataset
from rasd.desk.routes import ROUTES

pytestmark = pytest.mark.usefixtures("one_coder")

SECRET = "الجهة السرية"
"""what only one of the coders writes"""


class Coders:
    """A desk where two people code all reports, and a browser of each."""

    def __init__(self, made: Dataset, address: str) -> None:
        self.made, self.address = made, address
        self.clients = {name: logged_in(address, name) for name in PEOPLE}

    def __getitem__(self, name: str) -> httpx.Client:
        return self.clients[name]

    def version(self, name: str, event_id: str) -> str:
        return str(self[name].get(f"/api/events/{event_id}").json()["version"])

    def decide(self, name: str, event_id: str, *marks: dict[str, Any], version: str = "") -> httpx.Response:
        told = {"event_id": event_id, "version": version or self.version(name, event_id), "marks": list(marks)}
        return self[name].post("/api/decisions", json=told)

    def finish(self, name: str, event_id: str, *marks: dict[str, Any]) -> None:
        """Somebody accepts all of an event but what the marks say."""
        if marks:
            assert self.decide(name, event_id, *marks).status_code == 200
        left = self[name].get(f"/api/events/{event_id}").json()["open"]
        accepted = [{"cell": cell, "verdict": "accept"} for cell in left]
        answer = self.decide(name, event_id, *accepted, {"verdict": "accept"})
        assert answer.status_code == 200 and answer.json()["state"] == "accepted", answer.text

    def add(self, name: str, report_id: str, span: tuple[int, int]) -> str:
        told = {"report_id": report_id, "sub_event_type": "Attack", "trigger": span}
        answer = self[name].post("/api/missed", json=told)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["event_id"])

    def seen(self, name: str, *ids: str) -> dict[str, str]:
        """All that somebody can ask of the desk without changing anything, and what they are answered."""
        found = {}
        for path in [one for told in PATHS for one in _filled(told, ids)]:
            answer = self[name].get(path)
            found[path] = f"{answer.status_code} {_steady(answer.text)}"
        return found


# Every route that is asked with GET, but those of files and of people; "EVENT" stands for each event that there is.
PATHS = (
    "/review", "/review?queue=flagged", "/review?queue=done", "/review?queue=disagreements", "/review/EVENT",
    "/review/EVENT/both", "/incidents", "/incidents.csv", "/incidents.geojson", "/incidents.json", "/incidents/EVENT",
    "/map", "/map.csv", "/map.geojson", "/map.json", "/map/drawn", "/reports/new", "/api/countries", "/reports",
    "/reports?q=سرمين", "/reports/grave", "/reports/light", "/duplicates",
    "/duplicates/EVENT/NEXT", "/agreement", "/agreement.csv", "/agreement.json", "/api/events", "/api/events/EVENT",
    "/api/events?updated_since=2000-01-01T00:00:00Z", "/api/events/EVENT/next", "/api/events/EVENT/history",
    "/api/incidents/EVENT/apart", "/api/incidents",
    "/api/incidents?updated_since=2000-01-01T00:00:00Z", "/api/incidents/EVENT",
    "/api/events/EVENT/candidates?cell=response_to", "/api/openapi.json", "/account/keys",
)  # fmt: skip
ELSEWHERE = {"/", "/static/{version}/{path:path}", "/map/names/{version}", "/login", "/account", "/people"}


def _filled(path: str, ids: tuple[str, ...]) -> list[str]:
    if "EVENT" not in path:
        return [path]
    return [path.replace("EVENT", one).replace("NEXT", "no-such-event") for one in ids]


def _steady(text: str) -> str:
    """What an answer says, but for the time that it was given."""
    return re.sub(r'"as_of":"[^"]*"', "", text)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Coders]:
    monkeypatch.delenv("RASD_DATABASE", raising=False)
    made = workspace(tmp_path, [report("light", LIGHT), report("grave", GRAVE)])
    made.close()
    path = tmp_path / "work" / "rasd.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("# double = 0.1", "double = 1.0"), encoding="utf-8")
    made = dataset.open(tmp_path / "work")
    people(made)
    with served(made) as address:
        found = Coders(made, address)
        yield found
        for client in found.clients.values():
            client.close()
    made.close()


def test_every_route_that_tells_something_is_asked() -> None:
    paths = [path.partition("?")[0] for path in PATHS]
    left = [one.path for one in ROUTES if one.method == "GET" and one.path not in ELSEWHERE]
    left = [path for path in left if not any(re.fullmatch(re.sub(r"\{[^}]*\}", "[^?]+", path), one) for one in paths)]
    assert left == [], "write a path for a new route"


def test_what_others_are_told_is_the_same_whatever_a_coder_does(desk: Coders) -> None:
    [grave], [mine, _] = events(desk.made, "grave"), events(desk.made, "light")
    others = ("bob", "cat")
    before = {name: desk.seen(name, grave, mine, "no-such-event") for name in others}
    assert desk["ann"].post("/api/leases", json={"report_id": "grave"}).json()["held_by"] is None
    actor = {"name": SECRET, "name_ar": SECRET, "actor_id": None, "kind": "rebel group"}
    correct = {"cell": "actor1", "verdict": "correct", "value": actor, "evidence": [[0, 4]]}
    assert desk.decide("ann", grave, correct, {"cell": "type", "verdict": "accept"}).status_code == 200
    assert desk.decide("ann", grave, {"verdict": "flag"}).status_code == 200
    assert desk.decide("ann", grave, {"verdict": "unflag"}).status_code == 200
    assert desk.decide("ann", mine, {"verdict": "reject", "reason": "not_conflict"}).status_code == 200
    added = desk.add("ann", "light", (0, 4))
    desk.finish("ann", grave)
    assert desk["ann"].post("/api/undo").json()["event"]["event_id"] == grave
    desk.finish("ann", grave)
    desk.made.merge()
    for name in others:
        for path, told in desk.seen(name, grave, mine).items():
            assert before[name][path] == told, (name, path)
        for path, told in desk.seen(name, added).items():
            same = before[name][path.replace(added, "no-such-event")]
            assert told.replace(added, "no-such-event") == same, (name, path)
    assert SECRET in desk["ann"].get(f"/review/{grave}").text


def test_who_opens_a_report_is_not_told_of_who_codes_it(desk: Coders) -> None:
    [grave] = events(desk.made, "grave")
    before = desk["bob"].post("/api/leases", json={"report_id": "grave"}).json()
    assert desk["ann"].post("/api/leases", json={"report_id": "grave"}).json()["held_by"] is None
    desk.finish("ann", grave)
    assert desk["bob"].post("/api/leases", json={"report_id": "grave"}).json() == before and before["held_by"] is None
    third = desk["cat"].post("/api/leases", json={"report_id": "grave"}).json()
    assert third["held_by"] == "two others" and third["versions"] == before["versions"]


def test_events_are_neither_split_nor_joined_blind(desk: Coders) -> None:
    mine, clash = events(desk.made, "light")
    for name in ("cat", "mona"):
        version, other = desk.version(name, mine), desk.version(name, clash)
        told = {"event_id": mine, "version": version}
        asks = {"split": {"trigger": [0, 4]}, "restore": {"cell": "date", "to": 0}}
        asks |= {"join": {"other_id": clash, "other_version": other}}
        for what, more in asks.items():
            answer = desk[name].post(f"/api/decisions/{what}", json=told | more)
            assert answer.status_code == 403 and "double coding" in answer.text, (name, what)
        assert desk.decide(name, mine, {"cell": "date", "verdict": "reject", "reason": "wrong"}).status_code == 200
        told = desk[name].get(f"/api/events/{mine}/history").json()["cells"]
        assert [(one["cell"], one["changes"][-1]["by"]) for one in told] == [("date", name)], "one's own"
        assert not any(change["can_restore"] for one in told for change in one["changes"])
    assert desk["bob"].get(f"/api/events/{mine}/history").json()["cells"] == []


def test_nobody_changes_what_a_coder_has_decided(desk: Coders) -> None:
    [grave] = events(desk.made, "grave")
    assert desk.decide("ann", grave, {"cell": "type", "verdict": "accept"}).status_code == 200
    version, added = desk.version("ann", grave), desk.add("ann", "grave", (0, 4))
    for name in ("bob", "cat", "mona"):
        _changes_nothing(desk, name, grave, version, added)
    told = desk["ann"].get(f"/api/events/{grave}").json()
    assert told["verdicts"] == {"type": "accept"} and told["version"] == version


def _changes_nothing(desk: Coders, name: str, grave: str, version: str, added: str) -> None:
    answer = desk.decide(name, grave, {"cell": "date", "verdict": "accept"}, version=version)
    assert answer.status_code == 409 and answer.json()["changes"] == [], "it is another version, and says no more"
    answer = desk.decide(name, added, {"cell": "type", "verdict": "accept"}, version=desk.version("ann", added))
    assert answer.status_code == 422 and "no event is called" in answer.text
    assert desk[name].get(f"/api/events/{added}/candidates?cell=date").status_code == 404
    assert desk[name].post("/api/undo").json()["report_id"] is None
    picks = {"event_id": grave, "version": version, "picks": [{"cell": "type", "pick": "first"}]}
    assert desk[name].post("/api/adjudications", json=picks).status_code == 403
    assert desk[name].get(f"/review/{grave}/both").status_code == 404


def test_a_coder_decides_on_nothing_else(desk: Coders) -> None:
    [grave] = events(desk.made, "grave")
    assert desk["mona"].post("/doubles", data={"percent": "0"}).status_code == 303
    for name, status in (("ann", 403), ("cat", 200)):
        version = desk.version(name, grave)
        answer = desk.decide(name, grave, {"cell": "type", "verdict": "accept"}, version=version)
        assert answer.status_code == status, answer.text
    trigger = {"report_id": "light", "sub_event_type": "Attack", "trigger": [0, 4]}
    assert desk["ann"].post("/api/missed", json=trigger).status_code == 403
    assert desk["ann"].post("/api/leases", json={"report_id": "light"}).status_code == 403
    assert desk["ann"].post("/api/undo").json()["event"] is None
    assert "data-decides" not in desk["ann"].get(f"/review/{grave}").text


def test_once_both_are_done_a_third_settles_it_and_then_the_names_are_told(desk: Coders) -> None:
    [grave] = events(desk.made, "grave")
    toll = {"min": 9, "max": 9}
    desk.finish("ann", grave, {"cell": "killed", "verdict": "correct", "value": toll, "evidence": [[0, 4]]})
    desk.finish("bob", grave)
    assert state(desk.made, "grave") == "conflicts"
    both = f"/review/{grave}/both"
    for name, status in (("ann", 403), ("bob", 403), ("cat", 403), ("mona", 200)):
        answer = desk[name].get(both)
        assert answer.status_code == status
        assert status != 200 or not re.search(r"\b(ann|bob)\b", answer.text), "names are hidden"
    page = desk["mona"].get("/review?queue=disagreements").text
    assert both in page and "Disagreements" not in desk["cat"].get("/review?queue=disagreements").text
    version = desk.version("mona", grave)
    told = {"event_id": grave, "version": version, "picks": [{"cell": "killed", "pick": "first"}]}
    assert desk["cat"].post("/api/adjudications", json=told).status_code == 403
    assert desk.decide("mona", grave, {"cell": "killed", "verdict": "accept"}, version=version).status_code == 403
    wrong = told | {"version": "0"}
    assert desk["mona"].post("/api/adjudications", json=wrong).status_code == 409
    answer = desk["mona"].post("/api/adjudications", json=told).json()
    assert (answer["left"], answer["state"], answer["next"]) == ([], "open", None)
    told |= {"version": answer["version"], "picks": [{"pick": "finish"}]}
    assert desk["mona"].post("/api/adjudications", json=told).json()["state"] == "accepted"
    for name, status in (("ann", 200), ("bob", 200), ("cat", 403), ("mona", 200)):
        answer = desk[name].get(both)
        assert answer.status_code == status
        assert status != 200 or re.search(r"First: (ann, second: bob|bob, second: ann)", answer.text)
    assert desk["mona"].post("/api/adjudications", json=told).status_code == 409, "it is settled"
    undone = desk["mona"].post("/api/undo").json()
    assert undone["is_between_two"] and undone["event"]["event_id"] == grave
    assert desk["mona"].get(both).status_code == 200 and state(desk.made, "grave") == "conflicts"


def test_a_manager_sees_how_far_they_are_and_gives_a_seat_on(desk: Coders) -> None:
    [grave] = events(desk.made, "grave")
    for name in ("ann", "bob"):
        assert desk.decide(name, grave, {"cell": "type", "verdict": "accept"}).status_code == 200
    page = desk["mona"].get("/review?queue=disagreements").text
    assert "Being coded by two" in page and "<bdi>ann</bdi>" in page and "<bdi>bob</bdi>" in page
    assert desk["cat"].post("/doubles/free", data={"report_id": "grave", "name": "ann"}).status_code == 403
    assert desk.decide("cat", grave, {"verdict": "flag"}, version="0").status_code == 403
    assert desk["mona"].post("/doubles/free", data={"report_id": "grave", "name": "ann"}).status_code == 303
    assert desk["mona"].post("/doubles/free", data={"report_id": "grave", "name": "ann"}).status_code == 404
    assert desk.decide("cat", grave, {"cell": "type", "verdict": "accept"}).status_code == 200
    assert desk.decide("ann", grave, {"cell": "date", "verdict": "accept"}, version="0").status_code == 403


def test_the_share_is_set_by_managers(desk: Coders) -> None:
    assert desk["cat"].post("/doubles", data={"percent": "25"}).status_code == 403
    for percent in ("101", "-1", "many", "nan", ""):
        assert desk["mona"].post("/doubles", data={"percent": percent}).status_code == 422, percent
    assert 'value="100"' in desk["mona"].get("/agreement").text
    assert desk["mona"].post("/doubles", data={"percent": "25"}).status_code == 303
    assert 'value="25"' in desk["mona"].get("/agreement").text
