"""What every handler works on: the open dataset, and who asks, in which language."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import Connection

from rasd.dataset import Dataset
from rasd.desk.candidates import Candidates
from rasd.desk.merger import Merger
from rasd.desk.words import LANGUAGES, Words
from rasd.review import doubles, people
from rasd.review.blind import Policy
from rasd.review.doubles import Who
from rasd.review.sessions import Session

ROLES = ("anyone", *people.ROLES)
"""from the least to the greatest"""


def is_at_least(one: str, other: str) -> bool:
    """Whether a role may do what another one may.

    >>> is_at_least("manager", "coder"), is_at_least("viewer", "coder")
    (True, False)
    """
    return ROLES.index(one) >= ROLES.index(other)


@dataclass(frozen=True, slots=True)
class Desk:
    """One running desk."""

    dataset: Dataset
    statics: dict[str, Path]
    """what is served as a file, by its path below /static/VERSION/"""
    version: str
    """changes with any of the files"""
    candidates: Candidates
    merger: Merger
    person: str
    """who decides, in the single-user mode"""
    is_demo: bool = False
    needs_login: bool = False
    """whether it is never in the single-user mode: it can be reached from elsewhere"""
    is_read_only: bool = False
    """by the command line, whatever an admin has set"""


    @property
    def policy(self) -> Policy:
        """How rasd.toml has reports coded twice."""
        told = self.dataset.workspace
        return Policy(told.double, told.double_shows_machine)


@dataclass(frozen=True, slots=True)
class Visit:
    """One request: the desk, who asks, what they may, and in which language the answer is."""

    desk: Desk
    person: str
    """empty: nobody has logged in"""
    words: Words
    path: str
    query: str
    role: str = "anyone"
    """what whoever asks may do; routes.py says what that is"""
    mode: str = "normal"
    """normal | read_only | locked"""
    session: Session | None = None
    """None: by a token, or in the single-user mode"""
    is_single: bool = False
    """whether this is the single-user mode"""

    def who(self, connection: Connection) -> Who:
        """Whoever asks, as reviewing knows people."""
        return Who(self.person, self.role, doubles.policy(connection, self.desk.policy))

    def is_at_least(self, role: str) -> bool:
        """Whether the role of whoever asks is this one or a greater one."""
        return is_at_least(self.role, role)

    def may(self, role: str) -> bool:
        """Whether whoever asks may do what needs this role; in the other modes that is reading alone."""
        is_reading = role in ROLES[:2]
        return self.is_at_least(role) and (is_reading or self.mode == "normal")


def visit_of(request: Request) -> Visit:
    """The visit of a request, as ``access`` has found it."""
    visit: Visit = request.state.visit
    return visit


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
