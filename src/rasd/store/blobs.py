"""The exact bytes that came, each under its SHA-256: ``blobs/ab/abcdef...``. Nothing here is ever changed."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from rasd.errors import WorkspaceError

_PIECE = 2**20


class Kept(NamedTuple):
    """Bytes that lie in the store."""

    sha256: str
    size: int


def path_of(blobs: Path, sha256: str) -> Path:
    """Where the bytes of a hash lie."""
    return blobs / sha256[:2] / sha256


def keep(blobs: Path, source: BinaryIO) -> Kept:
    """Copy a stream into the store. The bytes are on the disk when this returns, their name is after ``settle``.

    They are written under another name and renamed, so that a name never stands for half of its bytes.
    """
    blobs.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    size = 0
    try:
        with tempfile.NamedTemporaryFile(dir=blobs, prefix=".part-", delete=False) as part:
            try:
                while piece := source.read(_PIECE):
                    digest.update(piece)
                    part.write(piece)
                    size += len(piece)
                target = path_of(blobs, digest.hexdigest())
                if not target.exists():
                    part.flush()
                    os.fsync(part.fileno())
                    target.parent.mkdir(exist_ok=True)
                    os.chmod(part.name, 0o444)
                    os.replace(part.name, target)
            finally:
                Path(part.name).unlink(missing_ok=True)
    except OSError as error:
        raise WorkspaceError(str(blobs), f"cannot be written: {error.strerror}") from error
    return Kept(digest.hexdigest(), size)


def settle(blobs: Path, hashes: Iterable[str]) -> None:
    """Have the names of these bytes on the disk, whatever happens next; before any row names them."""
    for folder in {path_of(blobs, sha256).parent for sha256 in hashes}:
        _sync(folder)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(blobs: Path) -> None:
    """Remove what a killed process left half written. Only under ``one_writer``."""
    for part in blobs.glob(".part-*"):
        part.unlink(missing_ok=True)


def names(blobs: Path) -> Iterator[str]:
    """The hash of everything that lies in the store."""
    for folder in sorted(blobs.glob("[0-9a-f][0-9a-f]")):
        yield from sorted(path.name for path in folder.iterdir())


def hash_of(path: Path) -> Kept:
    """What a file's bytes are now."""
    digest = hashlib.sha256()
    size = 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
            size += len(piece)
    return Kept(digest.hexdigest(), size)
