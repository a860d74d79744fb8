"""The cells of an incident from its accounts: the best supported value, the dissent beside it, every figure claimed.

Support is counted in voices, not in reports: wire copies of one text are one voice. What people said of a cell decides
between values of as many voices, and what they struck out is counted nowhere. The rules stand in docs/incidents.md,
under the names that the record carries.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from rasd.merge.accounts import Account
from rasd.merge.alike import Parents
from rasd.merge.features import CELLS, CONTRADICTIONS, features_of
from rasd.model.incident import Claim, Dissent, Figure, Incident, Reviewed, Supported

BEST = "the figure of most voices, then of most that people reviewed, then of the latest report, then the higher"
# A cell is contested when this share of the voices that fill it contradicts it.
_CONTESTED = 1 / 3
_DOUBTED = frozenset({"suspected", "denied"})
_LATE = date.max


def incident_of(
    accounts: Sequence[Account],
    incident_id: str,
    *,
    aliases: Iterable[str] = (),
    responds_to: Iterable[str] = (),
    part_of: str | None = None,
    updated_at: str = "",
    parents: Parents = MappingProxyType({}),
) -> Incident:
    """The incident that the accounts tell of. The accounts' order does not matter."""
    accounts = sorted(accounts, key=lambda one: (one.published or _LATE, one.event_id))
    struck = _struck(accounts)
    cells = tuple((cell.name, _supported(accounts, cell, struck)) for cell in _CELLS)
    contested = tuple(name for name, cell in cells if _is_contested(name, cell, accounts, parents))
    voices = len({one.voice for one in accounts})
    return Incident(
        incident_id=incident_id,
        aliases=tuple(sorted(set(aliases) - {incident_id})),
        event_ids=tuple(one.event_id for one in accounts),
        report_ids=tuple(dict.fromkeys(one.report_id for one in accounts)),
        voices=voices,
        cells=cells,
        killed=_figure(accounts, _KILLED, struck),
        wounded=_figure(accounts, _WOUNDED, struck),
        certainty=_certainty(voices, contested, accounts),
        contested=contested,
        responds_to=tuple(sorted(responds_to)),
        part_of=part_of,
        review=review_of((one.voice, one.review) for one in accounts),
        updated_at=updated_at,
    )


def _certainty(voices: int, contested: Sequence[str], accounts: Sequence[Account]) -> str:
    """contested: sides, place, day or type in dispute, or denied. strong: three voices. fair: two. weak: one."""
    if contested or any(one.status == "denied" for one in accounts):
        return "contested"
    if all(one.status in _DOUBTED for one in accounts):
        return "weak"
    return {1: "weak", 2: "fair"}.get(voices, "strong")


def review_of(told: Iterable[tuple[str, str]]) -> str:
    """How far people are with an incident, from the voice of each account and how far they are with that.

    Of accounts of one voice those count that somebody looked at: copies are asked about once. What is rejected counts
    only where nothing else is left.

    >>> review_of([("a", "confirmed"), ("b", "machine")]), review_of([("a", "confirmed"), ("a", "machine")])
    ('in review', 'confirmed')
    >>> review_of([("a", "rejected"), ("b", "machine")]), review_of([("a", "rejected")])
    ('machine', 'rejected')
    """
    voices: dict[str, set[str]] = {}
    is_rejected = False
    for voice, review in told:
        if review == "rejected":
            is_rejected = True
        else:
            voices.setdefault(voice, set()).add(review)
    if not voices:
        return "rejected" if is_rejected else "machine"
    looked_at = {frozenset(some - {"machine"}) for some in voices.values()}
    if looked_at == {frozenset()}:
        return "machine"
    return "confirmed" if looked_at == {frozenset({"confirmed"})} else "in review"


# -- cells with support ----------------------------------------------------------------------------------------------


class _Cell(NamedTuple):
    """A cell of an incident: how it is called, what an account says in it, and by what two values are the same."""

    name: str
    value_of: Callable[[Account], Any]
    key_of: Callable[[Any], Hashable]

    @property
    def asked(self) -> str:
        """What people are asked for it as."""
        return "type" if self.name in ("event_type", "sub_event_type") else self.name


class _Value(NamedTuple):
    """A value, the accounts that give it, and what ranks it."""

    value: Any
    events: list[str]
    voices: set[str]
    reviewed: set[str]
    """those of these voices of which a person said that they give it"""
    first: int


_Struck = frozenset[tuple[str, str, Hashable]]
"""voice, cell and value: what a person struck out of one account, and its copies may still say"""


def _struck(accounts: Sequence[Account]) -> _Struck:
    found = set()
    for one in accounts:
        if one.coded is None:
            continue
        coded = replace(one, record=one.coded)
        for cell in (*_CELLS, *_FIGURES):
            was, now = cell.value_of(coded), cell.value_of(one)
            if cell.asked in one.decided and was and (not now or cell.key_of(was) != cell.key_of(now)):
                found.add((one.voice, cell.name, cell.key_of(was)))
    return frozenset(found)


def _told(accounts: Sequence[Account], cell: _Cell, struck: _Struck) -> Iterator[tuple[int, Account, Any]]:
    """The accounts that count for a cell, numbered, with what they say."""
    for number, one in enumerate(accounts):
        value = cell.value_of(one)
        if value is None or value == []:
            continue
        if cell.asked in one.decided or (one.voice, cell.name, cell.key_of(value)) not in struck:
            yield number, one, value


def _reviewed(accounts: Sequence[Account], cell: _Cell) -> tuple[Reviewed, ...]:
    told = ((one.event_id, one.decided[cell.asked]) for one in accounts if cell.asked in one.decided)
    return tuple(Reviewed(event_id, *decided) for event_id, decided in told)


def _supported(accounts: Sequence[Account], cell: _Cell, struck: _Struck) -> Supported:
    values: dict[Hashable, _Value] = {}
    for number, one, value in _told(accounts, cell, struck):
        kept = values.setdefault(cell.key_of(value), _Value(value, [], set(), set(), number))
        kept.events.append(one.event_id)
        kept.voices.add(one.voice)
        if cell.asked in one.decided:
            kept.reviewed.add(one.voice)
    ranked = sorted(values.values(), key=lambda v: (-len(v.voices), -len(v.reviewed), -_detail(v.value), v.first))
    reviewed = _reviewed(accounts, cell)
    if not ranked:
        return Supported(None, (), (), reviewed)
    best, *others = ranked
    dissent = tuple(Dissent(other.value, tuple(other.events)) for other in others)
    return Supported(best.value, tuple(best.events), dissent, reviewed)


def _detail(value: Any) -> float:
    """Of values with as many voices the one that says more: a town before its province, a day before a span."""
    if isinstance(value, list):
        return -min(place.get("geo_precision") or 2 for place in value)
    if isinstance(value, dict) and value.get("start"):
        return -float((date.fromisoformat(value["end"]) - date.fromisoformat(value["start"])).days)
    return 0.0


def _cell(name: str) -> Callable[[Account], Any]:
    return lambda account: account.record.get(name)


def _date(account: Account) -> Any:
    told = account.record.get("date")
    return told if told and told.get("start") and told.get("end") else None


def _status(account: Account) -> Any:
    # Older context in one report is another's news of the day.
    told = account.record.get("status") or "reported"
    return "reported" if told == "background" else told


def _named(value: Any) -> Hashable:
    return str(value.get("actor_id") or value.get("name"))


def _places(value: Any) -> Hashable:
    return frozenset(place.get("place_id") or place.get("name") for place in value)


_CELLS = (
    _Cell("event_type", _cell("event_type"), str),
    _Cell("sub_event_type", _cell("sub_event_type"), str),
    _Cell("actor1", _cell("actor1"), _named),
    _Cell("actor2", _cell("actor2"), _named),
    _Cell("target", _cell("target"), lambda value: value["kind"]),
    _Cell("weapon", _cell("weapon"), lambda value: value["kind"]),
    _Cell("places", _cell("places"), _places),
    _Cell("date", _date, lambda value: (value["start"], value["end"])),
    _Cell("status", _status, str),
)
_KILLED = _Cell("killed", _cell("killed"), lambda value: value["min"])
_WOUNDED = _Cell("wounded", _cell("wounded"), lambda value: value["min"])
_FIGURES = (_KILLED, _WOUNDED)
# The features by which two accounts contradict each other in a cell.
_DISPUTES = {
    name: CONTRADICTIONS.intersection(CELLS["sub_event_type" if name == "event_type" else name])
    for name in ("event_type", "actor1", "actor2", "places", "date")
}


def _is_contested(name: str, cell: Supported, accounts: Sequence[Account], parents: Parents) -> bool:
    """Who says less (the province of the town, the army of the air force) does not contradict."""
    if name not in _DISPUTES or not cell.dissent:
        return False
    told = {one.event_id: one for one in accounts}
    best = told[cell.support[0]]
    filled = {told[event].voice for other in cell.dissent for event in other.event_ids}
    against = {
        told[event].voice
        for other in cell.dissent
        for event in other.event_ids
        if _DISPUTES[name].intersection(features_of(best, told[event], parents))
    }
    for_it = {told[event].voice for event in cell.support}
    against -= for_it
    return bool(against) and len(against) / len(filled | for_it) >= _CONTESTED


# -- figures ---------------------------------------------------------------------------------------------------------


def _figure(accounts: Sequence[Account], cell: _Cell, struck: _Struck) -> Figure | None:
    """The lowest and the highest that anyone says, open upwards when the highest claim is; ``best`` by BEST."""
    claims = []
    voices: dict[int, set[str]] = {}
    reviewed: dict[int, set[str]] = {}
    latest: dict[int, date] = {}
    for _, one, told in _told(accounts, cell, struck):
        least = told["min"]
        claims.append(Claim(one.event_id, least, told.get("max"), one.attribution, one.outlet))
        voices.setdefault(least, set()).add(one.voice)
        if cell.asked in one.decided:
            reviewed.setdefault(least, set()).add(one.voice)
        latest[least] = max(latest.get(least, date.min), one.published or date.min)
    if not claims:
        return None
    best = max(voices, key=lambda n: (len(voices[n]), len(reviewed.get(n, ())), latest[n], n))
    highest = max(claim.min if claim.max is None else claim.max for claim in claims)
    is_open = any(claim.max is None and claim.min >= highest for claim in claims)
    least, most = min(claim.min for claim in claims), None if is_open else highest
    return Figure(least, best, most, BEST, tuple(claims), _reviewed(accounts, cell))
