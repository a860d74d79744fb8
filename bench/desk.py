"""How fast the desk is in a large store: ``make bench``, or ``python bench/desk.py`` alone.

1. Every list page over HTTP, the first answer and the median, and the memory of the server.
2. In Chromium, where it is installed, in both languages: from a key to the next frame, from finishing an item to the
   first frame with the next one, from asking for the map to its land and to all of it.
3. Simulated reviewers (bench/reviewers.py), while merging runs beside them: how long the desk takes to answer, and that
   what is in the store afterwards is what was answered, every signature right.

The store is made of made-up reports (bench/made_up.py), read by the coder and merged: some minutes. RASD_BENCH_DESK
names a folder where it is kept for the next time. Other sizes are said by RASD_BENCH_REPORTS and RASD_BENCH_EVENTS
(20000, 100000), RASD_BENCH_REVIEWERS and RASD_BENCH_SECONDS (50, 300) and RASD_BENCH_PACE (1.5: seconds between two
keys of one reviewer, on average). A quick look:

    RASD_BENCH_REPORTS=500 RASD_BENCH_EVENTS=2500 RASD_BENCH_REVIEWERS=10 RASD_BENCH_SECONDS=10 python bench/desk.py

Written to bench/desk.md.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import made_up
import reviewers
from speed import ROOT, processor

sys.path.append(str(ROOT / "tests"))

from browsers import NO_BROWSER, chromium
from desks import account, logged_in
from rasd import dataset
from rasd.dataset import Dataset
from rasd.review import people

REPORTS = int(os.environ.get("RASD_BENCH_REPORTS", 20_000))
EVENTS = int(os.environ.get("RASD_BENCH_EVENTS", 100_000))
REVIEWERS = int(os.environ.get("RASD_BENCH_REVIEWERS", 50))
SECONDS = float(os.environ.get("RASD_BENCH_SECONDS", 300))
PACE = float(os.environ.get("RASD_BENCH_PACE", 1.5))
TIMES = 50
"""keys and items of which the median is told"""
_WORD = {True: "ok", False: "**not met**"}
_SPARE = 1.03
"""The coder finds a few events less than there are sentences."""


class Figure(NamedTuple):
    """A row of the report."""

    what: str
    measured: str
    asked: str
    is_met: bool


def main() -> None:
    """Measure, print, write."""
    with ExitStack() as stack:
        folder = os.environ.get("RASD_BENCH_DESK") or stack.enter_context(tempfile.TemporaryDirectory())
        work = stored(Path(folder))
        made = dataset.open(work)
        counts = made.status()
        with Server(work) as server:
            cookies = logged_in_all(made, server.address)
            figures = [*pages(server, cookies["p00"]), server.memory("memory of the server, one reader")]
            figures += browser(server, cookies["p00"])
            figures += load(made, server, cookies)
        made.close()
        figures.append(verified(work))
    lines = [
        "# Speed of the desk",
        "",
        f"Python {sys.version.split()[0]}, {processor()}. {counts['reports']:,} reports, {counts['events']:,} events, "
        f"{counts['incidents']:,} incidents, on SQLite.",
        "",
        "| what | measured | asked | |",
        "|---|---|---|---|",
        *(f"| {one.what} | {one.measured} | {one.asked} | {_WORD[one.is_met]} |" for one in figures),
    ]
    page = "\n".join(lines) + "\n"
    print(page)
    (ROOT / "bench" / "desk.md").write_text(page, encoding="utf-8")


# -- the store --------------------------------------------------------------------------------------------------------


def stored(folder: Path) -> Path:
    """A workspace with all the reports, coded and merged; one that was made before is taken again."""
    work = folder / f"desk-{REPORTS}-{EVENTS}"
    if (work / "made").exists():
        return work
    shutil.rmtree(work, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / "reports.jsonl"
    made_up.write(source, REPORTS, int(EVENTS * _SPARE))
    start = time.monotonic()
    made = dataset.init(work)
    made.ingest([source], jobs=2)
    made.close()
    source.unlink()
    print(f"The store was made in {time.monotonic() - start:.0f} s.", file=sys.stderr)
    (work / "made").touch()
    return work


def logged_in_all(made: Dataset, address: str) -> dict[str, httpx.Cookies]:
    """The reviewers, by name, with what their browsers hold."""
    names = [f"p{number:02}" for number in range(max(REVIEWERS, 1))]
    with made.store.reading() as connection:
        there = {one.name for one in people.people(connection)}
    for name in names:
        if name not in there:
            account(made, name, "admin" if name == "p00" else "reviewer")
    held = {}
    for name in names:
        with logged_in(address, name) as client:
            held[name] = client.cookies
    return held


class Server:
    """``rasd serve`` as a process of its own."""

    def __init__(self, work: Path) -> None:
        asked = [sys.executable, "-m", "rasd", "serve", "--workspace", str(work), "--port", "0"]
        self.process = subprocess.Popen(asked, stderr=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        told = self.process.stderr.readline()
        found = re.search(r"http://[^/]+", told)
        if found is None:
            sys.exit(f"bench: the desk does not start: {told}{self.process.stderr.read()}")
        self.address = found[0]

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *error: object) -> None:
        self.process.terminate()
        self.process.wait(90)

    def memory(self, what: str, most: float = 500) -> Figure:
        """The most that it has held so far."""
        told = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        megabytes = int(re.search(r"VmHWM:\s+(\d+)", told)[1]) / 1024  # type: ignore[index]
        return Figure(what, f"{megabytes:.0f} MB", f"under {most:.0f} MB", megabytes < most)


def verified(work: Path) -> Figure:
    """What ``rasd verify`` says of it all."""
    asked = [sys.executable, "-m", "rasd", "verify", "--workspace", str(work)]
    told = subprocess.run(asked, check=False, capture_output=True, text=True)
    said = (told.stdout + told.stderr).strip().splitlines()
    return Figure("`rasd verify`", said[0][:100] if said else "", "nothing is wrong", told.returncode == 0)


# -- pages ------------------------------------------------------------------------------------------------------------


def pages(server: Server, cookies: httpx.Cookies) -> list[Figure]:
    """How long every list takes, over HTTP."""
    with httpx.Client(base_url=server.address, headers=reviewers.HEADERS, cookies=cookies, timeout=60) as client:
        event_id = _first(client, "/review", r'href="/review/([^"?]+)"')
        incident_id = _first(client, "/incidents", r'data-incident="([^"]+)"')
        pair = _first(client, "/duplicates", r'href="/duplicates/([^"]+)"') or f"{event_id}/{event_id}"
        found = []
        lists = (
            "/review", "/review?queue=flagged", "/review?queue=done", "/review?after=10000",
            "/review?kind=Armed clash", "/review?problems=1", "/review?place=إدلب&since=2018-01-01",
            f"/review/{event_id}", f"/api/events/{event_id}/next", "/duplicates", f"/duplicates/{pair}",
            "/incidents", "/incidents?type=Battles", "/incidents?place=إدلب", "/incidents?actor=النظام&killed=5",
            f"/incidents/{incident_id}", "/reports", "/reports?q=قصف", "/api/events",
            "/api/events?updated_since=2020-01-01T00:00:00Z", "/api/incidents", "/account", "/people",
        )  # fmt: skip
        for path, most in [*((path, 300) for path in lists), ("/map", 2000), ("/map/drawn", 2000)]:
            times = [_asked(client, path) for _ in range(21 if most < 1000 else 5)]
            middle = statistics.median(times[1:])
            told = f"{middle:.0f} ms (first {times[0]:.0f}, p95 {_p95(times):.0f})"
            shown = path.replace(event_id, "EVENT").replace(incident_id, "ID").replace(pair, "A/B")
            found.append(Figure(f"`{shown}`", told, f"under {most} ms", middle < most))
    return found


def _first(client: httpx.Client, path: str, pattern: str) -> str:
    found = re.search(pattern, client.get(path).text)
    return found[1] if found else ""


def _asked(client: httpx.Client, path: str) -> float:
    start = time.perf_counter()
    answer = client.get(path)
    assert answer.status_code in (200, 404), f"{path}: {answer.status_code}"
    return (time.perf_counter() - start) * 1000


def _p95(times: Sequence[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


# -- the browser ------------------------------------------------------------------------------------------------------

# From a key to the frame behind the one that shows what it did; and to the one that shows another report.
WATCH = """() => {
  window.took = { key: [], item: [] };
  performance.setResourceTimingBufferSize(100000);
  const framed = (done) => requestAnimationFrame(() => requestAnimationFrame(done));
  let press = null;
  addEventListener("keydown", (event) => {
    const at = press = event.timeStamp;
    framed(() => window.took.key.push(performance.now() - at));
  }, { capture: true });
  new MutationObserver((changes) => {
    const isOther = changes.some((one) => [...one.addedNodes].some((node) => node.matches?.("main.bench")));
    const at = press;
    if (isOther) framed(() => window.took.item.push(performance.now() - at));
  }).observe(document.body, { childList: true });
}"""
FETCHED = "path => performance.getEntriesByName(new URL(path, location).href).some((one) => one.responseEnd)"
LEFT = "told => document.querySelector('main.bench').dataset.report !== told"
LAND = """() => {
  window.shown = {};
  const framed = (done) => requestAnimationFrame(() => requestAnimationFrame(done));
  new MutationObserver(() => {
    for (const name of ["land", "ready"]) {
      if (name in window.shown || !document.querySelector(`#map[data-${name}]`)) continue;
      window.shown[name] = performance.now();
      framed(() => { window.shown[name] = performance.now(); });
    }
  }).observe(document, { subtree: true, childList: true, attributes: true });
}"""
SOFTWARE = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]


def browser(server: Server, cookies: httpx.Cookies, times: int = TIMES) -> list[Figure]:
    """What a person sees, and when."""
    where = chromium()
    if where is None:
        return [Figure("in the browser", NO_BROWSER, "", False)]
    from playwright.sync_api import sync_playwright

    held: list[Any] = [{"name": one.name, "value": one.value or "", "url": server.address} for one in cookies.jar]
    found = []
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=where, args=SOFTWARE)
        for language in ("ar", "en"):
            with _page(opened, held) as page:
                took = keys(page, f"{server.address}/review?lang={language}", times)
            for name, what, most in (("key", "key to paint", 100), ("item", "next item", 150)):
                middle = statistics.median(took[name])
                told = f"{middle:.0f} ms (p95 {_p95(took[name]):.0f}, {len(took[name])} of them)"
                found.append(Figure(f"{what}, {language}", told, f"under {most} ms", middle < most))
            seen = []
            for _ in range(3):
                with _page(opened, held) as page:
                    seen.append(land(page, f"{server.address}/map?lang={language}"))
            for name, what, most in (("land", "the map's first paint", 2.0), ("ready", "all of the map", None)):
                middle = statistics.median(one[name] for one in seen) / 1000
                asked = f"under {most:.0f} s" if most else "no figure"
                found.append(Figure(f"{what}, {language}", f"{middle:.2f} s", asked, most is None or middle < most))
        opened.close()
    return found


@contextmanager
def _page(opened: Any, held: list[Any]) -> Iterator[Any]:
    context = opened.new_context(viewport={"width": 1280, "height": 800})
    context.add_cookies(held)
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    context.close()


def keys(page: Any, address: str, times: int) -> dict[str, list[float]]:
    """Review until so many items were finished; milliseconds from each key to its frame, and to the next item."""
    page.goto(address)
    page.click("a.primary")
    page.wait_for_selector(".cell[data-current]")
    page.evaluate(WATCH)
    took: dict[str, list[float]] = {"key": [], "item": []}
    while len(took["item"]) < times:
        # A person reads for a while: long enough for the report behind to have come.
        next_page = page.get_attribute("main.bench", "data-next")
        if not next_page:
            break
        page.wait_for_function(FETCHED, arg=next_page)
        page.wait_for_timeout(100)
        report_id = page.get_attribute("main.bench", "data-report")
        while page.get_attribute("main.bench", "data-report") == report_id:
            for _ in range(page.locator(".event[data-open] .cell:not([data-empty])[data-verdict='']").count()):
                page.keyboard.press("a")
            page.evaluate("() => { window.took.item.length = 0; }")
            page.keyboard.press("Control+Enter")
            page.wait_for_timeout(60)
            if page.locator(".event[data-state=open]:not([data-flagged])").count() == 0:
                page.wait_for_function(LEFT, arg=report_id)
        page.wait_for_function("() => window.took.item.length > 0")
        took["item"].append(page.evaluate("() => window.took.item[0]"))
    took["key"] = page.evaluate("() => window.took.key")[: times * 20]
    return took


def land(page: Any, address: str) -> dict[str, float]:
    """Milliseconds from asking for the map to its land, and to all of it."""
    page.add_init_script(f"({LAND})()")
    page.goto(address, wait_until="commit")
    page.wait_for_selector("#map[data-ready]")
    page.wait_for_timeout(200)
    shown: dict[str, float] = page.evaluate("() => window.shown")
    return shown


# -- many at once -----------------------------------------------------------------------------------------------------


def load(made: Dataset, server: Server, cookies: dict[str, httpx.Cookies]) -> list[Figure]:
    """Simulated reviewers, and what became of what they decided."""
    if not REVIEWERS or not SECONDS:
        return []
    before = reviewers.last_decision(made)
    told = reviewers.review(server.address, cookies, SECONDS, pace=PACE)
    everything = [one for some in told.seconds.values() for one in some]
    wrong = [*reviewers.differences(made, told, before), *told.faults]
    for line in wrong[:20]:
        print(line, file=sys.stderr)
    found = [
        Figure(
            f"{REVIEWERS} reviewers, {SECONDS:.0f} s: decisions",
            f"{len(told.noted)} noted, {told.counts['too late']} too late, {len(wrong)} lost, doubled or failed",
            "none lost, none doubled", not wrong,
        )
    ]  # fmt: skip
    for kind, some in sorted({**told.seconds, "all requests": everything}.items()):
        late = _p95(some) * 1000
        middle, most = statistics.median(some) * 1000, max(some) * 1000
        shown = f"p95 {late:.0f} ms (median {middle:.0f}, most {most:.0f}, {len(some)} of them)"
        found.append(Figure(f"{REVIEWERS} reviewers: {kind}", shown, "p95 under 500 ms", late < 500))
    return [*found, server.memory(f"memory of the server, {REVIEWERS} reviewers")]


if __name__ == "__main__":
    main()
