"""How good the coder is: its events against a gold folder, event by event and cell by cell.

A gold folder holds ID.txt and ID.json pairs (docs/codebook.md). A predicted event is matched to the gold event that
it is most like: the same family of types, and the trigger near, or the place and the actor the same. Each gold event
and each coded event is matched once, the best pairs first. A cell counts as coded, as asked for, and as right.
"""

from __future__ import annotations

import json
import random
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from rasd.errors import GoldError
from rasd.lexicon.types import event_types
from rasd.model.text import Report

Record = Mapping[str, Any]
Counts = tuple[int, int, int]
"""asked for, coded, right"""

CELLS = (
    "type", "actor1", "actor2", "places", "date", "killed", "wounded", "weapon", "count", "status", "response_to",
)  # fmt: skip
CORE = ("type", "actor1", "actor2", "places", "date", "killed")
"""A whole event has all of these right."""
_DRAWS = 1000


@dataclass(frozen=True, slots=True)
class GoldReport:
    """A report coded by hand."""

    report_id: str
    text: str
    events: Sequence[Record]
    record: Record

    def report(self) -> Report:
        """The report as the coder gets it; a gold file may say the day, the outlet and the address."""
        day = self.record.get("published")
        return Report(
            self.report_id,
            self.text,
            published=date.fromisoformat(day) if day else None,
            lang=self.record.get("lang"),
            url=self.record.get("url"),
            outlet=self.record.get("outlet"),
            title=self.record.get("title"),
        )


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 with the interval that holds 95 in 100 redraws of the reports."""

    precision: float
    recall: float
    f1: float
    gold: int
    coded: int
    low: float
    """Of F1."""
    high: float


@dataclass(frozen=True, slots=True)
class Result:
    """The figures of one evaluation."""

    reports: int
    scores: Mapping[str, Score]
    """events, whole_events, cells, and every cell"""
    geocoded_in_right_admin1: float | None
    silent_kept_silent: tuple[int, int]
    spans_not_in_text: int
    errors: Sequence[str]
    """A line for every missed event, false event and wrong cell."""

    def as_dict(self) -> dict[str, Any]:
        """The figures as one JSON object."""
        out: dict[str, Any] = {
            name: {
                "p": round(score.precision, 3),
                "r": round(score.recall, 3),
                "f1": round(score.f1, 3),
                "gold": score.gold,
                "coded": score.coded,
                "f1_95": [round(score.low, 3), round(score.high, 3)],
            }
            for name, score in self.scores.items()
        }
        geo = self.geocoded_in_right_admin1
        kept, silent = self.silent_kept_silent
        out["geocoded_in_right_admin1"] = None if geo is None else round(geo, 3)
        out["silent_reports_kept_silent"] = f"{kept}/{silent}"
        out["evidence_spans_not_in_text"] = self.spans_not_in_text
        return out


def read_gold(folder: Path) -> list[GoldReport]:
    """Every ID.json with events and the ID.txt beside it, in order of path. Raises GoldError that names the file."""
    if not folder.is_dir():
        raise GoldError(f"{folder}: no such folder")
    reports = [report for path in sorted(folder.rglob("*.json")) if (report := _gold_report(path))]
    if not reports:
        raise GoldError(f"{folder}: no gold reports (ID.json with 'events', beside ID.txt)")
    return reports


_EVENT_KEYS = (
    "trigger", "type", "actor1", "actor1_text", "actor2", "actor2_text", "weapon", "count", "places", "date",
    "killed", "wounded", "status", "response_to",
)  # fmt: skip


def _gold_report(path: Path) -> GoldReport | None:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise GoldError(f"{path}: not JSON: {error}") from error
    if not isinstance(record, dict) or "events" not in record:
        return None  # lists of pairs and the like stand in gold folders too
    beside = path.with_suffix(".txt")
    if not beside.exists():
        raise GoldError(f"{path}: no {beside.name} beside it")
    if not isinstance(record.get("id"), str):
        raise GoldError(f"{path}: no 'id'")
    if not isinstance(record["events"], list):
        raise GoldError(f"{path}: 'events' is not a list")
    for number, event in enumerate(record["events"]):
        missing = [key for key in _EVENT_KEYS if key not in event]
        if missing:
            raise GoldError(f"{path}: event {number} lacks {', '.join(missing)}")
        if event["type"] not in event_types():
            raise GoldError(f"{path}: event {number}: no event type called {event['type']!r}")
    return GoldReport(record["id"], beside.read_text(encoding="utf-8"), record["events"], record)


def read_predictions(path: Path) -> list[Record]:
    """The events of a file that ``rasd code --format jsonl`` wrote."""
    out: list[Record] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if line.strip():
            try:
                record = json.loads(line)
            except ValueError as error:
                raise GoldError(f"{path}:{number}: not JSON: {error}") from error
            if isinstance(record, dict) and "sub_event_type" in record:
                out.append(record)
    return out


def evaluate(
    gold: Iterable[GoldReport], predictions: Iterable[Record], *, seed: int = 0, draws: int = _DRAWS
) -> Result:
    """The figures for these predictions; the intervals redraw whole reports, with that seed."""
    coded: dict[str, list[Record]] = {}
    for record in predictions:
        coded.setdefault(record["report_id"], []).append(record)
    tallies = [tally_of(report, coded.get(report.report_id, [])) for report in gold]
    sums = {name: [tally.counts[name] for tally in tallies] for name in ("events", "whole_events", "cells", *CELLS)}
    draw = random.Random(seed)
    samples = [draw.choices(range(len(tallies)), k=len(tallies)) for _ in range(draws)]
    geo = [tally.geo for tally in tallies]
    asked = sum(pair[0] for pair in geo)
    silent = [tally for tally in tallies if not tally.counts["events"][0]]
    return Result(
        reports=len(tallies),
        scores={name: _score(counts, samples) for name, counts in sums.items()},
        geocoded_in_right_admin1=sum(pair[1] for pair in geo) / asked if asked else None,
        silent_kept_silent=(sum(not tally.counts["events"][1] for tally in silent), len(silent)),
        spans_not_in_text=sum(tally.spans_not_in_text for tally in tallies),
        errors=[line for tally in tallies for line in tally.errors],
    )


def _rates(counts: Iterable[Counts]) -> tuple[float, float, float, int, int]:
    gold = coded = right = 0
    for asked, made, good in counts:
        gold, coded, right = gold + asked, coded + made, right + good
    precision = right / coded if coded else 0.0
    recall = right / gold if gold else 0.0
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0, gold, coded


def _score(counts: Sequence[Counts], samples: Sequence[Sequence[int]]) -> Score:
    drawn = sorted(_rates(counts[i] for i in sample)[2] for sample in samples)
    low, high = (drawn[int(len(drawn) * 0.025)], drawn[int(len(drawn) * 0.975)]) if drawn else (0.0, 0.0)
    precision, recall, f1, gold, coded = _rates(counts)
    return Score(precision, recall, f1, gold, coded, low, high)


# One report: its gold events against its coded events


@dataclass(slots=True)
class Tally:
    """What one report adds to the sums."""

    counts: dict[str, Counts]
    geo: tuple[int, int] = (0, 0)
    spans_not_in_text: int = 0
    errors: list[str] = field(default_factory=list)


def tally_of(report: GoldReport, coded: Sequence[Record]) -> Tally:
    """Match the events of one report and count."""
    text, gold = report.text, report.events
    matched = matches(text, gold, coded)
    ids = {i: coded[j].get("event_id") for i, j in matched.items()}
    sums = {cell: [0, 0, 0] for cell in CELLS}
    whole = geo_asked = geo_right = 0
    errors: list[str] = []
    for i, event in enumerate(gold):
        if i not in matched:
            _add(sums, {cell: (asked, 0, 0) for cell, asked in _asked(event).items()})
            errors.append(f"{report.report_id}#{i} MISSED {event['type']}: {event['trigger']}")
            continue
        other = coded[matched[i]]
        cells = judged(text, event, other, ids)
        _add(sums, cells)
        whole += all(len(set(cells[cell])) == 1 for cell in CORE)
        asked, right = _geocoded(text, event, other)
        geo_asked, geo_right = geo_asked + asked, geo_right + right
        errors += [_wrong(report, i, cell, event, other) for cell, counts in cells.items() if len(set(counts)) > 1]
    for j, other in enumerate(coded):
        if j not in matched.values():
            _add(sums, {cell: (0, made, 0) for cell, made in _made(other).items()})
            words = (other.get("trigger") or {}).get("text")
            errors.append(f"{report.report_id} FALSE {other['sub_event_type']}: {words}")
    counts = {cell: (triple[0], triple[1], triple[2]) for cell, triple in sums.items()}
    counts["cells"] = tuple(map(sum, zip(*sums.values(), strict=True)))  # type: ignore[assignment]
    counts["events"] = (len(gold), len(coded), len(matched))
    counts["whole_events"] = (len(gold), len(coded), whole)
    spans = (span for other in coded for span in _spans_in(other))
    astray = sum(text[span["start"] : span["end"]] != span.get("text") for span in spans)
    return Tally(counts, (geo_asked, geo_right), astray, errors)


def matches(text: str, gold: Sequence[Record], coded: Sequence[Record]) -> dict[int, int]:
    """Gold event -> coded event, the most alike pairs first."""
    pairs = [(-likeness(text, a, b), i, j) for i, a in enumerate(gold) for j, b in enumerate(coded)]
    matched: dict[int, int] = {}
    taken: set[int] = set()
    for negative, i, j in sorted(pairs):
        if negative < 0 and i not in matched and j not in taken:
            matched[i] = j
            taken.add(j)
    return matched


def likeness(text: str, gold: Record, coded: Record) -> float:
    """0.0: not the same event. The type counts up to 2, the trigger 2, the place 1, the actor a half."""
    types = event_types()
    other = types.get(coded.get("sub_event_type") or "")
    if other is None or other.event_type != types[gold["type"]].event_type:
        return 0.0
    near = _nearness(text, gold["trigger"], coded.get("trigger") or {})
    is_place = any(_place_right(text, a, b) for a in gold["places"] for b in coded.get("places") or ())
    is_actor = bool(gold["actor1"]) and _actor_right(text, gold, coded, "actor1")
    if not near and not (is_place and is_actor):
        return 0.0
    is_type = bool(coded["sub_event_type"] == gold["type"])
    return 1.0 + is_type + near + is_place + 0.5 * is_actor


def _nearness(text: str, trigger: str, span: Record) -> float:
    """2.0: the same words; 1.0: the same sentence as one of the places where the gold trigger stands."""
    at = (span.get("start", -1), span.get("end", -1))
    stands = _occurrences(text, trigger)
    if any(_overlap(at, other) for other in stands):
        return 2.0
    return 1.0 if any(_overlap(at, _sentence(text, start)) for start, _ in stands) else 0.0


def judged(text: str, gold: Record, coded: Record, ids: Mapping[int, object]) -> dict[str, Counts]:
    """Cell -> asked for, coded, right, for one matched pair; ``ids`` are the coded ids of the gold events."""
    asked, made = _asked(gold), _made(coded)
    weapon, count = coded.get("weapon") or {}, coded.get("count") or {}
    right = {
        "type": gold["type"] == coded["sub_event_type"],
        "actor1": _actor_right(text, gold, coded, "actor1"),
        "actor2": _actor_right(text, gold, coded, "actor2"),
        "date": _days(gold) == _days(coded),
        "killed": _bounds(gold["killed"]) == _bounds(coded.get("killed")),
        "wounded": _bounds(gold["wounded"]) == _bounds(coded.get("wounded")),
        "weapon": fold(gold["weapon"]) == fold(weapon.get("kind")),
        "count": gold["count"] == count.get("value"),
        "status": gold["status"] == coded.get("status", "reported"),
        "response_to": ids.get(gold["response_to"]) == coded.get("response_to"),
    }
    out = {cell: (asked[cell], made[cell], int(asked[cell] and made[cell] and good)) for cell, good in right.items()}
    places = coded.get("places") or ()
    wanted = _scenes(gold)
    found = sum(any(_place_right(text, a, b) for b in places) for a in wanted)
    # A larger place that only situates the event is neither asked for nor wrong.
    extra = sum(not any(_place_right(text, a, b) for a in gold["places"]) for b in places)
    out["places"] = (len(wanted), found + extra, found)
    return out


def _asked(gold: Record) -> dict[str, int]:
    filled = {
        "type": True,
        "actor1": gold["actor1"],
        "actor2": gold["actor2"],
        "date": any(_days(gold)),
        "killed": gold["killed"],
        "wounded": gold["wounded"],
        "weapon": gold["weapon"],
        "count": gold["count"] is not None,
        "status": gold["status"] != "reported",
        "response_to": gold["response_to"] is not None,
    }
    return {cell: int(bool(value)) for cell, value in filled.items()} | {"places": len(_scenes(gold))}


def _made(coded: Record) -> dict[str, int]:
    filled = {cell: coded.get(cell) for cell in CELLS if cell not in ("type", "date", "status", "places")}
    filled |= {"type": True, "date": any(_days(coded)), "status": coded.get("status", "reported") != "reported"}
    return {cell: int(bool(value)) for cell, value in filled.items()} | {"places": len(coded.get("places") or ())}


def _add(sums: dict[str, list[int]], cells: Mapping[str, Counts]) -> None:
    for cell, counts in cells.items():
        for n, value in enumerate(counts):
            sums[cell][n] += value


def _wrong(report: GoldReport, i: int, cell: str, gold: Record, coded: Record) -> str:
    made = coded.get("sub_event_type" if cell == "type" else cell)
    words = ", ".join(f"«{span['text']}»" for span in _spans_in(made))
    return f"{report.report_id}#{i} {cell}: gold {_shown(gold[cell])} | coded {_shown(made)} {words}".rstrip()


def _shown(value: object) -> str:
    """A cell of gold or of a record in a few words.

    >>> _shown(None), _shown("rocket"), _shown({"min": 2, "max": None}), _shown({"name": "Houthis"})
    ('-', 'rocket', '2+', 'Houthis')
    >>> _shown([{"text": "سرمين", "name_en": "Sarmin", "role": "scene"}]), _shown({"start": None, "end": None})
    ('Sarmin', 'no day')
    """
    if isinstance(value, list):
        return "; ".join(map(_shown, value)) or "-"
    if not isinstance(value, dict):
        return "-" if value is None else str(value)
    if "min" in value:
        low, high = value["min"], value["max"]
        return f"{low}+" if high is None else str(low) if low == high else f"{low}-{high}"
    if "start" in value:
        days = list(dict.fromkeys(day for day in (value["start"], value["end"]) if day))
        return " to ".join(days) or "no day"
    names = (value.get(name) for name in ("name_en", "name", "kind", "value"))
    shown = str(next((name for name in names if name is not None), "-"))
    return f"({shown})" if value.get("role") == "area" else shown


# Cells


def _actor_right(text: str, gold: Record, coded: Record, cell: str) -> bool:
    actor = coded.get(cell)
    if not actor:
        return False
    if alike(gold[cell], actor.get("name")):
        return True
    verbatim, spans = gold[f"{cell}_text"], _evidence(actor)
    stands = _occurrences(text, verbatim)
    return any(_overlap(span, other) for span in spans for other in stands) or any(
        alike(verbatim, text[start:end]) for start, end in spans
    )


def _place_right(text: str, gold: Record, place: Record) -> bool:
    if alike(gold.get("name_en"), place.get("name")) or alike(gold["text"], place.get("name_ar")):
        return True
    return any(alike(gold["text"], text[start:end]) for start, end in _evidence(place))


def _geocoded(text: str, gold: Record, coded: Record) -> tuple[int, int]:
    """Scenes whose province is known, and those of them coded with coordinates in that province."""
    wanted = [scene for scene in _scenes(gold) if scene.get("admin1")]
    right = sum(
        any(
            _place_right(text, scene, place)
            and place.get("latitude") is not None
            and alike(scene["admin1"], place.get("admin1"))
            for place in coded.get("places") or ()
        )
        for scene in wanted
    )
    return len(wanted), right


def _scenes(gold: Record) -> list[Record]:
    return [place for place in gold["places"] if place.get("role", "scene") == "scene"]


def _days(event: Record) -> tuple[object, object]:
    when = event.get("date") or {}
    return when.get("start"), when.get("end")


def _bounds(toll: Record | None) -> tuple[object, object] | None:
    return (toll.get("min"), toll.get("max")) if toll else None


def _evidence(cell: Record) -> list[tuple[int, int]]:
    return [(span["start"], span["end"]) for span in cell.get("evidence") or ()]


def _spans_in(value: object) -> Iterator[Record]:
    if isinstance(value, Mapping):
        if isinstance(value.get("start"), int) and isinstance(value.get("end"), int):
            yield value
        for inner in value.values():
            yield from _spans_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _spans_in(inner)


# Words


def alike(one: str | None, other: str | None) -> bool:
    """Whether two names are near enough: one within the other, or half of the shorter one's words shared.

    >>> alike("قوات النظام", "النظام"), alike("الجيش", "فصائل"), alike("Aden", None)
    (True, False, False)
    """
    a, b = fold(one), fold(other)
    if not a or not b:
        return False
    if a in b or b in a:
        return True
    words, others = _bare_words(a), _bare_words(b)
    shared = words & others
    return bool(shared) and 2 * len(shared) >= min(len(words), len(others))


@cache
def fold(text: str | None) -> str:
    """Letters that are written in several ways made one; no marks, quotes or capitals.

    >>> fold("«إدلب»، ")
    'ادلب'
    """
    text = unicodedata.normalize("NFKC", text or "")
    text = "".join(letter for letter in text if not unicodedata.combining(letter) and letter != "ـ")
    text = text.translate(_LETTERS)
    return re.sub(r"\s+", " ", _QUOTES.sub(" ", text)).strip().lower()


_LETTERS = str.maketrans("أإآٱىةؤئ", "اااايهوي")
_QUOTES = re.compile(r"[\"'“”‘’«»()\[\]،,.:؛]")
_PROCLITICS = ("وال", "فال", "بال", "كال", "لل", "ال", "و", "ف", "ب", "ل")


@cache
def _bare_words(folded: str) -> frozenset[str]:
    return frozenset(map(_bare, folded.split()))


def _bare(word: str) -> str:
    return next((word.removeprefix(p) for p in _PROCLITICS if word.startswith(p) and len(word) - len(p) >= 3), word)


# Offsets


@cache
def _occurrences(text: str, words: str | None) -> tuple[tuple[int, int], ...]:
    return tuple(match.span() for match in re.finditer(re.escape(words), text)) if words else ()


def _sentence(text: str, at: int) -> tuple[int, int]:
    start = max(text.rfind(stop, 0, at) for stop in ".!؟\n") + 1
    ends = [end for stop in ".!؟\n" if (end := text.find(stop, at)) >= 0]
    return start, min(ends, default=len(text))


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
