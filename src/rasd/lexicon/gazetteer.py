"""The gazetteer: every place that the tables under ``data/places/`` (and a user's own) name, found by its written name.

A name is keyed by its bare words (folded, without the article), as phrases of the lexicon are. Lines of the tables stay
text until a report names the place, so that loading costs no more than reading and splitting them.
"""

from __future__ import annotations

import csv
import hashlib
import lzma
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from rasd.errors import LexiconError
from rasd.lexicon.cache import cached
from rasd.lexicon.clitics import bare, without_proclitics
from rasd.lexicon.rows import DATA, read_rows
from rasd.text.letters import fold, plain

PLACES = DATA / "places"
VILLAGES = "villages.csv"
# The plain tables of the project, in the order in which their rows rank.
TABLES = ("countries.csv", "admin1.csv", "own.csv", VILLAGES)
USER_TABLE = "places.csv"
COLUMNS = (
    "name_ar", "aliases_ar", "name_en", "aliases_en", "kind", "country", "admin1", "latitude", "longitude",
    "radius_km", "source", "note",
)  # fmt: skip
LONGEST_NAME = 6
# First words that are written apart or together with what follows: دير الزور and ديرالزور, كفر شوبا and كفرشوبا.
JOINED = frozenset(
    {
        "دير",
        "كفر",
        "تل",
        "عين",
        "بيت",
        "ابو",
        "ام",
        "خان",
        "بئر",
        "بير",
        "راس",
        "شيخ",
        "بني",
        "وادي",
        "جبل",
        "بوركينا",
        "سري",
    }
)
# The countries whose towns the tables hold whole: the Middle East and North Africa, the Sahel, the Horn, Afghanistan
# and Pakistan. Elsewhere only larger ones, and those only where the words show a place.
REGION = tuple(
    "SY IQ YE PS LB IL JO SA EG SD SS LY TN DZ MA EH MR ML NE TD BF NG SO ET ER DJ KW QA BH AE OM "
    "IR TR AF PK CY KE CM CF".split()
)
# What a word may do in a name: begin one, begin one only with the next word, stand second.
NAMES, LONGER, SECOND = 1, 2, 4
CITY, TOWN = 100_000, 8_000


class PlaceRow(NamedTuple):
    """One place of the tables."""

    place_id: str
    names: tuple[str, ...]
    """All Arabic spellings, the usual one first."""
    name_en: str
    kind: str
    country: str
    admin1: str
    latitude: float | None
    longitude: float | None
    radius_km: float | None
    population: int
    rank: int
    """0 a user's table, 1 countries, provinces and our own rows, 2 GeoNames and villages."""
    source: str
    admin2: str = ""
    pcode: str = ""


class NameMatch(NamedTuple):
    """A name of the gazetteer in a sentence: tokens ``first`` up to, not including, ``last``."""

    first: int
    last: int
    key: str
    proclitics: tuple[str, ...]
    exact: bool
    """The articles stand as in the table (باب is not exactly الباب)."""


@dataclass(slots=True)
class Gazetteer:
    """Names to rows; see ``load_gazetteer``."""

    names: dict[str, list[int]]
    starts: dict[str, int]
    lines: list[tuple[str, str, str]]
    """table, line number, text of the line"""
    common: dict[str, str]
    """plain word -> word (needs a class noun before it) | loose (or a strong locative) | person | capital | never"""
    heads: frozenset[str] = frozenset()
    """plain words that open a name and are never all of it: بيت, تل, أبو"""
    seconds: frozenset[str] = frozenset()
    """bare words that stand second in a name: most words do not, and end a search at once"""
    version: str = ""
    asked: dict[tuple[str, str | None], list[PlaceRow]] = field(default_factory=dict)
    _hopes: dict[str, int] = field(default_factory=dict)
    _rows: dict[int, PlaceRow] = field(default_factory=dict)
    _by_key: dict[str, tuple[PlaceRow, ...]] = field(default_factory=dict)
    openings: dict[str, tuple[tuple[str, str, tuple[str, ...]], ...]] = field(default_factory=dict)
    _provinces: dict[str, list[PlaceRow]] = field(default_factory=dict)
    _exact: dict[str, frozenset[str]] = field(default_factory=dict)

    def rows(self, key: str) -> tuple[PlaceRow, ...]:
        """The places of that key, a user's own first; a user's row hides ours of the same name and province."""
        known = self._by_key.get(key)
        if known is None:
            rows = sorted((self._row(n) for n in self.names.get(key, ())), key=lambda row: (row.rank, -row.population))
            known = self._by_key[key] = tuple(dict.fromkeys(rows))
        return known

    def find(self, name: str) -> tuple[PlaceRow, ...]:
        """The places of a written Arabic name."""
        return self.rows(key_of(name))

    def all_rows(self) -> Iterator[tuple[str, int, PlaceRow]]:
        """Every row with its table and line; LexiconError for one that cannot be read."""
        for number, (table, line, _) in enumerate(self.lines):
            yield table, int(line), self._row(number)

    def provinces(self, country: str) -> list[PlaceRow]:
        """The provinces of a country."""
        if not self._provinces:
            for number, (table, _, _) in enumerate(self.lines):
                if table == "admin1.csv":
                    row = self._row(number)
                    self._provinces.setdefault(row.country, []).append(row)
        return self._provinces.get(country, [])

    def match(self, words: Sequence[str], first: int) -> NameMatch | None:
        """The longest name that begins at a word of a sentence (plain words), fewest clitics first."""
        openings = self.openings.get(words[first])
        if openings is None:
            openings = self.openings[words[first]] = tuple(self._openings_of(words[first]))
        if not openings:
            return None
        best: NameMatch | None = None
        names = self.names
        for opening, written, proclitics in openings:
            longest = min(self.starts[opening], len(words) - first)
            if longest > 1 and bare(words[first + 1]) not in self.seconds:
                longest = 1
            key, shape = opening, written
            for length in range(1, longest + 1):
                if length > 1:
                    word = words[first + length - 1]
                    key, shape = f"{key} {bare(word)}", f"{shape} {word}"
                if key in names and (best is None or length > best.last - first):
                    best = NameMatch(first, first + length, key, proclitics, shape in self._shapes(key))
            if opening in JOINED and first + 1 < len(words) and len(words[first + 1]) > 3:
                joined = opening + words[first + 1]
                if joined in self.names and (best is None or best.last == first + 1):
                    best = NameMatch(first, first + 2, joined, proclitics, True)
        return best

    def hopes(self, words: Sequence[str]) -> list[int]:
        """What each plain word may do in a name without a class noun: ``NAMES``, ``LONGER``, ``SECOND`` as bits."""
        known = self._hopes
        return [known[word] if word in known else self._hope(word) for word in words]

    def _hope(self, word: str) -> int:
        hope = self._hopes[word] = self._begins(word) | (SECOND if bare(word) in self.seconds else 0)
        return hope

    def _begins(self, word: str) -> int:
        longer = 0
        for opening, written, _ in self._openings_of(word):
            if opening in JOINED:
                return NAMES
            if self.common.get(written) not in ("word", "never") and written in self._shapes(opening):
                return NAMES
            if self.starts[opening] > 1:
                longer = LONGER
        return longer

    def _openings_of(self, word: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        for stem, proclitics in without_proclitics(word):
            if "س" in proclitics or "ك" in proclitics:
                continue
            opening = bare(stem)
            if opening in self.starts:
                yield opening, "ال" + stem if "ال" in proclitics else stem, proclitics

    def _shapes(self, key: str) -> frozenset[str]:
        known = self._exact.get(key)
        if known is None:
            shapes = set()
            for row in self.rows(key):
                for name in row.names:
                    words = [plain(word) for word in name.split()]
                    shapes.add(" ".join(words))
                    shapes.add("".join(words))
            known = self._exact[key] = frozenset(shapes)
        return known

    def _row(self, number: int) -> PlaceRow:
        known = self._rows.get(number)
        if known is None:
            known = self._rows[number] = _parsed(*self.lines[number])
        return known


def candidates_for(gazetteer: Gazetteer, key: str, kind: str, classed: bool) -> list[PlaceRow]:
    """The rows a name may stand for, given what it is said to be (محافظة, حي); ``classed``: a class noun said so.

    A country's name is the country; a province is meant when it is called one, or when no town there has its name.
    """
    asked = (key, kind if classed else None)
    known = gazetteer.asked.get(asked)
    if known is None:
        known = gazetteer.asked[asked] = _candidates(gazetteer.rows(key) if key else (), kind, classed)
    return known


def _candidates(rows: Sequence[PlaceRow], kind: str, classed: bool) -> list[PlaceRow]:
    if classed and kind in ("province", "district", "countryside"):
        wanted = "district" if kind == "district" else "province"
        return [row for row in rows if row.kind == wanted] or [row for row in rows if row.kind in _SETTLED]
    towns = [row for row in rows if row.kind not in ("country", "province")]
    if not classed:
        countries = [row for row in rows if row.kind == "country"]
        if countries:
            return countries
        seas = [row for row in rows if row.kind == "sea"]
        if seas:
            return seas  # البحر الأحمر is the water; the provinces of that name are called so
        seats = {(row.country, row.admin1) for row in towns if row.kind in ("city", "town", "settled", "village")}
        return [*towns, *(row for row in rows if row.kind == "province" and (row.country, row.admin1) not in seats)]
    return towns or [row for row in rows if row.kind == "province"] or list(rows)


_SETTLED = frozenset({"province", "district", "area", "city", "town", "settled", "country", "island", "village"})


def kind_of(gazetteer: Gazetteer, key: str) -> str:
    """What a name without a class noun most likely is."""
    rows = candidates_for(gazetteer, key, "", False)
    return max(rows, key=lambda row: (row.kind == "country", row.population)).kind if rows else ""


def key_of(name: str) -> str:
    """The key of a written name.

    >>> key_of("دير الزور"), key_of("البُوكمال")
    ('دير زور', 'بوكمال')
    """
    return " ".join(bare(plain(word)) for word in name.split())


def load_gazetteer(folders: Iterable[Path] = (), *, data: Path = PLACES) -> Gazetteer:
    """The project's place tables with a user's ``places.csv`` files over them."""
    user = [path for folder in folders if (path := folder / USER_TABLE).exists()]
    files = [data / name for name in (*TABLES, "geonames.csv.xz", "common.csv")]
    names, starts, seconds, lines, common, heads, version = cached(
        "places", [*files, *user], lambda: _built(user, data)
    )
    return Gazetteer(names, starts, lines, common, heads, seconds, version)


def _built(user: Sequence[Path], data: Path) -> tuple[Any, ...]:
    """The tables read and indexed, in plain values that can be kept."""
    tables = [(f"user:{path}", path.read_text(encoding="utf-8")) for path in user]
    for name in TABLES:
        tables.append((name, (data / name).read_text(encoding="utf-8")))
    tables.append(("geonames.csv", lzma.decompress((data / "geonames.csv.xz").read_bytes()).decode()))
    names: dict[str, list[int]] = {}
    lines: list[tuple[str, str, str]] = []
    for table, text in tables:
        _check_header(table, text)
        # Folding keeps the length, so the whole table is folded at once.
        for number, (line, folded) in enumerate(zip(text.split("\n"), fold(text).split("\n"), strict=True), start=1):
            if number == 1 or not line or line[0] == "#":
                continue
            at = len(lines)
            lines.append((table, str(number), line))
            cells = folded.split(",", 2)
            written = cells[0] if table == "geonames.csv" else f"{cells[0]}|{cells[1]}"
            for name in written.split("|"):
                if name:
                    _index(names, name, at)
    starts: dict[str, int] = {}
    seconds: set[str] = set()
    for key in names:
        first, _, rest = key.partition(" ")
        if rest:
            seconds.add(rest.partition(" ")[0])
        length = rest.count(" ") + 2 if rest else 1
        if length > starts.get(first, 0):
            starts[first] = min(length, LONGEST_NAME)
    for word in JOINED:
        starts.setdefault(word, 1)
    common: dict[str, str] = {}
    heads: set[str] = set()
    for _, row in read_rows(data / "common.csv", "places/common.csv"):
        if row["kind"] == "head":
            heads.add(plain(row["name"]))
        else:
            common[plain(row["name"])] = row["kind"]
    digest = hashlib.sha256("\n".join(text for _, text in tables).encode()).hexdigest()[:12]
    return names, starts, frozenset(seconds), lines, common, frozenset(heads), digest


def _index(names: dict[str, list[int]], name: str, at: int) -> None:
    words = name.split()
    if not words:
        return
    key = bare(words[0]) if len(words) == 1 else " ".join(map(bare, words))
    for each in (key, "".join(words)) if len(words) == 2 and words[0] in JOINED else (key,):
        known = names.get(each)
        if known is None:
            names[each] = [at]
        elif known[-1] != at:
            known.append(at)


def _check_header(table: str, text: str) -> None:
    header = text.split("\n", 1)[0].strip()
    if table.startswith("user:") or table in ("own.csv", VILLAGES):
        expected = ",".join(COLUMNS)
        if not header.startswith(expected):
            raise LexiconError(table, 1, f"the header must be {expected}")


def _parsed(table: str, number: str, line: str) -> PlaceRow:
    cells = next(csv.reader([line]))
    try:
        if table == "geonames.csv":
            spellings, name_en, country, admin1, lat, lon, population, geonameid = cells
            people = int(population)
            kind = "city" if people >= CITY else "town" if people >= TOWN else "village" if people else "settled"
            radius = 8.0 if people >= CITY else 4.0 if people >= TOWN else 2.0
            return PlaceRow(
                f"geonames:{geonameid}", tuple(spellings.split("|")), name_en, kind, country, admin1,
                float(lat), float(lon), radius, people, 2, "GeoNames",
            )  # fmt: skip
        name_ar, aliases, name_en, *rest = cells
        names = (name_ar, *filter(None, aliases.split("|")))
        if table == "countries.csv":
            country, _, lat, lon, radius_km, source, _ = rest
            return PlaceRow(f"country:{country}", names, name_en, "country", country, "", _number(lat), _number(lon),
                            _number(radius_km), 0, 1, source)  # fmt: skip
        if table == "admin1.csv":
            country, code, lat, lon, radius_km, source, _ = rest
            return PlaceRow(f"admin1:{code or country + '-' + name_en}", names, name_en, "province", country, name_en,
                            _number(lat), _number(lon), _number(radius_km), 0, 1, source)  # fmt: skip
        _, kind, country, admin1, lat, lon, radius_km, source, _, *more = rest
        user = table.startswith("user:")
        admin2, pcode = (*more, "", "")[:2]
        where = f"{country}:{admin1}" if table == VILLAGES else country  # many villages share a name
        place_id = pcode or f"{'user' if user else 'rasd'}:{where}:{name_en}"
        people = CITY if kind == "city" else 0
        return PlaceRow(place_id, names, name_en, kind, country, admin1, _number(lat), _number(lon), _number(radius_km),
                        people, 0 if user else 2 if table == VILLAGES else 1, source, admin2, pcode)  # fmt: skip
    except ValueError as error:
        raise LexiconError(f"places/{table}", int(number), str(error)) from error


def _number(cell: str) -> float | None:
    return float(cell) if cell else None
