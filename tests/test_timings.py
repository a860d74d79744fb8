"""How long keys, the next item and the map take is measured by bench/desk.py; here a short run of the same, with bounds
that only a fault could break, whatever else the machine does.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desks import served, workspace
from test_map import browser as browser
from test_map import playing as playing

sys.path.append(str(Path(__file__).parent.parent / "bench"))
import desk
import made_up

pytestmark = pytest.mark.usefixtures("one_coder")

LOOSE = 2_000
"""milliseconds; asked are 100 for a key, 150 for the next item"""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patched:
        patched.delenv("RASD_DATABASE", raising=False)
        made = workspace(tmp_path_factory.mktemp("timings"), list(made_up.reports(40, 120)))  # type: ignore[arg-type]
    with served(made) as address:
        yield address
    made.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    found = context.new_page()
    found.set_default_timeout(30_000)
    yield found
    context.close()


def test_keys_and_the_next_item(page: Any, base: str) -> None:
    took = desk.keys(page, f"{base}/review?lang=ar", 4)
    assert len(took["item"]) == 4 and len(took["key"]) >= 4 * 5
    assert 0 < statistics.median(took["key"]) < LOOSE and 0 < statistics.median(took["item"]) < LOOSE


def test_the_land_is_there_before_all_is_drawn(page: Any, base: str) -> None:
    shown = desk.land(page, f"{base}/map?lang=ar")
    assert 0 < shown["land"] < shown["ready"] < 10 * LOOSE
