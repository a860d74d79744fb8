"""Places and sides that people add: into the workspace's own tables, and from there into what is coded."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from desks import GRAVE, report, served, workspace
from rasd import workspace as settings
from rasd.dataset import Dataset
from rasd.lexicon.actors import load_actors
from rasd.lexicon.additions import FOLDER, NewActor, NewPlace, add_actor, add_place
from rasd.lexicon.check import mistakes
from rasd.model.text import Report
from rasd.pipeline import Coder
from rasd.review.values import ACTOR_KINDS
from rasd.store.backup import backup, restore
from rasd.store.custody import entries
from rasd.store.verify import faults

HILL = {"name_ar": "تل خزامى", "name_en": "Tell Khuzama", "kind": "hill", "country": "SY", "admin1": "Idlib"}
WHERE = {"latitude": 35.71, "longitude": 36.62, "radius_km": 2.5}
SIDE = {"name_ar": "كتيبة صقور الوادي", "name_en": "Valley Falcons Battalion", "kind": "rebel group", "country": "SY"}


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Dataset]:
    monkeypatch.delenv("RASD_DATABASE", raising=False)
    monkeypatch.setenv("RASD_USER", "ann")
    found = workspace(tmp_path, [report("grave", GRAVE)])
    yield found
    found.close()


@pytest.fixture
def desk(made: Dataset) -> Iterator[httpx.Client]:
    with served(made) as address, httpx.Client(base_url=address, headers={"sec-fetch-site": "same-origin"}) as client:
        yield client


def test_a_place_that_is_added_is_found_at_the_desk_and_by_the_coder(desk: httpx.Client, made: Dataset) -> None:
    answer = desk.post("/api/places?lang=en", json=HILL | WHERE | {"note": "A map of the area"})
    assert answer.status_code == 200, answer.text
    [place] = answer.json()["value"]
    assert place["place_id"] == "user:SY:Tell Khuzama" and place["admin1"] == "Idlib" and place["radius_km"] == 2.5
    assert answer.json()["text"] == "Tell Khuzama, Idlib"
    event_id = desk.get("/api/events").json()["items"][0]["event_id"]
    found = desk.get(f"/api/events/{event_id}/candidates", params={"cell": "places", "q": "تل خزامى"}).json()
    assert found[0]["value"] == [place]

    folders = settings.read(made.workspace.folder / "rasd.toml").lexicon
    assert folders == (made.workspace.folder / FOLDER,)
    [event] = Coder.load(folders).code(Report("r", "قصفت قوات النظام بالمدفعية تل خزامى اليوم."))
    assert [one.place_id for one in event.places] == ["user:SY:Tell Khuzama"]
    with made.store.reading() as connection:
        last = [one for one in entries(connection) if one["action"] == "added"]
        assert [(one["by"], one["subject"]) for one in last] == [("ann", "place user:SY:Tell Khuzama")]
        assert list(faults(made.store, connection)) == []


def test_a_side_that_is_added_is_found_at_the_desk_and_by_the_coder(desk: httpx.Client, made: Dataset) -> None:
    answer = desk.post("/api/actors?lang=ar", json=SIDE)
    assert answer.status_code == 200, answer.text
    value = answer.json()["value"]
    assert value == {
        "name": SIDE["name_en"],
        "name_ar": SIDE["name_ar"],
        "actor_id": "own-valley-falcons-battalion",
        "kind": "rebel group",
    }
    event_id = desk.get("/api/events").json()["items"][0]["event_id"]
    found = desk.get(f"/api/events/{event_id}/candidates", params={"cell": "actor1", "q": "صقور الوادي"}).json()
    assert found[0]["value"] == value
    folders = (made.workspace.folder / FOLDER,)
    [event] = Coder.load(folders).code(Report("r", "هاجمت كتيبة صقور الوادي حاجزا لقوات النظام في ريف إدلب اليوم."))
    assert event.actor1 is not None and event.actor1.actor_id == value["actor_id"]
    assert Coder.load(folders).version != Coder.load().version, "what was coded without it can be told"


WRONG = [
    ("places", {"kind": "moon"}, "kind"),
    ("places", {"country": "XX"}, "country"),
    ("places", {"country": ""}, "country"),
    ("places", {"admin1": "Paris"}, "admin1"),
    ("places", {"name_ar": "Tell"}, "name_ar"),
    ("places", {"name_en": "=1+1"}, "name_en"),
    ("places", {"name_en": "Tell\nKhuzama"}, "name_en"),
    ("places", {"name_ar": "تل|خزامى"}, "name_ar"),
    ("places", {"note": "@evil"}, "note"),
    ("places", {"latitude": 95.0}, "latitude"),
    ("places", {"longitude": -181.0}, "longitude"),
    ("places", {"longitude": None}, "latitude"),
    ("places", {"radius_km": None}, "radius_km"),
    ("places", {"radius_km": 0.0}, "radius_km"),
    ("places", {"radius_km": 5000.0}, "radius_km"),
    ("actors", {"kind": "army"}, "kind"),
    ("actors", {"country": "s"}, "country"),
    ("actors", {"parent": "nobody"}, "parent"),
    ("actors", {"name_ar": ""}, None),
]


@pytest.mark.parametrize(("what", "wrong", "field"), WRONG)
def test_what_is_no_row_is_refused_and_says_why(
    desk: httpx.Client, made: Dataset, what: str, wrong: dict[str, Any], field: str | None
) -> None:
    right = HILL | WHERE if what == "places" else SIDE
    answer = desk.post(f"/api/{what}?lang=ar", json=right | wrong)
    assert answer.status_code == 422
    if field:
        assert answer.json()["field"] == field and answer.json()["sentence"]
    assert not (made.workspace.folder / FOLDER).exists()


def test_adding_again_replaces_and_leaves_the_other_rows(tmp_path: Path) -> None:
    hill = NewPlace("تل خزامى", "Tell Khuzama", "hill", "SY", "Idlib")
    add_place(tmp_path, hill, by="ann")
    add_place(tmp_path, NewPlace("عين, الفاصلة", "Ayn", "village", "SY", "Hama", 35.1, 36.4, 1), by="omar")
    add_place(tmp_path, NewPlace("تل خزامى", "Tell Khuzama", "village", "SY", "Idlib", 35.7, 36.6, 2.0), by="omar")
    with (tmp_path / "places.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(one["name_en"], one["kind"], one["source"]) for one in rows] == [
        ("Ayn", "village", "omar"), ("Tell Khuzama", "village", "omar"),
    ]  # fmt: skip
    add_actor(tmp_path, NewActor("كتيبة أولى", "First Battalion", ACTOR_KINDS[1]), by="ann")
    second = NewActor("كتيبة ثانية", "Second Battalion", ACTOR_KINDS[1], parent="own-first-battalion")
    add_actor(tmp_path, second, by="ann")
    add_actor(tmp_path, NewActor("الكتيبة الأولى", "First Battalion", ACTOR_KINDS[2]), by="ann")
    actors = load_actors([tmp_path])
    assert actors.actors["own-second-battalion"].parent == "own-first-battalion"
    assert actors.actors["own-first-battalion"].name_ar == "الكتيبة الأولى"
    assert mistakes([tmp_path]) == []


def test_a_table_of_sides_that_is_broken_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "actor_names.csv").write_text("actor_id,name,form,camp,ambiguous,source\nnobody,لا أحد,full,,,me\n")
    assert mistakes([tmp_path]) == [f"{tmp_path}/actor_names.csv:2: no side has the id 'nobody'"]


def test_what_was_added_is_in_the_backup(desk: httpx.Client, made: Dataset, tmp_path: Path) -> None:
    assert desk.post("/api/places", json=HILL | WHERE).status_code == 200
    backup(made.store, tmp_path / "kept.tar")
    restore(tmp_path / "kept.tar", tmp_path / "again")
    one, other = (folder / FOLDER / "places.csv" for folder in (made.workspace.folder, tmp_path / "again"))
    assert one.read_bytes() == other.read_bytes()


def test_countries_are_offered_with_their_provinces(desk: httpx.Client) -> None:
    found = {one["name"]: one for one in desk.get("/api/countries?lang=ar").json()}
    assert found["SY"]["label"] == "سوريا" and {"name": "Idlib", "label": "إدلب"} in found["SY"]["provinces"]
    assert len(found) > 150
