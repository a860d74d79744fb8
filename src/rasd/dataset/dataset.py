"""A workspace that is open: ingest, merge, recode, and what is in it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from sqlalchemy import func, select

from rasd import workspace as settings
from rasd.dataset import coding, merging
from rasd.dataset.arriving import Arrival, Known, arrivals
from rasd.dataset.collecting import collected
from rasd.dataset.columns import keep_columns, known_columns
from rasd.dataset.pages import Collected, arrival_of, batches
from rasd.dataset.parents import parents
from rasd.dataset.schedule import after
from rasd.errors import InputError
from rasd.ingest.fetch import Fetcher
from rasd.ingest.fetch import fetcher as fetcher_by
from rasd.ingest.sources import Source
from rasd.lexicon.gazetteer import load_gazetteer
from rasd.model.text import Report
from rasd.review import doubles, judgements, waiting
from rasd.store import blobs
from rasd.store import incidents as stored
from rasd.store.opening import Store, one_writer, opened
from rasd.store.reports import (
    Capture,
    FromCapture,
    Reading,
    all_kept,
    keep_captures,
    keep_reports,
    read_before,
    uncoded,
)
from rasd.store.schema import capture, event, report
from rasd.store.visits import Poll, polled, polls, visited
from rasd.workspace import Workspace

Tell = Callable[[str, int], object]
"""Hears how far a stage is: its name, and how many more it has done."""
_AT_ONCE = 250
"""reports kept in one transaction"""
_FAULTY = ", with errors"
"""behind how a capture was read in which not everything could be: that is said again when somebody asks again"""
_LETTERS = 10_000_000
"""of their texts, so that long ones do not fill the memory"""


def _silent(stage: str, number: int) -> None:
    return None


@dataclass(slots=True)
class Done:
    """What a run has done."""

    kept: int = 0
    """reports that were not there before"""
    coded: int = 0
    merged: int = 0
    """events that were grouped"""
    failures: list[InputError] = field(default_factory=list)


class _Waiting(NamedTuple):
    """What is read and waits to be kept in one transaction."""

    captures: list[Capture]
    readings: list[tuple[Capture, Reading]]
    whole: dict[Capture, str]
    """captures of which all reports are read, and how"""


def init(folder: Path) -> Dataset:
    """Make a workspace in a folder, and open it."""
    settings.made(folder)
    workspace = settings.found(folder)
    return Dataset(workspace, opened(workspace.folder, workspace.database, may_make=True))


def open_dataset(folder: Path | None = None) -> Dataset:
    """The workspace of a folder, or the nearest from here upwards."""
    workspace = settings.found(folder)
    return Dataset(workspace, opened(workspace.folder, workspace.database))


@dataclass(frozen=True, slots=True)
class Dataset:
    """An open workspace."""

    workspace: Workspace
    store: Store

    def close(self) -> None:
        """Give back the connections."""
        self.store.engine.dispose()

    def ingest(
        self,
        sources: Iterable[str | Path | Source],
        *,
        fetcher: Fetcher | None = None,
        stdin: BinaryIO | None = None,
        published: date | None = None,
        columns: Mapping[str, str] | None = None,
        jobs: int = 1,
        is_merged: bool = True,
        tell: Tell = _silent,
        wait: Callable[[str], object] = lambda line: None,
        fail: Callable[[InputError], object] = lambda error: None,
    ) -> Done:
        """Keep what the sources have, code what is not coded, merge. What is there already changes nothing.

        ``columns`` says which column of a table gives what, and is kept for the next table that has these columns.
        """
        done = Done()

        def failed(error: InputError) -> None:
            done.failures.append(error)
            fail(error)

        if columns:
            with one_writer(self.store, "ingest", tell=wait), self.store.writing() as connection:
                keep_columns(connection, columns)
        wanted = [one if isinstance(one, Source) else Source(str(one), str(one)) for one in sources]
        for source in wanted:
            if source.is_address:
                asked = fetcher or fetcher_by(self.workspace.network)
                fetcher = asked  # one for all: it remembers hosts
                ask = self.poll if source in self.workspace.sources else self.collect
                done.kept += ask(source, asked, tell=tell, wait=wait, fail=failed).kept
        paths = [source for source in wanted if not source.is_address]
        with one_writer(self.store, "ingest", tell=wait):
            blobs.sweep(self.store.blobs)
            known = Known(published, date.today(), columns, self._known_columns())
            found = arrivals([one.location for one in paths], self.store.blobs, known, stdin=stdin)
            # Captured before coding: the coder pulls reports out of this as it needs them, so that the bytes of the
            # next ones are kept while those before are coded.
            kept = self._kept(found, done, failed, tell, says_again=True)
            waiting = self._uncoded()
            for error in self._coded(_chain(waiting, kept), jobs, done, tell):
                failed(error)
            for source in paths:
                if source in self.workspace.sources:
                    self._noted(source, Collected(source, failure=_missing(source)))
            if is_merged:
                done.merged = self._merge(tell)
        return done

    def collect(
        self,
        source: Source,
        fetcher: Fetcher,
        *,
        tell: Tell = _silent,
        wait: Callable[[str], object] = lambda line: None,
        fail: Callable[[InputError], object] = lambda error: None,
    ) -> Collected:
        """Keep what is new at an address; coding and merging are left for ``ingest``.

        The workspace is held only while something is written, not while the network is waited for.
        """
        done = Collected(source)

        def failed(error: InputError) -> None:
            done.failures.append(error)
            fail(error)

        if not source.is_address:
            done.failure = _missing(source)
            if done.failure:
                failed(InputError(source.location, done.failure))
                return done
            with one_writer(self.store, "collect", tell=wait):
                known = Known(today=date.today(), known_columns=self._known_columns())
                files = arrivals([source.location], self.store.blobs, known)
                done.kept = self._all_kept(files, failed, tell)
            return done
        found = collected(source, fetcher, self.store, most=self.workspace.most)
        columns = self._known_columns()
        for some in batches(found, self.store, done, columns=columns, failed=failed, came=lambda: tell("fetched", 1)):
            with one_writer(self.store, "collect", tell=wait):
                came = [arrival_of(page, readings, self.store.blobs, columns) for page, readings in some.pages]
                done.kept += self._all_kept(came, failed, tell, says_again=True)
                with self.store.writing() as connection:
                    visited(connection, some.visits)
        return done

    def poll(
        self,
        source: Source,
        fetcher: Fetcher,
        *,
        tell: Tell = _silent,
        wait: Callable[[str], object] = lambda line: None,
        fail: Callable[[InputError], object] = lambda error: None,
    ) -> Collected:
        """``collect`` at a source of rasd.toml, noting how it went and when it is due again."""
        done = self.collect(source, fetcher, tell=tell, wait=wait, fail=fail)
        with one_writer(self.store, "collect", tell=wait):
            self._noted(source, done)
        return done

    def polls(self) -> dict[str, Poll]:
        """How each source of rasd.toml was the last time, by its address or path."""
        with self.store.reading() as connection:
            return polls(connection)

    def merge(self, *, tell: Tell = _silent, wait: Callable[[str], object] = lambda line: None) -> int:
        """Group what is new or touched; how many events were."""
        with one_writer(self.store, "merge", tell=wait):
            return self._merge(tell)

    def recode(self, *, jobs: int = 1, tell: Tell = _silent, wait: Callable[[str], object] = lambda line: None) -> Done:
        """Code again every report that another version of the coder or of the language data has coded.

        What two people have begun to code blind waits until they are settled: both are to decide on the same.
        """
        done = Done()
        with one_writer(self.store, "recode", tell=wait):
            coder = coding.coder_name(self.workspace.lexicon)
            with self.store.reading() as connection:
                held = doubles.unsettled(connection)
            reports = (one for one in self._uncoded(coder) if one.report_id not in held)
            done.failures += self._coded(reports, jobs, done, tell, is_again=True)
            done.merged = self._merge(tell)
        return done

    def judge(
        self,
        a: str,
        b: str,
        verdict: str,
        *,
        reason: str = "",
        by: str | None = None,
        wait: Callable[[str], object] = lambda line: None,
    ) -> int:
        """A person's word on two events, and the incidents as they are by it; the judgement's number.

        ``by`` signs it; without it whoever runs the program.
        """
        with one_writer(self.store, "judge", tell=wait):
            with self.store.writing() as connection:
                number = judgements.judge(connection, a, b, verdict, reason=reason, by=by)
            self._merge(_silent)
        return number

    def retract(self, number: int, *, by: str | None = None, wait: Callable[[str], object] = lambda line: None) -> None:
        """Take a judgement back, and the incidents as they are without it."""
        with one_writer(self.store, "judge", tell=wait):
            with self.store.writing() as connection:
                judgements.retract(connection, number, by=by)
            self._merge(_silent)

    def names_of(self, place: str | None) -> tuple[str, ...]:
        """A place as it is asked for; for an Arabic name of a province or country also how the tables call it."""
        if not place:
            return ()
        rows = load_gazetteer(self.workspace.lexicon).find(place)
        provinces = {row.admin1 for row in rows if row.kind == "province" and row.admin1}
        countries = {row.country for row in rows if row.kind == "country" and row.country}
        return (place, *sorted(provinces | countries))

    def status(self) -> dict[str, int]:
        """Counts: reports, copies, events, incidents, to_review, and what is not done yet."""
        with self.store.reading() as connection:

            def count(*wanted: object) -> int:
                query = select(func.count()).select_from(report).where(*wanted)  # type: ignore[arg-type]
                return connection.execute(query).scalar() or 0

            events = select(func.count()).select_from(event)
            awaited = waiting.counts(connection, self.workspace.weights.review)
            return {
                "captures": connection.execute(select(func.count()).select_from(capture)).scalar() or 0,
                "reports": count(),
                "copies": count(report.c.voice != report.c.report_id),
                "events": connection.execute(events).scalar() or 0,
                "incidents": stored.count(connection),
                "to_review": sum(awaited.values()),
                **awaited,
                "uncoded": count(report.c.coder.is_(None)),
                "failed": count(report.c.failure.is_not(None)),
                "unmerged": connection.execute(events.where(event.c.state != "settled")).scalar() or 0,
            }

    def sources(self) -> list[dict[str, Any]]:
        """Each source of rasd.toml, and how it was the last time."""
        known = self.polls()
        found = []
        for one in self.workspace.sources:
            told = known[one.location]._asdict() if one.location in known else dict.fromkeys(Poll._fields)
            found.append({"name": one.name, "country": one.country, **told, "source": one.location})
            if not one.is_address:
                found[-1]["kept"] = self._number_under(one.location)
        return found

    def _number_under(self, path: str) -> int:
        """The reports that came from a file or folder, whenever."""
        is_there = (capture.c.origin == path) | capture.c.origin.startswith(f"{path.rstrip('/')}/", autoescape=True)
        with self.store.reading() as connection:
            query = select(func.count()).select_from(report.join(capture)).where(is_there)
            return connection.execute(query).scalar() or 0

    def _known_columns(self) -> Sequence[Mapping[str, str]]:
        with self.store.reading() as connection:
            return known_columns(connection)

    # -- stages ------------------------------------------------------------------------------------------------------

    def _kept(
        self,
        found: Iterable[Arrival | InputError],
        done: Done,
        failed: Callable[[InputError], object],
        tell: Tell,
        *,
        says_again: bool = False,
    ) -> Iterator[Report]:
        """Keep what arrives; the reports that were not there before, each once it is on the disk.

        ``says_again`` reads anew what was read with errors, so that they are told as often as somebody asks.
        """
        waiting, letters = _Waiting([], [], {}), 0
        for arrival in found:
            if isinstance(arrival, InputError):
                failed(arrival)
                continue
            capture = arrival.capture
            with self.store.reading() as connection:
                before = read_before(connection, capture.origin, capture.sha256)
            if before == arrival.read_as or (before == arrival.read_as + _FAULTY and not says_again):
                continue
            read_as = arrival.read_as
            waiting.captures.append(capture)
            for reading in arrival.readings():
                if isinstance(reading, InputError):
                    failed(reading)
                    read_as = arrival.read_as + _FAULTY
                    continue
                waiting.readings.append((capture, reading))
                letters += len(reading.report.text)
                if len(waiting.readings) >= _AT_ONCE or letters >= _LETTERS:
                    yield from self._keep(waiting, done, tell)
                    letters = 0
                    waiting = _Waiting([capture], [], {})
            waiting.whole[capture] = read_as
            if len(waiting.captures) >= _AT_ONCE:
                yield from self._keep(waiting, done, tell)
                waiting = _Waiting([], [], {})
        yield from self._keep(waiting, done, tell)

    def _noted(self, source: Source, done: Collected) -> None:
        with self.store.writing() as connection:
            before = polls(connection).get(source.location, Poll(source.location))
            polled(connection, after(before, source, done, datetime.now(UTC), draw=random.random))

    def _all_kept(
        self,
        found: Iterable[Arrival | InputError],
        failed: Callable[[InputError], object],
        tell: Tell,
        *,
        says_again: bool = False,
    ) -> int:
        done = Done()
        for _ in self._kept(found, done, failed, tell, says_again=says_again):
            pass
        return done.kept

    def _keep(self, waiting: _Waiting, done: Done, tell: Tell) -> list[Report]:
        blobs.settle(self.store.blobs, (capture.sha256 for capture in waiting.captures))
        with self.store.writing() as connection:
            numbers = dict(zip(waiting.captures, keep_captures(connection, waiting.captures), strict=True))
            found = [FromCapture(numbers[one], one.origin, reading) for one, reading in waiting.readings]
            fresh = keep_reports(connection, found)
            all_kept(connection, {numbers[one]: how for one, how in waiting.whole.items()})
        done.kept += len(fresh)
        tell("kept", len(waiting.readings))
        return fresh

    def _uncoded(self, coder: str | None = None) -> Iterator[Report]:
        """The reports that are there and not coded; those that come in meanwhile are not among them."""
        with self.store.reading() as connection:
            last = connection.execute(select(func.max(report.c.number))).scalar() or 0
        after = 0
        while True:
            with self.store.reading() as connection:
                some = uncoded(connection, coder, after=after)
            for number, told in some:
                if number > last:
                    return
                yield told
            if not some:
                return
            after = some[-1][0]

    def _coded(
        self, reports: Iterable[Report], jobs: int, done: Done, tell: Tell, *, is_again: bool = False
    ) -> Iterator[InputError]:
        source = iter(reports)
        first = next(source, None)
        if first is None:  # the language data takes a second to load
            return

        def counted(number: int) -> None:
            done.coded += number
            tell("coded", number)

        yield from coding.code(
            self.store,
            _chain([first], source),
            self.workspace.lexicon,
            alike=self.workspace.alike,
            jobs=jobs,
            is_again=is_again,
            tell=counted,
        )

    def _merge(self, tell: Tell) -> int:
        return merging.merge(self.store, self.workspace.weights, parents(self.workspace.lexicon), tell=tell)


def _missing(source: Source) -> str | None:
    return None if Path(source.location).exists() else "there is no such file or folder"


def _chain(*sources: Iterable[Report]) -> Iterator[Report]:
    for source in sources:
        yield from source
