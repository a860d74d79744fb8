"""How fast the coder is, and where the time goes: ``make bench``.

Reads the reports of RASD_BENCH_DATA (a file or folder as ``rasd code`` takes it, or zip files of JSON lists with a
``content`` or ``text`` each), or the project's samples, repeated to a useful size. RASD_BENCH_MOST (bytes) takes an
even share of them. Prints a report and writes it to bench/report.md, which is of one machine and not kept.

All figures are of one process and of its processor time; other work on the machine makes them worse all the same, so
they stand beside tokenising alone in the same run.
"""

from __future__ import annotations

import cProfile
import json
import os
import pstats
import re
import resource
import subprocess
import sys
import time
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from rasd.batch import loaded
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
    reports, note = enlarged(share(list(reports_of(Path(source or ROOT / "samples" / "reports")))))
    size = sum(len(report.text.encode()) for report in reports)
    lines = [
        "# Speed of the coder",
        "",
        f"Python {sys.version.split()[0]}, {processor()}, one process, {len(reports)} reports, {size / 1e6:.1f} MB of "
        f"UTF-8 ({'RASD_BENCH_DATA' if source else 'the sample reports'}{note}).",
        "",
        *figures(reports, size),
    ]
    page = "\n".join(lines) + "\n"
    print(page)
    (ROOT / "bench" / "report.md").write_text(page, encoding="utf-8")


def reports_of(source: Path) -> Iterator[Report]:
    """The reports of a file or folder, those inside zip files too."""
    zips = sorted(source.glob("*.zip")) if source.is_dir() else [source] if source.suffix == ".zip" else []
    for path in zips:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                for number, record in enumerate(json.loads(archive.read(name))):
                    text = f"{record.get('title') or ''}\n{record.get('content') or record.get('text') or ''}"
                    day = date.fromisoformat(path.stem) if re.fullmatch(r"\d{4}-\d\d-\d\d", path.stem) else None
                    yield Report(f"{path.stem}:{number}", text, day, url=record.get("url"))
    if not zips:
        yield from (item for item in read([source]) if isinstance(item, Report))


def share(reports: list[Report]) -> list[Report]:
    """An even share of the reports, of RASD_BENCH_MOST bytes."""
    most = int(os.environ.get("RASD_BENCH_MOST", 0))
    size = sum(len(report.text.encode()) for report in reports)
    return reports[:: -(-size // most)] if most else reports


def processor() -> str:
    """The name of the processor, as far as the system tells it."""
    try:
        told = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    except OSError:
        told = None
    return f"{told.group(1) if told else 'unknown processor'} ({os.cpu_count()} of them)"


def enlarged(reports: list[Report]) -> tuple[list[Report], str]:
    """The reports, repeated until there is enough to measure: words seen before are cheap, so it is said."""
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
    yield f"| `rasd code` of one short report, process start to end | {command():.3f} s |"
    coder = loaded(())  # with the settings of the command line
    tokens = seconds(lambda: [sentences_of(report.text) and None for report in reports])
    events: list[int] = []
    coding = seconds(lambda: events.extend(len(coder.code(report)) for report in reports))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    again = seconds(lambda: [coder.code(report) and None for report in reports])
    told = [report for report in reports if coder.gate.lets_pass(report.text)]
    told_size = sum(len(report.text.encode()) for report in told)
    gate = seconds(lambda: [coder.gate.lets_pass(report.text) for report in reports])
    yield f"| tokenise only, the measure of this machine | {size / tokens / 1e6:.2f} MB/s |"
    yield f"| code, first pass | {size / coding / 1e6:.2f} MB/s, {len(reports) / coding:.0f} reports/s |"
    yield f"| code, second pass (words known) | {size / again / 1e6:.2f} MB/s |"
    yield f"| coding against tokenising | {coding / tokens:.1f} times |"
    yield f"| reports of armed conflict, read in full | {len(told)}, {told_size / size:.0%} of the bytes |"
    yield f"| the gate alone | {size / gate / 1e6:.1f} MB/s |"
    yield f"| reports read in full, second pass | {told_size / max(again - gate, 1e-9) / 1e6:.2f} MB/s |"
    yield f"| events | {sum(events)} |"
    yield f"| memory at most (the {size / 1e6:.0f} MB of reports in it too) | {memory:.0f} MB |"
    for length in (100_000, 1_000_000, 5_000_000):
        text = long_text(told or reports, length)
        spent = seconds(lambda text=text: coder.code(Report("long", text, reports[0].published)))  # type: ignore[misc]
        due = (again - gate) * len(text.encode()) / max(told_size, 1)
        yield f"| one report of {length / 1e6:.1f} MB | {spent:.1f} s, {spent / due:.1f} times its share |"
    yield from ("", "## Where the time goes", "", "| part | share of own time |", "|---|---|")
    for part, share_of_time in sorted(shares(coder, reports).items(), key=lambda pair: -pair[1]):
        if share_of_time >= 0.01:
            yield f"| {part} | {share_of_time:.0%} |"


def long_text(reports: list[Report], length: int) -> str:
    """One text of about so many bytes, made of reports."""
    parts: list[str] = []
    size = 0
    while size < length:
        parts.append(reports[len(parts) % len(reports)].text)
        size += len(parts[-1].encode()) + 2
    return "\n\n".join(parts).encode()[:length].decode(errors="ignore")


START = "from rasd.pipeline import Coder; Coder.load().code(__import__('rasd').Report('r', 'قصف'))"


def started(code: str) -> float:
    """Wall time of a fresh interpreter with this code, less that of an empty one; the best of five."""
    return best([sys.executable, "-c", code]) - best([sys.executable, "-c", "pass"])


def command() -> float:
    """Wall time of the command line with one short report; the best of five."""
    return best([sys.executable, "-m", "rasd", "code", str(ROOT / "samples" / "reports" / "r01.txt")])


def best(words: list[str]) -> float:
    times = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    return min(times)


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
