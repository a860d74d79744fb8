"""What is wrong with the rows of the language data, each mistake a sentence with file and line."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from rasd.errors import LexiconError
from rasd.lexicon.read import surface_forms
from rasd.lexicon.rows import DATA, KINDS, read_rows
from rasd.text.letters import plain

# Kinds whose `sense` is one of data/senses.toml; the others say what they mean in their own columns.
_SENSED = {"verbs", "nouns"}
_NO_EXAMPLE_NEEDED = {"numbers", "months", "days"}


def mistakes(folders: Sequence[Path], *, root: Path = DATA) -> list[str]:
    """All mistakes in the CSV files of these folders, in order of file and line."""
    return [found for folder in folders for stem in KINDS for found in _of_file(folder / f"{stem}.csv", stem, root)]


@cache
def senses() -> frozenset[str]:
    """The closed list of data/senses.toml."""
    with (DATA / "senses.toml").open("rb") as file:
        return frozenset(sense for table in tomllib.load(file).values() for sense in table)


def _of_file(path: Path, stem: str, root: Path) -> Iterator[str]:
    if not path.exists():
        return
    name = str(path.relative_to(root)) if path.is_relative_to(root) else str(path)
    seen: dict[tuple[str, str, str], int] = {}
    try:
        for line, row in read_rows(path, name):
            for mistake in _of_row(row, stem):
                yield f"{name}:{line}: {mistake}"
            key = (row.get("lemma", ""), row.get("sense", ""), row.get("form", ""))
            first = seen.setdefault(key, line)
            if first != line:
                yield f"{name}:{line}: {row.get('lemma')!r} with this meaning stands in line {first} already"
    except LexiconError as error:
        yield str(error)
    except UnicodeDecodeError as error:
        yield f"{name}:1: not UTF-8 (byte {error.start})"


def _of_row(row: dict[str, str], stem: str) -> Iterator[str]:
    lemma = row.get("lemma", "")
    if not lemma:
        yield "no lemma"
        return
    if stem in _SENSED and row.get("sense") not in senses():
        yield f"no sense called {row.get('sense')!r}; the list is data/senses.toml"
    try:
        written = [plain(surface) for surface, _ in surface_forms(KINDS[stem][1], row)]
    except ValueError as error:
        yield str(error)
        return
    if not row.get("source"):
        yield "no source: say where the word was found"
    example = row.get("example", "")
    if not example:
        if stem not in _NO_EXAMPLE_NEEDED:
            yield "no example: write a short sentence with the word"
    elif not any(form and form.split(" ")[0] in plain(example) for form in written):
        yield f"the example holds no form of {lemma!r}"
