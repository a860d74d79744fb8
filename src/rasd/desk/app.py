"""The application: a dataset, the table of routes, the guard before them."""

from __future__ import annotations

import logging

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from rasd import __version__
from rasd.dataset import Dataset
from rasd.desk.candidates import Candidates
from rasd.desk.desk import Desk, visit_of
from rasd.desk.guard import LOOPBACK, Guard
from rasd.desk.pages.rendering import page
from rasd.desk.pages.statics import statics
from rasd.desk.routes import ROUTES
from rasd.store.opening import user

_LOG = logging.getLogger("rasd.desk")


def application(dataset: Dataset, *, is_demo: bool = False, names: frozenset[str] = LOOPBACK) -> Guard:
    """The desk of a dataset, as an ASGI application that answers to the hosts ``names``."""
    files, version = statics()
    # No pages about the API: they load from elsewhere. openapi.json says all.
    app = FastAPI(title="Rasd", version=__version__, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.desk = Desk(dataset, files, version, Candidates(dataset.workspace.lexicon), user(), is_demo)
    for route in ROUTES:
        app.add_api_route(
            route.path,
            route.endpoint,
            methods=[route.method],
            response_model=None if not route.path.startswith("/api/") else _answer(route.endpoint),
            include_in_schema=route.path.startswith("/api/"),
        )
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(Exception, _broken)
    return Guard(app, names)


def _answer(endpoint: object) -> object:
    from typing import get_type_hints

    return get_type_hints(endpoint)["return"]


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if request.url.path.startswith("/api/"):
        told = error.detail if isinstance(error.detail, dict) else {"error": error.detail}
        return JSONResponse(told, error.status_code, headers=error.headers)
    visit = visit_of(request)
    sentence = visit.words("error.not_found") if error.status_code == 404 else str(error.detail)
    return page("error.html", visit, error.status_code, sentence=sentence)


async def _broken(request: Request, error: Exception) -> Response:
    _LOG.error("%s %s failed", request.method, request.url.path, exc_info=error)
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": "a fault of the program; the log of the server says more"}, 500)
    visit = visit_of(request)
    return page("error.html", visit, 500, sentence=visit.words("error.inside"))
