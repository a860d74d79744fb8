"""Two accounts compared for people to read: every feature that held, with the two values it saw.

Merging itself only adds up scores; most pairs come to nothing, and nobody reads why.
"""

from __future__ import annotations

from dataclasses import dataclass

from rasd.merge.accounts import Account
from rasd.merge.alike import Parents
from rasd.merge.features import CELLS, Weights, features_of, score

_CELL_OF = {feature: cell for cell, features in CELLS.items() for feature in features}


@dataclass(frozen=True, slots=True)
class Reason:
    """A feature that held, what it weighed, and the two values it saw."""

    feature: str
    weight: float
    cell: str
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two accounts compared."""

    a: str
    b: str
    score: float
    verdict: str
    """same | related | different"""
    reasons: tuple[Reason, ...]


def compare(a: Account, b: Account, weights: Weights, parents: Parents) -> Comparison:
    """Whether two accounts tell of one incident, and why.

    Two acts that one report tells apart are never the same; a person may still say so.
    """
    found = score(a, b, weights, parents)
    verdict = "different" if a.report_id == b.report_id else weights.verdict(found)
    reasons = tuple(
        Reason(feature, weights.features[feature], cell, _said(a, cell, b), _said(b, cell, a))
        for feature in features_of(a, b, parents)
        for cell in (_CELL_OF[feature],)
    )
    return Comparison(a.event_id, b.event_id, found, verdict, reasons)


def _said(account: Account, cell: str, other: Account) -> str:
    """What an account says in a cell, in short."""
    if cell == "date":
        return f"{account.start or '?'}"
    if cell == "places":
        return ", ".join(spot.name for spot in account.places) or "?"
    if cell in ("actor1", "actor2"):
        side = account.sides[cell == "actor2"]
        return side.name if side else "?"
    if cell in ("killed", "wounded"):
        return _figure(account.killed if cell == "killed" else account.wounded)
    if cell == "words":
        return f"{len(account.words & other.words)} of {len(account.words)}"
    return str(getattr(account, cell))


def _figure(figure: tuple[int, int | None] | None) -> str:
    if figure is None:
        return "?"
    return str(figure[0]) if figure[0] == figure[1] else f"{figure[0]} to {'?' if figure[1] is None else figure[1]}"
