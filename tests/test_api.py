"""The API: described as it answers, read page by page, told what changed and what is gone."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance as every_valid_accepted
from sqlalchemy import update

from desks import GRAVE, LIGHT, account, report, served, workspace
from rasd import batch
from rasd.dataset import Dataset
from rasd.review import people, tokens
from rasd.store.schema import event, incident


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dataset]:
    with pytest.MonkeyPatch.context() as patched:
        patched.delenv("RASD_DATABASE", raising=False)
        patched.setattr(batch, "loaded", functools.cache(batch.loaded))
        some = [report("light", LIGHT), report("grave", GRAVE), report("more", LIGHT.replace("سراقب", "بنش"))]
        found = workspace(tmp_path_factory.mktemp("api"), some)
        account(found, "ann", "admin")
        yield found
        found.close()


@pytest.fixture(scope="module")
def api(made: Dataset) -> Iterator[httpx.Client]:
    with made.store.writing() as connection:
        secret = tokens.make(connection, people.person_of(connection, "ann"), "test", "admin", 1)
    with served(made) as at, httpx.Client(base_url=at, headers={"authorization": f"Bearer {secret}"}) as client:
        yield client


def test_a_list_is_read_page_by_page(api: httpx.Client) -> None:
    for path, name in (("/api/events", "event_id"), ("/api/incidents", "incident_id")):
        whole = api.get(path).json()
        assert whole["next"] is None and len(whole["items"]) >= 4
        found, cursor = [], None
        while True:
            page = api.get(path, params={"limit": 1} | ({"cursor": cursor} if cursor else {})).json()
            found += page["items"]
            cursor = page["next"]
            if cursor is None:
                break
        assert found == whole["items"] and len({one[name] for one in found}) == len(found)
        one = api.get(f"{path}/{found[0][name]}").json()
        assert one["record"] == found[0]["record"]
        for wrong in ({"cursor": "nonsense"}, {"cursor": "WzFd"}, {"limit": 0}, {"limit": 501}, {"updated_since": "x"}):
            answer = api.get(path, params=wrong)
            assert answer.status_code == 422 and answer.json()["error"], wrong


def test_what_changed_since_and_what_is_gone(made: Dataset, api: httpx.Client) -> None:
    with made.store.writing() as connection:
        connection.execute(update(event).values(changed_at="2024-03-14T00:00:00Z"))
        connection.execute(update(incident).values(updated_at="2024-03-14T00:00:00Z"))
    since = {"updated_since": "2024-03-14T02:00:01+02:00"}
    assert api.get("/api/events", params=since).json()["items"] == []
    assert api.get("/api/incidents", params=since).json()["items"] == []
    assert len(api.get("/api/events", params={"updated_since": "2024-03-14T02:00:00+02:00"}).json()["items"]) >= 4
    first = api.get("/api/events").json()["items"][0]["event_id"]
    version = api.get(f"/api/events/{first}").json()["version"]
    told = {"event_id": first, "version": version, "marks": [{"verdict": "reject", "reason": "no_event"}]}
    assert api.post("/api/decisions", json=told).status_code == 200
    [changed] = api.get("/api/events", params=since).json()["items"]
    assert (changed["event_id"], changed["state"], changed["is_gone"]) == (first, "rejected", False)
    assert changed["reviewed"] == changed["record"], "rejected as it was coded"
    made.merge()
    rejected = [one["record"] for one in api.get("/api/incidents", params=since).json()["items"] if one["record"]]
    [whole] = [one for one in rejected if one["event_ids"] == [first]]
    assert whole["review"] == "rejected", "whoever keeps a copy hears of it"
    assert whole["incident_id"] not in {one["incident_id"] for one in api.get("/api/incidents").json()["items"]}
    asked = api.get("/api/incidents", params={"review": "rejected"}).json()["items"]
    assert [one["incident_id"] for one in asked] == [whole["incident_id"]]
    with made.store.reading() as connection:
        gone = connection.execute(event.select().where(event.c.report_id == "more")).mappings().all()
    recoded_without_events(made, "more")
    items = {one["event_id"]: one for one in api.get("/api/events", params=since).json()["items"]}
    assert all(items[row["event_id"]] | {"updated_at": ""} == tombstone(row) for row in gone)
    assert not {row["event_id"] for row in gone} & {one["event_id"] for one in api.get("/api/events").json()["items"]}
    made.merge()
    buried = [one for one in api.get("/api/incidents", params=since).json()["items"] if one["is_gone"]]
    assert buried and all(one["record"] is None for one in buried)
    assert not any(one["is_gone"] for one in api.get("/api/incidents").json()["items"])


def test_what_was_coded_and_what_people_made_of_it_stand_apart(made: Dataset, api: httpx.Client) -> None:
    event_id = next(
        one["event_id"]
        for one in api.get("/api/events").json()["items"]
        if one["record"]["killed"] and not one["decided"]
    )
    before = api.get(f"/api/events/{event_id}").json()
    assert (before["reviewed"], before["decided"], before["outdated"]) == (None, {}, [])
    mark = {"cell": "killed", "verdict": "correct", "value": {"min": 99, "max": 99}, "evidence": [[0, 3]]}
    told = {"event_id": event_id, "version": before["version"], "marks": [mark, {"cell": "type", "verdict": "accept"}]}
    assert api.post("/api/decisions", json=told).status_code == 200
    after = api.get(f"/api/events/{event_id}").json()
    assert after["record"] == before["record"]
    people = after["reviewed"]
    assert (people["killed"]["min"], people["killed"]["evidence"][0]["start"]) == (99, 0)
    changed = {name for name in people if people[name] != after["record"][name]}
    assert changed == {"killed", "notes"}
    assert {name: one["verdict"] for name, one in after["decided"].items()} == {"killed": "correct", "type": "accept"}
    [listed] = [one for one in api.get("/api/events").json()["items"] if one["event_id"] == event_id]
    assert [listed[name] for name in ("record", "reviewed", "decided")] == [
        after[name] for name in ("record", "reviewed", "decided")
    ]
    made.merge()
    killed = api.get(f"/api/incidents/{event_id}").json()["record"]["killed"]
    assert killed["max"] == 99 and [one["event_id"] for one in killed["reviewed"]] == [event_id]


def tombstone(row: Any) -> dict[str, Any]:
    told = {"event_id": row["event_id"], "report_id": row["report_id"], "updated_at": "", "is_gone": True}
    return told | {"state": None, "record": None, "reviewed": None, "decided": {}}


def recoded_without_events(made: Dataset, report_id: str) -> None:
    """As when a newer coder finds nothing in a report any more."""
    from rasd.store.events import write

    with made.store.writing() as connection:
        write(connection, [], recoded=[report_id])


def test_the_api_answers_as_it_is_described(api: httpx.Client) -> None:
    told = api.get("/api/openapi.json").json()
    assert told["openapi"].startswith("3.") and set(told["paths"]) >= {
        "/api/events",
        "/api/incidents",
        "/api/decisions",
    }
    assert all(path.startswith("/api/") for path in told["paths"])
    described = schemathesis.openapi.from_dict(told)
    asked: list[str] = []
    for found in described.get_all_operations():
        operation = found.ok()

        @settings(max_examples=10, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(operation.as_strategy())
        def answers(case: schemathesis.Case) -> None:
            asked.append(case.operation.label)
            headers = {"Authorization": api.headers["authorization"]}
            # No schema can say which events and cursors there are: what it allows may still be refused.
            case.call_and_validate(base_url=str(api.base_url), headers=headers, excluded_checks=[every_valid_accepted])

        answers()
    assert len(set(asked)) == sum(len(methods) for methods in told["paths"].values())
