"""Newspaper reports coded by hand, kept without their words: tests/cases/newspapers/*.jsonl.

The texts belong to their papers and are no part of the project. What is kept of a report is where it stands in a public
corpus, the hash of its text, and its events; words are offsets (code points) into the text. Where the corpora are at
hand (RASD_CORPORA: ``saudinewsnet/*.zip`` of SaudiNewsNet, ``almayadeen/*.jsonl``) the reports are put together again.

    python tests/newspapers.py FOLDER     writes ID.txt and ID.json pairs, as ``rasd evaluate`` reads them
"""

from __future__ import annotations

import hashlib
import json
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from outside import outside
from rasd.evaluation import GoldReport

CORPORA = outside("RASD_CORPORA", "corpora")
CASES = Path(__file__).parent / "cases" / "newspapers"
_SPANS = ("trigger", "actor1_text", "actor2_text", "source")


def newspapers() -> list[GoldReport]:
    """Every coded report whose text is at hand and still the same."""
    wanted: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for path in sorted(CASES.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            file, _, place = record["origin"].partition("#")
            wanted[file][place] = record
    found = [
        _report(records[place], text)
        for file, records in wanted.items()
        for place, text in _texts(CORPORA / file, set(records))
        if hashlib.sha256(text.encode()).hexdigest() == records[place]["sha256"]
    ]
    return sorted(found, key=lambda report: report.report_id)


def _texts(path: Path, places: set[str]) -> Iterator[tuple[str, str]]:
    """The texts of a file of a corpus by their place in it: a number in a zip's list, an id in JSON Lines."""
    if path.suffix == ".zip" and path.is_file():
        with zipfile.ZipFile(path) as archive:
            articles = [one for name in archive.namelist() for one in json.loads(archive.read(name))]
        for place in places:
            article = articles[int(place)]
            yield place, f"{article['title'] or ''}\n\n{article['content'] or ''}"
    elif path.is_file():
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            if record["report_id"] in places:
                yield record["report_id"], record["text"]


def _report(record: dict[str, Any], text: str) -> GoldReport:
    def words(span: list[int] | None) -> str | None:
        return text[span[0] : span[1]] if span else None

    events = []
    for told in record["events"]:
        event = told | {name: words(told[name]) for name in _SPANS}
        event["places"] = [place | {"text": words(place["text"])} for place in told["places"]]
        event["date"] = told["date"] | {"text": words(told["date"]["text"])}
        events.append(event)
    whole = {name: record[name] for name in ("id", "outlet", "published")} | {"lang": "ar", "events": events}
    return GoldReport(record["id"], text, events, whole)


def main(folder: Path) -> None:
    """Write the pairs."""
    folder.mkdir(parents=True, exist_ok=True)
    reports = newspapers()
    for report in reports:
        (folder / f"{report.report_id}.txt").write_text(report.text, encoding="utf-8")
        page = json.dumps(report.record, ensure_ascii=False, indent=1)
        (folder / f"{report.report_id}.json").write_text(page, encoding="utf-8")
    print(f"{len(reports)} reports written to {folder}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
