"""The figures on reports coded by hand do not fall; the floors are tests/floors.toml."""

import json
import re
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from newspapers import CASES, CORPORA, newspapers
from outside import outside
from rasd.evaluation import GoldReport, Result, evaluate, read_gold
from rasd.lexicon.types import event_types
from rasd.pipeline import Coder

ROOT = Path(__file__).parent.parent
GOLD = outside("RASD_GOLD", "gold")
OUTLETS = Path(__file__).parent / "cases" / "outlets"
FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text(encoding="utf-8"))


def is_held_out(report: GoldReport) -> bool:
    number = re.search(r"\d+$", report.report_id)
    return number is not None and int(number[0]) % 3 == 0


def is_open(report: GoldReport) -> bool:
    return not is_held_out(report)


def is_even(report: GoldReport) -> bool:
    return int(report.report_id[1:]) % 2 == 0


def is_odd(report: GoldReport) -> bool:
    return not is_even(report)


def result_of(gold: list[GoldReport]) -> Result:
    events = [event.as_dict() for report in gold for event in coder().code(report.report())]
    return evaluate(gold, events, draws=1)


@cache
def coder() -> Coder:
    return Coder.load()


PARTS: dict[str, tuple[Path, Callable[[GoldReport], bool]]] = {
    "samples": (ROOT / "samples" / "reports", lambda report: True),
    "outlets_even": (OUTLETS, is_even),
    "outlets_odd": (OUTLETS, is_odd),
    "open": (GOLD, is_open),
    "held_out": (GOLD, is_held_out),
}


@pytest.mark.parametrize("part", PARTS)
def test_figures_do_not_fall(part: str) -> None:
    folder, wanted = PARTS[part]
    if not folder.is_dir():
        pytest.skip(f"no gold reports at {folder}; name their folder in RASD_GOLD")
    holds(part, result_of([report for report in read_gold(folder) if wanted(report)]))


@pytest.mark.parametrize(("part", "wanted"), [("newspapers_open", is_open), ("newspapers_held_out", is_held_out)])
def test_figures_on_newspapers_do_not_fall(part: str, wanted: Callable[[GoldReport], bool]) -> None:
    gold = [report for report in newspapers() if wanted(report)]
    if not gold:
        pytest.skip(f"no newspapers in {CORPORA}; name the folder of the corpora in RASD_CORPORA")
    holds(part, result_of(gold))


def holds(part: str, result: Result) -> None:
    for name, floor in FLOORS[part].items():
        assert result.scores[name].f1 >= floor, f"{part} {name}: {result.scores[name].f1:.3f} is below {floor}"
    assert result.spans_not_in_text == 0


@pytest.mark.parametrize("path", sorted(CASES.glob("*.jsonl")), ids=lambda path: path.stem)
def test_newspapers_are_kept_without_their_words(path: Path) -> None:
    types = set(event_types())
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        for event in record["events"]:
            assert event["type"] in types, record["id"]
            assert event["trigger"][0] < event["trigger"][1], record["id"]
        assert not re.search("[\u0600-\u06ff]", line), f"{record['id']}: Arabic words; offsets are kept instead"
