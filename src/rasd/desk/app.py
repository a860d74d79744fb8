"""The application: a dataset, the table of routes, the guard before them."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, get_type_hints

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from rasd import __version__
from rasd.dataset import Dataset
from rasd.desk.access import ruled, visit_by
from rasd.desk.api.description import ABOUT, ANSWERS
from rasd.desk.candidates import Candidates
from rasd.desk.desk import Desk, Visit
from rasd.desk.guard import LOOPBACK, Guard
from rasd.desk.merger import Merger
from rasd.desk.pages.rendering import page
from rasd.desk.pages.statics import statics
from rasd.desk.routes import ROUTES
from rasd.store.opening import user

_LOG = logging.getLogger("rasd.desk")


def application(
    dataset: Dataset,
    *,
    is_demo: bool = False,
    names: frozenset[str] = LOOPBACK,
    needs_login: bool = False,
    is_read_only: bool = False,
) -> Guard:
    """The desk of a dataset, as an ASGI application that answers to the hosts ``names``.

    ``needs_login``: it asks for an account though there is none; without it it does as soon as there is one.
    """
    files, version = statics()
    merger = Merger(dataset)

    @asynccontextmanager
    async def running(app: FastAPI) -> AsyncIterator[None]:
        yield
        merger.close()

    # No pages about the API: they load from elsewhere. /api/openapi.json says all.
    about: dict[str, Any] = {"title": "Rasd", "version": __version__, "description": ABOUT}
    app = FastAPI(**about, docs_url=None, redoc_url=None, openapi_url=None, lifespan=running)
    known = Candidates(dataset.workspace.lexicon)
    app.state.desk = Desk(dataset, files, version, known, merger, user(), is_demo, needs_login, is_read_only)
    for route in ROUTES:
        is_api = route.path.startswith("/api/")
        told: dict[str, Any] = {"responses": ANSWERS} if is_api else {}
        app.router.add_api_route(
            route.path,
            route.endpoint,
            methods=[route.method],
            response_model=_answer(route.endpoint) if is_api else None,
            include_in_schema=is_api and route.path != "/api/openapi.json",
            route_class_override=ruled(route),
            **told,
        )
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _misread)
    app.add_exception_handler(Exception, _broken)
    return Guard(app, names)


def _answer(endpoint: object) -> object:
    return get_type_hints(endpoint)["return"]


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if _is_api(request):
        told = error.detail if isinstance(error.detail, dict) else {"error": error.detail}
        return JSONResponse(told, error.status_code, headers=error.headers)
    visit = await _visit(request)
    sentence = visit.words("error.not_found") if error.status_code == 404 else str(error.detail)
    answer = page("error.html", visit, error.status_code, sentence=sentence)
    answer.headers.update(error.headers or {})
    return answer


async def _misread(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    # What was sent is not told again: it may be a password.
    faults = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
    if _is_api(request):
        return JSONResponse({"error": faults}, 422)
    return page("error.html", await _visit(request), 422, sentence=faults)


async def _broken(request: Request, error: Exception) -> Response:
    _LOG.error("%s %s failed", request.method, request.url.path, exc_info=error)
    if _is_api(request):
        return JSONResponse({"error": "a fault of the program; the log of the server says more"}, 500)
    visit = await _visit(request)
    return page("error.html", visit, 500, sentence=visit.words("error.inside"))


async def _visit(request: Request) -> Visit:
    known: Visit | None = getattr(request.state, "visit", None)
    return await run_in_threadpool(visit_by, request) if known is None else known


def _is_api(request: Request) -> bool:
    return request.url.path.startswith("/api/")
