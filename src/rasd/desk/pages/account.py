"""One's own account: password, second factor, where one is logged in, tokens for programs."""

from __future__ import annotations

from io import BytesIO
from typing import Annotated

import segno
from fastapi import Form, HTTPException, Request
from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from rasd.desk.access import keep
from rasd.desk.desk import Visit, Visiting
from rasd.desk.pages.rendering import page
from rasd.review import people, sessions, tokens
from rasd.review.people import PeopleError
from rasd.review.sessions import Session

Text = Annotated[str, Form()]


def account(visit: Visiting) -> Response:
    """``/account``"""
    return _page(visit)


def password(request: Request, visit: Visiting, old: Text = "", new: Text = "") -> Response:
    """Another password; every other session ends."""
    mine = _mine(visit)
    fault = _unproved(visit, old)
    if fault:
        return fault
    try:
        with visit.desk.dataset.store.writing() as connection:
            people.set_password(connection, visit.person, new, by=visit.person, but=mine.session_id)
            secret = sessions.rotated(connection, mine.session_id)
    except PeopleError as error:
        return _page(visit, 422, fault=visit.words(f"people_error.{error.why}"))
    return keep(request, _page(visit, said=visit.words("account.password_changed")), secret)


def end_sessions(visit: Visiting, session_id: Text = "") -> Response:
    """One of one's own sessions ends, or without a number all but this one."""
    mine = _mine(visit)
    with visit.desk.dataset.store.writing() as connection:
        if session_id:
            sessions.end(connection, visit.person, session_id)
        else:
            sessions.end(connection, visit.person, but=mine.session_id)
    return RedirectResponse("/account", 303)


def start_totp(visit: Visiting) -> Response:
    """A secret to be put into an app; nothing is asked for until a code of it has come."""
    mine = _mine(visit)
    with visit.desk.dataset.store.writing() as connection:
        sessions.set_up_totp(connection, mine.session_id, people.new_totp())
    return RedirectResponse("/account", 303)


def turn_on_totp(request: Request, visit: Visiting, code: Text = "", password: Text = "") -> Response:
    """The second factor is asked for from now on; the recovery codes are shown, once."""
    mine = _mine(visit)
    fault = _unproved(visit, password)
    if fault:
        return fault
    try:
        with visit.desk.dataset.store.writing() as connection:
            if mine.totp is None:
                raise PeopleError("code", "no second factor is being set up")
            codes = people.turn_on_totp(connection, visit.person, mine.totp, code, by=visit.person)
            sessions.end(connection, visit.person, but=mine.session_id)
            secret = sessions.rotated(connection, mine.session_id)
    except PeopleError as error:
        return _page(visit, 422, fault=visit.words(f"people_error.{error.why}"))
    return keep(request, _page(visit, codes=codes, is_set_up=True), secret)


def turn_off_totp(visit: Visiting, password: Text = "") -> Response:
    """No code is asked for any more."""
    _mine(visit)
    fault = _unproved(visit, password)
    if fault:
        return fault
    with visit.desk.dataset.store.writing() as connection:
        people.turn_off_totp(connection, visit.person, by=visit.person)
    return RedirectResponse("/account", 303)


def make_token(
    visit: Visiting, label: Text = "", scope: Text = "read", days: Annotated[int, Form()] = 90, password: Text = ""
) -> Response:
    """A token, shown once."""
    _mine(visit)
    fault = _unproved(visit, password)
    if fault:
        return fault
    try:
        with visit.desk.dataset.store.writing() as connection:
            owner = people.person_of(connection, visit.person)
            secret = tokens.make(connection, owner, label, scope, days)
    except PeopleError as error:
        return _page(visit, 422, fault=visit.words(f"people_error.{error.why}"))
    return _page(visit, token=secret)


def revoke_token(visit: Visiting, token_id: Text = "") -> Response:
    """One of one's own tokens is good for nothing from now on."""
    _mine(visit)
    with visit.desk.dataset.store.writing() as connection:
        if not tokens.revoke(connection, visit.person, token_id):
            raise HTTPException(404)
    return RedirectResponse("/account", 303)


def _mine(visit: Visit) -> Session:
    """The session. 409: in the single-user mode there is none."""
    if visit.session is None:
        raise HTTPException(409, visit.words("account.none"))
    return visit.session


def _unproved(visit: Visit, password: str) -> Response | None:
    """What is answered to whoever does not know the password of the account they are logged in with."""
    store = visit.desk.dataset.store
    wait = sessions.tried(store, visit.person)
    if wait:
        answer = _page(visit, 429, fault=visit.words("login.too_often", minutes=-(-wait // 60)))
        answer.headers["retry-after"] = str(wait)
        return answer
    with store.reading() as connection:
        row = people.row_of(connection, visit.person)
    if row is None or not people.is_password(row["password"], password):
        return _page(visit, 403, fault=visit.words("account.wrong_password"))
    sessions.proved(store, visit.person)
    return None


def _page(
    visit: Visit, status: int = 200, *, fault: str = "", said: str = "", token: str = "",
    codes: list[str] | None = None, is_set_up: bool = False,
) -> Response:  # fmt: skip
    if visit.session is None:
        return page("account.html", visit, status, mine=None, fault=fault, said=said)
    with visit.desk.dataset.store.reading() as connection:
        mine = people.person_of(connection, visit.person)
        left = people.codes_left(connection, visit.person)
        places = sessions.sessions_of(connection, visit.person)
        made = [one for one in tokens.tokens_of(connection, visit.person) if one.revoked_at is None]
    scopes = [name for name, role in tokens.SCOPES.items() if people.ROLES.index(role) <= people.ROLES.index(mine.role)]
    setting_up = None if is_set_up else visit.session.totp
    return page(
        "account.html", visit, status, mine=mine, codes_left=left, sessions=places, tokens=made, scopes=scopes,
        fault=fault, said=said, token=token, codes=codes, secret=setting_up,
        picture=_picture(people.totp_address(mine.name, setting_up)) if setting_up else "",
        days=tokens.LONGEST_DAYS,
    )  # fmt: skip


def _picture(address: str) -> Markup:
    """A QR code as SVG without style and script."""
    out = BytesIO()
    segno.make(address, error="m").save(
        out, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=2, light="#fff"
    )
    return Markup(out.getvalue().decode())
