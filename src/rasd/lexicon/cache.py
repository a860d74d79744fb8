"""The built language data on disk, so that a start does not conjugate three hundred verbs again.

The cache is keyed by path, size and time of every file the data is built from, and of the code that builds it; it holds
plain values only (marshal), and anything wrong with it means that the data is built anew.
"""

from __future__ import annotations

import gc
import hashlib
import marshal
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

_CODE = Path(__file__).parent
# Built data of other versions and of users' folders stay for a while; the oldest go.
_MOST_KEPT = 12


def fingerprint(files: Iterable[Path]) -> str:
    """A hash over the names and bytes of files: what an event says it was coded with.

    >>> len(fingerprint([]))
    16
    """
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.name.encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def cached(name: str, files: Iterable[Path], build: Callable[[], Any]) -> Any:
    """The value that ``build`` makes of ``files``: from the cache when one is there and whole, else built and kept."""
    path = _folder() / f"{name}-{_state([*files, *_CODE.glob('*.py')])}-{sys.implementation.cache_tag}.marshal"
    value = _read(path)
    if value is None:
        value = build()
        _keep(path, value, f"{name}-*.marshal")
    return value


def _state(files: Iterable[Path]) -> str:
    stats = [(str(path), path.stat()) for path in sorted(files)]
    told = "".join(f"{path}|{stat.st_size}|{stat.st_mtime_ns}\n" for path, stat in stats)
    return hashlib.sha256(told.encode()).hexdigest()[:24]


def _folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("rasd")


def _read(path: Path) -> Any:
    was_on = gc.isenabled()
    gc.disable()  # a hundred thousand tuples at once, and none of them rubbish
    try:
        return marshal.loads(path.read_bytes())
    except (OSError, ValueError, EOFError, TypeError):
        return None
    finally:
        if was_on:
            gc.enable()


def _keep(path: Path, value: Any, kin: str) -> None:
    try:
        import tempfile  # seldom needed, and slow to import

        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(marshal.dumps(value))
        os.replace(temporary, path)
        for old in sorted(path.parent.glob(kin), key=lambda file: file.stat().st_mtime, reverse=True)[_MOST_KEPT:]:
            old.unlink(missing_ok=True)
    except OSError:
        pass  # a read-only home is no reason to stop; the next start builds again
