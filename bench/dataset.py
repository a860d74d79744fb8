"""How fast the dataset is: ``make bench``, behind the coder's own figures.

1. Ingest, code, store and merge the reports of RASD_BENCH_DATA (as bench/speed.py takes them, or the samples over and
   over) in a new workspace, in two processes.
2. The cost of merging a thousand new events into ten thousand and into a hundred thousand stored ones, as dense in
   time and place: it should not grow with the store. RASD_BENCH_STORED says other sizes ("1000 10000").

On SQLite and, where it is installed, on a PostgreSQL server of its own (without waiting for another one to be set up);
``--database postgresql+psycopg://user@host/name`` takes a server that there is, in schemas that are dropped again.
Wall time depends on what else the machine does; processor time stands beside it, without that of the server. Each part
runs in a process of its own, for its memory. Written to bench/dataset.md.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path

from speed import ROOT, enlarged, reports_of, share

sys.path.append(str(ROOT / "tests"))

from rasd import dataset
from rasd.dataset import Dataset, merging
from rasd.dataset.parents import parents
from rasd.merge import default_weights
from rasd.model.event import Date, Event, Place, Toll
from rasd.model.text import Report, Span
from rasd.store import events as stored
from rasd.store.opening import one_writer
from rasd.store.reports import Capture, FromCapture, Reading, keep_captures, keep_reports
from servers import programs, schema_of, server

NEW = 1_000
FIRST = date(2014, 1, 1)
# Events of a province on a day, as in a busy month of a war.
A_DAY = 3
PROVINCES = 14


def main() -> None:
    """Measure, print, write."""
    options = argparse.ArgumentParser(description="How fast the dataset is.")
    options.add_argument("--database", help="the address of a PostgreSQL database, instead of SQLite and an own server")
    asked = options.parse_args().database
    lines = ["# Speed of the dataset", "", f"Python {sys.version.split()[0]}, {os.cpu_count()} processors.", ""]
    with ExitStack() as stack:
        databases = {"PostgreSQL": asked} if asked else {"SQLite": None}
        if not asked and (where := programs()) is not None:
            databases["PostgreSQL"] = stack.enter_context(server(where, is_kept=True)) + "/postgres"
        for name, address in databases.items():
            lines += [f"## {name}", "", *apart(throughput, address), *apart(scale, address), ""]
    page = "\n".join(lines) + "\n"
    print(page)
    (ROOT / "bench" / "dataset.md").write_text(page, encoding="utf-8")


def apart(part: Callable[[Path], list[str]], address: str | None) -> list[str]:
    """A part of the measurement in a process and a workspace of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool, emptied(address) as fresh:
        return pool.submit(in_workspace, part, fresh).result()


@contextmanager
def emptied(address: str | None) -> Iterator[str | None]:
    """An empty place in a database, dropped behind the block; None for SQLite."""
    if address is None:
        yield None
    else:
        with schema_of(address) as fresh:
            yield fresh


def in_workspace(part: Callable[[Path], list[str]], address: str | None) -> list[str]:
    """Run a part where a new workspace is made in the database with this address."""
    os.environ.pop("RASD_DATABASE", None)
    if address is not None:
        os.environ["RASD_DATABASE"] = address
    with tempfile.TemporaryDirectory() as folder:
        return part(Path(folder))


def throughput(folder: Path) -> list[str]:
    """One run from a file to incidents, and the same again."""
    source = os.environ.get("RASD_BENCH_DATA")
    reports, _ = enlarged(share(list(reports_of(Path(source or ROOT / "samples" / "reports")))))
    path = folder / "reports.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number, one in enumerate(reports):
            told = {"report_id": f"b{number}", "text": one.text, "outlet": one.outlet}
            told["published"] = one.published.isoformat() if one.published else None
            file.write(json.dumps(told, ensure_ascii=False) + "\n")
    del reports
    made = dataset.init(folder / "work")
    stages: dict[str, float] = {}
    first = time.perf_counter()
    made.ingest([path], jobs=2, tell=lambda stage, number: stages.__setitem__(stage, time.perf_counter() - first))
    wall = time.perf_counter() - first
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    used = own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
    again = time.perf_counter()
    made.ingest([path], jobs=2)
    counts = made.status()
    made.close()
    kept = counts["reports"]
    return [
        f"{kept} reports, {counts['events']} events, {counts['incidents']} incidents: {wall:.0f} s, "
        f"**{kept / wall:.0f} reports/s**; {used / kept * 1000:.1f} ms of processor a report "
        f"({2 * kept / used:.0f} reports/s on two free ones); coded after {stages['coded']:.0f} s.",
        f"The same again: {time.perf_counter() - again:.1f} s. Memory: {own.ru_maxrss / 1024:.0f} MB, and "
        f"{children.ru_maxrss / 1024:.0f} MB in each process that codes.",
        "",
    ]


def scale(folder: Path) -> list[str]:
    """What a thousand new events cost, by how many there are."""
    made = dataset.init(folder / "work")
    with made.store.writing() as connection:
        [number] = keep_captures(connection, [Capture("0" * 64, 1, "/bench", None, "bench")])
    draw = random.Random(1)
    at, costs, lines = 0, [], ["| stored | merging a new event | of it processor here |", "|---|---|---|"]
    for stored_before in map(int, os.environ.get("RASD_BENCH_STORED", "10000 100000").split()):
        while at < stored_before:
            at = add(made, number, draw, at, min(5_000, stored_before - at))
            merged(made)
        at = add(made, number, draw, at, NEW)
        start, wall = time.process_time(), time.perf_counter()
        merged(made)
        costs.append(((time.perf_counter() - wall) / NEW * 1000, (time.process_time() - start) / NEW * 1000))
        lines.append(f"| {stored_before:,} | {costs[-1][0]:.2f} ms | {costs[-1][1]:.2f} ms |")
    made.close()
    ratios = [last / first for first, last in zip(costs[0], costs[-1], strict=True)]
    return [*lines, "", f"Ratio of the last to the first: {ratios[0]:.2f}, of processor time {ratios[1]:.2f}."]


def add(made: Dataset, capture: int, draw: random.Random, at: int, number: int) -> int:
    """Store so many more events, a report each; the newest are spread over all days there are."""
    coded = list(events(draw, at, number))
    with made.store.writing() as connection:
        read = [Reading(report, None, True) for report, _ in coded]
        keep_reports(connection, [FromCapture(capture, "/bench", one) for one in read])
        stored.write(connection, [stored.rows_of(report, [event]) for report, event in coded])
    return at + number


def events(draw: random.Random, at: int, number: int) -> Iterator[tuple[Report, Event]]:
    """Events a few to a day and province, some of them told twice."""
    for count in range(at, at + number):
        day = FIRST + timedelta(days=count // (A_DAY * PROVINCES))
        province, town = draw.randrange(PROVINCES), draw.randrange(30)
        when = day.isoformat()
        place = Place(
            f"Town {province}.{town}", f"بلدة {province}.{town}", f"{province}.{town}", "SY", f"P{province}",
            latitude=33 + province / 4, longitude=36 + town / 8, radius_km=2.0, geo_precision=1,
        )  # fmt: skip
        text = f"قصف {count}"
        yield (
            Report(f"r{count}", text, day, outlet=f"o{draw.randrange(9)}"),
            Event(
                f"e{count:07}", f"r{count}", "Explosions/Remote violence", "Air/drone strike", Span(0, 3, "قصف"),
                places=(place,), date=Date(when, when, 1), killed=Toll(count % 7, count % 7),
            ),
        )  # fmt: skip


def merged(made: Dataset) -> None:
    with one_writer(made.store, "merge"):
        merging.merge(made.store, default_weights(), parents())


if __name__ == "__main__":
    main()
