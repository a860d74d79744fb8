"""Measures how many place names of a folder of reports the tables know: ``python tools/measure_places.py FOLDER``.

A place name is whatever the coder reads as a place, and a word behind بلدة, حي, محافظة and the like that it does not
read. It resolves when it gets coordinates. Only reports that tell of an event are counted. ``--list N`` prints the N
names that resolve least, commonest first: the rows that are missing.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from rasd.errors import InputError
from rasd.ingest.files import read
from rasd.model.text import Report
from rasd.pipeline import Coder
from rasd.text.sentences import sentences_of

# Class nouns that seldom stand before anything but a name.
STRONG = frozenset({"city", "town", "village", "quarter", "province", "district"})


def names_of(coder: Coder, report: Report) -> list[tuple[str, bool]]:
    """Every place name of a report and whether it got coordinates."""
    out = []
    for marked in coder.mark(report, sentences_of(report.text)):
        out += [(place.span.text, place.place.latitude is not None) for place in marked.places]
        tokens = marked.sentence.tokens
        taken = {
            at
            for found in (marked.places, marked.dates, marked.actors, marked.sources)
            for mention in found
            for at in range(mention.first, mention.last)
        }
        for hits in marked.hits:
            for hit in hits:
                at = hit.last
                is_class = hit.entry.kind == "settlement" and hit.entry.sense in STRONG and "ال" not in hit.proclitics
                if not is_class or hit.enclitic or hit.form.number != "s" or at >= len(tokens) or at in taken:
                    continue
                if tokens[at].kind == "word" and not marked.hits[at] and len(tokens[at].plain) > 2:
                    out.append((marked.sentence.span(hit.first, at + 1).text, False))
    return out


def main() -> None:
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("paths", type=Path, nargs="+", help="folders or files of reports")
    arguments.add_argument("--list", type=int, default=0, metavar="N", help="the N commonest names without coordinates")
    asked = arguments.parse_args()
    coder = Coder.load()
    all_names: Counter[str] = Counter()
    known: Counter[str] = Counter()
    reports = 0
    for item in read(asked.paths):
        if isinstance(item, InputError) or not coder.code(item):
            continue
        reports += 1
        for name, resolves in names_of(coder, item):
            all_names[name] += 1
            known[name] += resolves
    total, found = all_names.total(), known.total()
    if not total:
        raise SystemExit("no report here tells of an event at a place")
    print(f"{reports} reports, {total} place names, {len(all_names)} different; {found / total:.1%} resolve")
    missing = Counter({name: count - known[name] for name, count in all_names.items()})
    for name, count in missing.most_common(asked.list):
        if count:
            print(f"{count:5} {name}")


if __name__ == "__main__":
    main()
