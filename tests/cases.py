"""Golden cases: plain files under tests/cases/ that a linguist can extend without Python.

A case is a title line, a line ``.``, the text, a line ``.``, the expected lines, and a closing line ``.``. The text may
begin with ``published: YYYY-MM-DD``, ``outlet: X`` and ``xfail: REASON``. Lines between cases are free for remarks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

_HEAD = re.compile(r"(published|outlet|xfail): *(.*)")


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a golden file."""

    title: str
    text: str
    published: date | None
    outlet: str | None
    expected: list[str]
    line: int
    """Where its title stands, for messages."""
    xfail: str | None = None
    """Why the expected lines, which are right, do not come out yet."""


def read_cases(path: Path) -> list[Case]:
    """All cases of a file; ValueError with file and line when one is not closed."""
    return list(_cases(path, path.read_text(encoding="utf-8").split("\n")))


def _cases(path: Path, lines: list[str]) -> Iterator[Case]:
    dots = [number for number, line in enumerate(lines) if line.strip() == "."]
    if len(dots) % 3:
        raise ValueError(f"{path}:{dots[-1] + 1}: a case has three lines with a dot alone; this file has {len(dots)}")
    for opened, parted, closed in zip(dots[::3], dots[1::3], dots[2::3], strict=True):
        if opened == 0 or not lines[opened - 1].strip():
            raise ValueError(f"{path}:{opened + 1}: the line before the dot must be the title of the case")
        text, head = lines[opened + 1 : parted], {}
        while text and (match := _HEAD.fullmatch(text[0].strip())):
            head[match[1]] = match[2].strip()
            text = text[1:]
        yield Case(
            title=lines[opened - 1].strip(),
            text="\n".join(text),
            published=date.fromisoformat(head["published"]) if head.get("published") else None,
            outlet=head.get("outlet"),
            expected=[line.strip() for line in lines[parted + 1 : closed] if line.strip()],
            line=opened,
            xfail=head.get("xfail"),
        )
