"""Logging in and out."""

from __future__ import annotations

from typing import Annotated

from fastapi import Form, Request
from starlette.responses import RedirectResponse, Response

from rasd.desk.access import address_of, cookie_name, forget, inside, keep
from rasd.desk.desk import Visiting
from rasd.desk.pages.rendering import page
from rasd.review import sessions

Text = Annotated[str, Form()]


def form(visit: Visiting, next: str = "/review") -> Response:
    """``/login``: a name, a password, and a code where the account asks for one."""
    if visit.person:
        return RedirectResponse(inside(next), 303)
    return page("login.html", visit, next=inside(next), fault="")


def log_in(
    request: Request, visit: Visiting, name: Text = "", password: Text = "", code: Text = "", next: Text = "/review"
) -> Response:
    """A new session, whatever the browser held before."""
    if visit.is_single:
        return RedirectResponse("/review", 303)
    try:
        secret = sessions.log_in(
            visit.desk.dataset.store, name, password, code, address=address_of(request),
            browser=request.headers.get("user-agent", ""), before=request.cookies.get(cookie_name(request)),
        )  # fmt: skip
    except sessions.LoginError as error:
        if error.again_in:
            fault = visit.words("login.too_often", minutes=-(-error.again_in // 60))
            answer = page("login.html", visit, 429, next=inside(next), fault=fault)
            answer.headers["retry-after"] = str(error.again_in)
            return answer
        return page("login.html", visit, 401, next=inside(next), fault=visit.words("login.wrong"))
    return keep(request, RedirectResponse(inside(next), 303), secret)


def log_out(request: Request, visit: Visiting) -> Response:
    """The session ends."""
    if visit.session is not None:
        with visit.desk.dataset.store.writing() as connection:
            sessions.end(connection, visit.person, visit.session.session_id)
    return forget(request, RedirectResponse("/login", 303))
