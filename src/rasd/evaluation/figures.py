"""The figures of an evaluation: reports counted one by one, summed, with intervals."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rasd.evaluation.cells import CELLS, CORE, Counts, add, asked_of, geocoded, judged, made_of, spans_in, wrong
from rasd.evaluation.gold import GoldReport, Record
from rasd.evaluation.matching import matches

_DRAWS = 1000


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
            add(sums, {cell: (asked, 0, 0) for cell, asked in asked_of(event).items()})
            errors.append(f"{report.report_id}#{i} MISSED {event['type']}: {event['trigger']}")
            continue
        other = coded[matched[i]]
        cells = judged(text, event, other, ids)
        add(sums, cells)
        whole += all(len(set(cells[cell])) == 1 for cell in CORE)
        asked, right = geocoded(text, event, other)
        geo_asked, geo_right = geo_asked + asked, geo_right + right
        errors += [wrong(report, i, cell, event, other) for cell, counts in cells.items() if len(set(counts)) > 1]
    for j, other in enumerate(coded):
        if j not in matched.values():
            add(sums, {cell: (0, made, 0) for cell, made in made_of(other).items()})
            words = (other.get("trigger") or {}).get("text")
            errors.append(f"{report.report_id} FALSE {other['sub_event_type']}: {words}")
    counts = {cell: (triple[0], triple[1], triple[2]) for cell, triple in sums.items()}
    counts["cells"] = tuple(map(sum, zip(*sums.values(), strict=True)))  # type: ignore[assignment]
    counts["events"] = (len(gold), len(coded), len(matched))
    counts["whole_events"] = (len(gold), len(coded), whole)
    spans = (span for other in coded for span in spans_in(other))
    astray = sum(text[span["start"] : span["end"]] != span.get("text") for span in spans)
    return Tally(counts, (geo_asked, geo_right), astray, errors)
