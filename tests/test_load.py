"""Many reviewers at once, over real HTTP, on both databases: no decision is lost, none is noted twice."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from desks import account, logged_in, served, workspace
from rasd.store.verify import faults

sys.path.append(str(Path(__file__).parent.parent / "bench"))
import made_up
import reviewers

pytestmark = pytest.mark.usefixtures("one_coder")

PEOPLE = 10
SECONDS = 8.0


def test_many_review_at_once_and_nothing_is_lost(address: str, tmp_path: Path) -> None:
    made = workspace(tmp_path, list(made_up.reports(80, 320)))  # type: ignore[arg-type]
    names = [f"p{number}" for number in range(PEOPLE)]
    for name in names:
        account(made, name, "reviewer")
    with served(made) as base:
        cookies = {}
        for name in names:
            with logged_in(base, name) as client:
                cookies[name] = client.cookies
        told = reviewers.review(base, cookies, SECONDS, pace=0.05)
    assert told.faults == []
    assert len(told.noted) > 5 * PEOPLE and told.counts["too late"] > 0
    assert len(told.seconds["queue"]) == PEOPLE, "everybody was there"
    assert reviewers.differences(made, told, 0) == []
    lost = told.noted.pop()
    assert len(reviewers.differences(made, told, 0)) == 1, "the comparison sees one that nobody was told of"
    told.noted += [lost, lost]
    assert reviewers.differences(made, told, 0) == [f"lost: {reviewers.json.dumps(lost)}"]
    with made.store.reading() as connection:
        assert list(faults(made.store, connection)) == []
    made.close()
