"""How fast the coder is, and where the time goes: ``make bench``.

Reads the reports of RASD_BENCH_DATA (files, folders; zip files of JSON reports are not opened), or the project's
samples, repeated to a useful size. Prints a report and writes it to bench/report.md.
"""

from __future__ import annotations

import cProfile
import os
import pstats
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from rasd.errors import InputError
from rasd.ingest import read
from rasd.model.text import Report
from rasd.pipeline import Coder
from rasd.text.sentences import sentences_of

ROOT = Path(__file__).parent.parent
LEAST = 2_000_000
"""Bytes of text below which figures are mostly noise."""


def main() -> None:
    """Measure, print, write."""
    source = os.environ.get("RASD_BENCH_DATA")
    reports, note = enlarged([item for item in read([source or ROOT / "samples" / "reports"]) if is_report(item)])
    size = sum(len(report.text.encode()) for report in reports)
    lines = [
        "# Speed of the coder",
        "",
        f"Python {sys.version.split()[0]}, one process, {len(reports)} reports, {size / 1e6:.1f} MB of UTF-8 "
        f"({'RASD_BENCH_DATA' if source else 'the sample reports'}{note}).",
        "",
        *figures(reports, size),
    ]
    page = "\n".join(lines) + "\n"
    print(page)
    (ROOT / "bench" / "report.md").write_text(page, encoding="utf-8")


def is_report(item: Report | InputError) -> bool:
    return isinstance(item, Report)


def enlarged(items: list[Report | InputError]) -> tuple[list[Report], str]:
    """The reports, repeated until there is enough to measure: words seen before are cheap, so it is said."""
    reports = [item for item in items if isinstance(item, Report)]
    size = sum(len(report.text.encode()) for report in reports)
    if not size:
        sys.exit("bench: there are no reports to read (RASD_BENCH_DATA)")
    times = max(1, LEAST // size)
    return reports * times, f", {times} times over: figures flatter, most words are in the cache" if times > 1 else ""


def figures(reports: list[Report], size: int) -> Iterator[str]:
    """The lines of the report."""
    yield from ("| what | figure |", "|---|---|")
    yield f"| `import rasd` | {started('import rasd'):.3f} s |"
    yield f"| start-up: language data loaded, from cache | {started(START):.3f} s |"
    tokens = seconds(lambda: [sentences_of(report.text) for report in reports])
    coder = Coder.load()
    events: list[int] = []
    coding = seconds(lambda: events.extend(len(coder.code(report)) for report in reports))
    again = seconds(lambda: [coder.code(report) for report in reports])
    yield f"| tokenise only, the measure of this machine | {size / tokens / 1e6:.2f} MB/s |"
    yield f"| code, first pass | {size / coding / 1e6:.2f} MB/s, {len(reports) / coding:.0f} reports/s |"
    yield f"| code, second pass (words known) | {size / again / 1e6:.2f} MB/s |"
    yield f"| coding against tokenising | {coding / tokens:.1f} times |"
    yield f"| events | {sum(events)} |"
    yield f"| memory at most | {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB |"
    yield from ("", "## Where the time goes", "", "| part | share of own time |", "|---|---|")
    for part, share in sorted(shares(coder, reports).items(), key=lambda pair: -pair[1]):
        if share >= 0.01:
            yield f"| {part} | {share:.0%} |"


START = "from rasd.pipeline import Coder; Coder.load().code(__import__('rasd').Report('r', 'قصف'))"


def started(code: str) -> float:
    """Wall time of a fresh interpreter with this code, less that of an empty one; the best of five."""

    def best(words: str) -> float:
        times = []
        for _ in range(5):
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", words], check=True)
            times.append(time.perf_counter() - start)
        return min(times)

    return best(code) - best("pass")


def seconds(work: Callable[[], object]) -> float:
    """Time of the work on the processor: a machine that does other things too spoils the figures less."""
    start = time.process_time()
    work()
    return time.process_time() - start


def shares(coder: Coder, reports: list[Report]) -> dict[str, float]:
    """Module of rasd -> its share of the time, the time of built-in functions given to those who call them."""
    profile = cProfile.Profile()
    some = reports[: max(50, len(reports) // 10)]
    profile.runcall(lambda: [coder.code(report) for report in some])
    own: dict[str, float] = defaultdict(float)
    table = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    for (file, _, _), (_, _, time_in, _, callers) in table.items():
        if "/rasd/" in file:
            own[module(file)] += time_in
        else:
            for (caller, _, _), (_, _, part, _) in callers.items():
                own[module(caller) if "/rasd/" in caller else "other"] += part
    whole = sum(own.values())
    return {name: spent / whole for name, spent in own.items()}


def module(file: str) -> str:
    return file.rsplit("/rasd/", 1)[1].removesuffix(".py")


if __name__ == "__main__":
    main()
