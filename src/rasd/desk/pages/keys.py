"""The keys of whoever asks: which one does what, changed and set back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import Depends, Request
from starlette.responses import RedirectResponse, Response

from rasd.desk.desk import ROLES, Visit, Visiting
from rasd.desk.keys import ACTIONS, Action, Clash, assigned, clashes, face, faces, keep_keys, own_keys
from rasd.desk.pages.rendering import page

_LONGEST = 40


def keys(visit: Visiting) -> Response:
    """``/account/keys``"""
    with visit.desk.dataset.store.reading() as connection:
        own = own_keys(connection, visit.person)
    return _page(visit, assigned(own, _mine(visit)))


async def chosen(request: Request) -> dict[str, str]:
    """The keys that a form has, by action."""
    form = await request.form()
    told = {one.name: form.get(one.name) for one in ACTIONS}
    return {name: key[:_LONGEST] for name, key in told.items() if isinstance(key, str) and key}


def change_keys(visit: Visiting, own: Annotated[dict[str, str], Depends(chosen)]) -> Response:
    """Have other keys from now on; those that everybody begins with where none are sent. 422: two do the same."""
    faults = clashes(own, _mine(visit))
    if faults:
        return _page(visit, assigned(own, _mine(visit)), faults)
    with visit.desk.dataset.store.writing() as connection:
        keep_keys(connection, visit.person, own)
    return RedirectResponse("/account/keys", 303)


def _mine(visit: Visit) -> list[Action]:
    return [one for one in ACTIONS if ROLES.index(one.role) <= ROLES.index(visit.role)]


def _page(visit: Visit, keys: Mapping[str, str], faults: Sequence[Clash] = ()) -> Response:
    language = visit.words.language
    rows = [(one, keys[one.name], face(keys[one.name], language), face(one.key, language)) for one in _mine(visit)]
    data = {"faces": faces(language), "pages": {one.name: one.pages for one in _mine(visit)}}
    return page("keys.html", visit, 422 if faults else 200, rows=rows, faults=faults, data=data)
