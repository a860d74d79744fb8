"""Parts of an act, and answers to acts of other reports: only where the words say so, and kept apart from the same."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from rasd import dataset
from rasd.cli import rasd
from rasd.dataset import Dataset
from rasd.dataset.parents import parents
from rasd.export.incidents import sheet
from rasd.lexicon.rows import DATA, read_rows
from rasd.merge import account_of, block_keys, compare, default_weights, looked_up, relation
from rasd.merge.phrases import Phrases, Words, phrases_from, rests
from rasd.merge.relations import BACK
from rasd.model.text import Report
from rasd.pipeline import Coder
from rasd.store.incidents import incidents
from rasd.text.letters import plain

pytestmark = pytest.mark.usefixtures("one_coder")
DAY = date(2024, 3, 14)
RAIDS = "شنت طائرات حربية روسية 12 غارة على ريف إدلب اليوم الخميس، ما أدى إلى مقتل 9 مدنيين."
SARMIN = "قُتل 3 مدنيين اليوم الخميس في غارة شنتها طائرات حربية روسية على بلدة سرمين في ريف إدلب."
OPERATION = "شن الجيش العراقي عملية عسكرية واسعة ضد تنظيم داعش في محافظة الأنبار اليوم الخميس."
BINNISH = "قصف النظام السوري بالمدفعية مدينة بنش في إدلب أمس الأربعاء ما أدى إلى مقتل مدنيين اثنين."
REPLY = "قصفت هيئة تحرير الشام بالصواريخ مواقع النظام السوري في سراقب بإدلب اليوم الخميس ردا على مجزرة بنش."

# what the second report tells is to what the first tells
TOLD = [
    ("one of numbered raids", RAIDS, SARMIN, "part_of"),
    ("two of numbered raids", RAIDS, "شنت طائرات حربية روسية غارتين على بلدة سرمين اليوم الخميس.", "part_of"),
    ("as many dead are the same dead", RAIDS, SARMIN.replace("3 مدنيين", "9 مدنيين"), None),
    ("another day is no part", RAIDS, SARMIN.replace("اليوم الخميس", "أمس الأربعاء"), None),
    ("another doer is no part", RAIDS, SARMIN.replace("روسية", "تابعة للنظام السوري"), None),
    ("another province is no part", RAIDS.replace("إدلب", "حماة"), SARMIN, None),
    (
        "fewer dead at one of the places",
        "قصفت قوات النظام السوري بالمدفعية بلدات سرمين وبنش والنيرب في ريف إدلب اليوم الخميس ما أسفر عن مقتل 6 مدنيين.",
        "قتل طفلان اليوم الخميس بقصف مدفعي لقوات النظام السوري على بلدة سرمين.",
        "part_of",
    ),
    (
        "within an operation",
        OPERATION,
        "قصف الجيش العراقي مواقع لتنظيم داعش قرب الرطبة في الأنبار اليوم الخميس، في إطار عملية عسكرية ضد التنظيم.",
        "part_of",
    ),
    (
        "nothing says that it is within",
        OPERATION,
        "قصف الجيش العراقي مواقع لتنظيم داعش قرب الرطبة في الأنبار اليوم الخميس.",
        None,
    ),
    ("an answer names the place", BINNISH, REPLY, "answers"),
    ("an answer names what it was", BINNISH, REPLY.replace("مجزرة بنش", "القصف الأخير"), "answers"),
    ("an answer names another place", BINNISH, REPLY.replace("مجزرة بنش", "مجزرة سراقب"), None),
    (
        "an answer in another province",
        BINNISH,
        "قصفت هيئة تحرير الشام بالصواريخ مواقع النظام السوري في نبل بريف حلب اليوم الخميس ردا على مجزرة بنش.",
        "answers",
    ),
    ("without words of reply", BINNISH, REPLY.replace(" ردا على مجزرة بنش", ""), None),
    ("what came later is not answered", BINNISH.replace("أمس الأربعاء", "غدا"), REPLY, None),
    ("one's own act is not answered", BINNISH.replace("النظام السوري", "هيئة تحرير الشام"), REPLY, None),
]  # fmt: skip


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder.load()


@pytest.mark.parametrize(("title", "first", "second", "expected"), TOLD, ids=[one[0] for one in TOLD])
def test_relations_are_read_from_the_words(
    coder: Coder, title: str, first: str, second: str, expected: str | None
) -> None:
    [one], [other] = (
        [
            account_of(event.as_dict(), voice=name, published=DAY, text=text)
            for event in coder.code(Report(name, text, DAY))
        ]
        for name, text in (("r1", first), ("r2", second))
    )
    found = relation(other, one, parents())
    assert found == expected
    assert relation(one, other, parents()) == (BACK[expected] if expected else None)
    if expected is not None:
        assert looked_up(one) & block_keys(other) and looked_up(other) & block_keys(one), "they are never compared"
        assert compare(one, other, default_weights(), parents()).verdict != "same"


@pytest.mark.parametrize(("line", "row"), list(read_rows(DATA / "wholes.csv", "wholes.csv")))
def test_every_word_is_in_its_example_and_has_a_source(line: int, row: dict[str, str]) -> None:
    assert row["source"], f"wholes.csv:{line}"
    forms = {rest for word in row["example"].split() for rest in rests(plain(word))}
    assert plain(row["lemma"]) in forms, f"wholes.csv:{line}"


def test_phrases_are_stretches_of_the_report(coder: Coder) -> None:
    text = "قال مصدر إن الوضع هادئ. " + TOLD[7][2]
    [event] = [one.as_dict() for one in coder.code(Report("r", text, DAY))]
    within = account_of(event, voice="r", published=DAY, text=text).phrases.within
    assert within is not None and text[within.start : within.end] == within.text == "إطار عملية عسكرية"


# -- in the store ----------------------------------------------------------------------------------------------------


@pytest.fixture
def made(address: str, tmp_path: Path) -> Iterator[Dataset]:
    found = dataset.init(tmp_path / "work")
    yield found
    found.close()


def ingested(made: Dataset, folder: Path, **texts: str) -> dict[str, dict[str, Any]]:
    """Reports that come in one after the other; the incident that each of them tells."""
    for name, text in texts.items():
        path = folder / f"{name}.jsonl"
        path.write_text(json.dumps({"report_id": name, "text": text, "published": str(DAY), "outlet": name}))
        made.ingest([path])
    with made.store.reading() as connection:
        found = list(incidents(connection))
    return {name: one for one in found for name in one["report_ids"]}


@pytest.mark.parametrize("order", list(permutations(("whole", "part", "again"))))
def test_links_do_not_mind_in_which_order_reports_come(made: Dataset, tmp_path: Path, order: tuple[str, ...]) -> None:
    again = "استهدف الطيران الحربي الروسي بلدة سرمين بغارة اليوم الخميس وأسفر القصف عن 3 قتلى مدنيين."
    texts = {"whole": RAIDS, "part": SARMIN, "again": again}
    told = ingested(made, tmp_path, **{name: texts[name] for name in order})
    assert told["part"]["part_of"] == told["whole"]["incident_id"]
    assert told["part"]["report_ids"] != told["whole"]["report_ids"] and told["whole"]["part_of"] is None
    assert told["part"] == told["again"], "the same raid told twice is one incident, with one link"
    for link in told["part"]["part_of_evidence"]:
        for side, words in ((link["event_id"], link["evidence"]), (link["other_event_id"], link["other_evidence"])):
            report = next(one for one in told if side in told[one]["event_ids"])
            by = {name: texts[name] for name in told[report]["report_ids"]}
            assert words and any(all(t[w["start"] : w["end"]] == w["text"] for w in words) for t in by.values())


def test_an_answer_to_another_reports_act_links_with_its_words(made: Dataset, tmp_path: Path) -> None:
    told = ingested(made, tmp_path, reply=REPLY, act=BINNISH)
    assert told["reply"]["responds_to"] == [told["act"]["incident_id"]] and told["act"]["responds_to"] == []
    [link] = told["reply"]["responds_to_evidence"]
    assert [words["text"] for words in link["evidence"]] == ["ردا على", "مجزرة بنش"]
    shown = CliRunner().invoke(
        rasd, ["show", told["reply"]["incident_id"], "--workspace", str(made.workspace.folder)], prog_name="rasd"
    )
    assert f"answers {told['act']['incident_id']}: «ردا على» «مجزرة بنش»" in shown.output.replace("\n", " ")


def test_dissent_is_shown_with_who_says_so(made: Dataset, tmp_path: Path) -> None:
    other = SARMIN.replace("روسية", "تابعة للنظام السوري").replace("3 مدنيين", "4 مدنيين")
    told = ingested(made, tmp_path, north=SARMIN, south=other)
    assert told["north"] == told["south"] and told["north"]["contested"] == ["actor1"]
    words = ["show", told["north"]["incident_id"], "--workspace", str(made.workspace.folder)]
    shown = CliRunner().invoke(rasd, words, prog_name="rasd").output
    assert "2 voices in 2 reports · contested · not reviewed" in shown
    rows = {line.split()[0]: " ".join(line.split()) for line in reversed(shown.splitlines()) if line.strip()}
    assert rows["actor1"].startswith("actor1 (contested) ") and rows["actor1"].endswith((": north", ": south"))
    assert rows["killed"] == "killed 4 (3 to 4) 1 3: north"
    assert shown.splitlines()[-2].startswith("north and south: ") or "south and north: " in shown
    assert max(map(len, shown.splitlines())) <= 120


def test_one_that_may_be_answered_or_none(made: Dataset, tmp_path: Path) -> None:
    later = BINNISH.replace("أمس الأربعاء", "أول أمس الثلاثاء").replace("مدنيين اثنين", "7 مدنيين")
    told = ingested(made, tmp_path, reply=REPLY, act=BINNISH, other=later)
    assert told["act"]["incident_id"] != told["other"]["incident_id"] and told["reply"]["responds_to"] == []


def test_a_later_toll_is_a_claim_of_the_same_incident(made: Dataset, tmp_path: Path) -> None:
    follow_up = "ارتفعت حصيلة الغارة التي شنتها طائرات حربية روسية على بلدة سرمين في ريف إدلب أمس الخميس إلى 5 قتلى."
    path = tmp_path / "later.jsonl"
    path.write_text(json.dumps({"report_id": "later", "text": follow_up, "published": "2024-03-15", "outlet": "x"}))
    ingested(made, tmp_path, first=SARMIN)
    made.ingest([path])
    with made.store.reading() as connection:
        [one] = list(incidents(connection))
    assert set(one["report_ids"]) == {"first", "later"} and one["part_of"] is None and one["responds_to"] == []
    assert (one["killed"]["min"], one["killed"]["max"]) == (3, 5)


def test_the_table_of_incidents_says_what_they_are_part_of(made: Dataset, tmp_path: Path) -> None:
    told = ingested(made, tmp_path, whole=RAIDS, part=SARMIN)
    rows = list(csv.DictReader(sheet([told["part"], told["whole"]])))
    assert [row["part_of"] for row in rows] == [told["whole"]["incident_id"], ""]


def test_what_a_reports_words_say_is_kept_as_it_was() -> None:
    phrases = Phrases(True, None, Words(3, 8, "ضمن عملية"), None)
    assert phrases_from(json.loads(json.dumps(phrases.as_list()))) == phrases
