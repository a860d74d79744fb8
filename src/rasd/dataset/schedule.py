"""When a source is asked again, and a round in one line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from rasd.dataset.pages import Collected
from rasd.ingest.sources import Source
from rasd.store.visits import Poll

_JITTER = 0.1
"""share of an interval by which rounds are moved, so that sources do not all fall due at once"""
LONGEST = 24 * 3600.0
"""The longest a source that fails is left alone, unless its own interval is longer."""
_FORMAT = "%Y-%m-%dT%H:%M:%SZ"


def stamp(at: datetime) -> str:
    """A time as the store has it."""
    return at.strftime(_FORMAT)


def time_of(told: str) -> datetime:
    """A time of the store."""
    return datetime.strptime(told, _FORMAT).replace(tzinfo=UTC)


def after(before: Poll, source: Source, done: Collected, at: datetime, *, draw: Callable[[], float]) -> Poll:
    """What is known of a source after a round that ended ``at``; ``draw`` gives a number from 0 to 1.

    A source that fails is asked after twice, four times, eight times its interval, at most once a day.

    >>> at, source = datetime(2024, 3, 14, 10, tzinfo=UTC), Source("a", "https://example.org/feed", every=600)
    >>> after(Poll(source.location), source, Collected(source, kept=3), at, draw=lambda: 0.5)[1:]
    ('2024-03-14T10:00:00Z', None, None, 0, 3, '2024-03-14T10:10:00Z')
    >>> down = Collected(source, failure="answers 503")
    >>> after(Poll(source.location, failures=1), source, down, at, draw=lambda: 0.5)[2:]
    ('2024-03-14T10:00:00Z', 'answers 503', 2, 0, '2024-03-14T10:40:00Z')
    """
    failures = before.failures + 1 if done.failure else 0
    seconds = min(source.every * 2 ** min(failures, 20), max(LONGEST, source.every))
    seconds = max(seconds, done.again_in or 0.0) * (1 + _JITTER * (2 * draw() - 1))
    if done.again_in is not None:
        seconds = max(seconds, done.again_in)
    now, next_at = stamp(at), stamp(at + timedelta(seconds=seconds))
    kept = before.kept + done.kept
    if done.failure:
        return Poll(before.source, before.succeeded_at, now, done.failure, failures, kept, next_at)
    return Poll(before.source, now, before.failed_at, before.failure, 0, kept, next_at)


def due(sources: Sequence[Source], known: dict[str, Poll], at: datetime) -> list[Source]:
    """The sources whose time has come, those that have waited longest first."""
    now = stamp(at)
    waiting = [(known[one.location].next_at if one.location in known else "", one) for one in sources]
    return [one for next_at, one in sorted(waiting, key=lambda pair: pair[0]) if next_at <= now]


def line_of(done: Collected, poll: Poll, at: datetime) -> str:
    """A round at a source in one line.

    >>> source = Source("agency", "https://example.org/feed")
    >>> poll = Poll(source.location, next_at="2024-03-14T10:15:00Z")
    >>> line_of(Collected(source, pages=4, kept=3), poll, datetime(2024, 3, 14, 10, tzinfo=UTC))
    '2024-03-14 10:00:00Z agency: 3 new reports; next at 10:15:00Z'
    """
    if done.failure:
        times = "" if poll.failures == 1 else f", {poll.failures} times in a row"
        told = f"failed{times}: {done.failure}"
    else:
        told = f"{done.kept or 'no'} new report{'' if done.kept == 1 else 's'}"
        if done.failures:
            told += f", {len(done.failures)} not had"
    until = time_of(poll.next_at)
    shown = f"{until:%H:%M:%SZ}" if until - at < timedelta(hours=20) else f"{until:%Y-%m-%d %H:%MZ}"
    return f"{at:%Y-%m-%d %H:%M:%SZ} {done.source.name}: {told}; next at {shown}"
