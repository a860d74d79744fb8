"""Places and sides that people add while they review: rows of a folder of language data, as a linguist writes them.

The folder is read like any other of a user's own (docs/lexicon.md): the coder finds what was added in the reports that
come, and in the old ones when they are coded again.
"""

from __future__ import annotations

import csv
import fcntl
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from rasd.errors import RasdError
from rasd.lexicon.actors import ACTOR_COLUMNS, NAME_COLUMNS
from rasd.lexicon.gazetteer import COLUMNS

FOLDER = "added"
"""below the workspace"""
PLACE_KINDS = (
    "village", "town", "city", "quarter", "area", "district", "base", "camp", "crossing", "checkpoint", "airport",
    "port", "field", "hill", "mountain", "valley", "island", "road", "dam", "hospital", "prison", "refinery", "bridge",
)  # fmt: skip
"""What a place may be: the kinds of ``places/own.csv`` that one point stands for"""
LONGEST = 120
"""letters of a name"""
_ARABIC = re.compile("[ء-ي]")
_LATIN = re.compile("[A-Za-z]")
_MORE = ("source", "note")


class AdditionError(RasdError):
    """What was to be added is not of the shape that its table has; ``field`` is the cell."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class NewPlace:
    """A place that no table has."""

    name_ar: str
    name_en: str
    kind: str
    """one of ``PLACE_KINDS``"""
    country: str
    """ISO 3166-1 alpha-2"""
    admin1: str = ""
    """the English name of its province"""
    latitude: float | None = None
    """degrees WGS84; None where nobody knows"""
    longitude: float | None = None
    radius_km: float | None = None
    """how far off the point may be"""
    note: str = ""
    """where this is known from"""


@dataclass(frozen=True, slots=True)
class NewActor:
    """A side that no table has."""

    name_ar: str
    name_en: str
    kind: str
    """as EVENT.md has it"""
    country: str = ""
    """ISO 3166-1 alpha-2"""
    parent: str = ""
    """the id of the side that it is part of"""
    note: str = ""


def checked_place(told: NewPlace, provinces: Mapping[str, frozenset[str]]) -> NewPlace:
    """The place, once it is found to be one; ``provinces``: country -> the English names of its provinces.

    >>> provinces = {"SY": frozenset({"Idlib"})}
    >>> checked_place(NewPlace("تل خزامى", "Tell Khuzama", "hill", "SY", "Idlib", 35.7, 36.6, 2), provinces).kind
    'hill'
    >>> checked_place(NewPlace("تل خزامى", "Tell Khuzama", "hill", "SY", "Paris"), provinces)
    Traceback (most recent call last):
    rasd.lexicon.additions.AdditionError: SY has no province called 'Paris'
    """
    _named(told.name_ar, told.name_en, told.note)
    if told.kind not in PLACE_KINDS:
        raise AdditionError("kind", f"no kind of place is called {told.kind!r}")
    if told.country not in provinces:
        raise AdditionError("country", f"no country has the code {told.country!r}")
    if told.admin1 and told.admin1 not in provinces[told.country]:
        raise AdditionError("admin1", f"{told.country} has no province called {told.admin1!r}")
    if (told.latitude is None) != (told.longitude is None):
        raise AdditionError("latitude", "a position has a latitude and a longitude")
    for field, most in (("latitude", 90), ("longitude", 180)):
        value = getattr(told, field)
        if value is not None and not -most <= value <= most:
            raise AdditionError(field, f"{value} is no {field}")
    if told.latitude is not None and not 0 < (told.radius_km or 0) <= 200:
        raise AdditionError("radius_km", "say how far off the point may be: more than 0, at most 200 km")
    return told


def checked_actor(told: NewActor, kinds: tuple[str, ...], known: Mapping[str, object]) -> NewActor:
    """The side, once it is found to be one; ``known``: the ids of the sides that there are."""
    _named(told.name_ar, told.name_en, told.note)
    if told.kind not in kinds:
        raise AdditionError("kind", f"no kind of side is called {told.kind!r}")
    if told.country and not re.fullmatch("[A-Z]{2}", told.country):
        raise AdditionError("country", f"no country has the code {told.country!r}")
    if told.parent and told.parent not in known:
        raise AdditionError("parent", f"no side has the id {told.parent!r}")
    return told


def _named(name_ar: str, name_en: str, note: str) -> None:
    for field, name, letters in (("name_ar", name_ar, _ARABIC), ("name_en", name_en, _LATIN)):
        if not letters.match(name) or len(name) > LONGEST:  # what begins with a letter is no formula of a table either
            raise AdditionError(field, f"{name!r:.50} is no name")
    for field, told in (("name_ar", name_ar), ("name_en", name_en), ("note", note)):
        if not told.isprintable() or "|" in told or len(told) > 4 * LONGEST:
            raise AdditionError(field, f"{field} is text on one line, without |")
    if note and not note[0].isalnum():
        raise AdditionError("note", "a note begins with a letter or a figure")


def add_place(folder: Path, told: NewPlace, *, by: str) -> str:
    """Add a checked place to the folder's ``places.csv``; the id that it has from now on.

    The columns of OCHA's codes are kept where the table has them. A place of the same name, country and province that
    is there already is replaced.
    """
    row = {name: "" if value is None else str(value) for name, value in asdict(told).items()} | {"source": by}
    with _table(folder, "places.csv", (*COLUMNS, "admin2", "pcode")) as rows:
        rows[:] = [one for one in rows if any(one[name] != row[name] for name in ("name_en", "country", "admin1"))]
        rows.append(row)
    return f"user:{told.country}:{told.name_en}"


def add_actor(folder: Path, told: NewActor, *, by: str) -> str:
    """Add a checked side to ``actors.csv`` and its two names to ``actor_names.csv`` of the folder; its id."""
    actor_id = "own-" + "-".join(re.findall("[a-z0-9]+", told.name_en.lower()))
    row = {name: str(value) for name, value in asdict(told).items()} | {"actor_id": actor_id, "source": by}
    with _table(folder, "actors.csv", (*ACTOR_COLUMNS, *_MORE)) as rows:
        rows[:] = [one for one in rows if one["actor_id"] != actor_id]
        rows.append(row)
    with _table(folder, "actor_names.csv", NAME_COLUMNS) as rows:
        rows[:] = [one for one in rows if one["actor_id"] != actor_id]
        names = (told.name_ar, told.name_en)
        rows += [{"actor_id": actor_id, "name": name, "form": "full", "source": by} for name in names]
    return actor_id


@contextmanager
def _table(folder: Path, name: str, header: tuple[str, ...]) -> Iterator[list[dict[str, str]]]:
    """The rows of a table, to be changed: nobody else changes it meanwhile, and nobody reads half of it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    with (folder / f".{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        rows: list[dict[str, str]] = []
        if path.exists():
            with path.open(encoding="utf-8", newline="") as file:
                rows = [{column: row.get(column) or "" for column in header} for row in csv.DictReader(file)]
        yield rows
        beside = folder / f".{name}.new"
        with beside.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header, lineterminator="\n", restval="", extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
