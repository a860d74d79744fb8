"""Simulated reviewers: each takes reports as the workbench does, decides key by key, undoes at times, comes too late at
times and sends the same twice at times; and notes what the desk answered, so that it can be held against the store.
"""

from __future__ import annotations

import json
import random
import re
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from typing import Any, NamedTuple

import httpx
from sqlalchemy import func, select

from rasd.dataset import Dataset
from rasd.store.schema import decision

HEADERS = {"sec-fetch-site": "same-origin", "accept-language": "ar"}


class Noted(NamedTuple):
    """A decision that the desk said it had noted."""

    decision_id: int
    event_id: str
    cell: str
    verdict: str
    by: str


@dataclass
class Told:
    """What the desk answered to all of them."""

    noted: list[Noted] = field(default_factory=list)
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """kind of request -> how long each took"""
    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    """what must not happen"""


@dataclass
class Reviewer:
    """One of them. ``pace``: seconds between two keys, on average."""

    name: str
    client: httpx.Client
    told: Told
    until: float
    pace: float
    draw: random.Random

    def work(self) -> None:
        """Review until the time is over; whatever goes wrong is told."""
        try:
            time.sleep(self.draw.uniform(0, min(10, (self.until - time.monotonic()) / 10)))  # people come one by one
            event_id: str | None = self._first()
            while event_id and time.monotonic() < self.until:
                event_id = self._report(event_id)
        except Exception as error:
            self.told.faults.append(f"{self.name}: {error!r}")

    def _first(self) -> str | None:
        html = self._get("queue", "/review").text
        # All of them begin at the top, as people do.
        found = re.search(r'class="button primary" href="/review/([^"]+)"', html)
        return unescape(found[1]) if found else None

    def _report(self, event_id: str) -> str | None:
        """Review the events of a report that are open; the event to go to."""
        page = self._get("page", f"/review/{event_id}").text
        report_id = unescape(_found(r'data-report="([^"]*)"', page))
        lease = self._post("lease", "/api/leases", {"report_id": report_id}).json()
        if lease["held_by"]:
            self.told.counts["held by another"] += 1
        else:
            self._prefetch(page)
            for name, cells in _open(page):
                self._event(name, lease["versions"][name], cells)
                if time.monotonic() >= self.until:
                    break
        following: str | None = self._get("next", f"/api/events/{event_id}/next").json()["event_id"]
        return following

    def _prefetch(self, page: str) -> None:
        following = re.search(r'data-next="([^"]+)"', page)
        if following:
            self._get("page", unescape(following[1]))

    def _event(self, event_id: str, version: str, cells: Sequence[str]) -> None:
        """Decide on an event in one of the ways in which people do."""
        before, whole = version, {"cell": "", "verdict": "accept", "reason": ""}
        if self.draw.random() < 0.1:
            self._decide(event_id, version, [whole | {"verdict": "reject", "reason": "no_event"}])
            return
        steps = [[_mark(name)] for name in cells] if self.draw.random() < 0.4 else [[_mark(name) for name in cells]]
        for marks in [one for one in steps if one]:
            then = self._decide(event_id, version, marks)
            if then is None:
                return
            if self.draw.random() < 0.08:  # the same again, as a browser that got no answer would: it is too late
                self._decide(event_id, version, marks, is_late=True)
            version = then
        if self.draw.random() < 0.1 and version != before:
            undone = self._post("undo", "/api/undo", {}).json()["event"]
            self._note(undone, [{"cell": "", "verdict": "undo"}])
            if undone["event_id"] != event_id:
                self.told.faults.append(f"{self.name} undid {undone['event_id']}, not {event_id}")
            version = undone["version"]
            self._late(event_id, before, version)
            left = [_mark(name) for name in undone["open"]]
            then = self._decide(event_id, version, left) if left else version
            if then is None:
                return
            version = then
        self._late(event_id, before, version)
        self._decide(event_id, version, [whole])

    def _late(self, event_id: str, old: str, now: str) -> None:
        """Sometimes decide on what the event was before: that is a conflict, and nothing is noted."""
        if old != now and self.draw.random() < 0.1:
            self._decide(event_id, old, [{"cell": "", "verdict": "flag", "reason": ""}], is_late=True)

    def _decide(self, event_id: str, version: str, marks: list[dict[str, str]], *, is_late: bool = False) -> str | None:
        """The version of the event behind it; None where somebody else was there meanwhile."""
        body = {"event_id": event_id, "version": version, "marks": marks}
        answer = self._post("decision", "/api/decisions", body, may_be=(200, 409))
        if answer.status_code == 409:
            self.told.counts["too late"] += 1
            return None
        if is_late:
            self.told.faults.append(f"{self.name} came too late to {event_id} and was heard")
        state = answer.json()
        self._note(state, marks)
        return str(state["version"])

    def _note(self, state: dict[str, Any], marks: Sequence[dict[str, str]]) -> None:
        last = int(state["version"].rpartition(".")[2])
        for number, mark in enumerate(marks, start=last - len(marks) + 1):
            self.told.noted.append(Noted(number, state["event_id"], mark["cell"], mark["verdict"], self.name))

    def _get(self, kind: str, path: str) -> httpx.Response:
        return self._timed(kind, "GET", path, (200,))

    def _post(self, kind: str, path: str, body: Any, may_be: Sequence[int] = (200,)) -> httpx.Response:
        time.sleep(self.draw.uniform(0.2, 1.8) * self.pace)
        return self._timed(kind, "POST", path, may_be, json=body)

    def _timed(self, kind: str, method: str, path: str, may_be: Sequence[int], **options: Any) -> httpx.Response:
        start = time.perf_counter()
        answer = self.client.request(method, path, **options)
        self.told.seconds[kind].append(time.perf_counter() - start)
        if answer.status_code not in may_be:
            raise AssertionError(f"{method} {path}: {answer.status_code} {answer.text[:300]}")
        return answer


def _mark(cell: str) -> dict[str, str]:
    return {"cell": cell, "verdict": "accept", "reason": ""}


def _found(pattern: str, html: str) -> str:
    found = re.search(pattern, html)
    assert found, pattern
    return found[1]


def _open(page: str) -> Iterator[tuple[str, list[str]]]:
    """The events of a workbench page that are open, with their open cells."""
    for part in re.split(r'<section class="event" ', page)[1:]:
        head = part[: part.index(">")]
        if 'data-state="open"' in head and "data-flagged" not in head:
            cells = re.findall(r'<li class="cell" data-cell="(\w+)" data-verdict=""\s*(data-empty)?', part)
            yield unescape(_found(r'data-event="([^"]+)"', head)), [name for name, empty in cells if not empty]


@contextmanager
def _clients(address: str, cookies: Sequence[httpx.Cookies]) -> Iterator[list[httpx.Client]]:
    made = [httpx.Client(base_url=address, headers=HEADERS, cookies=one, timeout=60) for one in cookies]
    try:
        yield made
    finally:
        for one in made:
            one.close()


def review(address: str, people: dict[str, httpx.Cookies], seconds: float, *, pace: float = 1.0, seed: int = 1) -> Told:
    """Have all of these people, by name with what their browsers hold, review for so long."""
    told = Told()
    with _clients(address, list(people.values())) as clients:
        until = time.monotonic() + seconds
        reviewers = [
            Reviewer(name, client, told, until, pace, random.Random(seed + number))
            for number, (name, client) in enumerate(zip(people, clients, strict=True))
        ]
        threads = [threading.Thread(target=one.work, name=one.name) for one in reviewers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return told


def last_decision(made: Dataset) -> int:
    """The number of the last decision that there is."""
    with made.store.reading() as connection:
        return connection.execute(select(func.max(decision.c.decision_id))).scalar() or 0


def differences(made: Dataset, told: Told, before: int) -> list[str]:
    """What is in the store since the decision ``before`` otherwise than it was answered: lost, or not asked for."""
    columns = (decision.c.decision_id, decision.c.event_id, decision.c.cell, decision.c.verdict, decision.c.by)
    with made.store.reading() as connection:
        rows = connection.execute(select(*columns).where(decision.c.decision_id > before))
        kept = Counter(Noted(*row) for row in rows)
    said = Counter(told.noted)
    lost, more = (said - kept).elements(), (kept - said).elements()
    return [f"lost: {json.dumps(one)}" for one in lost] + [f"not asked for: {json.dumps(one)}" for one in more]
