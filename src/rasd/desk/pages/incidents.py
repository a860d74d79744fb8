"""Incidents as a list, and the same rows as CSV, GeoJSON and JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from starlette.responses import Response, StreamingResponse

from rasd.desk.asked import STATUSES, Asked, Asking, types
from rasd.desk.desk import Visit, Visiting
from rasd.desk.incidents_shown import listed
from rasd.desk.pages.rendering import page
from rasd.export import incidents as export
from rasd.store.incidents import incidents as found
from rasd.store.outlines import CERTAINTIES, REVIEWS, counted, cursor, provinces

_A_PAGE = 50

Record = Mapping[str, Any]


def incidents(visit: Visiting, asked: Asking, after: str = "") -> Response:
    """``/incidents?place=Idlib&since=2024-03-01``: latest first, fifty a page; ``after`` names the last one seen."""
    chosen = asked.chosen(visit.desk.dataset)
    after = after.replace("\0", "")
    with visit.desk.dataset.store.reading() as connection:
        records = list(found(connection, chosen, after=after, most=_A_PAGE + 1))
        number = counted(connection, chosen)
        form = filters(visit, asked, provinces(connection))
    rows = [listed(record, visit.words) for record in records[:_A_PAGE]]
    more = ""
    if len(records) > _A_PAGE:
        last = records[_A_PAGE - 1]
        more = asked.query(after=cursor({"date_start": _day(last), "incident_id": last["incident_id"]}))
    return page(
        "incidents.html", visit, rows=rows, number=number, asked=asked, form=form, after=after, more=more,
    )  # fmt: skip


def filters(visit: Visit, asked: Asked, provinces: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """What the form of filters offers."""
    return {
        "types": types(),
        "choices": {
            "certainty": {one: visit.words(f"grade.{one}") for one in CERTAINTIES},
            "status": {one: visit.words(f"told.{one}") for one in STATUSES},
            "review": {one: visit.words(f"stage.{one}") for one in REVIEWS},
        },
        "provinces": sorted({visit.words.province(country, name) for country, name in provinces}),
        "is_open": bool(asked.query()),
    }


def _day(record: Record) -> str | None:
    told = record["date"]["value"]
    return told["start"] if told else None


# -- downloads --------------------------------------------------------------------------------------------------------


def as_csv(visit: Visiting, asked: Asking) -> Response:
    """``/incidents.csv``: the rows of the list, all pages; a formula in a cell is neutralised."""
    return _download(visit, asked, export.sheet, "text/csv; charset=utf-8", "incidents.csv")


def as_geojson(visit: Visiting, asked: Asking) -> Response:
    """``/incidents.geojson``: a feature for each row of the list."""
    return _download(visit, asked, export.geojson, "application/geo+json", "incidents.geojson")


def as_json(visit: Visiting, asked: Asking) -> Response:
    """``/incidents.json``: the whole record of each row of the list."""
    return _download(visit, asked, _array, "application/json", "incidents.json")


def _array(records: Iterable[Record]) -> Iterator[str]:
    yield '{"incidents": ['
    opening = "\n"
    for record in records:
        yield opening + json.dumps(record, ensure_ascii=False)
        opening = ",\n"
    yield "\n]}\n"


def _download(
    visit: Visit, asked: Asked, write: Callable[[Iterable[Record]], Iterator[str]], kind: str, name: str
) -> Response:
    chosen = asked.chosen(visit.desk.dataset)

    def parts() -> Iterator[str]:
        with visit.desk.dataset.store.reading() as connection:
            yield from write(found(connection, chosen))

    told = {"content-disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(parts(), media_type=kind, headers=told)
