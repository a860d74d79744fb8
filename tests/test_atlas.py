"""Incidents over HTTP: the list, what is downloaded, one incident, the map's table and data, reports."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desks import GRAVE, LIGHT, report, served, workspace
from rasd.dataset import Dataset
from rasd.desk.guard import POLICY
from rasd.store.incidents import incidents
from rasd.store.outlines import Chosen

pytestmark = pytest.mark.usefixtures("one_coder")

TWO = (
    "قُتل خمسة مدنيين، يوم الخميس، جراء قصف مدفعي لقوات النظام على مدينة سرمين في ريف إدلب، وفق الدفاع المدني.\n"
    "وقال ناشطون إن القصف طال السوق الشعبي وسط المدينة."
)
FORMULA = '=HYPERLINK("http://x.example")'
WIDE = "قتل مدنيان بقصف جوي على محافظة إدلب، أول أمس."
NOWHERE = "انفجرت عبوة ناسفة في قرية كفرزندوقة الفوقا، اليوم، دون إصابات."
UNDATED = "اعتقلت قوات النظام شابا في مدينة حلب."
LATEST = Chosen(is_latest_first=True)
REPORTS = (
    report("grave", GRAVE, "قصف سرمين"),
    report("two", TWO, "خمسة قتلى", day="2024-03-15") | {"outlet": FORMULA},
    report("light", LIGHT, "خبر"),
    report("wide", WIDE, day="2024-04-02"),
    report("nowhere", NOWHERE, day="2024-05-01"),
    report("undated", UNDATED) | {"published": None},
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dataset]:
    with pytest.MonkeyPatch.context() as patched:
        patched.delenv("RASD_DATABASE", raising=False)
        patched.setenv("RASD_USER", "ann")
        found = workspace(tmp_path_factory.mktemp("atlas"), REPORTS)
        yield found
        found.close()


@pytest.fixture(scope="module")
def desk(made: Dataset) -> Iterator[httpx.Client]:
    with served(made) as address, httpx.Client(base_url=address, headers={"accept-language": "en"}) as client:
        yield client


def records(made: Dataset, chosen: Chosen = LATEST) -> list[dict[str, Any]]:
    with made.store.reading() as connection:
        return list(incidents(connection, chosen))


def of_report(made: Dataset, report_id: str) -> dict[str, Any]:
    return next(one for one in records(made) if report_id in one["report_ids"])


def on_pages(desk: httpx.Client, query: str) -> list[str]:
    """The ids of all pages of a list, by its links."""
    found, path = [], f"/incidents?{query}"
    while path:
        html = desk.get(path).text
        found += re.findall(r'data-incident="([^"]+)"', html)
        more = re.search(r'rel="next" href="([^"]+)"', html)
        path = more[1].replace("&amp;", "&") if more else ""
    return found


# -- the same rows everywhere -----------------------------------------------------------------------------------------

FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["Battles", "Explosions/Remote violence", "Armed clash", "Arrests", "nonsense"]),
        "actor": st.sampled_from(["النظام", "syrian regime", "Tahrir", "%", "_", "لا أحد", "\0"]),
        "place": st.sampled_from(["Idlib", "إدلب", "سرمين", "SY", "Aleppo", "nowhere at all"]),
        "status": st.sampled_from(["reported", "denied"]),
        "certainty": st.sampled_from(["weak", "fair", "contested"]),
        "killed": st.sampled_from(["0", "1", "5", "٦", "-1", "x"]),
        "since": st.sampled_from(["2024-03-14", "2024-04-01", "2024-13-01"]),
        "until": st.sampled_from(["2024-03-14", "2024-04-30"]),
        "review": st.sampled_from(["machine", "confirmed"]),
        "unlocated": st.sampled_from(["1", "2"]),
    },
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FILTERS, st.sampled_from([1, 2, 50]))
def test_the_list_and_what_is_downloaded_tell_the_same_rows(
    desk: httpx.Client, asked: dict[str, str], a_page: int
) -> None:
    query = urlencode(asked)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("rasd.desk.pages.incidents._A_PAGE", a_page)
        listed = on_pages(desk, query)
    rows = [row["incident_id"] for row in csv.DictReader(io.StringIO(desk.get(f"/incidents.csv?{query}").text))]
    features = [one["id"] for one in desk.get(f"/incidents.geojson?{query}").json()["features"]]
    whole = [one["incident_id"] for one in desk.get(f"/incidents.json?{query}").json()["incidents"]]
    assert listed == rows == features == whole
    drawn = desk.get(f"/map/drawn?{query}").json()
    timeless = not (asked.keys() & {"since", "until"})
    assert ([one[0] for one in drawn["incidents"]] == listed) if timeless else len(drawn["incidents"]) >= len(listed)
    table = desk.get(f"/map?{query}").text
    by_place = re.search(r'<table class="list by-place">(.*?)</table>', table, re.DOTALL)
    placed = sum(map(int, re.findall(r'class="figure">(\d+)<', by_place[1]))) if by_place else 0
    unplaced = re.search(r"Without a known position: (\d+)\.", table)
    assert placed + (int(unplaced[1]) if unplaced else 0) == len(listed)


def test_a_filter_keeps_what_it_says(desk: httpx.Client, made: Dataset) -> None:
    told = {one["incident_id"]: one for one in records(made)}
    assert len(told) >= 6
    for query, holds in (
        ("type=Battles", lambda one: one["event_type"]["value"] == "Battles"),
        ("actor=النظام", lambda one: "قوات النظام" in json.dumps([one["actor1"], one["actor2"]], ensure_ascii=False)),
        ("place=إدلب", lambda one: any(place["admin1"] == "Idlib" for place in one["places"]["value"] or [])),
        ("place=Idlib", lambda one: any(place["admin1"] == "Idlib" for place in one["places"]["value"] or [])),
        ("killed=2", lambda one: bool(one["killed"]) and one["killed"]["best"] >= 2),
        ("until=2024-03-14", lambda one: bool(one["date"]["value"]) and one["date"]["value"]["start"] <= "2024-03-14"),
        ("unlocated=1", lambda one: not one["places"]["value"] or one["places"]["value"][0]["latitude"] is None),
        ("certainty=weak&review=machine", lambda one: one["certainty"] == "weak"),
    ):
        kept = {name for name, one in told.items() if holds(one)}
        assert kept and set(on_pages(desk, query)) == kept, query
        assert kept != told.keys() or query.startswith("certainty"), "it leaves something out"


def test_a_formula_stays_a_text(desk: httpx.Client, made: Dataset) -> None:
    record = of_report(made, "two")
    assert FORMULA in json.dumps(desk.get("/incidents.json").json(), ensure_ascii=False).replace('\\"', '"')
    for row in csv.reader(io.StringIO(desk.get("/incidents.csv").text)):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
    assert record["incident_id"] in desk.get("/incidents.csv").text
    assert desk.get("/incidents.csv").headers["content-disposition"] == 'attachment; filename="incidents.csv"'


# -- one incident -----------------------------------------------------------------------------------------------------


def test_an_incident_shows_all_accounts_and_why(desk: httpx.Client, made: Dataset) -> None:
    record = of_report(made, "two")
    assert set(record["report_ids"]) == {"grave", "two"}
    page = desk.get(f"/incidents/{record['incident_id']}").text
    assert "5 (5–7)" in page and all(f"<dd>{number}</dd>" in page for number in (5, 7))
    assert page.count('<th scope="col" id="account-') == 2, "an account a column"
    for number, words in ((5, "خمسة مدنيين"), (7, "سبعة مدنيين")):
        assert re.search(
            rf'<summary><bdi>{number} [^<]*</bdi></summary><p class="words"><q dir="rtl">[^<]*{words}', page
        )
    assert "two independent voices tell it" in page and "outlet grave" in page
    sha = re.findall(r'<code dir="ltr">([0-9a-f]{64})</code>', page)
    assert len(sha) == 4, "the bytes and the text of both reports"
    assert "same day" in page and page.count("hangs on <bdi>") == 1
    arabic = desk.get(f"/incidents/{record['incident_id']}?lang=ar").text
    assert "صوتان مستقلان يرويانه" in arabic and 'dir="rtl"' in arabic
    desk.cookies.clear()


def test_an_event_leads_to_its_incident(desk: httpx.Client, made: Dataset) -> None:
    record = of_report(made, "two")
    for event_id in record["event_ids"]:
        answer = desk.get(f"/incidents/{event_id}")
        assert (answer.status_code, answer.headers["location"]) == (303, f"/incidents/{record['incident_id']}")
    assert desk.get("/incidents/no-such-incident").status_code == 404
    assert desk.get("/incidents/%00").status_code == 404


def test_an_alias_leads_on_and_a_tombstone_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RASD_DATABASE", raising=False)
    made = workspace(tmp_path, [report("one", GRAVE), report("light", LIGHT)])
    first, other = (one["event_ids"][0] for one in records(made)[:2])
    before = {one["incident_id"] for one in records(made)}
    made.judge(first, other, "same", reason="a <b>reason</b>")
    left = {one["incident_id"] for one in records(made)}
    [gone] = before - left
    with served(made) as address, httpx.Client(base_url=address, headers={"accept-language": "en"}) as desk:
        answer = desk.get(f"/incidents/{gone}")
        assert answer.status_code == 303
        page = desk.get(answer.headers["location"]).text
        assert f"<bdi>{gone}</bdi>" in page and "a &lt;b&gt;reason&lt;/b&gt;" in page
        with made.store.writing() as connection:
            connection.exec_driver_sql("UPDATE incident SET state = 'touched'")
            connection.exec_driver_sql("DELETE FROM incident_event")
            from rasd.store.incidents import bury_empty

            bury_empty(connection)
        name = answer.headers["location"].rpartition("/")[2]
        tomb = desk.get(f"/incidents/{name}")
        assert tomb.status_code == 410 and "This incident is no more since" in tomb.text
        assert desk.get("/incidents.json").json() == {"incidents": []}
    made.close()


# -- the map ----------------------------------------------------------------------------------------------------------


def test_what_nobody_can_put_on_a_map_is_counted_and_listed(desk: httpx.Client, made: Dataset) -> None:
    page = desk.get("/map").text
    record = of_report(made, "nowhere")
    assert re.search(r"Without a known position: [1-9]", page)
    assert f'<a href="/incidents/{record["incident_id"]}">' in page.split("Not on the map")[1]
    drawn = {one[0]: one for one in desk.get("/map/drawn").json()["incidents"]}
    assert drawn[record["incident_id"]][1] == -1


def test_a_province_is_an_area_and_never_a_spot(desk: httpx.Client, made: Dataset) -> None:
    told = desk.get("/map/drawn").json()
    incident = next(one for one in told["incidents"] if one[0] == of_report(made, "wide")["incident_id"])
    _, _, radius, precision, name, *_ = told["places"][incident[1]]
    assert (precision, name) == (3, "Idlib") and radius >= 20
    assert "somewhere in the province or country, within" in desk.get("/map").text


def test_the_names_under_the_map_are_kept_by_the_browser(desk: httpx.Client) -> None:
    address = re.search(r'data-names="([^"]+)"', desk.get("/map").text)
    assert address
    answer = desk.get(address[1])
    assert "immutable" in answer.headers["cache-control"]
    names = answer.json()
    assert {one[2] for one in names} == {1, 2, 3}
    assert ["إدلب", "Idlib"] in [one[3:5] for one in names if one[2] == 2]
    assert "immutable" not in desk.get("/map/names/old").headers["cache-control"]


# -- reports ----------------------------------------------------------------------------------------------------------


def test_reports_are_searched_and_read(desk: httpx.Client) -> None:
    found = desk.get("/reports", params={"q": "قصف سرمين"}).text
    assert "/reports/grave" in found and "/reports/light" not in found
    assert "/reports/light" in desk.get("/reports").text
    assert "Nothing here." in desk.get("/reports", params={"q": "ديناصور"}).text
    for odd in ('"', "«", "' OR 1=1 --", "*", "AND", "\0", "(" * 300):
        assert desk.get("/reports", params={"q": odd}).status_code == 200, odd
    page = desk.get("/reports/two").text
    assert "خمسة مدنيين" in page and "SHA-256 of the bytes" in page and FORMULA.replace('"', "&#34;") in page
    assert desk.get("/reports/no/such").status_code == 404


def test_every_page_says_what_it_may_load(desk: httpx.Client, made: Dataset) -> None:
    name = of_report(made, "two")["incident_id"]
    lists = ("/incidents", "/incidents.csv", "/map", "/map/drawn", "/reports")
    for path in (*lists, f"/incidents/{name}", "/reports/two"):
        assert desk.get(path).headers["content-security-policy"] == POLICY
