"""Who asks, and whether they may: found out before a route's handler reads anything of the request."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fastapi import HTTPException, Request
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from rasd.desk.desk import ROLES, Desk, Visit, language_of
from rasd.desk.guard import token_in
from rasd.desk.words import Words
from rasd.review import modes, people, sessions, tokens

if TYPE_CHECKING:
    from rasd.desk.routes import Route

_SAFE = ("GET", "HEAD")


def visit_by(request: Request) -> Visit:
    """Who asks: by a token where the request has one (under /api/ alone), or else by the cookie."""
    desk: Desk = request.app.state.desk
    store = desk.dataset.store
    words, path, query = Words(language_of(request)), request.url.path, request.url.query
    with store.reading() as connection:
        mode = modes.mode(connection)
        is_single = not desk.needs_login and not people.are_any(connection)
    if desk.is_read_only and mode == "normal":
        mode = "read_only"
    token = token_in(request.headers)
    if token:  # the cookie is not looked at: programs need no page of ours to ask from
        found = tokens.who(store, token) if path.startswith("/api/") else None
        if found is None:
            return Visit(desk, "", words, path, query, mode=mode)
        return Visit(desk, found[1].name, words, path, query, found[2], mode)
    if is_single:
        return Visit(desk, desk.person, words, path, query, "admin", mode, is_single=True)
    secret = request.cookies.get(cookie_name(request), "")
    known = sessions.who(store, secret) if secret else None
    if known is None:
        return Visit(desk, "", words, path, query, mode=mode)
    session, person = known
    return Visit(desk, person.name, words, path, query, person.role, mode, session)


def refusal(route: Route, visit: Visit) -> tuple[int, str] | None:
    """Why a route is not answered, as a status and a word; None when it is."""
    if ROLES.index(visit.role) < ROLES.index(route.role):
        return (401, "login") if visit.role == "anyone" else (403, "role")
    if visit.mode == "locked" and visit.role != "admin" and route.role != "anyone" and route.path != "/logout":
        return 423, "locked"
    if visit.mode != "normal" and route.method not in _SAFE and not route.is_own:
        return 423, "read_only"
    return None


def ruled(route: Route) -> type[APIRoute]:
    """A kind of route that answers only those who may ask for this row of the table."""

    class Ruled(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            answer = super().get_route_handler()

            async def handler(request: Request) -> Response:
                visit = await run_in_threadpool(visit_by, request)
                request.state.visit = visit
                refused = refusal(route, visit)
                if refused is None:
                    return await answer(request)
                status, name = refused
                if status == 401 and "hx-request" in request.headers:  # a part of a page: the browser loads it whole
                    raise HTTPException(status, visit.words(f"refused.{name}"), {"hx-refresh": "true"})
                if status == 401 and route.method in _SAFE and not route.path.startswith("/api/"):
                    return RedirectResponse(f"/login?next={quote(_asked(visit))}", 303)
                challenge = {"www-authenticate": "Bearer"} if status == 401 else None
                raise HTTPException(status, visit.words(f"refused.{name}"), challenge)

            return handler

    return Ruled


def cookie_name(request: Request) -> str:
    """What the session's cookie is called; over https a browser takes it from nobody else under that name."""
    return "__Host-rasd" if request.url.scheme == "https" else "rasd"


def keep(request: Request, answer: Response, secret: str) -> Response:
    """Have the browser keep a session's secret, until it is closed."""
    is_https = request.url.scheme == "https"
    answer.set_cookie(cookie_name(request), secret, path="/", httponly=True, samesite="lax", secure=is_https)
    return answer


def forget(request: Request, answer: Response) -> Response:
    """Have the browser forget it."""
    is_https = request.url.scheme == "https"
    answer.delete_cookie(cookie_name(request), path="/", httponly=True, samesite="lax", secure=is_https)
    return answer


def address_of(request: Request) -> str:
    """Where a request comes from; of IPv6 the network, since one machine has as many addresses as it likes.

    It is what the connection says, and behind a proxy that is trusted what that says.
    """
    told = request.client.host if request.client else ""
    try:
        number = ipaddress.ip_address(told)
    except ValueError:
        return told[:60]
    if number.version == 6 and number.ipv4_mapped is None:
        return str(ipaddress.ip_network((number, 64), strict=False))
    return told


def inside(path: str) -> str:
    """A path of this desk to go to; whatever else is asked for becomes the way in.

    >>> inside("/review?queue=done"), inside("//evil.example"), inside("https://evil.example")
    ('/review?queue=done', '/review', '/review')
    """
    is_ours = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable() and "\\" not in path
    return path if is_ours else "/review"


def _asked(visit: Visit) -> str:
    return f"{visit.path}?{visit.query}" if visit.query else visit.path
