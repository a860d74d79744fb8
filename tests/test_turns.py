"""The order of the queues is kept beside what it is made of; whatever happens, it is the computed one."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select
from sqlalchemy.event import listen

from desks import DRONE, GRAVE, LIGHT, SHELLS, report, served, workspace
from orders import computed
from rasd.dataset import Dataset
from rasd.review import decisions, leases, queues
from rasd.review.decisions import Mark
from rasd.store import copies, schema, turns

sys.path.append(str(Path(__file__).parent.parent / "bench"))
import made_up

pytestmark = pytest.mark.usefixtures("one_coder")


def kept(made: Dataset) -> None:
    """The kept order is the computed one, and what is made anew from the whole store."""
    with made.store.reading() as connection:
        for queue in ("open", "flagged", "done"):
            order = computed(connection, queue)
            told = queues.waiting(connection, queue, most=1000)
            names = ("report_id", "killed", "wounded", "doubt", "problems", "events", "first")
            found = [tuple(getattr(one, name) for name in names) for one in told]
            assert found == [(*one[:5], len(one[5]), one[5][0]) for one in order], queue
            assert queues.counts(connection)[queue] == sum(len(one[5]) for one in order)
        before = rows(connection)
    with made.store.writing() as connection:
        turns.remake(connection)
        assert rows(connection) == before


def rows(connection: Any) -> list[Any]:
    return [sorted(map(tuple, connection.execute(select(table)))) for table in (schema.queued, schema.turn)]


def events(made: Dataset, report_id: str) -> list[str]:
    with made.store.reading() as connection:
        query = select(schema.event.c.event_id).where(schema.event.c.report_id == report_id)
        return list(connection.execute(query.order_by(schema.event.c.nth)).scalars())


def say(report_id: str, nth: int, *marks: Mark) -> Callable[[Dataset, Path], object]:
    def step(made: Dataset, folder: Path) -> None:
        event_id = events(made, report_id)[nth]
        with made.store.writing() as connection:
            record, before = decisions.record_of(connection, event_id), decisions.decisions_of(connection, [event_id])
            version = decisions.version_of(record, before)
            decisions.decide(connection, event_id, marks, version=version, by="ann")

    return step


def undo(made: Dataset, folder: Path) -> None:
    with made.store.writing() as connection:
        assert decisions.undo(connection, by="ann") is not None


def missed(made: Dataset, folder: Path) -> None:
    with made.store.writing() as connection:
        decisions.add_missed(connection, "light", "Attack", (0, 4), by="ann")


def ingest(*reports: dict[str, object]) -> Callable[[Dataset, Path], object]:
    def step(made: Dataset, folder: Path) -> None:
        path = folder / "more.jsonl"
        path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in reports), encoding="utf-8")
        made.ingest([path])

    return step


def judge(made: Dataset, folder: Path) -> None:
    made.judge(events(made, "drone")[0], events(made, "shells")[0], "same", reason="")


def retract(made: Dataset, folder: Path) -> None:
    with made.store.reading() as connection:
        number = connection.execute(select(func.max(schema.judgement.c.judgement_id))).scalar()
    made.retract(int(number or 0))


def recode(made: Dataset, folder: Path) -> None:
    with made.store.writing() as connection:
        connection.execute(schema.report.update().values(coder="an older one"))
        other = func.replace(schema.event.c.record, '"status":"reported"', '"status":"denied"')
        light = schema.event.c.report_id == "light"
        connection.execute(schema.event.update().where(light).values(killed=40, record=other))
        turns.renew(connection, ["light"])
    assert made.recode().coded


def before_merging(step: Callable[[Dataset, Path], object]) -> Callable[[Dataset, Path], object]:
    """A step after which the run breaks off: what is coded is not merged yet."""

    def broken(made: Dataset, folder: Path) -> None:
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(Dataset, "_merge", lambda self, tell: 0)
            step(made, folder)

    return broken


def one_voice(made: Dataset, folder: Path) -> None:
    """Two reports are found to be copies of a third."""
    with made.store.writing() as connection:
        copies._rename(connection, {"drone": "light"})


NEWER = report("light", LIGHT + "\nوقتل خمسة مدنيين بقصف مدفعي على مدينة بنش.", "خبر")
DENIED = "نفت قوات النظام قصف مدينة سرمين، الخميس، ومقتل سبعة مدنيين فيها."
STEPS = (
    say("grave", 0, Mark("type", "accept")), say("grave", 0, Mark("", "reject", reason="no_event")),
    say("light", 0, Mark("", "flag")), say("light", 1, Mark("", "reject", reason="other")), undo,
    say("light", 0, Mark("", "unflag")), missed, undo, missed, before_merging(recode),
    ingest(report("copy", GRAVE, day="2024-03-15"), report("drone", DRONE), report("shells", SHELLS)),
    judge, retract, one_voice, before_merging(ingest(NEWER)),
    ingest(report("denied", DENIED, day="2024-03-15")), undo, undo,
)  # fmt: skip


def test_the_kept_order_is_the_computed_one_after_every_step(address: str, tmp_path: Path) -> None:
    made = workspace(tmp_path, [report("light", LIGHT), report("grave", GRAVE), report("same", GRAVE)])
    kept(made)
    for step in STEPS:
        step(made, tmp_path)
        kept(made)
    made.close()


def test_no_statement_of_a_decision_looks_through_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RASD_DATABASE", raising=False)
    made = workspace(tmp_path, [report("light", LIGHT), report("grave", GRAVE)])
    plans: list[str] = []

    def explained(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        if statement.lstrip().split()[0] in ("SELECT", "UPDATE", "DELETE", "INSERT") and not many:
            told = connection.connection.cursor().execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
            plans.extend(f"{row[3]}: {statement}" for row in told)

    listen(made.store.engine, "before_cursor_execute", explained)
    for step in (say("light", 0, Mark("type", "accept")), say("light", 0, Mark("", "reject", reason="other")), undo):
        step(made, tmp_path)
    with made.store.reading() as connection:
        queues.neighbours(connection, "grave", passed_over=leases.is_held(schema.turn.c.report_id, "ann"))
        queues.waiting(connection, after=10)
    made.close()
    assert len(plans) > 40
    # Nearly all incidents are "live", and nearly all events "settled": that index leads to all of them.
    wide = [one for one in plans if (one.startswith("SCAN") and " USING " not in one) or "_state (state=?" in one]
    assert [one for one in wide if "CONSTANT ROW" not in one] == []


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dataset]:
    with pytest.MonkeyPatch.context() as patched:
        patched.delenv("RASD_DATABASE", raising=False)
        found = workspace(tmp_path_factory.mktemp("many"), list(made_up.reports(40, 160)))  # type: ignore[arg-type]
        yield found
        found.close()


def test_from_neighbour_to_neighbour_through_the_whole_queue(many: Dataset) -> None:
    kept(many)
    draw = random.Random(7)
    with many.store.reading() as connection:
        order = computed(connection)
        names = [one[0] for one in order]
        first = {one[0]: one[5][0] for one in order}
        assert len(names) > 30
        for at, name in enumerate(names):
            held = set(draw.sample(names, draw.randrange(4))) - {name}
            free = [one for one in names if one not in held]
            here = free.index(name)
            told = queues.neighbours(connection, name, passed_over=schema.turn.c.report_id.in_(held))
            assert told.following == first[(free[here + 1 :] + free)[0]], at
            assert told.previous == (first[free[here - 1]] if here else None)
    grave = names[3]
    with many.store.writing() as connection:
        for event_id in events(many, grave):
            record = decisions.record_of(connection, event_id)
            mark = Mark("", "reject", reason="other")
            decisions.decide(connection, event_id, [mark], version=decisions.version_of(record, []), by="ann")
        beside = queues.neighbours(connection, grave)
        assert beside == (first[names[4]], first[names[2]]), "it keeps its place though all of it is done"
        assert queues.neighbours(connection, "no such report") == (None, None)


FILTERS = (
    queues.Wanted(kind="Armed clash"), queues.Wanted(has_problems=True), queues.Wanted(since="2019-01-01"),
    queues.Wanted(until="2019-01-01"), queues.Wanted(since="2017-01-01", until="2020-01-01", has_problems=True),
    queues.Wanted(places=("Idlib", "إدلب")), queues.Wanted(places=("SY",), kind="Air/drone strike"),
    queues.Wanted(places=("nowhere at all",)),
)  # fmt: skip


@pytest.mark.parametrize("wanted", FILTERS, ids=str)
def test_a_filter_keeps_what_it_says_in_the_same_order(many: Dataset, wanted: queues.Wanted) -> None:
    with many.store.reading() as connection:
        order = computed(connection, wanted=wanted)
        whole = queues.waiting(connection, wanted=wanted, most=1000)
        assert [(one.report_id, one.events, one.first) for one in whole] == [
            (one[0], len(one[5]), one[5][0]) for one in order
        ]
        assert 0 < len(order) < len(computed(connection)) or wanted.places == ("nowhere at all",) or len(order) < 40
        parts = [queues.waiting(connection, wanted=wanted, after=at, most=7) for at in range(0, len(whole) + 1, 7)]
        assert [one for part in parts for one in part] == whole


def test_filters_of_the_queue_stand_in_its_address(many: Dataset) -> None:
    with served(many) as address, httpx.Client(base_url=address, headers={"accept-language": "en"}) as desk:
        for query, wanted in (
            ("place=إدلب&since=2018-01-01", queues.Wanted(places=many.names_of("إدلب"), since="2018-01-01")),
            ("until=2018-01-01&kind=Armed clash", queues.Wanted(until="2018-01-01", kind="Armed clash")),
            ("problems=1&place=Idlib&until=nonsense", queues.Wanted(places=many.names_of("Idlib"), has_problems=True)),
        ):
            page = desk.get(f"/review?{query}").text
            with many.store.reading() as connection:
                found = queues.waiting(connection, wanted=wanted, most=50)
            assert found and [f'<a href="/review/{one.first}">' in page for one in found] == [True] * len(found)
            assert page.count('<td class="title">') == len(found)
        for query in ("since=\0", "until=2024-13-45", f"place={'x' * 5000}", "after=99999999999999999999", "after=-4"):
            assert desk.get("/review", params=query).status_code == 200, query
