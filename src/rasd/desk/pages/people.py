"""People and the mode of the desk, for admins."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Form, HTTPException
from starlette.responses import RedirectResponse, Response

from rasd.desk.desk import Visit, Visiting
from rasd.desk.pages.rendering import page
from rasd.review import modes, sessions
from rasd.review import people as accounts
from rasd.review.people import PeopleError

Text = Annotated[str, Form()]
What = Literal["role", "password", "disable", "enable", "totp", "sessions"]


def people(visit: Visiting) -> Response:
    """``/people``"""
    return _page(visit)


def add(visit: Visiting, name: Text = "", role: Text = "viewer") -> Response:
    """An account; its password is made up, and shown once to be handed over."""
    if visit.is_single:  # whoever is at this machine makes the first admin by command line, and knows what that closes
        raise HTTPException(409, visit.words("people.first"))
    made = accounts.new_password()
    try:
        with visit.desk.dataset.store.writing() as connection:
            one = accounts.add(connection, name, role, made, by=visit.person)
    except PeopleError as error:
        return _page(visit, 422, fault=visit.words(f"people_error.{error.why}"))
    return _page(visit, who=one.name, password=made)


def change(visit: Visiting, name: str, what: What, role: Text = "") -> Response:
    """What an admin may change of an account. 404: there is none of this name."""
    by = visit.person
    made = accounts.new_password() if what == "password" else ""
    try:
        with visit.desk.dataset.store.writing() as connection:
            one = accounts.person_of(connection, name)
            if what == "role":
                accounts.set_role(connection, one.name, role, by=by)
            elif what == "password":
                accounts.set_password(connection, one.name, made, by=by)
            elif what in ("disable", "enable"):
                accounts.set_disabled(connection, one.name, what == "disable", by=by)
            elif what == "totp":
                accounts.turn_off_totp(connection, one.name, by=by)
            else:
                sessions.end(connection, one.name)
    except PeopleError as error:
        if error.why == "unknown":
            raise HTTPException(404) from None
        return _page(visit, 422, fault=visit.words(f"people_error.{error.why}"))
    if made:
        return _page(visit, who=one.name, password=made)
    return RedirectResponse("/people", 303)


def set_mode(visit: Visiting, mode: Text = "") -> Response:
    """The mode, for everybody, from the next request on."""
    if mode not in modes.MODES:
        raise HTTPException(422, visit.words("people_error.mode"))
    with visit.desk.dataset.store.writing() as connection:
        modes.set_mode(connection, mode, by=visit.person)
    return RedirectResponse("/people", 303)


def _page(visit: Visit, status: int = 200, *, fault: str = "", who: str = "", password: str = "") -> Response:
    with visit.desk.dataset.store.reading() as connection:
        all_of_them = accounts.people(connection)
        live = sessions.sessions_of(connection)
        mode = modes.mode(connection)
    number = {one.name: sum(place.name == one.name for place in live) for one in all_of_them}
    return page(
        "people.html", visit, status, people=all_of_them, sessions=number, roles=accounts.ROLES, mode=mode,
        modes=modes.MODES, fault=fault, who=who, password=password,
    )  # fmt: skip
