"""What was said of the cells of an event over time: who, when, and what stood there before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from rasd.review.reviewed import CELLS, Cell, Decision, cell_of, in_force, reviewed, said_hash


class Change(NamedTuple):
    """A decision on a cell, or one that takes such a decision back."""

    decision_id: int
    cell: str
    verdict: str
    """accept | correct | reject | not_said | take: it came from an event that was joined to this one | undo"""
    by: str
    at: str
    reason: str
    before: Cell
    after: Cell
    is_taken_back: bool
    is_outdated: bool
    """the event said something else then, and what stood there is not known any more but for a correction"""


def history(record: Mapping[str, Any], decisions: Sequence[Decision]) -> dict[str, list[Change]]:
    """The changes of each cell that anybody decided on, in the order in which they came.

    >>> record = {"event_id": "e", "status": "denied", "status_evidence": [], "sub_event_type": "Attack", "places": [],
    ...     "trigger": {}, "response_to": None, "response_evidence": []}
    >>> record |= {name: None for name in CELLS if name not in record and name != "type"}
    >>> seen = said_hash(record)
    >>> said = [Decision(1, 1, "e", "status", "correct", "reported", [], "", seen, "ann", "")]
    >>> said.append(Decision(2, 2, "e", "", "undo", 1, None, "", seen, "ann", ""))
    >>> [(one.verdict, one.before.value, one.after.value) for one in history(record, said)["status"]]
    [('correct', 'denied', 'reported'), ('undo', 'reported', 'denied')]
    """
    told, left = sorted(decisions), {one.decision_id for one in in_force(decisions)}
    seen = said_hash(record)
    found: dict[str, list[Change]] = {}
    now: Mapping[str, Cell] = {name: cell_of(record, name) for name in CELLS}
    for number, one in enumerate(told, start=1):
        then = reviewed(record, told[:number]).cells
        is_undo = one.verdict == "undo"
        about = [other for other in told[:number] if other.step == one.value] if is_undo else [one]
        for other in about:
            if not other.cell:
                continue
            is_outdated = other.seen != seen
            after = Cell(one.value, tuple(one.evidence or ())) if is_outdated and not is_undo else then[other.cell]
            change = Change(
                one.decision_id, other.cell, one.verdict, one.by, one.at, one.reason, now[other.cell], after,
                not is_undo and one.decision_id not in left, is_outdated,
            )  # fmt: skip
            found.setdefault(other.cell, []).append(change)
        now = then
    return found
