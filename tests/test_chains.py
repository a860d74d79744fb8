"""Chains of replies: each incident once, under what it answers, and on the page of each of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from desks import report, served, workspace
from rasd.dataset import Dataset
from rasd.dataset.chains import Step, laid_out
from rasd.review.decisions import Mark, decide, decisions_of, record_of, version_of
from rasd.store import schema

pytestmark = pytest.mark.usefixtures("one_coder")
THREE = (
    "قصفت قوات النظام بالمدفعية بلدة سرمين في ريف إدلب اليوم الخميس.\n"
    "واستهدفت هيئة تحرير الشام بقذائف الهاون حاجزا لقوات النظام في مدينة سراقب.\n"
    "وشنت طائرات حربية روسية غارتين على أطراف مدينة بنش."
)


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Dataset]:
    monkeypatch.delenv("RASD_DATABASE", raising=False)
    found = workspace(tmp_path, [report("three", THREE)])
    yield found
    found.close()


def test_a_chain_stands_on_the_page_of_each_of_its_incidents(made: Dataset) -> None:
    with made.store.writing() as connection:
        query = select(schema.event.c.event_id).order_by(schema.event.c.nth)
        first, second, third = connection.execute(query).scalars()
        for event_id, answered in ((second, first), (third, second)):
            now = version_of(record_of(connection, event_id), decisions_of(connection, [event_id]))
            mark = Mark("response_to", "correct", value=answered, evidence=[[0, 4]])
            decide(connection, event_id, [mark], version=now, by="ann")
    made.merge()
    with served(made) as address, httpx.Client(base_url=address, follow_redirects=True) as desk:
        for number, event_id in enumerate((first, second, third)):
            page = desk.get(f"/incidents/{event_id}?lang=en").text
            [shown] = re.findall(r'<ol class="replies">(.*?)</ol>', page, re.DOTALL)
            assert re.findall(r'data-depth="(\d)"', shown) == ["0", "1", "2"]
            assert [place for place, one in enumerate(shown.split("<li")[1:]) if "aria-current" in one] == [number]


NAMES = "abcdefgh"


@given(st.sets(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda pair: pair[0] != pair[1])))
def test_each_incident_comes_once_under_what_it_answers(replies: set[tuple[str, str]]) -> None:
    """``replies``: who answers whom; rings too, which reports that contradict one another may give."""
    above, below = defaultdict(list), defaultdict(list)
    for reply, answered in sorted(replies):
        above[reply].append(answered)
        below[answered].append(reply)
    for start in NAMES:
        steps = laid_out(start, lambda name: above[name], lambda name: below[name])
        assert len({one.incident_id for one in steps}) == len(steps) != 1
        assert bool(steps) == bool(above[start] or below[start])
        assert not steps or start in {one.incident_id for one in steps}
        under: list[Step] = []
        for one in steps:
            while under and under[-1].depth >= one.depth:
                under.pop()
            assert one.depth == (under[-1].depth + 1 if under else 0)
            assert not under or (one.incident_id, under[-1].incident_id) in replies
            under.append(one)


def test_a_long_chain_is_cut() -> None:
    steps = laid_out("0", lambda name: [], lambda name: [str(int(name) + 1)], most=10)
    assert [one.incident_id for one in steps] == [str(number) for number in range(10)]
