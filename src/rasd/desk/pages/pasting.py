"""A report is pasted and coded on the spot."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from urllib.parse import quote

from fastapi import Form
from starlette.responses import RedirectResponse, Response

from rasd.dataset.pasting import LONGEST, LONGEST_OUTLET, LONGEST_TITLE, PasteError, report_from
from rasd.desk.api.reports import brought
from rasd.desk.desk import Visit, Visiting
from rasd.desk.pages.rendering import page
from rasd.ingest.addresses import LONGEST_ADDRESS

Text = Annotated[str, Form()]


def form(visit: Visiting) -> Response:
    """``/reports/new``"""
    return _page(visit, dict.fromkeys(("text", "title", "published", "outlet", "url"), ""))


def bring(
    visit: Visiting, text: Text = "", title: Text = "", published: Text = "", outlet: Text = "", url: Text = ""
) -> Response:
    """Keep and code what was pasted, and open the workbench on it; where there is no event, the report says why."""
    told = {"text": text, "title": title, "published": published, "outlet": outlet, "url": url}
    raw = text.replace("\r\n", "\n")  # a form sends every line end so
    try:
        found = report_from(**(told | {"text": raw}), today=date.today())
    except PasteError as error:
        return _page(visit, told, visit.words(f"paste_error.{error.why}", most=LONGEST))
    done = brought(visit, found, raw)
    if done.is_new and done.event_ids:
        return RedirectResponse(f"/review/{quote(done.event_ids[0], safe='')}", 303)
    return RedirectResponse(f"/reports/{quote(done.report_id)}?pasted={done.why_none or 'known'}", 303)


def _page(visit: Visit, told: dict[str, str], fault: str = "") -> Response:
    most = {"text": LONGEST, "title": LONGEST_TITLE, "outlet": LONGEST_OUTLET, "url": LONGEST_ADDRESS}
    return page("paste.html", visit, 422 if fault else 200, told=told, fault=fault, most=most, today=date.today())
