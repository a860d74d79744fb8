"""What is wrong with the rows of the language data, each mistake a sentence with file and line."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from rasd.errors import LexiconError
from rasd.lexicon.actors import load_actors
from rasd.lexicon.read import Lexicon, build, surface_forms
from rasd.lexicon.rows import DATA, KINDS, read_rows
from rasd.text.sentences import sentences_of

# Kinds whose `sense` is one of data/senses.toml; the others say what they mean in their own columns.
_SENSED = {"verbs", "nouns"}
_READ_WITH_THE_SIDES = {"actor_words", "nisbas"}
# A user's places, which ``rasd places check`` reads, and sides.
_USER_ONLY = {"places", "actors", "actor_names"}
# Lists that close by themselves: a number or a month needs no example.
_NO_EXAMPLE_NEEDED = {"numbers", "months", "days"}


def mistakes(folders: Sequence[Path], *, root: Path = DATA) -> list[str]:
    """All mistakes in the CSV files of these folders; examples are read with the rows once the rows are right."""
    paths = [(folder / f"{stem}.csv", stem) for folder in folders for stem in KINDS]
    found = [mistake for path, stem in paths for mistake in _of_file(path, stem, root)]
    found += [mistake for folder in folders for mistake in _strangers(folder, root)]
    if found:
        return found
    try:
        load_actors([folder for folder in folders if not folder.is_relative_to(root)])
        lexicon = build(folders, root=root)
    except LexiconError as error:
        return [str(error)]
    return list(_examples_astray(lexicon))


@cache
def senses() -> frozenset[str]:
    """The closed list of data/senses.toml."""
    with (DATA / "senses.toml").open("rb") as file:
        return frozenset(sense for table in tomllib.load(file).values() for sense in table)


def _of_file(path: Path, stem: str, root: Path) -> Iterator[str]:
    if not path.exists():
        return
    name = _name(path, root)
    seen: dict[tuple[str, ...], int] = {}
    try:
        for line, row in read_rows(path, name):
            for mistake in _of_row(row, stem):
                yield f"{name}:{line}: {mistake}"
            first = seen.setdefault(tuple(value for key, value in row.items() if key not in _REMARKS), line)
            if first != line:
                yield f"{name}:{line}: {row.get('lemma')} stands in line {first} already, with the same cells"
    except LexiconError as error:
        yield str(error)
    except UnicodeDecodeError as error:
        yield f"{name}:1: not UTF-8 (byte {error.start})"


_REMARKS = {"example", "source", "note"}


def _name(path: Path, root: Path) -> str:
    return str(path.relative_to(root)) if path.is_relative_to(root) else str(path)


def _of_row(row: dict[str, str], stem: str) -> Iterator[str]:
    if not row.get("lemma"):
        yield "no lemma"
        return
    if stem in _SENSED and row.get("sense") not in senses():
        yield f"no sense called {row.get('sense')!r}; the list is data/senses.toml"
    try:
        list(surface_forms(KINDS[stem][1], row))
    except KeyError as error:
        yield f"no column {error}"
    except ValueError as error:
        yield str(error)
    if not row.get("source"):
        yield "no source: say where the word was found"
    if not row.get("example") and stem not in _NO_EXAMPLE_NEEDED:
        yield "no example: write a short sentence with the word"


def _strangers(folder: Path, root: Path) -> Iterator[str]:
    """Files that nothing reads: a name that is misspelt, a table of sides in a user's folder, a folder within it."""
    known = sorted({*KINDS, *(_READ_WITH_THE_SIDES if folder.is_relative_to(root) else _USER_ONLY)})
    for path in sorted(folder.glob("*.csv")):
        if path.stem not in known:
            yield f"{_name(path, root)}:1: no kind of row is called {path.stem!r}; there are {', '.join(known)}"
    for path in sorted(folder.glob("*/*.csv")):
        yield f"{_name(path, root)}:1: is not read; the files stand right in {_name(folder, root)}"


def _examples_astray(lexicon: Lexicon) -> Iterator[str]:
    """Rows whose own example does not bring them up."""
    for _, lemma, _, at, row in lexicon.entries:
        example = row.get("example", "")
        if example and not _fires(lexicon, example, at):
            yield f"{at}: the example holds no form of {lemma}: {example}"


def _fires(lexicon: Lexicon, example: str, at: str) -> bool:
    return any(
        hit.entry.at == at for sentence in sentences_of(example) for hits in lexicon.hits(sentence) for hit in hits
    )
