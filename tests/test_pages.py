"""Every page of the desk in a real browser, in both languages: nothing that shuts people out (axe), nothing that the
content policy forbids, no request that leaves.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
from sqlalchemy import select

from browsers import NO_BROWSER, chromium
from coders import events, finish, people
from desks import DRONE, GRAVE, LIGHT, SHELLS, logged_in, report, served, workspace
from rasd.dataset import Dataset
from rasd.desk.routes import ROUTES
from rasd.review.decisions import Mark
from rasd.store import schema
from test_atlas import TWO, UNDATED

sync_api = pytest.importorskip("playwright.sync_api")
_CHROMIUM = chromium()
_AXE = Path(__file__).parent / "vendor" / "axe.js"

pytestmark = pytest.mark.usefixtures("one_coder")


def _nothing(page: Any) -> None:
    pass


class Sight(NamedTuple):
    """Something to look at: a page, and what is done there first."""

    name: str
    route: str
    path: str
    does: Callable[[Any], None] = _nothing
    is_logged_in: bool = True
    status: int = 200


def _pressed(*keys: str, shows: str) -> Callable[[Any], None]:
    def does(page: Any) -> None:
        page.wait_for_selector(".cell[data-current]")
        for key in keys:
            page.keyboard.press(key)
        page.wait_for_selector(shows)

    return does


def _drawn(page: Any) -> None:
    page.wait_for_selector("#map[data-ready]")


def _place_opened(page: Any) -> None:
    _drawn(page)
    box = page.locator("#map").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_selector(".map-popup")


def _unfolded(page: Any) -> None:
    page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")


def _codings_shown(page: Any) -> None:
    page.wait_for_selector(".conflict[data-current]")
    _unfolded(page)


BENCH = ("/review/{event_id}", "/review/GRAVE")
BOTH = "انفجرت عبوة ناسفة في مدينة تعز، أمس، ما أدى إلى مقتل ثلاثة مدنيين."
SIGHTS = (
    Sight("the queue", "/review", "/review"),
    Sight("a queue filtered to nothing", "/review", "/review?queue=done&place=nowhere&since=2024-01-01"),
    Sight("the workbench", *BENCH, _pressed(shows=".cell[data-current]")),
    Sight("the workbench, decided on", *BENCH, _pressed("a", "x", "1", "n", shows="[data-verdict=not_said]")),
    Sight("the keys", *BENCH, _pressed("Shift+Slash", shows="#keys[open]")),
    Sight("why not", *BENCH, _pressed("x", shows="#why[open]")),
    Sight("a correction", *BENCH, _pressed("e", shows="#correct[open]")),
    Sight("no such event", "/review/{event_id}", "/review/none", status=404),
    Sight("disagreements", "/review", "/review?queue=disagreements"),
    Sight("two codings", "/review/{event_id}/both", "/review/BOTH/both", _codings_shown),
    Sight("agreement", "/agreement", "/agreement"),
    Sight("incidents", "/incidents", "/incidents"),
    Sight("incidents filtered", "/incidents", "/incidents?type=Battles&killed=1"),
    Sight("an incident", "/incidents/{incident_id}", "/incidents/INCIDENT", _unfolded),
    Sight("the map", "/map", "/map", _drawn),
    Sight("a place on the map", "/map", "/map?at=36.7267,35.904,12", _place_opened),
    Sight("reports", "/reports", "/reports"),
    Sight("reports found", "/reports", "/reports?q=قصف"),
    Sight("a report to paste", "/reports/new", "/reports/new", _unfolded),
    Sight("a report", "/reports/{report_id:path}", "/reports/two", _unfolded),
    Sight("duplicates", "/duplicates", "/duplicates"),
    Sight("two events", "/duplicates/{a}/{b}", "PAIR", lambda page: page.wait_for_selector("tr[data-current]")),
    Sight("logging in", "/login", "/login", is_logged_in=False),
    Sight("the account", "/account", "/account", _unfolded),
    Sight("keys of one's own", "/account/keys", "/account/keys"),
    Sight("people", "/people", "/people", _unfolded),
)  # fmt: skip
NO_PAGES = {
    "/", "/static/{version}/{path:path}", "/incidents.csv", "/incidents.geojson", "/incidents.json", "/map.csv",
    "/map.geojson", "/map.json", "/map/drawn", "/map/names/{version}", "/agreement.csv", "/agreement.json",
}  # fmt: skip
"""and what is under /api/"""


def test_every_page_of_the_table_is_looked_at() -> None:
    asked = {one.path for one in ROUTES if one.method == "GET" and not one.path.startswith("/api/")}
    assert asked == NO_PAGES | {one.route for one in SIGHTS}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dataset]:
    reports = [
        report("grave", GRAVE, "قصف سرمين"), report("two", TWO, "Five killed", day="2024-03-15"),
        report("light", LIGHT),
        report("undated", UNDATED) | {"published": None}, report("drone", DRONE, day="2024-05-02"),
        report("shells", SHELLS, day="2024-05-02"), report("both", BOTH, day="2023-06-02"),
    ]  # fmt: skip
    with pytest.MonkeyPatch.context() as patched:
        patched.delenv("RASD_DATABASE", raising=False)
        found = workspace(tmp_path_factory.mktemp("pages"), reports)
        people(found, ann="admin", bob="coder", cat="reviewer")
        [both] = events(found, "both")
        finish(found, "bob", both, Mark("weapon", "not_said"))
        finish(found, "cat", both, Mark("killed", "correct", {"min": 9, "max": None}, [[0, 4]]))
        yield found
        found.close()


@pytest.fixture(scope="module")
def desk(made: Dataset) -> Iterator[httpx.Client]:
    with served(made) as base, logged_in(base, "ann") as client:
        yield client


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if _CHROMIUM is None:
        if os.environ.get("RASD_BROWSER") == "required":
            pytest.fail(NO_BROWSER)
        pytest.skip(NO_BROWSER)
    software = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
    with sync_api.sync_playwright() as play:
        opened = play.chromium.launch(executable_path=str(_CHROMIUM), args=["--no-sandbox", *software])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def names(made: Dataset, desk: httpx.Client) -> dict[str, str]:
    """What stands for ids in the addresses."""
    with made.store.reading() as connection:
        query = select(schema.event.c.event_id, schema.incident_event.c.incident_id).join(schema.incident_event)
        grave, incident = connection.execute(query.where(schema.event.c.report_id == "grave")).one()
    pair = desk.get("/duplicates").text.split('href="/duplicates/')[1].split('"')[0]
    return {"GRAVE": grave, "INCIDENT": incident, "BOTH": events(made, "both")[0], "PAIR": f"/duplicates/{pair}"}


@pytest.fixture(scope="module", params=["ar", "en"])
def person(request: pytest.FixtureRequest, browser: Any, desk: httpx.Client) -> Iterator[tuple[Any, str]]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, service_workers="block")
    context.set_default_timeout(20_000)
    context.add_init_script(
        "addEventListener('securitypolicyviolation', (one) => console.error(`policy: ${one.violatedDirective}`))"
    )
    yield context, request.param
    context.close()


@pytest.mark.parametrize("sight", SIGHTS, ids=lambda one: one.name)
def test_a_page_shuts_nobody_out_and_asks_nobody_else(
    sight: Sight, person: tuple[Any, str], desk: httpx.Client, names: dict[str, str]
) -> None:
    context, language = person
    base = str(desk.base_url).rstrip("/")
    context.clear_cookies()
    if sight.is_logged_in:
        context.add_cookies([{"name": one.name, "value": one.value or "", "url": base} for one in desk.cookies.jar])
    page, told = context.new_page(), []
    page.on("request", lambda one: one.url.startswith((f"{base}/", "blob:")) or told.append(one.url))
    page.on("console", lambda one: one.type in ("error", "warning") and told.append(one.text))
    page.on("pageerror", lambda one: told.append(str(one)))
    path = sight.path
    for name, value in names.items():
        path = path.replace(name, value)
    answer = page.goto(f"{base}{path}{'&' if '?' in path else '?'}lang={language}", wait_until="load")
    assert answer.status == sight.status and page.get_attribute("html", "lang") == language
    sight.does(page)
    page.evaluate(_AXE.read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")["violations"]
    page.close()
    # How fast the graphics of a machine without a graphics card are, and that a page is missing, is no complaint.
    assert [one for one in told if "GL Driver Message" not in one and not (sight.status == 404 and "404" in one)] == []
    assert not found, "\n".join(map(_fault, found))


def _fault(one: dict[str, Any]) -> str:
    where = [f"{node['target']} {node['html'][:160]} {node.get('failureSummary', '')}" for node in one["nodes"][:3]]
    return f"{one['impact']}: {one['id']}: {one['help']} {json.dumps(where, ensure_ascii=False)}"
