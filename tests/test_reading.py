"""Reports come in whole, in any usual encoding; what cannot be read is one sentence and stops nothing."""

import io
import json
import os
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rasd.errors import InputError
from rasd.ingest import Item, read
from rasd.ingest.encoding import decode
from rasd.ingest.lines import LONGEST
from rasd.model.text import Report

WORDS = "قصفت طائرات حربية بلدة سرمين، وأدى القصف إلى مقتل ثلاثة مدنيين وإصابة آخرين بجروح.\n"
TODAY = date(2024, 11, 15)


def told(items: list[Item]) -> list[str]:
    return [f"{item.report_id}: {item.text}" if isinstance(item, Report) else f"! {item}" for item in items]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256", "iso8859_6"])
def test_the_encodings_outlets_use_give_the_same_words(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "r.txt"
    path.write_bytes(WORDS.encode(encoding))
    assert told(list(read([path]))) == [f"r: {WORDS}"]


def test_line_ends_stay_as_stored(tmp_path: Path) -> None:
    path = tmp_path / "r.txt"
    path.write_bytes("قصف\r\nقتل\r".encode())
    [report] = read([path])
    assert isinstance(report, Report) and report.text == "قصف\r\nقتل\r"


BAD_FILES = [
    ("empty file", b"", "empty"),
    ("only white space", b" \n\t\n", "empty"),
    ("an image", b"\x89PNG\r\n\x1a\n\x00\x00", "a picture"),
    ("a program", b"\x7fELF\x02\x01\x01\x00\x00", "binary data, not text"),
    ("nul in text", "قصف\0".encode(), "binary data, not text"),
    ("a broken letter in UTF-8", "قصف الحي ".encode() + b"\xff", "UTF-8 with a broken letter at byte 16"),
    ("odd UTF-16", b"\xff\xfe\x41", "begins like UTF-16 but is not"),
    ("Latin in Latin-1", "caf\xe9 d\xe9j\xe0 vu".encode("latin-1"), "not UTF-8, UTF-16 or an Arabic code page"),
    ("too long", b"x" * (LONGEST + 1), "longer than 10 MB, no report is"),
]


@pytest.mark.parametrize(("data", "sentence"), [case[1:] for case in BAD_FILES], ids=[case[0] for case in BAD_FILES])
def test_a_bad_file_is_one_sentence_and_the_next_is_read(data: bytes, sentence: str, tmp_path: Path) -> None:
    bad, good = tmp_path / "a.txt", tmp_path / "b.txt"
    bad.write_bytes(data)
    good.write_text(WORDS, encoding="utf-8")
    [error, report] = read([bad, good])
    assert isinstance(error, InputError) and str(error).startswith(f"{bad}: {sentence}")
    assert isinstance(report, Report) and report.text == WORDS


BAD_LINES = [
    ("not JSON", "{oops", "not JSON: "),
    ("not an object", "[1]", "not a JSON object"),
    ("no text", '{"report_id": "x"}', "no 'text'"),
    ("a number for text", '{"text": 3}', "no 'text'"),
    ("empty text", '{"text": "  "}', "empty 'text'"),
    ("half a character", '{"text": "قصف \\ud800"}', "'text' holds half a character"),
    ("a deep nest", "[" * 100_000, "not JSON: nested too deeply"),
    ("a 50 MB line", '{"text": "' + "x" * 50_000_000 + '"}', "longer than 10 MB, no report is"),
    ("an id again", '{"report_id": "good", "text": "قتل"}', "report_id 'good' again, first in "),
]


@pytest.mark.parametrize(("line", "sentence"), [case[1:] for case in BAD_LINES], ids=[case[0] for case in BAD_LINES])
def test_a_bad_line_is_one_sentence_with_its_number(line: str, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "day.jsonl"
    good = json.dumps({"report_id": "good", "text": WORDS}, ensure_ascii=False)
    path.write_text(f"{good}\n\n{line}\n{json.dumps({'text': 'قصف'})}\n", encoding="utf-8")
    first, error, last = read([path])
    assert isinstance(first, Report) and first.report_id == "good"
    assert isinstance(error, InputError) and str(error).startswith(f"{path}:3: {sentence}")
    assert isinstance(last, Report) and last.report_id == "day:4"


BAD_DATES = ["2023-02-29", "2024-13-01", "yesterday", 20240101, "2024-11-17", "14/11/2024"]


@pytest.mark.parametrize("given_date", BAD_DATES)
def test_an_impossible_or_future_date_is_told_and_the_words_are_kept(given_date: object, tmp_path: Path) -> None:
    path = tmp_path / "day.jsonl"
    path.write_text(json.dumps({"report_id": "r", "text": WORDS, "published": given_date}), encoding="utf-8")
    error, report = read([path], today=TODAY)
    assert isinstance(error, InputError) and str(error).startswith(f"{path}:1: published: ")
    assert isinstance(report, Report) and report.published is None and report.text == WORDS


def test_a_report_keeps_what_it_says_about_itself(tmp_path: Path) -> None:
    path = tmp_path / "day.jsonl"
    record = {
        "report_id": 7,
        "text": WORDS,
        "published": "2024-11-14T06:00:00+03:00",
        "lang": "ar",
        "url": "http://a/b",
    }
    path.write_text(json.dumps(record | {"outlet": "منصة", "title": "قصف", "extra": 1}), encoding="utf-8")
    expected = Report("7", WORDS, date(2024, 11, 14), "ar", "http://a/b", "منصة", "قصف")
    assert list(read([path], published=date(2020, 1, 1), today=TODAY)) == [expected]


def test_a_given_date_is_for_reports_without_one(tmp_path: Path) -> None:
    path = tmp_path / "r.txt"
    path.write_text(WORDS, encoding="utf-8")
    [report] = read([path], published=date(2024, 11, 14))
    assert isinstance(report, Report) and report.published == date(2024, 11, 14)


def test_a_description_beside_a_text_gives_its_date_and_outlet(tmp_path: Path) -> None:
    (tmp_path / "r.txt").write_text(WORDS, encoding="utf-8")
    (tmp_path / "r.json").write_text('{"published": "2024-11-14", "outlet": "منصة"}', encoding="utf-8")
    assert list(read([tmp_path])) == [Report("r", WORDS, date(2024, 11, 14), outlet="منصة")]


def test_a_folder_is_read_to_its_depth_in_order_and_equal_names_stay_apart(tmp_path: Path) -> None:
    for name in ("b.txt", "sub/a.txt", "sub/b.txt", "sub/day.jsonl", "page.html", ".hidden.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text('{"text": "قصف"}' if name.endswith("l") else WORDS, encoding="utf-8")
    assert [item.report_id for item in read([tmp_path]) if isinstance(item, Report)] == [
        "b",
        "page",
        "a",
        "sub/b",
        "day:1",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{\n "report_id": "p",\n "text": "قصف"\n}', ["p: قصف"]),
        ('[{"report_id": "p", "text": "قصف"},\n {"text": ""}]', ["p: قصف", "! {path}:2: empty 'text'"]),
        ('{"report_id": "p", "text": "قصف"}\n{"report_id": "q", "text": "قتل"}', ["p: قصف", "q: قتل"]),
        ('{"text": "قصف"', ["! {path}:1: not JSON: Expecting ',' delimiter at character 15"]),
    ],
    ids=["one over several lines", "a list", "lines", "cut off"],
)
def test_a_json_file_is_one_value_or_lines(tmp_path: Path, text: str, expected: list[str]) -> None:
    path = tmp_path / "day.json"
    path.write_text(text, encoding="utf-8")
    assert told(list(read([path]))) == [line.replace("{path}", str(path)) for line in expected]


def test_a_binary_file_is_one_sentence_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "day.jsonl"
    path.write_bytes(b"\x00\x01\n" * 50)
    assert told(list(read([path]))) == [f"! {path}: binary data, not text"]


def test_lines_in_utf_16_are_read_to_the_end(tmp_path: Path) -> None:
    path = tmp_path / "day.jsonl"
    lines = [
        json.dumps({"report_id": f"r{number}", "text": f"{WORDS} 💥"}, ensure_ascii=False) for number in range(3000)
    ]
    path.write_text("\n".join(lines), encoding="utf-16")
    assert [report.text for report in read([path]) if isinstance(report, Report)] == [f"{WORDS} 💥"] * 3000


def test_an_empty_folder_is_a_sentence(tmp_path: Path) -> None:
    assert told(list(read([tmp_path]))) == [f"! {tmp_path}: holds no report that is read"]


def test_a_missing_path_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "no.txt"
    assert told(list(read([path]))) == [f"! {path}: cannot be opened: No such file or directory"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open any folder")
def test_a_closed_folder_is_a_sentence(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o000)
    assert told(list(read([tmp_path]))) == [f"! {closed}: cannot be opened: Permission denied"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (WORDS.encode(), [f"stdin: {WORDS}"]),
        ('\ufeff {"text": "قصف"}\n'.encode(), ["stdin:1: قصف"]),
        (b"", ["! stdin: empty"]),
        ('{"text": "قصف"}\n{"text": "قتل"}'.encode("utf-16"), ["stdin:1: قصف", "stdin:2: قتل"]),
    ],
    ids=["text", "JSON Lines", "nothing", "JSON Lines in UTF-16"],
)
def test_standard_input_is_a_text_or_json_lines(data: bytes, expected: list[str]) -> None:
    assert told(list(read(["-"], stdin=io.BytesIO(data)))) == expected


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_bytes_give_reports_or_sentences(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name in ("a.txt", "b.jsonl"):
            Path(folder, name).write_bytes(data)
        for item in read([folder, "-"], stdin=io.BytesIO(data), today=TODAY):
            assert isinstance(item, Report | InputError)
            if isinstance(item, Report):
                item.text.encode("utf-8")  # what was read can be written
            else:
                assert "\n" not in item.where


@given(st.text(min_size=1, max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_comes_back_as_it_was_written(text: str) -> None:
    if "\0" not in text and not text.startswith("\ufeff"):
        assert decode(text.encode("utf-8")) == text
    line = json.dumps({"text": text, "published": text, "report_id": text, "title": text}).encode()
    for item in read(["-"], stdin=io.BytesIO(line), today=TODAY):
        if isinstance(item, Report):
            assert item.text == text
