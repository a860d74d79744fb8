"""The figure on news of any kind: single sentences of a press agency that people judged, told acts of violence or not.

The sentences (the Arabic event data set "gold standard reports", assault.csv) are no part of the project; where they
are not at hand the test is skipped. Half of them, chosen by a hash of their id, were never read while the rules were
written.
"""

from __future__ import annotations

import csv
import hashlib
import tomllib
from pathlib import Path

import pytest

from outside import outside
from rasd.model.text import Report
from rasd.pipeline import Coder

SENTENCES = outside("RASD_GSR", "arabic_event_gsr") / "assault.csv"
FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text(encoding="utf-8"))["agency_sentences"]
VIOLENT = {"Battles", "Explosions/Remote violence", "Violence against civilians"}
LABELS = {"yes": True, "easy no": False}


def is_unread(sentence_id: str) -> bool:
    return int(hashlib.sha256(sentence_id.encode()).hexdigest(), 16) % 2 == 1


def judged() -> list[tuple[str, str, bool]]:
    """Sentences that everybody judged alike: id, text, whether they tell an act of violence."""
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        return [(r["id"], r["text"], LABELS[r["label"]]) for r in csv.DictReader(file) if r["label"] in LABELS]


def f1(told: list[tuple[bool, bool]]) -> float:
    right = sum(said and is_act for said, is_act in told)
    return 2 * right / max(1, sum(said for said, _ in told) + sum(is_act for _, is_act in told))


@pytest.fixture(scope="module")
def answers() -> dict[str, tuple[bool, bool]]:
    if not SENTENCES.is_file():
        pytest.skip(f"no judged sentences at {SENTENCES}; name their folder in RASD_GSR")
    coder = Coder.load()
    return {
        sentence_id: (any(e.event_type in VIOLENT for e in coder.code(Report(sentence_id, text))), is_act)
        for sentence_id, text, is_act in judged()
    }


@pytest.mark.parametrize("part", ["all", "unread"])
def test_acts_are_told_from_other_news(answers: dict[str, tuple[bool, bool]], part: str) -> None:
    told = [answer for sentence_id, answer in answers.items() if part == "all" or is_unread(sentence_id)]
    assert f1(told) >= FLOORS[part], f"{part}: {f1(told):.3f} is below {FLOORS[part]}"
