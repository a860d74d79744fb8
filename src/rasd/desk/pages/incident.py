"""One incident: all its accounts side by side, what they agree on, and where they come from."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection
from starlette.responses import RedirectResponse, Response

from rasd.dataset.chains import chain
from rasd.dataset.showing import incident_shown, report_shown
from rasd.desk.desk import Visit, Visiting
from rasd.desk.incidents_shown import CELLS, account, best, precision, title, why_certain
from rasd.desk.pages.rendering import page
from rasd.review.decisions import cells_changed
from rasd.review.judgements import judgements_of
from rasd.store.incidents import incident_by_id, incidents_by_ids

_HOW = {"part of": "part_of", "has as a part": "has_part", "answers": "answers", "is answered by": "answered_by"}


def incident(visit: Visiting, incident_id: str, apart: str = "") -> Response:
    """``/incidents/ID``. An alias and the id of an event lead to their incident; a tombstone says what it was.

    ``apart`` is an event that was just taken out of it.
    """
    with visit.desk.dataset.store.reading() as connection:
        told = incident_shown(connection, incident_id, visit.desk.dataset.workspace.weights)
        if told is None:
            return page("error.html", visit, 404, sentence=visit.words("incident.nothing"))
        record = told["incident"]
        if record["incident_id"] != incident_id:
            lang = f"?{visit.query}" if visit.query else ""
            return RedirectResponse(f"/incidents/{quote(record['incident_id'], safe='')}{lang}", 303)
        is_gone = record["state"] == "gone"
        accounts = [] if is_gone else told["accounts"]
        sources = [report_shown(connection, name) for name in dict.fromkeys(one["report_id"] for one in accounts)]
        judged = judgements_of(connection, [one["event"]["event_id"] for one in accounts])
        links = [] if is_gone else [_link(connection, link, visit) for link in told["links"]]
        replies = [] if is_gone else _replies(connection, incident_id, visit)
        changed = cells_changed(connection, [one["event"]["event_id"] for one in accounts])
        came_off = _came_off(connection, apart, record, visit) if apart else None
    columns = [
        {**one, "cells": account(record, one, visit.words), "changed": changed.get(one["event"]["event_id"], ())}
        for one in accounts
    ]
    names = {one["event"]["event_id"]: one["outlet"] or one["report_id"] for one in accounts}
    said = {(one["a"], one["b"]): one for one in judged if one["verdict"] == "same" and not one["retracted_at"]}
    held = [
        {
            **one,
            "name": names[one["event_id"]],
            "on": names.get(one["parent"], ""),
            "by": said[tuple(sorted((one["event_id"], one["parent"])))]["by"] if one["is_judged"] else "",
        }
        for one in ([] if is_gone else told["tree"])
    ]
    shown = [name for name in CELLS if any(name in one["cells"] or name in one["changed"] for one in columns)]
    places = [] if is_gone else record["places"]["value"] or []
    return page(
        "incident.html", visit, 410 if is_gone else 200, record=record, title=title(record, visit.words),
        is_gone=is_gone, best=best(record, accounts, visit.words), columns=columns, cells=shown,
        certain=why_certain(record, accounts, visit.words), held=held, judged=judged, apart=came_off,
        decides=visit.may("reviewer"), links=links, replies=replies,
        sources=[one for one in sources if one], places=[(one, precision(one, visit.words)) for one in places],
    )  # fmt: skip


def _replies(connection: Connection, incident_id: str, visit: Visit) -> list[dict[str, Any]]:
    """The chain of replies that the incident stands in, when it is longer than the links beside it show."""
    steps = chain(connection, incident_id)
    records = incidents_by_ids(connection, [one.incident_id for one in steps])
    known = [one for one in steps if one.incident_id in records]
    titles = [title(records[one.incident_id], visit.words) for one in known]
    shown = [
        {"incident_id": one.incident_id, "depth": min(one.depth, 8), "title": told}
        for one, told in zip(known, titles, strict=True)
    ]
    return shown if len(shown) > 2 else []


def _came_off(connection: Connection, event_id: str, record: dict[str, Any], visit: Visit) -> dict[str, str] | None:
    """The incident that an event is in now; None where it still is in this one."""
    other = incident_by_id(connection, event_id.replace("\0", ""))
    if other is None or other["incident_id"] == record["incident_id"]:
        return None
    return {"incident_id": other["incident_id"], "title": title(other, visit.words), "event_id": event_id}


def _link(connection: Connection, link: dict[str, Any], visit: Visit) -> dict[str, Any]:
    """A link with the other incident in a few words."""
    other = incident_by_id(connection, link["incident_id"])
    return {
        "how": visit.words(f"how.{_HOW[link['how']]}"),
        "incident_id": link["incident_id"],
        "title": title(other, visit.words) if other else link["incident_id"],
        "quotes": list(dict.fromkeys(span["text"] for span in link["evidence"])),
        "other_quotes": list(dict.fromkeys(span["text"] for span in link["other_evidence"])),
    }
