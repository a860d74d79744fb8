"""The lexicon: every surface form of the language data, and how a written word or phrase is read with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from rasd.errors import LexiconError
from rasd.lexicon.cache import cached, fingerprint
from rasd.lexicon.clitics import bare, without_proclitics, without_pronoun
from rasd.lexicon.nouns import decline
from rasd.lexicon.rows import DATA, KINDS, read_rows
from rasd.lexicon.verbs import conjugate
from rasd.model.text import Sentence
from rasd.model.word import Entry, Form, Hit, Hits, tags_of
from rasd.text.letters import plain

_LONGEST_PHRASE = 8
_DATA_SUFFIXES = {".csv", ".toml", ".xz"}
_NOMINAL = {"noun", "masdar", "agent", "patient", "word"}
Reading = tuple[Entry, Form, tuple[str, ...], str]
_Openings = tuple[tuple[str, tuple[str, ...], frozenset[str]], ...]
_Made = dict[int, tuple[Hit, ...]]
_Row = tuple[tuple[Reading, ...], tuple[str, ...], _Openings, str, _Made]
"""Of a word: its readings, their tags, the phrases that it may open, the bare word, and its hits by token."""
# Hits are kept for the first so many tokens of a sentence: a frequent word stands at every one of them.
_KEPT = 64
# Rows are made by the million: without the argument list of a named tuple it takes half the time.
_new = tuple.__new__


@dataclass(slots=True)
class Lexicon:
    """All surface forms in plain tables, so that they can be cached, and the entries they lead to."""

    entries: list[tuple[str, str, str, str, dict[str, str]]]
    forms: dict[str, tuple[tuple[int, tuple[str, ...]], ...]]
    """surface form -> (entry number, features of the form)"""
    phrases: dict[str, tuple[tuple[int, tuple[str, ...]], ...]]
    """bare words joined by a space -> the same, for forms of several words"""
    starts: dict[str, tuple[int, frozenset[str]]]
    """first bare word of a phrase -> words in the longest phrase that begins with it, and all second words"""
    version: str = ""
    _entries: dict[int, Entry] = field(default_factory=dict)
    _read: dict[str, tuple[Reading, ...]] = field(default_factory=dict)
    _words: dict[str, _Row] = field(default_factory=dict)

    def entry(self, number: int) -> Entry:
        """The row with that number."""
        known = self._entries.get(number)
        if known is None:
            known = self._entries[number] = Entry(*self.entries[number])
        return known

    def read(self, word: str) -> tuple[Reading, ...]:
        """All readings of a plain word (see ``rasd.text.letters.plain``), those with fewer clitics first."""
        known = self._read.get(word)
        if known is None:
            known = self._read[word] = tuple(self._readings(word))
        return known

    def knows(self, word: str) -> bool:
        """Whether a plain word is one without an attached pronoun, and not as "we" or "you" do something."""
        for stem, proclitics in without_proclitics(word):
            for _, features in self.forms.get(stem, ()):
                form = _form(features)
                if form.person in ("3", "") and (not proclitics or _fits(form, proclitics)):
                    return True
        return False

    def has_pronoun(self, word: str) -> bool:
        """Whether a plain word can be read with an attached pronoun as what "he", "she" or "they" did or have."""
        for stem, proclitics in without_proclitics(word):
            if "ال" in proclitics:
                continue
            for base, pronoun in without_pronoun(stem):
                if len(pronoun) > 1 and any(_fits(_form(f), proclitics) for _, f in self.forms.get(base, ())):
                    return True
        return False

    def _readings(self, word: str) -> Iterator[Reading]:
        seen = set()
        is_feminine = False
        for stem, proclitics in without_proclitics(word):
            for number, features in self.forms.get(stem, ()):
                form = _form(features)
                if (not proclitics or _fits(form, proclitics)) and (number, features, proclitics) not in seen:
                    seen.add((number, features, proclitics))
                    is_feminine = is_feminine or (form.pos in _NOMINAL and word.endswith("ه"))
                    yield self.entry(number), form, proclitics, ""
        for stem, proclitics in without_proclitics(word):
            if "ال" in proclitics:
                continue
            for base, pronoun in without_pronoun(stem):
                for number, features in self.forms.get(base, ()):
                    form = _form(features)
                    if not _carries(form, pronoun, is_feminine=is_feminine):
                        continue
                    if (not proclitics or _fits(form, proclitics)) and (number, features, proclitics) not in seen:
                        seen.add((number, features, proclitics))
                        yield self.entry(number), form, proclitics, pronoun

    def hits(self, sentence: Sentence) -> Hits:
        """For every token the rows that its word, or a phrase that begins with it, may stand for; longest first."""
        known = self._words.get
        rows = [known(word) or self._row(word) for _, _, word, _ in sentence.tokens]
        found: list[tuple[Hit, ...]] = []
        at: defaultdict[str, list[int]] = defaultdict(list)
        for i, (readings, tags, openings, _, made) in enumerate(rows):
            here: tuple[Hit, ...] = ()
            if readings:
                here = made.get(i) or self._made(readings, i, made)
            if openings and i + 1 < len(rows):
                second = rows[i + 1][3]
                for _, _, seconds in openings:
                    if second in seconds:
                        phrases = self._phrases_at(rows, i)
                        here = (*phrases, *here)
                        tags = tuple({tag for hit in here for tag in tags_of(hit.entry, hit.proclitics)})
                        break
            for tag in tags:
                at[tag].append(i)
            found.append(here)
        hits = Hits(found)
        hits.tokens = at
        return hits

    def _made(self, readings: tuple[Reading, ...], i: int, made: _Made) -> tuple[Hit, ...]:
        """The hits of a word at a token, kept: the same word stands there in many sentences."""
        hits = tuple([_new(Hit, (i, i + 1, *reading)) for reading in readings])
        if i < _KEPT:
            made[i] = hits
        return hits

    def _row(self, word: str) -> _Row:
        readings = self.read(word)
        tags = {tag for entry, _, proclitics, _ in readings for tag in tags_of(entry, proclitics)}
        row = self._words[word] = readings, tuple(tags), self._openings_of(word), bare(word), {}
        return row

    def _openings_of(self, word: str) -> _Openings:
        """The bare words at the beginning of a phrase that a word may be, with what was taken off and what follows."""
        return tuple(
            (bare(stem), proclitics, self.starts[bare(stem)][1])
            for stem, proclitics in without_proclitics(word)
            if bare(stem) in self.starts and "س" not in proclitics
        )

    def _phrases_at(self, rows: Sequence[_Row], i: int) -> list[Hit]:
        found: list[Hit] = []
        for opening, proclitics, seconds in rows[i][2]:
            if rows[i + 1][3] not in seconds:
                continue
            key = opening
            longest = min(self.starts[opening][0], len(rows) - i)
            for length in range(2, longest + 1):
                key += " " + rows[i + length - 1][3]
                for number, features in self.phrases.get(key, ()):
                    found.append(Hit(i, i + length, self.entry(number), _form(features), proclitics, ""))
        if len(found) > 1:
            found.sort(key=lambda hit: -hit.last)
        return found


@cache
def _form(features: tuple[str, ...]) -> Form:
    """The form with these features; a few hundred there are."""
    return Form(*features)


def _fits(form: Form, proclitics: tuple[str, ...]) -> bool:
    if form.pos == "verb":
        if "ال" in proclitics or "ب" in proclitics or "ك" in proclitics:
            return False
        if "س" in proclitics or "ل" in proclitics:
            return form.tense == "present"
        return True
    if "س" in proclitics:
        return False
    return not ("ال" in proclitics and form.state == "construct")


def _carries(form: Form, pronoun: str, *, is_feminine: bool) -> bool:
    """Whether a form may carry the pronoun: قتلى is not "my killing", إصابة not "he hit him"."""
    if form.pos == "verb":
        return pronoun not in ("ي", "ك", "كم", "كما") and not (is_feminine and pronoun == "ه")
    if form.pos in ("masdar", "agent", "patient"):
        return pronoun not in ("ي", "ني", "ك", "كم", "كما")
    return True


def load(folders: Iterable[Path] = (), *, data: Path = DATA) -> Lexicon:
    """The lexicon of the project's language data with a user's own folders over it (theirs wins)."""
    places = [data / "ar", *folders]
    files = [path for folder in places for path in folder.glob("*.csv")]
    entries, forms, phrases, starts = cached("lexicon", files, lambda: tables_of(build(places, root=data)))
    others = [path for path in data.rglob("*") if path.suffix in _DATA_SUFFIXES]
    return Lexicon(entries, forms, phrases, starts, fingerprint({*files, *others}))


def tables_of(lexicon: Lexicon) -> tuple[object, ...]:
    """The plain tables of a lexicon, as they are cached."""
    return lexicon.entries, lexicon.forms, lexicon.phrases, lexicon.starts


def build(folders: Sequence[Path], *, root: Path) -> Lexicon:
    """Read the CSV files of the folders and make all surface forms."""
    entries: list[tuple[str, str, str, str, dict[str, str]]] = []
    forms: dict[str, dict[tuple[int, tuple[str, ...]], None]] = defaultdict(dict)
    phrases: dict[str, dict[tuple[int, tuple[str, ...]], None]] = defaultdict(dict)
    won = _won(folders)
    for rank, folder in enumerate(folders):
        for stem, (kind, how) in KINDS.items():
            path = folder / f"{stem}.csv"
            if not path.exists():
                continue
            name = str(path.relative_to(root)) if path.is_relative_to(root) else str(path)
            for line, row in read_rows(path, name):
                if "lemma" not in row:
                    raise LexiconError(name, 1, "no column 'lemma'")
                if won.get((stem, row["lemma"]), rank) > rank:
                    continue
                number = len(entries)
                entries.append((kind, row["lemma"], row.get("sense", ""), f"{name}:{line}", row))
                try:
                    for surface, form in surface_forms(how, row):
                        words = [plain(word) for word in surface.split()]
                        if len(words) == 1:
                            forms[words[0]][number, tuple(form)] = None
                        elif words:
                            phrases[" ".join(map(bare, words))][number, tuple(form)] = None
                except KeyError as error:
                    raise LexiconError(name, line, f"no column {error}") from error
                except ValueError as error:
                    raise LexiconError(name, line, str(error)) from error
    longest: dict[str, int] = {}
    seconds: dict[str, set[str]] = defaultdict(set)
    for key in phrases:
        first, second = key.split(" ", 2)[:2]
        longest[first] = max(longest.get(first, 0), min(key.count(" ") + 1, _LONGEST_PHRASE))
        seconds[first].add(second)
    return Lexicon(
        entries,
        {key: tuple(value) for key, value in forms.items()},
        {key: tuple(value) for key, value in phrases.items()},
        {first: (length, frozenset(seconds[first])) for first, length in longest.items()},
    )


def _won(folders: Sequence[Path]) -> dict[tuple[str, str], int]:
    """File and lemma -> the last folder that has it: a user's rows of a lemma stand in place of the project's."""
    later = [(rank, path) for rank, folder in enumerate(folders) if rank for path in folder.glob("*.csv")]
    return {(path.stem, row.get("lemma", "")): rank for rank, path in later for _, row in read_rows(path, str(path))}


def surface_forms(how: str, row: dict[str, str]) -> Iterator[tuple[str, Form]]:
    """The surface forms of a row: made from its lemma, and those its ``forms`` column lists (parted by |)."""
    if how == "conjugate":
        yield from conjugate(row)
    elif how == "decline":
        yield from decline(row)
    else:
        yield row["lemma"], Form("word")
    for extra in filter(None, row.get("forms", "").split("|")):
        yield extra.strip(), Form("noun" if how == "decline" else "word")
