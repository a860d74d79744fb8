"""What every handler works on: the open dataset, and who asks, in which language."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request

from rasd.dataset import Dataset
from rasd.desk.candidates import Candidates
from rasd.desk.words import LANGUAGES, Words


@dataclass(frozen=True, slots=True)
class Desk:
    """One running desk."""

    dataset: Dataset
    statics: dict[str, Path]
    """what is served as a file, by its path below /static/VERSION/"""
    version: str
    """changes with any of the files"""
    candidates: Candidates
    person: str
    """who decides, in the single-user mode"""
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """One request: the desk, who asks, and in which language the answer is."""

    desk: Desk
    person: str
    words: Words
    path: str
    query: str


def visit_of(request: Request) -> Visit:
    """The visit of a request."""
    desk: Desk = request.app.state.desk
    return Visit(desk, desk.person, Words(language_of(request)), request.url.path, request.url.query)


Visiting = Annotated[Visit, Depends(visit_of)]


def language_of(request: Request) -> str:
    """The language asked for: by ?lang, or else by the cookie, or else the first the browser names that there is."""
    for told in (request.query_params.get("lang"), request.cookies.get("lang")):
        if told in LANGUAGES:
            return told
    for part in request.headers.get("accept-language", "").split(","):
        told = part.split(";")[0].strip().lower()[:2]
        if told in LANGUAGES:
            return told
    return "ar"
