"""The rows of the language data: CSV files with a header, one kind of row a file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from rasd.errors import LexiconError

DATA = Path(__file__).parent.parent / "data"

# file stem -> kind of its rows, and how their surface forms are made
KINDS = {
    "verbs": ("verb", "conjugate"),
    "nouns": ("noun", "decline"),
    "weapons": ("weapon", "decline"),
    "targets": ("target", "decline"),
    "tolls": ("toll", "literal"),
    "persons": ("person", "decline"),
    "numbers": ("number", "literal"),
    "months": ("month", "literal"),
    "days": ("day", "literal"),
    "times": ("time", "literal"),
    "sources": ("source", "decline"),
    "cues": ("cue", "literal"),
    "relations": ("relation", "literal"),
    "settlements": ("settlement", "decline"),
}


def read_rows(path: Path, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and columns of every row of a CSV file; ``name`` is how errors call the file.

    Lines that begin with ``#`` are comments. Raises LexiconError with file and line.
    """
    with path.open(encoding="utf-8", newline="") as file:
        lines = file.read().splitlines()
    if not lines:
        return
    header = next(csv.reader([lines[0]]))
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip() or line.startswith("#"):
            continue
        cells = next(csv.reader([line]))
        if len(cells) != len(header):
            wrong = f"{len(cells)} cells where the header has {len(header)}; quote a cell that holds a comma"
            raise LexiconError(name, number, wrong)
        yield number, {key: cell.strip() for key, cell in zip(header, cells, strict=True)}
