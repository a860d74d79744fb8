"""The cells of an incident from its accounts: the best supported value, the dissent beside it, every figure claimed.

Support is counted in voices, not in reports: wire copies of one text are one voice. The rules stand in
docs/incidents.md, under the names that the record carries.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from rasd.merge.accounts import Account
from rasd.merge.alike import Parents
from rasd.merge.features import CELLS, CONTRADICTIONS, features_of
from rasd.model.incident import Claim, Dissent, Figure, Incident, Supported

BEST = "the figure of most voices, then of the latest report, then the higher"
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
    review: str = "machine",
    updated_at: str = "",
    parents: Parents = MappingProxyType({}),
) -> Incident:
    """The incident that the accounts tell of. The accounts' order does not matter."""
    accounts = sorted(accounts, key=lambda one: (one.published or _LATE, one.event_id))
    cells = tuple((name, _supported(accounts, value, key)) for name, value, key in _CELLS)
    contested = tuple(name for name, cell in cells if _is_contested(name, cell, accounts, parents))
    voices = len({one.voice for one in accounts})
    return Incident(
        incident_id=incident_id,
        aliases=tuple(sorted(set(aliases) - {incident_id})),
        event_ids=tuple(one.event_id for one in accounts),
        report_ids=tuple(dict.fromkeys(one.report_id for one in accounts)),
        voices=voices,
        cells=cells,
        killed=_figure(accounts, "killed"),
        wounded=_figure(accounts, "wounded"),
        certainty=_certainty(voices, contested, accounts),
        contested=contested,
        responds_to=tuple(sorted(responds_to)),
        part_of=part_of,
        review=review,
        updated_at=updated_at,
    )


def _certainty(voices: int, contested: Sequence[str], accounts: Sequence[Account]) -> str:
    """contested: sides, place, day or type in dispute, or denied. strong: three voices. fair: two. weak: one."""
    if contested or any(one.status == "denied" for one in accounts):
        return "contested"
    if all(one.status in _DOUBTED for one in accounts):
        return "weak"
    return {1: "weak", 2: "fair"}.get(voices, "strong")


# -- cells with support ----------------------------------------------------------------------------------------------


class _Value(NamedTuple):
    """A value, the accounts that give it, and what ranks it."""

    value: Any
    events: list[str]
    voices: set[str]
    first: int


def _supported(
    accounts: Sequence[Account], value_of: Callable[[Account], Any], key_of: Callable[[Any], Hashable]
) -> Supported:
    values: dict[Hashable, _Value] = {}
    for number, one in enumerate(accounts):
        value = value_of(one)
        if value is None or value == []:
            continue
        kept = values.setdefault(key_of(value), _Value(value, [], set(), number))
        kept.events.append(one.event_id)
        kept.voices.add(one.voice)
    ranked = sorted(values.values(), key=lambda v: (-len(v.voices), -_detail(v.value), v.first))
    if not ranked:
        return Supported(None, (), ())
    best, *others = ranked
    dissent = tuple(Dissent(other.value, tuple(other.events)) for other in others)
    return Supported(best.value, tuple(best.events), dissent)


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
    return account.record.get("date") if account.start and account.end else None


def _status(account: Account) -> Any:
    # Older context in one report is another's news of the day.
    return "reported" if account.status == "background" else account.status


def _named(value: Any) -> Hashable:
    return str(value.get("actor_id") or value.get("name"))


def _places(value: Any) -> Hashable:
    return frozenset(place.get("place_id") or place.get("name") for place in value)


_CELLS: tuple[tuple[str, Callable[[Account], Any], Callable[[Any], Hashable]], ...] = (
    ("event_type", _cell("event_type"), str),
    ("sub_event_type", _cell("sub_event_type"), str),
    ("actor1", _cell("actor1"), _named),
    ("actor2", _cell("actor2"), _named),
    ("target", _cell("target"), lambda value: value["kind"]),
    ("weapon", _cell("weapon"), lambda value: value["kind"]),
    ("places", _cell("places"), _places),
    ("date", _date, lambda value: (value["start"], value["end"])),
    ("status", _status, str),
)
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


def _figure(accounts: Sequence[Account], cell: str) -> Figure | None:
    """The lowest and the highest that anyone says, open upwards when the highest claim is; ``best`` by BEST."""
    claims = []
    voices: dict[int, set[str]] = {}
    latest: dict[int, date] = {}
    for one in accounts:
        told = one.killed if cell == "killed" else one.wounded
        if told is None:
            continue
        claims.append(Claim(one.event_id, told[0], told[1], one.attribution, one.outlet))
        voices.setdefault(told[0], set()).add(one.voice)
        latest[told[0]] = max(latest.get(told[0], date.min), one.published or date.min)
    if not claims:
        return None
    best = max(voices, key=lambda figure: (len(voices[figure]), latest[figure], figure))
    highest = max(claim.min if claim.max is None else claim.max for claim in claims)
    is_open = any(claim.max is None and claim.min >= highest for claim in claims)
    return Figure(min(claim.min for claim in claims), best, None if is_open else highest, BEST, tuple(claims))
