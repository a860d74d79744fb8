"""What tests need and the project may not hand on: a variable names it, or it lies in ``data/``, outside git."""

import os
from pathlib import Path

DATA = Path(__file__).parent.parent / "data"


def outside(variable: str, name: str) -> Path:
    """Where a file or folder is to be looked for; tests that do not find it are skipped."""
    return Path(os.environ.get(variable) or DATA / name)
