"""All that is served, in one table: method, path, the least role that may ask, and what answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from rasd.desk.api import candidates, decisions
from rasd.desk.api import queue as queue_api
from rasd.desk.pages import atlas, incident, incidents, queue, reports, statics, workbench

ROLES = ("anyone", "viewer", "coder", "reviewer", "manager", "admin")
"""from the least to the greatest"""


class Route(NamedTuple):
    """One row: what answers a method and a path, and who may ask."""

    method: str
    path: str
    role: str
    endpoint: Callable[..., Any]


ROUTES = (
    Route("GET", "/", "anyone", queue.home),
    Route("GET", "/static/{version}/{path:path}", "anyone", statics.static),
    Route("GET", "/review", "viewer", queue.queue),
    Route("GET", "/review/{event_id}", "viewer", workbench.workbench),
    Route("GET", "/incidents", "viewer", incidents.incidents),
    Route("GET", "/incidents.csv", "viewer", incidents.as_csv),
    Route("GET", "/incidents.geojson", "viewer", incidents.as_geojson),
    Route("GET", "/incidents.json", "viewer", incidents.as_json),
    Route("GET", "/incidents/{incident_id}", "viewer", incident.incident),
    Route("GET", "/map", "viewer", atlas.atlas),
    Route("GET", "/map/drawn", "viewer", atlas.drawn),
    Route("GET", "/map/names/{version}", "viewer", atlas.names),
    Route("GET", "/reports", "viewer", reports.reports),
    Route("GET", "/reports/{report_id:path}", "viewer", reports.report),
    Route("GET", "/api/events/{event_id}/next", "viewer", queue_api.following),
    Route("GET", "/api/events/{event_id}/candidates", "coder", candidates.candidates),
    Route("POST", "/api/decisions", "reviewer", decisions.decide),
    Route("POST", "/api/undo", "reviewer", decisions.undo),
)
