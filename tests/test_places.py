"""Places: what words name them, which place is meant, and when Rasd says it does not know."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from cases import read_cases
from rasd.lexicon import load
from rasd.lexicon.gazetteer import Gazetteer, key_of, load_gazetteer
from rasd.lexicon.read import Lexicon
from rasd.mentions.places import find_places
from rasd.model.mention import PlaceMention
from rasd.resolve.where import resolve_places
from rasd.text.sentences import sentences_of

CASES = read_cases(Path(__file__).parent / "cases" / "places.md")


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load()


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def places_of(text: str, lexicon: Lexicon, gazetteer: Gazetteer) -> list[PlaceMention]:
    found = [p for s in sentences_of(text) for p in find_places(s, lexicon.hits(s), gazetteer)]
    return resolve_places(found, gazetteer)


def line_of(mention: PlaceMention) -> str:
    place = mention.place
    cells = (mention.span.text, mention.role, place.relation, place.name, place.admin1, place.geo_precision)
    return " | ".join("-" if cell is None else str(cell) for cell in cells)


@pytest.mark.parametrize("case", CASES, ids=[case.title for case in CASES])
def test_places_are_found_with_their_role_and_resolved(case, lexicon, gazetteer):
    found = places_of(case.text, lexicon, gazetteer)
    assert [line_of(mention) for mention in found] == case.expected
    for mention in found:
        assert case.text[mention.span.start : mention.span.end] == mention.span.text
        assert mention.place.evidence == (mention.span,)


def test_an_unknown_place_says_so_and_stands_at_its_province(lexicon, gazetteer):
    (village, province) = places_of("هاجم مسلحون بلدة زرعيلة في محافظة الأنبار.", lexicon, gazetteer)
    assert village.place.place_id is None and village.place.geo_precision == 3
    assert (village.place.latitude, village.place.radius_km) == (province.place.latitude, province.place.radius_km)
    assert [problem.code for problem in village.problems] == ["unknown_place"]
    assert village.problems[0].evidence == (village.span,)
    assert province.problems == ()


def test_an_unknown_place_in_no_known_place_has_no_coordinates(lexicon, gazetteer):
    (village,) = places_of("هاجم مسلحون بلدة زرعيلة.", lexicon, gazetteer)
    assert village.place.latitude is None and village.place.geo_precision is None


def test_two_places_of_one_name_without_a_hint_give_none_and_name_both(lexicon, gazetteer):
    (town,) = places_of("سقطت قذيفة على بلدة المنصورة.", lexicon, gazetteer)
    if town.place.latitude is None:
        assert [problem.code for problem in town.problems] == ["ambiguous_place"]
        assert town.place.candidates > 1


def test_the_countries_hint_decides_a_homonym(lexicon, gazetteer):
    sentence = sentences_of("اندلعت اشتباكات في مدينة طرابلس.")[0]
    found = find_places(sentence, lexicon.hits(sentence), gazetteer)
    for country, name in (("LB", "North"), ("LY", "Tripoli")):
        (place,) = resolve_places(found, gazetteer, report_country_hint=country)
        assert (place.place.country, place.place.admin1) == (country, name)


def test_every_row_of_the_tables_can_be_read_and_lies_on_earth(gazetteer):
    for table, line, row in gazetteer.all_rows():
        assert row.name_en and row.kind and row.source, f"{table}:{line}"
        assert (row.latitude is None) == (row.longitude is None), f"{table}:{line}"
        if row.latitude is not None and row.longitude is not None:
            assert -90 <= row.latitude <= 90 and -180 <= row.longitude <= 180, f"{table}:{line}"


def test_provinces_of_our_own_rows_are_provinces_we_know(gazetteer):
    unknown = {
        (row.country, row.admin1)
        for table, _, row in gazetteer.all_rows()
        if table == "own.csv"
        and row.admin1
        and row.country in ("SY", "IQ", "YE", "LB", "PS", "LY")
        and row.admin1 not in {province.admin1 for province in gazetteer.provinces(row.country)}
    }
    assert unknown <= {
        ("LY", "Al Kufrah"),
        ("LY", "Al Jufrah"),
        ("LY", "Marj"),
        ("LY", "Az Zawiyah"),
        ("IQ", "Halabja"),
    }


def test_a_users_row_wins(tmp_path):
    header = "name_ar,aliases_ar,name_en,aliases_en,kind,country,admin1,latitude,longitude,radius_km,source,note"
    (tmp_path / "places.csv").write_text(
        f"{header}\nحطلة,,Hatla of ours,,village,SY,Deir ez-Zor,35.0,40.0,1,survey,\n", encoding="utf-8"
    )
    assert load_gazetteer([tmp_path]).find("حطلة")[0].name_en == "Hatla of ours"


@pytest.mark.parametrize(
    "one, other",
    [("إعزاز", "أعزاز"), ("ديرالزور", "دير الزور"), ("دير الزّور", "دير الزور"), ("صعده", "صعدة"), ("سلمي", "سلمى")],
)
def test_spellings_find_the_same_rows(gazetteer, one, other):
    assert gazetteer.find(one) == gazetteer.find(other) != ()


def test_keys_drop_articles_and_marks():
    assert key_of("البُوكمال") == key_of("بوكمال")


def test_loading_is_quick():
    start = time.process_time()
    load_gazetteer()
    assert time.process_time() - start < 0.6  # 0.1 s on a quiet machine
