"""Files that were damaged on their way: whatever is left is read, or costs a line that says it is broken."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest

from pdfs import line, pdf
from rasd.errors import InputError
from rasd.ingest.readers import read_bytes
from test_read_collections import CAPTURES, CHAT, HEADER, ROWS, book, exported, table, wacz, warc
from test_read_documents import FIRST, ON_THE_PAGE, docx
from test_read_pages import MARKDOWN, PAGE

FILES: list[tuple[str, Callable[[], bytes]]] = [
    ("page.html", PAGE.encode),
    ("day.md", MARKDOWN.encode),
    ("a.docx", docx),
    ("a.xlsx", lambda: book(("a", [["text", "date"], [FIRST, "2024-03-05"]]))),
    ("plain.pdf", lambda: pdf([line(700, FIRST), (100, 600, ON_THE_PAGE)], packed=False)),
    ("packed.pdf", lambda: pdf([line(700, FIRST), (100, 600, ON_THE_PAGE)])),
    ("crawl.warc.gz", lambda: warc(*CAPTURES)),
    ("crawl.warc", lambda: warc(*CAPTURES, packed=False)),
    ("crawl.wacz", lambda: wacz(data=warc(*CAPTURES))),
    ("result.json", lambda: exported(CHAT)),
    ("a.csv", lambda: table(HEADER, *ROWS)),
]
OURS = re.compile(r"could not be read: \w+ at \w+\.py|reading it ")
"""A line that speaks of our own mistake, or of a process that broke off."""


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, taken away, put in or doubled, or the end cut off."""
    out = bytearray(data)
    for _ in range(chance.choice([1, 2, 5, 20])):
        at = chance.randrange(len(out))
        what = chance.randrange(5)
        if what == 0:
            out[at] = chance.randrange(256)
        elif what == 1:
            del out[at : min(at + chance.randrange(1, 30), len(out) - 1)]
        elif what == 2:
            out[at:at] = chance.randbytes(8)
        elif what == 3:
            out[at:at] = out[:50]
        else:
            del out[max(at, 1) :]
    return bytes(out)


@pytest.mark.parametrize(("where", "made"), FILES, ids=[where for where, _ in FILES])
def test_a_damaged_file_is_read_or_said_to_be_broken(where: str, made: Callable[[], bytes]) -> None:
    chance = random.Random(where)
    for _ in range(40):
        data = damaged(made(), chance)
        found = list(read_bytes(data, where=where))
        assert found, data
        for one in found:
            if isinstance(one, InputError):
                assert not OURS.search(one.message), (one.message, data)
