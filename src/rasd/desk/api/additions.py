"""Adding a place or a side that no table has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict
from hashlib import sha256
from typing import Annotated, Any

from fastapi import HTTPException
from pydantic import BaseModel, ConfigDict, Field

from rasd.desk.candidates import actor_of, place_of
from rasd.desk.cells import value_text
from rasd.desk.desk import Visit, Visiting
from rasd.lexicon import additions
from rasd.lexicon.additions import LONGEST, AdditionError, NewActor, NewPlace
from rasd.lexicon.gazetteer import Gazetteer
from rasd.review.values import ACTOR_KINDS
from rasd.store import custody

Name = Annotated[str, Field(min_length=1, max_length=LONGEST)]
Code = Annotated[str, Field(max_length=2)]
Note = Annotated[str, Field(max_length=4 * LONGEST)]


class PlaceIn(BaseModel):
    """A place that no table has."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
    name_ar: Name
    name_en: Name
    kind: Annotated[str, Field(max_length=20)]
    country: Code
    """ISO 3166-1 alpha-2"""
    admin1: Annotated[str, Field(max_length=LONGEST)] = ""
    """the English name of its province"""
    latitude: float | None = None
    """degrees WGS84"""
    longitude: float | None = None
    radius_km: float | None = None
    """how far off the point may be"""
    note: Note = ""


class ActorIn(BaseModel):
    """A side that no table has."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
    name_ar: Name
    name_en: Name
    kind: Annotated[str, Field(max_length=40)]
    country: Code = ""
    parent: Annotated[str, Field(max_length=LONGEST)] = ""
    """the id of the side that it is part of"""
    note: Note = ""


class AddedOut(BaseModel):
    """What was added, as a cell has it."""

    value: Any
    text: str


class Named(BaseModel):
    """A country or a province: what a row is to say, and what people read."""

    name: str
    label: str


class CountryOut(Named):
    """A country with its provinces."""

    provinces: list[Named]


def countries(visit: Visiting) -> list[CountryOut]:
    """Countries (ISO 3166-1 alpha-2) and their provinces (English names), with their names as people read them."""
    words = visit.words
    found = [
        CountryOut(
            name=country,
            label=words.country(country),
            provinces=sorted(
                (Named(name=name, label=words.province(country, name)) for name in names), key=lambda one: one.label
            ),
        )
        for country, names in _provinces(visit.desk.candidates.gazetteer).items()
    ]
    # Those whose provinces are known come first: there is where most is reported.
    return sorted(found, key=lambda one: (not one.provinces, one.label))


def place(visit: Visiting, told: PlaceIn) -> AddedOut:
    """Add a place to the workspace's own tables: the coder finds it in what comes. 422: it is none, and why."""
    gazetteer = visit.desk.candidates.gazetteer
    try:
        new = additions.checked_place(NewPlace(**told.model_dump()), _provinces(gazetteer))
    except AdditionError as error:
        raise HTTPException(422, _refusal(visit, error)) from None
    place_id = additions.add_place(_folder(visit), new, by=visit.person)
    _note(visit, "place", place_id, asdict(new))
    _reload(visit)
    [row, *_] = (row for row in visit.desk.candidates.gazetteer.find(new.name_ar) if row.place_id == place_id)
    value = [place_of(row)]
    return AddedOut(value=value, text=value_text("places", value, visit.words, {}))


def actor(visit: Visiting, told: ActorIn) -> AddedOut:
    """Add a side to the workspace's own tables: the coder finds it in what comes. 422: it is none, and why."""
    try:
        known = visit.desk.candidates.coder.actors.actors
        new = additions.checked_actor(NewActor(**told.model_dump()), ACTOR_KINDS, known)
    except AdditionError as error:
        raise HTTPException(422, _refusal(visit, error)) from None
    actor_id = additions.add_actor(_folder(visit), new, by=visit.person)
    _note(visit, "actor", actor_id, asdict(new))
    _reload(visit)
    value = actor_of(visit.desk.candidates.coder.actors.actors[actor_id])
    return AddedOut(value=value, text=value_text("actor1", value, visit.words, {}))


def _folder(visit: Visit) -> Any:
    return visit.desk.dataset.workspace.folder / additions.FOLDER


def _provinces(gazetteer: Gazetteer) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for table, _, row in gazetteer.all_rows():
        if table == "countries.csv":
            found[row.country]  # a country of which no province is known
        elif table == "admin1.csv":
            found[row.country].add(row.name_en)
    return {country: frozenset(names) for country, names in found.items()}


def _refusal(visit: Visit, error: AdditionError) -> dict[str, str]:
    return {"error": str(error), "field": error.field, "sentence": visit.words.get(f"adding.wrong_{error.field}", "")}


def _note(visit: Visit, what: str, name: str, told: Mapping[str, Any]) -> None:
    """An entry of the custody log: who added what."""
    digest = sha256(repr(sorted(told.items())).encode()).hexdigest()
    with visit.desk.dataset.store.writing() as connection:
        custody.log(connection, [custody.Entry("added", f"{what} {name}", digest, dict(told))], by=visit.person)


def _reload(visit: Visit) -> None:
    folders = visit.desk.dataset.workspace.lexicon
    added = _folder(visit)
    visit.desk.candidates.again(folders if added in folders else (*folders, added))
