"""Two events made of one, one of two, an earlier value of a cell put back: by decisions, like all that people say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select

from rasd.model.event import event_from
from rasd.model.text import Span
from rasd.review.decisions import DecisionError, Said, as_seen, decisions_of, made_by, note, record_of
from rasd.review.history import history
from rasd.review.reviewed import CELLS, Cell, Reviewed, amended, cell_of, is_said, reviewed
from rasd.review.values import CellError, spans_of
from rasd.store.reports import report_of
from rasd.store.schema import event


def split(connection: Connection, event_id: str, trigger: tuple[int, int], *, version: str, by: str) -> str:
    """Make a second event of one, named by other words of its report; the new one's id.

    Its cells are those of the first as people have them, and all of them are to be decided on. One step, which undo
    takes back as a whole. ConflictError when the event is not in this ``version`` any more.
    """
    record, shown = as_seen(connection, event_id, version)
    told = report_of(connection, record["report_id"])
    if told is None or shown.state == "rejected":
        raise DecisionError(f"event {event_id} is rejected, and cannot be split")
    if shown.cells["type"].value is None:
        raise DecisionError("say first of which type the event is")
    try:
        [span] = spans_of([trigger], told.text)
    except CellError as error:
        raise DecisionError(str(error)) from None
    copy = replace(event_from(amended(record, shown)), trigger=Span(**span))
    other = made_by(connection, told, copy, by=by)
    value = {"report_id": told.report_id, "sub_event_type": copy.sub_event_type, "of": event_id}
    first = Said(record, "", "split", {"into": other["event_id"]}, [span])
    note(connection, [Said(other, "", "missed", value, [span]), first], by=by)
    return str(other["event_id"])


def join(connection: Connection, event_id: str, other_id: str, *, version: str, other_version: str, by: str) -> None:
    """Say that two events of one report are one: the other goes as rejected, and the first stays.

    What the first lacks, and nobody has decided on, it takes over with its words, to be decided on; what answered the
    other answers the first. One step, which undo takes back as a whole.
    """
    record, shown = as_seen(connection, event_id, version)
    other, gone = as_seen(connection, other_id, other_version)
    if event_id == other_id or record["report_id"] != other["report_id"]:
        raise DecisionError("only two events of one report can be joined")
    if "rejected" in (shown.state, gone.state):
        raise DecisionError("a rejected event cannot be joined")
    said = [Said(other, "", "join", {"into": event_id})]
    for answer in sorted(_answers(connection, other) - {event_id}):
        told = record_of(connection, answer)
        now = reviewed(told, decisions_of(connection, [answer])).cells["response_to"]
        said.append(Said(told, "response_to", "take", event_id, _plain(now)))
    said += [Said(record, name, "take", cell.value, _plain(cell)) for name, cell in _taken(shown, gone).items()]
    note(connection, [*said, Said(record, "", "joined", {"of": other_id})], by=by)


def _answers(connection: Connection, record: Mapping[str, Any]) -> set[str]:
    """The events of its report that answer an event, as people have them."""
    its = (event.c.report_id == record["report_id"], event.c.response_to == record["event_id"])
    return set(connection.execute(select(event.c.event_id).where(*its)).scalars())


def _taken(shown: Reviewed, gone: Reviewed) -> dict[str, Cell]:
    """The cells that come from the event that goes."""
    found = {}
    for name in CELLS:
        mine, theirs = shown.cells[name], gone.cells[name]
        if name == "response_to" and mine.value == gone.event_id:  # no event answers itself
            found[name] = Cell(None, ())
        elif name not in shown.decisions and not is_said(name, mine) and is_said(name, theirs):
            if not (name == "response_to" and theirs.value == shown.event_id):
                found[name] = theirs
    return found


def restore(connection: Connection, event_id: str, cell: str, to: int, *, version: str, by: str) -> None:
    """Put back what stood in a cell after decision ``to``, or what was coded (0), by a new decision."""
    record, shown = as_seen(connection, event_id, version)
    if cell not in CELLS:
        raise DecisionError(f"no cell is called {cell!r}")
    coded, now = cell_of(record, cell), shown.cells[cell]
    wanted, verdict, reason = coded, "accept", ""
    if to:
        changes = history(record, decisions_of(connection, [event_id])).get(cell, ())
        then = next((one for one in changes if one.decision_id == to), None)
        if then is None or (then.is_outdated and then.verdict != "correct"):
            raise DecisionError(f"what {cell} said after decision {to} is not known")
        wanted, verdict, reason = then.after, then.verdict, then.reason
    if wanted == now and cell in shown.decisions:
        raise DecisionError(f"{cell} says that already")
    if wanted.value is None:
        told = Said(record, cell, *(("reject", None, None, reason) if verdict == "reject" else ("not_said",)))
    elif wanted == now or (now.value is None and wanted == coded):
        told = Said(record, cell, "accept")
    else:
        told = Said(record, cell, "correct", wanted.value, _plain(wanted))
    note(connection, [told], by=by)


def _plain(cell: Cell) -> list[dict[str, Any]]:
    return [dict(span) for span in cell.evidence]
