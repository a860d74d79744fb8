"""The figures of an evaluation: right, in agreement with the scorer of the gold's makers, and steady."""

import contextlib
import importlib.util
import io
import json
import random
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from outside import outside
from rasd.errors import GoldError
from rasd.evaluation import GoldReport, Record, evaluate, read_gold, read_predictions

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples" / "reports"
SCORER = outside("RASD_SCORER", "score.py")


def perfect(report: GoldReport) -> list[dict[str, Any]]:
    """What a coder would write that makes no mistake."""

    def words(text: str | None) -> list[dict[str, Any]]:
        at = report.text.find(text) if text else -1
        return [] if at < 0 or not text else [{"start": at, "end": at + len(text), "text": text}]

    def actor(gold: Record, cell: str) -> dict[str, Any] | None:
        return {"name": gold[cell], "evidence": words(gold[f"{cell}_text"])} if gold[cell] else None

    return [
        {
            "event_id": f"{report.report_id}-{number}",
            "report_id": report.report_id,
            "sub_event_type": gold["type"],
            "trigger": words(gold["trigger"])[0],
            "actor1": actor(gold, "actor1"),
            "actor2": actor(gold, "actor2"),
            "places": [
                {"name": place["name_en"], "admin1": place["admin1"], "latitude": 1.0, "evidence": words(place["text"])}
                for place in gold["places"]
            ],
            "date": gold["date"],
            "killed": gold["killed"],
            "wounded": gold["wounded"],
            "weapon": {"kind": gold["weapon"]} if gold["weapon"] else None,
            "count": {"value": gold["count"]} if gold["count"] is not None else None,
            "status": gold["status"],
            "response_to": None if gold["response_to"] is None else f"{report.report_id}-{gold['response_to']}",
        }
        for number, gold in enumerate(report.events)
    ]


def careless(report: GoldReport, draw: random.Random) -> list[dict[str, Any]]:
    """The same with events left out, doubled, and cells changed."""
    out = []
    for event in perfect(report):
        for cell in ("actor1", "actor2", "date", "killed", "wounded", "weapon", "count", "response_to"):
            if draw.random() < 0.2:
                event[cell] = None
        if draw.random() < 0.2:
            event["sub_event_type"] = draw.choice(["Attack", "Armed clash", "Air/drone strike", "Other"])
        if draw.random() < 0.2:
            event["trigger"] = {"start": 0, "end": 4, "text": "wrong"}
        if draw.random() < 0.3:
            event["places"] = [*event["places"], {"name": "Elsewhere", "evidence": []}]
        out += [event] * draw.choice([0, 1, 1, 1, 2])
    return out


def test_a_perfect_coder_is_perfect() -> None:
    gold = read_gold(SAMPLES)
    result = evaluate(gold, [event for report in gold for event in perfect(report)])
    assert {name: (score.precision, score.recall, score.f1) for name, score in result.scores.items()} == dict.fromkeys(
        result.scores, (1.0, 1.0, 1.0)
    )
    assert result.silent_kept_silent == (2, 2) and result.spans_not_in_text == 0 and not result.errors
    assert result.geocoded_in_right_admin1 == 1.0


def test_a_silent_coder_misses_everything_and_says_so() -> None:
    gold = read_gold(SAMPLES)
    result = evaluate(gold, [])
    assert result.scores["events"].recall == 0.0 and result.scores["events"].coded == 0
    assert f"r01#0 MISSED Shelling/artillery/missile attack: {gold[0].events[0]['trigger']}" in result.errors


def test_intervals_hold_the_figure_and_are_the_same_each_time() -> None:
    gold = read_gold(SAMPLES)
    events = [event for report in gold for event in careless(report, random.Random(report.report_id))]
    one, other = evaluate(gold, events, seed=7), evaluate(gold, events, seed=7)
    assert one == other
    for score in one.scores.values():
        assert score.low <= score.f1 <= score.high
    assert one.scores["cells"].low < one.scores["cells"].high


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", SCORER)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(not SCORER.exists(), reason=f"the scorer of the gold's makers is not at {SCORER} (RASD_SCORER)")
@pytest.mark.parametrize("seed", range(5))
def test_the_figures_are_those_of_the_scorer(seed: int, tmp_path: Path) -> None:
    draw = random.Random(seed)
    events = [event for report in read_gold(SAMPLES) for event in careless(report, draw)]
    path = tmp_path / "events.jsonl"
    path.write_text("".join(json.dumps(event, ensure_ascii=False) + "\n" for event in events), encoding="utf-8")
    with contextlib.redirect_stdout(io.StringIO()):
        theirs = scorer().score(SAMPLES, path, as_json=True)
    ours = evaluate(read_gold(SAMPLES), read_predictions(path)).as_dict()
    for score in ours.values():
        if isinstance(score, dict):
            del score["f1_95"]
    assert ours == theirs


EVENT: dict[str, Any] = json.loads((SAMPLES / "r01.json").read_text(encoding="utf-8"))["events"][0]
SHORT = {key: value for key, value in EVENT.items() if key != "killed"}
BROKEN: list[tuple[str, object, bool, str]] = [
    ("no text", {"id": "g", "events": []}, False, "no g.txt beside it"),
    ("no id", {"events": []}, True, "no 'id'"),
    ("a key less", {"id": "g", "events": [SHORT]}, True, "event 0 lacks killed"),
    ("no such type", {"id": "g", "events": [EVENT | {"type": "War"}]}, True, "event 0: no event type called 'War'"),
    ("events not a list", {"id": "g", "events": 3}, True, "'events' is not a list"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "record", "has_text", "sentence"), BROKEN)
def test_incomplete_gold_is_told_with_its_file(
    name: str, record: object, has_text: bool, sentence: str, tmp_path: Path
) -> None:
    (tmp_path / "g.json").write_text(json.dumps(record), encoding="utf-8")
    if has_text:
        (tmp_path / "g.txt").write_text("قصف", encoding="utf-8")
    with pytest.raises(GoldError) as told:
        read_gold(tmp_path)
    assert str(told.value) == f"{tmp_path / 'g.json'}: {sentence}"


def test_an_empty_folder_is_no_gold(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="no gold reports"):
        read_gold(tmp_path)


def test_sample_gold_is_verbatim() -> None:
    for report in read_gold(SAMPLES):
        for event in report.events:
            said = [event[key] for key in ("trigger", "actor1_text", "actor2_text", "source")]
            for words in [*said, event["date"]["text"], *(place["text"] for place in event["places"])]:
                assert words is None or words in report.text, f"{report.report_id}: {words}"
