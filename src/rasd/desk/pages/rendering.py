"""Templates to answers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response, StreamingResponse

from rasd.desk.desk import Visit
from rasd.desk.words import Words

A = TypeVar("A", bound=Response)
ARABIC_LETTERS = range(0x0600, 0x0700)


def page(template: str, visit: Visit, status: int = 200, **values: Any) -> HTMLResponse:
    """A page in the language of the visit, which the browser is asked to remember when the address names it."""
    html = _environment().get_template(template).render(**_known(visit), **values)
    return _remembered(HTMLResponse(html, status), visit)


_HERE = Markup("<!-- -->")


def in_parts(template: str, visit: Visit, **values: Any) -> Response:
    """The same, where the part above ``{{ here }}`` is sent at once, and the rest when it is made."""

    def parts() -> Iterator[str]:
        told: list[str] = []
        for piece in _environment().get_template(template).generate(**_known(visit), here=_HERE, **values):
            told.append(piece)
            if piece == _HERE:
                yield "".join(told)
                told.clear()
        yield "".join(told)

    return _remembered(StreamingResponse(parts(), media_type="text/html; charset=utf-8"), visit)


def _known(visit: Visit) -> dict[str, Any]:
    """What every template knows."""
    told = dict(parse_qsl(visit.query))
    other = f"{visit.path}?{urlencode(told | {'lang': visit.words.other})}"
    return {"w": visit.words, "visit": visit, "static": f"/static/{visit.desk.version}", "other_language": other}


def _remembered(answer: A, visit: Visit) -> A:
    if dict(parse_qsl(visit.query)).get("lang") == visit.words.language:
        answer.set_cookie("lang", visit.words.language, max_age=365 * 86400, samesite="lax", httponly=True)
    return answer


def direction(text: str | None) -> str:
    """Which way a text runs, by its first letter.

    >>> direction("«قصف»"), direction("Shelling"), direction("")
    ('rtl', 'ltr', 'auto')
    """
    for letter in text or "":
        if letter.isalpha():
            return "rtl" if ord(letter) in ARABIC_LETTERS or "֐" <= letter <= "ࣿ" else "ltr"
    return "auto"


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("rasd.desk"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    made.filters["direction"] = direction
    made.globals["Words"] = Words
    return made
