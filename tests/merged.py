"""How well accounts are merged: ``python tests/merged.py`` prints the figures, test_merge.py holds their floors.

On reports coded by hand with the pairs of events that are one (same.json), twice: as the coder reads the reports, and
with the events as people coded them, which leaves only merging itself to err. And on incidents made up (retold.py).
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from outside import outside
from rasd.dataset.parents import parents
from rasd.evaluation import GoldReport, read_gold
from rasd.evaluation.matching import matches
from rasd.evaluation.names import fold
from rasd.lexicon.types import event_types
from rasd.merge import Account, account_of, default_weights, edges, grouped
from rasd.model.text import Report
from rasd.pipeline import Coder
from retold import retold

GOLD = outside("RASD_GOLD", "gold")
Groups = Sequence[Sequence[str]]


class BCubed(NamedTuple):
    """Precision and recall averaged over the events (Bagga and Baldwin 1998)."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall)


class Figures(NamedTuple):
    """What merging makes of one set of reports coded by hand."""

    pairs: int
    coded: int
    """of them those both of whose events the coder has"""
    joined: int
    wrong: int
    """pairs of reports that share an incident and no event"""
    b_cubed: BCubed


def merged(told: Mapping[str, Account]) -> list[tuple[str, ...]]:
    """The groups that the project's own weights make."""
    weights, above = default_weights(), parents()
    return grouped(told, edges(told.values(), weights, above), (), weights, above)


def b_cubed(groups: Groups, truth: Mapping[str, object]) -> BCubed:
    """Of the events whose incident is known."""
    held = {event: set(group) for group in groups for event in group}
    of: dict[object, set[str]] = defaultdict(set)
    for event, incident in truth.items():
        of[incident].add(event)
    shared = {event: len(held[event] & of[truth[event]]) for event in truth}
    return BCubed(
        sum(shared[event] / len(held[event]) for event in truth) / len(truth),
        sum(shared[event] / len(of[truth[event]]) for event in truth) / len(truth),
    )


def of_retold(coder: Coder, seed: int, incidents: int = 60) -> BCubed:
    """Of incidents that never happened; every event that the coder makes counts."""
    told: dict[str, Account] = {}
    truth: dict[str, object] = {}
    for one in retold(incidents, seed=seed):
        for account in accounts_of(one.report, [event.as_dict() for event in coder.code(one.report)]):
            told[account.event_id] = account
            truth[account.event_id] = one.incident
    return b_cubed(merged(told), truth)


def of_gold(coder: Coder | None, name: str) -> Figures:
    """Of reports coded by hand; without a coder with the events that people coded."""
    told: dict[str, Account] = {}
    event_of: dict[str, str] = {}
    for gold in read_gold(GOLD / name):
        report = gold.report()
        if coder is None:
            records = list(by_hand(gold))
            found = {number: number for number in range(len(records))}
        else:
            records = [event.as_dict() for event in coder.code(report)]
            found = matches(gold.text, gold.events, records)
        told |= {account.event_id: account for account in accounts_of(report, records)}
        event_of |= {f"{gold.report_id}#{number}": records[place]["event_id"] for number, place in found.items()}
    pairs = pairs_of(name)
    groups = merged(told)
    held = {event: group for group in groups for event in group}
    coded = [(event_of[a], event_of[b]) for a, b in pairs if a in event_of and b in event_of]
    alike = {frozenset(re.sub("#.*", "", one) for one in pair) for pair in pairs}
    across = {frozenset((told[a].report_id, told[b].report_id)) for g in groups for a, b in combinations(g, 2)}
    joined = sum(b in held[a] for a, b in coded)
    return Figures(len(pairs), len(coded), joined, len(across - alike), b_cubed(groups, _linked(told, coded)))


def pairs_of(name: str) -> list[tuple[str, str]]:
    """The pairs of a set, as REPORT#NUMBER."""
    return [(a, b) for a, b in json.loads((GOLD / name / "same.json").read_text(encoding="utf-8"))]


def _linked(events: Iterable[str], pairs: Iterable[tuple[str, str]]) -> dict[str, object]:
    """Event -> its incident: what pairs link, and every other event alone."""
    leader = {event: event for event in events}
    for a, b in pairs:
        one, other = leader[a], leader[b]
        leader = {event: one if led == other else led for event, led in leader.items()}
    return dict(leader)


def accounts_of(report: Report, records: Iterable[Mapping[str, Any]]) -> Iterator[Account]:
    """The accounts of a report's events, each report a voice of its own."""
    for record in records:
        yield account_of(
            record, voice=report.report_id, outlet=report.outlet, published=report.published, text=report.text
        )


def by_hand(gold: GoldReport) -> Iterator[dict[str, Any]]:
    """The events of a report as people coded them, as far as merging looks at them; a place is known by its name."""
    for number, event in enumerate(gold.events):
        at = gold.text.find(event["trigger"])
        day = event["date"] if event["date"] and event["date"]["start"] else None
        yield {
            "event_id": f"{gold.report_id}#{number}",
            "report_id": gold.report_id,
            "event_type": event_types()[event["type"]].event_type,
            "sub_event_type": event["type"],
            "trigger": {"start": at, "end": at + len(event["trigger"]), "text": event["trigger"]} if at >= 0 else None,
            "actor1": _side(event["actor1"]),
            "actor2": _side(event["actor2"]),
            "target": {"kind": event["target"]} if event["target"] else None,
            "weapon": {"kind": event["weapon"]} if event["weapon"] else None,
            "count": {"value": event["count"]} if event["count"] else None,
            "places": [_place(place) for place in event["places"] if place["role"] == "scene"],
            "date": day and {**day, "time_precision": 1 if day["start"] == day["end"] else 2},
            "killed": event["killed"],
            "wounded": event["wounded"],
            "status": event["status"],
        }


def _side(name: str | None) -> dict[str, Any] | None:
    return {"name": name, "kind": "civilians" if name == "Civilians" else "state forces"} if name else None


def _place(place: Mapping[str, Any]) -> dict[str, Any]:
    name = place["name_en"] or place["text"]
    is_wide = place["admin1"] is None or fold(name) == fold(place["admin1"])
    return {
        "name": name,
        "name_ar": place["text"],
        "place_id": fold(name),
        "country": place["country"],
        "admin1": place["admin1"],
        "geo_precision": 3 if is_wide else 1,
    }


def main() -> None:
    coder = Coder.load()
    print(f"{'':24}{'pairs':>6}{'coded':>7}{'joined':>8}{'wrong':>7}{'P':>7}{'R':>7}{'F1':>7}  (B-cubed)")
    for name in ("dev", "dev2"):
        if not Path(GOLD / name / "same.json").is_file():
            print(f"{name}: no same.json in {GOLD / name}; RASD_GOLD names the folder of gold folders", file=sys.stderr)
            continue
        for told, who in (("coder + merging", coder), ("merging alone", None)):
            pairs, coded, joined, wrong, score = of_gold(who, name)
            counts = f"{pairs:6}{coded:7}{joined:8}{wrong:7}"
            print(f"{name + ', ' + told:24}{counts}{score.precision:7.3f}{score.recall:7.3f}{score.f1:7.3f}")
    for seed in (1, 2, 3):
        score = of_retold(coder, seed)
        print(f"{f'retold, seed {seed}':24}{'':28}{score.precision:7.3f}{score.recall:7.3f}{score.f1:7.3f}")


if __name__ == "__main__":
    main()
