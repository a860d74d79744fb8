"""The browser that the desk is tested in."""

from __future__ import annotations

import shutil

NO_BROWSER = "Chromium is not installed: the desk was not tested in a browser (Debian: apt-get install chromium)"


def chromium() -> str | None:
    """Where the browser is; None where none is installed."""
    return shutil.which("chromium") or shutil.which("chromium-browser")
