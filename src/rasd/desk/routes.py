"""All that is served, in one table: method, path, the least role that may ask, and what answers.

Who decides on a report is up to the report too: whether two people code it, and who they are (review/doubles.py).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from rasd.desk.api import (
    additions,
    adjudications,
    candidates,
    decisions,
    description,
    judgements,
    leases,
    lists,
    reshaping,
)
from rasd.desk.api import queue as queue_api
from rasd.desk.api import reports as reports_api
from rasd.desk.desk import ROLES as ROLES
from rasd.desk.pages import (
    account,
    adjudication,
    agreement,
    atlas,
    doubles,
    duplicates,
    incident,
    incidents,
    keys,
    login,
    pasting,
    people,
    queue,
    reports,
    statics,
    workbench,
)


class Route(NamedTuple):
    """One row: what answers a method and a path, and who may ask."""

    method: str
    path: str
    role: str
    endpoint: Callable[..., Any]
    is_own: bool = False
    """whether it changes accounts and the desk alone, and so is answered in the read-only mode too"""


ROUTES = (
    Route("GET", "/", "anyone", queue.home),
    Route("GET", "/static/{version}/{path:path}", "anyone", statics.static),
    Route("GET", "/review", "viewer", queue.queue),
    Route("GET", "/review/{event_id}", "viewer", workbench.workbench),
    Route("GET", "/review/{event_id}/both", "coder", adjudication.codings),
    Route("POST", "/api/adjudications", "manager", adjudications.adjudicate),
    Route("GET", "/agreement", "reviewer", agreement.agreement),
    Route("GET", "/agreement.csv", "reviewer", agreement.as_csv),
    Route("GET", "/agreement.json", "reviewer", agreement.as_json),
    Route("POST", "/doubles", "manager", doubles.set_share, is_own=True),
    Route("POST", "/doubles/free", "manager", doubles.free),
    Route("GET", "/incidents", "viewer", incidents.incidents),
    Route("GET", "/incidents.csv", "viewer", incidents.as_csv),
    Route("GET", "/incidents.geojson", "viewer", incidents.as_geojson),
    Route("GET", "/incidents.json", "viewer", incidents.as_json),
    Route("GET", "/incidents/{incident_id}", "viewer", incident.incident),
    Route("GET", "/map", "viewer", atlas.atlas),
    Route("GET", "/map.csv", "viewer", incidents.as_csv),
    Route("GET", "/map.geojson", "viewer", incidents.as_geojson),
    Route("GET", "/map.json", "viewer", incidents.as_json),
    Route("GET", "/map/drawn", "viewer", atlas.drawn),
    Route("GET", "/map/names/{version}", "viewer", atlas.names),
    Route("GET", "/reports", "viewer", reports.reports),
    Route("GET", "/reports/new", "coder", pasting.form),
    Route("POST", "/reports/new", "coder", pasting.bring),
    Route("POST", "/api/reports", "coder", reports_api.add),
    Route("GET", "/reports/{report_id:path}", "viewer", reports.report),
    Route("GET", "/api/events/{event_id}/next", "viewer", queue_api.following),
    Route("GET", "/api/events/{event_id}/candidates", "coder", candidates.candidates),
    Route("POST", "/api/decisions/split", "reviewer", reshaping.split),
    Route("POST", "/api/decisions/join", "reviewer", reshaping.join),
    Route("POST", "/api/decisions/restore", "reviewer", reshaping.restore),
    Route("GET", "/api/events/{event_id}/history", "viewer", reshaping.changes),
    Route("POST", "/api/decisions", "coder", decisions.decide),
    Route("GET", "/duplicates", "viewer", duplicates.duplicates),
    Route("GET", "/duplicates/{a}/{b}", "viewer", duplicates.pair),
    Route("POST", "/api/judgements", "reviewer", judgements.judge),
    Route("POST", "/api/judgements/undo", "reviewer", judgements.retract),
    Route("POST", "/api/missed", "coder", decisions.missed),
    Route("GET", "/api/countries", "coder", additions.countries),
    Route("POST", "/api/places", "reviewer", additions.place),
    Route("POST", "/api/actors", "reviewer", additions.actor),
    Route("POST", "/api/leases", "coder", leases.claim),
    Route("POST", "/api/undo", "coder", decisions.undo),
    # people
    Route("GET", "/login", "anyone", login.form),
    Route("POST", "/login", "anyone", login.log_in, is_own=True),
    Route("POST", "/logout", "viewer", login.log_out, is_own=True),
    Route("GET", "/account", "viewer", account.account),
    Route("GET", "/account/keys", "viewer", keys.keys),
    Route("POST", "/account/keys", "viewer", keys.change_keys, is_own=True),
    Route("POST", "/account/password", "viewer", account.password, is_own=True),
    Route("POST", "/account/sessions/end", "viewer", account.end_sessions, is_own=True),
    Route("POST", "/account/totp/start", "viewer", account.start_totp, is_own=True),
    Route("POST", "/account/totp", "viewer", account.turn_on_totp, is_own=True),
    Route("POST", "/account/totp/off", "viewer", account.turn_off_totp, is_own=True),
    Route("POST", "/account/tokens", "viewer", account.make_token, is_own=True),
    Route("POST", "/account/tokens/revoke", "viewer", account.revoke_token, is_own=True),
    Route("GET", "/people", "admin", people.people),
    Route("POST", "/people", "admin", people.add, is_own=True),
    Route("POST", "/people/{name}/{what}", "admin", people.change, is_own=True),
    Route("POST", "/mode", "admin", people.set_mode, is_own=True),
    # the record for programs
    Route("GET", "/api/openapi.json", "viewer", description.openapi),
    Route("GET", "/api/events", "viewer", lists.events),
    Route("GET", "/api/events/{event_id}", "viewer", lists.event),
    Route("GET", "/api/incidents", "viewer", lists.incidents),
    Route("GET", "/api/incidents/{incident_id}", "viewer", lists.incident),
    Route("GET", "/api/incidents/{incident_id}/apart", "viewer", judgements.apart),
)
