"""Events go out as JSON Lines, CSV, GeoJSON, cards and notebook pages, exact and safe."""

import csv
import io
import json
from itertools import pairwise

import pytest
from rich.console import Console

from make import TEXT, problem, report, span, strike
from rasd.export.cards import print_cards, print_table, shown
from rasd.export.geojson import geojson
from rasd.export.jsonl import jsonl
from rasd.export.marks import marks
from rasd.export.notebook import Events
from rasd.export.sheet import COLUMNS, sheet
from rasd.model.event import Actor, Date, Event, Place, Toll
from rasd.model.text import Span


def rows(*events: Event) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(sheet([(report(), list(events))])))))


def page(*events: Event, is_explained: bool = False) -> str:
    out = io.StringIO()
    console = Console(file=out, width=140, color_system=None)
    print_cards(console, [(report(), list(events))], is_explained=is_explained, isolate=False)
    return out.getvalue()


def test_a_line_of_json_is_the_record_with_its_evidence() -> None:
    [line] = jsonl([(report(), [strike()])])
    record = json.loads(line)
    assert record["count"] == {"value": 3, "evidence": [{"start": 27, "end": 32, "text": "بثلاث"}]}
    assert record["killed"]["of"] == {} and record["notes"]["ar"] == "ثلاث غارات جوية."
    assert TEXT[27:32] == "بثلاث" and "why" not in record


def test_a_line_stays_one_line_for_every_reader() -> None:
    [line] = jsonl([(report(), [strike(event_id="a\u2028b\x85c\nd")])])
    assert line.splitlines() == [line.rstrip("\n")] and json.loads(line)["event_id"] == "a\u2028b\x85c\nd"


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("event_date", "2024-11-14"), ("sub_event_type", "Air/drone strike"), ("actor1", "International Coalition"),
        ("inter1", "external/other forces"), ("actor1_words", "التحالف الدولي"), ("actor2", ""), ("count", "3"),
        ("location", "Harabish"), ("latitude", "35.32"), ("fatalities", "3"), ("high", "3"), ("wounded_low", ""),
        ("source_url", "https://example.org/1"), ("trigger", "بثلاث غارات جوية"),
    ],
)  # fmt: skip
def test_a_row_has_the_names_of_the_field(column: str, cell: str) -> None:
    [row] = rows(strike())
    assert list(row) == list(COLUMNS) and row[column] == cell


@pytest.mark.parametrize(
    ("event", "column", "cell"),
    [
        (strike(date=Date("2024-11-12", "2024-11-13", 2)), "event_date", ""),
        (strike(date=Date("2024-11-12", "2024-11-13", 2)), "date_end", "2024-11-13"),
        (strike(killed=Toll(20, None)), "high", ""),
        (strike(killed=Toll(0, 0)), "fatalities", "0"),
        (strike(killed=None), "fatalities", ""),
        (strike(actor1=Actor(None, "مسلحون", None, "political militia", ())), "actor1", ""),
        (strike(trigger=Span(0, 9, "=1+1|cmd!")), "trigger", "'=1+1|cmd!"),
        (strike(trigger=Span(0, 3, 'a,"b')), "trigger", 'a,"b'),
    ],
    ids=["no single day", "end", "open toll", "none killed", "not said", "unnamed", "formula", "quotes"],
)
def test_a_cell_of_a_row_says_no_more_than_the_event(event: Event, column: str, cell: str) -> None:
    assert rows(event)[0][column] == cell


def test_a_feature_for_every_place_and_one_without_geometry() -> None:
    province = Place("Homs", "حمص", latitude=34.7, longitude=38.3, radius_km=120.0, geo_precision=3)
    events = [strike(places=(strike().places[0], province)), strike(event_id="r1-2", places=())]
    collection = json.loads("".join(geojson([(report(), events)])))
    assert [feature["id"] for feature in collection["features"]] == ["r1-1/1", "r1-1/2", "r1-2/1"]
    assert collection["features"][0]["geometry"] == {"type": "Point", "coordinates": [40.17, 35.32]}
    assert collection["features"][1]["properties"]["radius_km"] == 120.0
    assert collection["features"][2]["geometry"] is None


def test_no_events_is_still_geojson() -> None:
    assert json.loads("".join(geojson([]))) == {"type": "FeatureCollection", "features": []}


def test_marks_do_not_overlap_and_quote_the_words() -> None:
    claimed = marks([strike()], len(TEXT))
    assert all(one[1] <= other[0] for one, other in pairwise(claimed))
    assert ("trigger", "بثلاث غارات جوية") in {(cell, TEXT[start:end]) for start, end, cell in claimed}


def test_a_card_shows_the_words_of_every_cell() -> None:
    card = page(strike())
    shown_words = ("Air/drone strike", "«التحالف الدولي»", "Harabish, Deir ez-Zor", "2024-11-14, dawn")
    for words in shown_words:
        assert words in card


def test_events_with_problems_come_first() -> None:
    card = page(strike(sub_event_type="Other"), strike(problems=(problem(),)))
    assert card.index("two readings of the day") < card.index("Other")


def test_a_report_cannot_steer_the_terminal() -> None:
    assert "\x1b" not in page(strike(trigger=Span(0, 5, "\x1b[31mx")))
    assert shown("a\u202eb\nc") == "a b\nc"
    assert "[bold]" in page(strike(trigger=Span(0, 6, "[bold]")))


def test_the_table_has_a_row_for_every_event() -> None:
    out = io.StringIO()
    print_table(Console(file=out, width=200, color_system=None), [(report(), [strike(), strike()])])
    assert out.getvalue().count("International Coalition") == 2


def test_a_notebook_page_escapes_everything() -> None:
    text = TEXT + "<script>alert('x')</script>"
    evil = Actor('<b onclick="x">', None, None, "civilians", (span("<script>", text),))
    html = Events(report(text), [strike(actor1=evil, problems=(problem("<i>"),))])._repr_html_()
    assert "<script" not in html and "<b " not in html and "<i>" not in html and "&lt;script&gt;" in html
    assert 'class="trigger"' in html and 'dir="auto"' in html


def test_events_read_as_lines() -> None:
    assert repr(Events(report(), [strike()])).splitlines()[0] == "1 event in r1"
    assert "«بثلاث غارات جوية»" in repr(Events(report(), [strike()]))
