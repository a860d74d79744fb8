"""Takes the pictures of the desk that README.md and docs/desk.md show: the made-up reports of `rasd serve --demo`.

    python tools/take_pictures.py            # writes docs/pictures/*.png

Needs Chromium and the requirements of development (playwright).
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
SIZE = {"width": 1200, "height": 760}
_SOFTWARE = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]


def workbench(page: Any, base: str) -> None:
    """A report in Arabic with the words of a cell lit."""
    page.goto(f"{base}/review?lang=ar")
    page.click("a.primary")
    page.wait_for_selector(".cell[data-current]")
    page.focus(".event[data-open] [data-cell=wounded] .cell-main")


def map_and_time(page: Any, base: str) -> None:
    """The map and the timeline in Arabic."""
    page.goto(f"{base}/map?lang=ar&at=38.2,34.6,5.6")
    page.wait_for_selector("#map[data-provinces]")
    page.locator("#drawn").scroll_into_view_if_needed()
    page.evaluate("() => document.querySelector('#drawn').scrollIntoView()")


def incident(page: Any, base: str) -> None:
    """The accounts of the incident that most tell of, in English."""
    records = page.request.get(f"{base}/incidents.json").json()["incidents"]
    name = max(records, key=lambda one: (one["voices"], one["incident_id"]))["incident_id"]
    page.goto(f"{base}/incidents/{name}?lang=en")


SHOWN: dict[str, Callable[[Any, str], None]] = {"workbench": workbench, "map": map_and_time, "incident": incident}


def main() -> None:
    """Take them all."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "rasd", "serve", "--demo", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as desk, sync_playwright() as play:
        assert desk.stderr is not None
        base = next(found[0] for line in desk.stderr if (found := re.search(r"http://[\d.:]+", line)))
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=_SOFTWARE)
        for name, show in SHOWN.items():
            page = browser.new_context(viewport=SIZE, reduced_motion="reduce").new_page()
            show(page, base)
            page.evaluate("() => document.fonts.ready")
            page.wait_for_timeout(500)
            page.screenshot(path=PICTURES / f"{name}.png")
            print(PICTURES / f"{name}.png")
        browser.close()
        desk.terminate()


if __name__ == "__main__":
    main()
