"""Files: style, scripts, fonts. Only those that were there at the start are served, by their exact names."""

from __future__ import annotations

import hashlib
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response

from rasd.desk.desk import Visiting

FOLDER = Path(__file__).parent.parent / "static"
_KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".json": "application/json",
}


def statics(folder: Path = FOLDER) -> tuple[dict[str, Path], str]:
    """The files by their path below the folder, and a version that changes with any of them."""
    files = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.suffix in _KINDS}
    told = hashlib.sha256()
    for name, path in files.items():
        told.update(name.encode() + b"\0" + path.read_bytes())
    return files, told.hexdigest()[:12]


def static(visit: Visiting, version: str, path: str) -> Response:
    """One file; its address changes when it does, so that browsers may keep it."""
    found = visit.desk.statics.get(path)
    if found is None or version != visit.desk.version:
        raise HTTPException(404)
    kept = {"cache-control": "public, max-age=31536000, immutable"}
    return FileResponse(found, headers=kept, media_type=_KINDS[found.suffix])
