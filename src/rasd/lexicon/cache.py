"""The built lexicon on disk, so that a start does not conjugate three hundred verbs again.

The cache is keyed by a hash of every file the lexicon is built from and of the code that builds it; it holds plain
values only (marshal), and anything wrong with it means that it is built anew.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

_CODE = Path(__file__).parent


def fingerprint(files: Iterable[Path]) -> str:
    """A hash over the names and bytes of files.

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
    code = fingerprint([*_CODE.glob("*.py")])
    key = f"{name}-{fingerprint(files)}-{code}-{sys.implementation.cache_tag}"
    path = user_cache_path("rasd") / f"{key}.marshal"
    try:
        return marshal.loads(path.read_bytes())
    except (OSError, ValueError, EOFError, TypeError):
        value = build()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(marshal.dumps(value))
        os.replace(temporary, path)
    except OSError:
        pass  # a read-only home is no reason to stop; the next start builds again
    return value
