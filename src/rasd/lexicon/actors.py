"""The actors: who they are, what they are called, and the words that phrases for actors are made of.

Five tables, all of them data: ``actors.csv`` (one row a side), ``actor_names.csv`` (one row a name),
``country_actors.csv`` (whose army "the Syrian army" is, and when), ``ar/nisbas.csv`` (adjectives of countries and
groups) and ``ar/actor_words.csv`` (force nouns, persons, the adjectives that stand between them). What outlets mean by
"the enemy" is in ``outlets/*.toml``. A folder of one's own may add sides (``actors.csv``) and their names
(``actor_names.csv``).
"""

from __future__ import annotations

import csv
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from rasd.errors import LexiconError
from rasd.lexicon.cache import cached
from rasd.lexicon.clitics import bare, without_proclitics, without_pronoun
from rasd.lexicon.rows import DATA, read_rows
from rasd.text.letters import plain


class ActorRow(NamedTuple):
    """One side."""

    actor_id: str
    name: str
    name_ar: str
    kind: str
    country: str
    parent: str
    active_from: str
    active_to: str
    sort: str = ""
    """What kind leaves open: of state forces the police and the state itself, of others international organisations."""


class Name(NamedTuple):
    """One thing that a side is called."""

    actor_id: str
    form: str
    """full | short | acronym | partisan | country | capital"""
    camp: str
    """Who says so ("opposition", "Gulf"), "" everybody."""
    ambiguous: str
    """"" | yes (others are called so too) | common (an everyday word: only quoted or behind a force noun)"""
    definite: bool
    """Written with the article."""
    at: str


class Word(NamedTuple):
    """A noun or adjective that phrases for actors are made of."""

    sense: str
    person: bool
    """It names a person or persons, so it needs no article to stand for somebody."""
    at: str


class Nisba(NamedTuple):
    """An adjective that says whose."""

    country: str
    actors: tuple[str, ...]
    number: str
    """s | d | p"""
    at: str
    alone: bool = True
    """False: an everyday adjective too (مالي: financial), a nisba only behind a force noun."""


class Stand(NamedTuple):
    """Who "the army", "the resistance" is in a country, from one ISO day to another."""

    actor_id: str
    since: str
    until: str
    bare: str
    """yes: also without the nisba; camps parted by |: only where the outlet is of one; "": only with the nisba"""
    at: str


class Outlet(NamedTuple):
    """How an outlet calls the sides."""

    name: str
    country: str
    camp: str
    says: dict[str, str]
    """head sense -> actor id: {"enemy": "isr-mil"}"""
    at: str


class Reading(NamedTuple):
    """One way to read a written word as the beginning or a part of an actor's phrase."""

    key: str
    clitics: tuple[str, ...]
    """Conjunctions and prepositions written on it."""
    definite: bool
    word: Word | None
    nisba: Nisba | None
    opens: bool
    """An actor's phrase can begin with it: not an adjective, not a link."""
    pronoun: str = ""


_PRONOUNS = frozenset(("ه", "ها", "هم", "هما"))
_LAST_OF_PRONOUNS = frozenset(pronoun[-1] for pronoun in _PRONOUNS)


@dataclass(slots=True)
class ActorIndex:
    """All tables, plain, keyed by bare folded words."""

    actors: dict[str, ActorRow]
    names: dict[str, tuple[Name, ...]]
    words: dict[str, Word]
    nisbas: dict[str, Nisba]
    beginnings: frozenset[str]
    """What a longer name or phrase begins with: the walk along a phrase stops where its key is not among them."""
    stands: dict[tuple[str, str], tuple[Stand, ...]]
    outlets: dict[str, Outlet]
    _read: dict[str, tuple[Reading, ...]] = field(default_factory=dict)
    _keys: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self._keys = frozenset((*self.names, *self.words, *self.nisbas, *self.beginnings))

    def read(self, word: str) -> tuple[Reading, ...]:
        """The readings of a plain word, those with fewer clitics first; empty for most words.

        >>> [(r.key, r.clitics, r.word.sense) for r in actor_index().read(plain("وللجيش"))]
        [('جيش', ('و', 'ل'), 'army')]
        """
        known = self._read.get(word)
        if known is None:
            known = self._read[word] = tuple(self._readings(word))
        return known

    def knows(self, word: str) -> bool:
        """Whether a plain word has a reading; nothing is kept, so that any stretch of letters may be asked for."""
        keys = self._keys
        for stem, proclitics in without_proclitics(word):
            if bare(stem) in keys and "س" not in proclitics:
                return True
        return next(self._with_pronoun(word), None) is not None

    def readings(self, words: Iterable[str]) -> list[tuple[Reading, ...]]:
        """The readings of every word of a sentence."""
        known, read = self._read, self.read
        return [known[word] if word in known else read(word) for word in words]

    def _readings(self, word: str) -> Iterator[Reading]:
        seen = set()
        is_word = False
        for stem, proclitics in without_proclitics(word):
            key = bare(stem)
            if key not in self._keys or "س" in proclitics:
                continue
            definite = "ال" in proclitics or key != stem
            clitics = tuple(part for part in proclitics if part != "ال")
            if (key, clitics) in seen:
                continue
            seen.add((key, clitics))
            word_row, nisba = self.words.get(key), self.nisbas.get(key)
            is_word = is_word or word_row is not None
            opens = key in self.beginnings or key in self.names or (word_row and word_row.sense not in LINKS) or nisba
            if opens or word_row:
                yield Reading(key, clitics, definite, word_row, nisba, bool(opens))
        if not is_word:
            yield from self._with_pronoun(word)

    def _with_pronoun(self, word: str) -> Iterator[Reading]:
        if word[-1] not in _LAST_OF_PRONOUNS:
            return
        for stem, proclitics in without_proclitics(word):
            if "ال" in proclitics or "س" in proclitics:
                continue
            for base, pronoun in without_pronoun(stem):
                known = self.words.get(base) or self.words.get(bare(base))  # آليات reads as if it had the article
                if pronoun not in _PRONOUNS or known is None or known.sense not in OWNED_HEADS:
                    continue
                yield Reading(bare(base), proclitics, True, known, None, True, pronoun)
                return


# Words that stand between a head and whose it is, never for an actor themselves.
LINKS = frozenset(("owned", "backed", "sponsor", "joint", "outlet", "adjective"))
# Heads that carry an attached pronoun: عناصره، مقاتليها، قواتهم.
OWNED_HEADS = frozenset(
    (
        "army",
        "force",
        "air",
        "aircraft",
        "militia",
        "member",
        "part",
        "fighters",
        "gunmen",
        "leader",
        "police",
        "unnamed",
    )
)


@cache
def actor_index(data: Path = DATA) -> ActorIndex:
    """The project's tables, read once.

    >>> actor_index().actors["syr-hts"].name
    "Hay'at Tahrir al-Sham"
    """
    return load_actors(data=data)


def load_actors(folders: Iterable[Path] = (), *, data: Path = DATA) -> ActorIndex:
    """The project's tables with those of a user's folders over them: a side of an id that there is replaces it."""
    user = [path for folder in folders for name in USER_TABLES if (path := folder / name).exists()]
    files = [data / name for name in _TABLES] + sorted((data / "outlets").glob("*.toml")) + user
    actors, names, words, nisbas, beginnings, stands, outlets = cached("actors", files, lambda: _tables(data, user))
    return ActorIndex(
        {key: ActorRow(*row) for key, row in actors.items()},
        {key: tuple([Name(*row) for row in rows]) for key, rows in names.items()},
        {key: Word(*row) for key, row in words.items()},
        {key: Nisba(*row) for key, row in nisbas.items()},
        beginnings,
        {key: tuple([Stand(*row) for row in rows]) for key, rows in stands.items()},
        _shared_outlets(outlets),
    )


def _shared_outlets(rows: dict[str, tuple[Any, ...]]) -> dict[str, Outlet]:
    """An outlet under all its names is one value."""
    made: dict[int, Outlet] = {}
    return {key: made.setdefault(id(row), Outlet(*row)) for key, row in rows.items()}


_TABLES = ("actors.csv", "actor_names.csv", "country_actors.csv", "ar/nisbas.csv", "ar/actor_words.csv")
USER_TABLES = ("actors.csv", "actor_names.csv")
"""what a folder of one's own may have; all but the first four columns may be left out"""
ACTOR_COLUMNS = ("actor_id", "name_en", "name_ar", "kind", "country", "parent", "active_from", "active_to", "sort")
NAME_COLUMNS = ("actor_id", "name", "form", "camp", "ambiguous", "source")


def _tables(data: Path, user: Sequence[Path] = ()) -> tuple[Any, ...]:
    """All tables as plain values, to be kept."""
    actors: dict[str, tuple[str, ...]] = {}
    for path in (data / "actors.csv", *(one for one in user if one.name == "actors.csv")):
        for line, row in read_rows(path, _called(path, data)):
            if missing := [name for name in ACTOR_COLUMNS[:4] if not row.get(name)]:
                raise LexiconError(_called(path, data), line, f"no {missing[0]}")
            actors[row["actor_id"]] = tuple(row.get(column, "") for column in ACTOR_COLUMNS)
    words = _words(data)
    names = _names([data / "actor_names.csv", *(one for one in user if one.name == "actor_names.csv")], data, actors)
    nisbas = _nisbas(data, names)
    beginnings = set()
    for key in (*names, *words):
        cut = key.find(" ")
        while cut > 0:
            beginnings.add(key[:cut])
            cut = key.find(" ", cut + 1)
    outlets = _outlets(data / "outlets")
    told = {id(outlet): tuple(outlet) for outlet in outlets.values()}  # one value, whatever it is called
    return (
        actors,
        {key: tuple(map(tuple, found)) for key, found in names.items()},
        {key: tuple(word) for key, word in words.items()},
        {key: tuple(nisba) for key, nisba in nisbas.items()},
        frozenset(beginnings),
        {key: tuple(map(tuple, found)) for key, found in _stands(data).items()},
        {key: told[id(outlet)] for key, outlet in outlets.items()},
    )


def bare_key(name: str) -> str:
    """How a name is looked up: its words folded, without articles and quotation marks.

    >>> bare_key("القوات الموالية لهادي")
    'قوات مواليه لهادي'
    """
    return " ".join([_bare_plain(word) for word in name.replace('"', "").split()])


@lru_cache(maxsize=20_000)
def _bare_plain(word: str) -> str:
    return bare(plain(word))


def _called(path: Path, data: Path) -> str:
    return path.name if path.parent == data else str(path)


def _names(paths: Iterable[Path], data: Path, actors: Mapping[str, object]) -> dict[str, tuple[Name, ...]]:
    names: dict[str, dict[tuple[str, bool], Name]] = defaultdict(dict)
    for path in paths:
        at = _called(path, data)
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.reader(line for line in file if not line.startswith("#"))
            next(rows)
            for number, cells in enumerate(rows, start=2):
                if len(cells) != len(NAME_COLUMNS):
                    raise LexiconError(at, number, f"{len(cells)} cells where there are to be {len(NAME_COLUMNS)}")
                actor_id, name, form, camp, ambiguous, _ = cells
                if actor_id not in actors:
                    raise LexiconError(at, number, f"no side has the id {actor_id!r}")
                row = Name(actor_id, form, camp, ambiguous, name.startswith("ال"), f"{at}:{number}")
                names[bare_key(name)].setdefault((actor_id, row.definite), row)
    return {key: tuple(rows.values()) for key, rows in names.items()}


def _words(data: Path) -> dict[str, Word]:
    words: dict[str, Word] = {}
    for line, row in read_rows(data / "ar" / "actor_words.csv", "ar/actor_words.csv"):
        word = Word(row["sense"], row["person"] == "yes", f"ar/actor_words.csv:{line}")
        surfaces: Iterable[str] = filter(None, (row["lemma"], *row["forms"].split("|")))
        if word.sense == "adjective":
            surfaces = [*(form for form, _ in inflected(row["lemma"])), row["lemma"] + "ا"]
        for surface in surfaces:
            words.setdefault(bare_key(surface), word)
    return words


def _nisbas(data: Path, names: Mapping[str, object]) -> dict[str, Nisba]:
    nisbas: dict[str, Nisba] = {}
    for line, row in read_rows(data / "ar" / "nisbas.csv", "ar/nisbas.csv"):
        actors = tuple(filter(None, row["actors"].split("|")))
        at = f"ar/nisbas.csv:{line}"
        alone = row["sense"] == "nisba"
        for form, number in inflected(row["lemma"]):
            nisbas.setdefault(plain(form), Nisba(row["country"], actors, number, at, alone))
        if alone and (counted := plain(row["lemma"] + "ا")) not in names:
            # 13 حوثيا: persons counted; سوريا stays the country
            nisbas.setdefault(counted, Nisba(row["country"], actors, "p", at, alone))
        for form in filter(None, row["forms"].split("|")):
            nisbas[plain(form)] = Nisba(row["country"], actors, "p", at, alone)
    return nisbas


def inflected(adjective: str) -> Iterator[tuple[str, str]]:
    """The forms of a regular adjective, with their number; the accusative with alif is left out (سوريا is a country).

    >>> [form for form, number in inflected("تركي") if number == "p"]
    ['تركيون', 'تركيين', 'تركيات']
    """
    yield adjective, "s"
    yield adjective + "ة", "s"
    for ending in ("ون", "ين", "ات"):
        yield adjective + ending, "p"
    for ending in ("ان", "تان", "تين"):
        yield adjective + ending, "d"


def _stands(data: Path) -> dict[tuple[str, str], tuple[Stand, ...]]:
    stands: dict[tuple[str, str], list[Stand]] = defaultdict(list)
    for line, row in read_rows(data / "country_actors.csv", "country_actors.csv"):
        stands[row["country"], row["sense"]].append(
            Stand(row["actor_id"], row["active_from"], row["active_to"], row["bare"], f"country_actors.csv:{line}")
        )
    return {key: tuple(rows) for key, rows in stands.items()}


def _outlets(folder: Path) -> dict[str, Outlet]:
    outlets: dict[str, Outlet] = {}
    for path in sorted(folder.glob("*.toml")):
        for domain, told in tomllib.loads(path.read_text(encoding="utf-8")).items():
            outlet = Outlet(
                told["names"][0],
                told.get("country", ""),
                told.get("camp", ""),
                told.get("says", {}),
                f"outlets/{path.name}",
            )
            for name in (domain, *told["names"]):
                outlets[name.lower()] = outlet
    return outlets
