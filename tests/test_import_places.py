"""Importing place tables, and the ``rasd places`` commands."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from outside import outside
from rasd.cli import rasd
from rasd.errors import LexiconError
from rasd.lexicon.gazetteer import load_gazetteer
from rasd.lexicon.importers import import_places

COMMUNITIES = outside("RASD_COMMUNITIES", "syria_communities.csv")
DUMP = "1\tZarila\tZarila\tزرعيلة,Zarila\t33.1\t42.2\tP\tPPL\tIQ\t\t01\t\t\t\t1200\t\t\tAsia/Baghdad\t2020-01-01\n"
COD = (
    "pcode,name_en,name_ar,parents_en,latitude,longitude\nIQ0101,Zarila (west),زرعيلة_الزرعيلة,Hit > Hit,33.64,42.83\n"
)
OWN = (
    "name_ar,aliases_ar,name_en,aliases_en,kind,country,admin1,latitude,longitude,radius_km,source,note\n"
    "زرعيلة,,Zarila,,village,IQ,Anbar,33.1,42.2,1,survey,\n"
)


@pytest.mark.parametrize("kind, text", [("geonames", DUMP), ("cod-ab", COD), ("csv", OWN)])
def test_each_format_gives_a_place_that_is_found(tmp_path, kind, text):
    file = tmp_path / "table.txt"
    file.write_text(text, encoding="utf-8")
    assert import_places(file, kind, tmp_path / "lexicon") == 1
    (row,) = load_gazetteer([tmp_path / "lexicon"]).find("زرعيلة")
    assert (row.name_en, row.country, row.kind) == ("Zarila", "IQ", "village")
    if kind == "cod-ab":
        assert (row.admin1, row.admin2, row.pcode) == ("Anbar", "Hit", "IQ0101")


def test_importing_again_changes_nothing(tmp_path):
    file = tmp_path / "table.csv"
    file.write_text(OWN, encoding="utf-8")
    for _ in range(2):
        import_places(file, "csv", tmp_path)
    assert len((tmp_path / "places.csv").read_text(encoding="utf-8").splitlines()) == 2


@pytest.mark.parametrize(
    "kind, text, words",
    [
        ("geonames", "1\tA\n", "2 cells"),
        ("cod-ab", "a,b\n1,2\n", "no column for pcode"),
        ("csv", "name_ar\nx\n", "no column"),
        ("csv", OWN.replace("33.1", "133.1"), "no place on earth"),
    ],
)
def test_a_bad_table_is_refused_with_its_line(tmp_path, kind, text, words):
    file = tmp_path / "bad.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError, match=words):
        import_places(file, kind, tmp_path / "lexicon")
    assert not (tmp_path / "lexicon").exists()


def test_find_tells_where_and_whence():
    result = CliRunner().invoke(rasd, ["places", "find", "حطلة", "--country", "SY"])
    assert result.exit_code == 0
    assert "Hatla" in result.output and "Deir ez-Zor" in result.output and "35.3" in result.output


def test_find_of_nothing_ends_with_an_error():
    assert CliRunner().invoke(rasd, ["places", "find", "زرعيلة"]).exit_code == 1


def test_our_own_tables_pass_the_check():
    result = CliRunner().invoke(rasd, ["places", "check"])
    assert result.exit_code == 0, result.output


@pytest.mark.skipif(not COMMUNITIES.exists(), reason=f"{COMMUNITIES} is not on this machine (OCHA, not redistributed)")
def test_ochas_syrian_communities_are_read_with_province_and_pcode(tmp_path):
    result = CliRunner().invoke(rasd, ["places", "import", str(COMMUNITIES), "--as", "cod-ab", "--to", str(tmp_path)])
    assert result.exit_code == 0, result.output
    rows = [row for row in load_gazetteer([tmp_path]).find("الملاجة") if row.pcode == "C4060"]
    assert [(row.admin1, row.admin2, row.country) for row in rows] == [("Idlib", "Al Ma'ra", "SY")]
    assert CliRunner().invoke(rasd, ["places", "check", "--lexicon", str(tmp_path)]).exit_code == 0
