"""Templates to answers."""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from rasd.desk.desk import Visit
from rasd.desk.words import Words

ARABIC_LETTERS = range(0x0600, 0x0700)


def page(template: str, visit: Visit, status: int = 200, **values: Any) -> HTMLResponse:
    """A page in the language of the visit, which the browser is asked to remember when the address names it."""
    told = dict(parse_qsl(visit.query))
    other = f"{visit.path}?{urlencode(told | {'lang': visit.words.other})}"
    html = (
        _environment()
        .get_template(template)
        .render(w=visit.words, visit=visit, static=f"/static/{visit.desk.version}", other_language=other, **values)
    )
    answer = HTMLResponse(html, status)
    if told.get("lang") == visit.words.language:
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
