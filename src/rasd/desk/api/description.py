"""What the API is, for programs: OpenAPI, and the answers that every route of it may give."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from pydantic import BaseModel

ABOUT = (
    "The record of a Rasd workspace. Programs send `Authorization: Bearer TOKEN`; tokens are made on the page "
    "/account. What each cell of an event and of an incident means is in docs/codebook.md and docs/incidents.md."
)


class ErrorOut(BaseModel):
    """Why something was not done, in a sentence."""

    error: str


_SENTENCES = {
    400: "The request cannot be read.",
    401: "No token, or one that is wrong, over or revoked.",
    403: "The token or its owner may not do this.",
    404: "There is no such thing.",
    409: "It was changed since it was shown.",
    422: "A value is wrong.",
    423: "The desk is read-only or locked.",
}
ANSWERS: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorOut, "description": sentence} for status, sentence in _SENTENCES.items()
}


def openapi(request: Request) -> dict[str, Any]:
    """This description."""
    told: dict[str, Any] = dict(request.app.openapi())
    told["components"] = told.get("components", {}) | {
        "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}
    }
    return told | {"security": [{"token": []}]}
