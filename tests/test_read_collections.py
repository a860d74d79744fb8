"""Tables, chats and web archives: files that hold many reports give each with its own cells and where it stands."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from fastwarc.warc import WarcRecord, WarcRecordType
from openpyxl import Workbook

from rasd.cli import rasd
from rasd.errors import InputError, RasdError
from rasd.ingest.readers import Found, about, read_bytes, read_file

FIRST = "قُتل مدنيان في غارات جوية على بلدة بنش."
SECOND = "أصيب ثلاثة جنود بانفجار عبوة ناسفة قرب سراقب."
TODAY = date(2024, 11, 15)


def read(data: bytes, where: str, columns: Mapping[str, str] | None = None) -> list[Found | InputError]:
    return list(read_bytes(data, where=where, today=TODAY, columns=columns))


def told(found: list[Found | InputError]) -> list[object]:
    """Each report as (id, item, day, outlet, title, url, text), each error as its line."""
    return [
        str(one)
        if isinstance(one, InputError)
        else (
            one.report.report_id,
            one.item,
            one.report.published and one.report.published.isoformat(),
            one.report.outlet,
            one.report.title,
            one.report.url,
            one.report.text,
        )
        for one in found
    ]


# -- tables ----------------------------------------------------------------------------------------------------------

HEADER = ["م", "عنوان الخبر", "نص الخبر", "تاريخ النشر", "المصدر", "الرابط"]
ROWS = [
    ["1", "غارات", FIRST, "05/03/2024", "شبكة المثال", "https://example.org/1"],
    ["2", "عبوة", SECOND, "٢٥/٠٣/٢٠٢٤", "وكالة المثال", ""],
]
LATIN_DIGITS = [ROWS[0], [cell.replace("٢٥/٠٣/٢٠٢٤", "25/03/2024") for cell in ROWS[1]]]
READ = [
    ("a:2", "row 2", "2024-03-05", "شبكة المثال", "غارات", "https://example.org/1", FIRST),
    ("a:3", "row 3", "2024-03-25", "وكالة المثال", "عبوة", None, SECOND),
]


def table(*rows: list[str], parted_by: str = ",", encoding: str = "utf-8") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=parted_by).writerows(rows)
    return out.getvalue().encode(encoding)


def book(*sheets: tuple[str, list[list[object]]]) -> bytes:
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


TABLES = [
    ("commas", table(HEADER, *ROWS), "a.csv"),
    ("as Excel in Arabic saves it", table(HEADER, *LATIN_DIGITS, parted_by=";", encoding="cp1256"), "a.csv"),
    ("with a mark", table(HEADER, *ROWS, encoding="utf-8-sig"), "a.csv"),
    ("tabs", table(HEADER, *ROWS, parted_by="\t"), "a.tsv"),
    ("UTF-16 with tabs, as Excel calls Unicode text", table(HEADER, *ROWS, parted_by="\t", encoding="utf-16"), "a.csv"),
]


@pytest.mark.parametrize(("data", "where"), [row[1:] for row in TABLES], ids=[row[0] for row in TABLES])
def test_a_table_is_read_by_the_names_of_its_columns(data: bytes, where: str) -> None:
    assert told(read(data, where)) == READ


def test_a_workbook_is_read_sheet_by_sheet() -> None:
    rows: list[list[object]] = [
        HEADER,
        [1, "غارات", FIRST, datetime(2024, 3, 5, 9, 12), "شبكة المثال", "https://example.org/1"],
    ]
    other: list[list[object]] = [["حصيلة"], [], ["id", "Date", "Article_Text"], [17, "2024-03-25", SECOND]]
    assert told(read(book(("آذار", rows), ("ملاحظات", [["لا شيء هنا"]]), ("out", other)), "a.xlsx")) == [
        ("a:آذار:2", "آذار, row 2", "2024-03-05", "شبكة المثال", "غارات", "https://example.org/1", FIRST),
        ("17", "out, row 4", "2024-03-25", None, None, None, SECOND),
    ]


def test_columns_that_a_person_names_are_taken() -> None:
    data = table(["a", "b", "c"], ["x", FIRST, "03/05/2024"])
    assert told(read(data, "a.csv", {"text": "b", "published:mdy": "c"})) == [
        ("a:2", "row 2", "2024-03-05", None, None, None, FIRST)
    ]
    assert told(read(data, "a.csv", {"text": "النص"})) == ["a.csv: has no column called 'النص'; it has a, b, c"]


def test_beside_what_a_person_names_the_usual_names_are_known() -> None:
    data = table(["الخبر", "كاملا", "المصدر"], ["عنوان", FIRST, "شبكة المثال"])
    assert told(read(data, "a.csv", {"text": "كاملا"})) == [("a:2", "row 2", None, "شبكة المثال", None, None, FIRST)]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_last_row_may_show_how_dates_are_written_and_none_is_lost(kind: str, tmp_path: Path) -> None:
    rows = [["text", "date"], *([f"{FIRST} {number}", "05/03/2024"] for number in range(3000)), [SECOND, "25/03/2024"]]
    data = table(*rows) if kind == "csv" else book(("a", [list(row) for row in rows]))
    (tmp_path / f"a.{kind}").write_bytes(data)
    path = tmp_path / f"a.{kind}"
    for found in (read(data, f"a.{kind}"), list(read_file(path, about(str(path)), today=TODAY))):
        days = [one.report.published for one in found if isinstance(one, Found)]
        assert days == [date(2024, 3, 5)] * 3000 + [date(2024, 3, 25)]


def test_what_two_rows_share_names_neither_a_newer_version() -> None:
    found = read(table(["id", "text"], ["7", FIRST], ["7", SECOND]), "a.csv")
    assert [one.is_named for one in found if isinstance(one, Found)] == [True, False]


PROBLEMS = [
    (
        "no column with the text",
        table(["x", "y"], ["1", "2"]),
        ["a.csv: no column is known to hold the text; it has x, y. Say which: --columns text=COLUMN"],
    ),
    ("empty", b"\n\n", ["a.csv: an empty table"]),
    ("names alone", table(["text", "date"]), ["a.csv: no row under the names of the columns"]),
    (
        "a day that is none, a row without text",
        table(["text", "date"], [FIRST, "2024-02-30"], ["", "2024-02-03"], ["", ""], [SECOND, ""]),
        [
            "a.csv: row 2: published: no such day: '2024-02-30' (a date is YYYY-MM-DD); coded without a date",
            ("a:2", "row 2", None, None, None, None, FIRST),
            "a.csv: row 3: no text",
            ("a:5", "row 5", None, None, None, None, SECOND),
        ],
    ),
    (
        "days that can be read in two ways",
        table(["text", "date"], [FIRST, "05/03/2024"], [SECOND, "06/03/2024"]),
        [
            "a.csv: row 2: published: is 05/03/2024 day and month or month and day? No row shows it; say --columns with"
            " published:dmy=COLUMN or published:mdy=COLUMN; coded without a date",
            ("a:2", "row 2", None, None, None, None, FIRST),
            ("a:3", "row 3", None, None, None, None, SECOND),
        ],
    ),
    (
        "a day to come",
        table(["text", "date"], [FIRST, "2031-01-01"]),
        [
            "a.csv: published: 2031-01-01 lies in the future; the report is coded without a date",
            ("a:2", "row 2", None, None, None, None, FIRST),
        ],
    ),
]


@pytest.mark.parametrize(("data", "lines"), [row[1:] for row in PROBLEMS], ids=[row[0] for row in PROBLEMS])
def test_what_is_wrong_with_a_table_is_said_by_row(data: bytes, lines: list[object]) -> None:
    assert told(read(data, "a.csv")) == lines


# -- Telegram --------------------------------------------------------------------------------------------------------


def message(number: int, text: object, **cells: object) -> dict[str, object]:
    """A message as Telegram Desktop writes it."""
    at = datetime(2024, 3, 5, 9, number % 60, tzinfo=UTC)
    return {
        "id": number,
        "type": "message",
        "date": at.strftime("%Y-%m-%dT%H:%M:%S"),
        "date_unixtime": str(int(at.timestamp())),
        "from": "مراسل الحي",
        "from_id": "channel1234567890",
        "text": text,
        "text_entities": [],
        **cells,
    }


CHAT = {
    "name": "مراسل \"الحي\" 24/7",
    "type": "public_channel",
    "id": 1234567890,
    "messages": [
        {"id": 1, "type": "service", "date": "2024-03-04T09:00:00", "date_unixtime": "1709542800",
         "actor": "مراسل", "action": "create_channel", "title": "مراسل", "text": "", "text_entities": []},
        message(2, FIRST),
        message(3, ["عاجل: ", {"type": "bold", "text": "قُتل جندي"}, " في ", {"type": "hashtag", "text": "#بنش"},
                    " 💥"]),
        message(4, "", photo="photos/photo_1.jpg", width=1280, height=720),
        message(5, SECOND, edited="2024-03-05T10:00:00", reply_to_message_id=2, forwarded_from="شبكة \"messages\": ["),
    ],
}  # fmt: skip
ADDRESS = "https://t.me/c/1234567890/"
MESSAGES = [
    ("telegram-1234567890-2", "message 2", "2024-03-05", 'مراسل "الحي" 24/7', None, f"{ADDRESS}2", FIRST),
    ("telegram-1234567890-3", "message 3", "2024-03-05", 'مراسل "الحي" 24/7', None, f"{ADDRESS}3",
     "عاجل: قُتل جندي في #بنش 💥"),
    ("telegram-1234567890-5", "message 5", "2024-03-05", 'مراسل "الحي" 24/7', None, f"{ADDRESS}5", SECOND),
]  # fmt: skip


def exported(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def test_every_message_of_a_telegram_channel_is_a_report() -> None:
    assert told(read(exported(CHAT), "result.json")) == MESSAGES


def test_all_chats_of_an_account_are_read() -> None:
    talk = {"name": None, "type": "personal_chat", "id": 77, "messages": [message(9, FIRST)]}
    account = {
        "about": "Here is the data you requested. Remember: Telegram is ad free.",
        "personal_information": {"user_id": 1, "first_name": "ا", "last_name": "", "bio": ""},
        "contacts": {"about": "x", "list": [{"user_id": 0, "first_name": "ب" * 40, "date": "2024-01-01"}] * 2000},
        "chats": {"about": "This page lists all chats.", "list": [talk, CHAT]},
        "left_chats": {"about": "x", "list": []},
    }
    assert told(read(exported(account), "result.json")) == [
        ("telegram-77-9", "message 9", "2024-03-05", None, None, None, FIRST),
        *MESSAGES,
    ]


def test_a_chat_of_many_megabytes_is_read_piece_by_piece() -> None:
    many = [message(number, f"{FIRST} {number} " + "و" * 900) for number in range(1, 5001)]
    found = read(exported(CHAT | {"messages": many}), "result.json")
    assert [one.item for one in found if isinstance(one, Found)] == [f"message {number}" for number in range(1, 5001)]


def test_a_chat_that_breaks_off_says_where() -> None:
    data = exported(CHAT)
    [first, error] = read(data[: data.index("عاجل".encode())], "result.json")
    assert isinstance(first, Found) and first.item == "message 2"
    assert str(error) == 'result.json: message 3 of مراسل "الحي" 24/7: the file breaks off here'


# -- web archives ----------------------------------------------------------------------------------------------------


Captured = tuple[str, str, bytes, str]


def page(text: str, title: str = "غارات") -> bytes:
    return f"<!doctype html><html><head><title>{title}</title></head><body><p>{text}</p></body></html>".encode()


def warc(*captures: Captured, packed: bool = True) -> bytes:
    """A WARC of (address, HTTP header lines, body, kind of record), with the records that crawlers write."""
    out = io.BytesIO()
    info = WarcRecord()
    info.init_headers(record_type=WarcRecordType.warcinfo)
    info.set_bytes_content(b"software: example 1.0\r\n")
    records = [info]
    for address, head, body, kind in captures:
        record = WarcRecord()
        is_http = kind in ("response", "request")
        record.init_headers(record_type=getattr(WarcRecordType, kind))
        record.headers["WARC-Target-URI"] = address
        record.headers["WARC-Date"] = "2024-03-06T07:08:09Z"
        record.headers["Content-Type"] = f"application/http; msgtype={kind}" if is_http else head
        record.set_bytes_content((head + "\r\n\r\n").encode() + body if is_http else body)
        records.append(record)
    for record in records:
        if packed:
            one = io.BytesIO()
            record.write(one)
            out.write(gzip.compress(one.getvalue()))
        else:
            record.write(out)
    return out.getvalue()


OK = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8"
CAPTURES = (
    ("https://www.example.org/1", "GET /1 HTTP/1.1\r\nHost: www.example.org", b"", "request"),
    ("https://www.example.org/1", OK, page(FIRST), "response"),
    ("https://www.example.org/a.js", "HTTP/1.1 200 OK\r\nContent-Type: text/javascript", b"go()", "response"),
    ("https://www.example.org/gone", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html", page("لا شيء"), "response"),
    ("https://www.example.org/2", "text/html", page(SECOND, "عبوة"), "resource"),
    (
        "https://www.example.org/3",
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=windows-1256",
        page(FIRST).decode().encode("cp1256"),
        "response",
    ),
)  # fmt: skip


def captured(part: str = "") -> list[object]:
    at = "captured 2024-03-06T07:08:09Z"
    return [
        (
            f"example.org/{path}",
            f"{part}record {number}, {at}",
            None,
            "example.org",
            title,
            f"https://www.example.org/{path}",
            text,
        )
        for path, number, title, text in (("1", 3, "غارات", FIRST), ("2", 6, "عبوة", SECOND), ("3", 7, "غارات", FIRST))
    ]


@pytest.mark.parametrize("packed", [True, False], ids=["packed", "plain"])
def test_each_page_of_a_warc_is_a_report_with_its_address_and_time(packed: bool) -> None:
    assert told(read(warc(*CAPTURES, packed=packed), "crawl.warc.gz" if packed else "crawl.warc")) == captured()


def wacz(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("datapackage.json", json.dumps({"profile": "data-package", "wacz_version": "1.1.1"}))
        archive.writestr("pages/pages.jsonl", '{"format": "json-pages-1.0", "id": "pages"}\n')
        for name, data in files.items():
            archive.writestr(f"archive/{name}.warc.gz", data)
    return out.getvalue()


def test_a_wacz_is_read_archive_by_archive() -> None:
    assert told(read(wacz(data=warc(*CAPTURES)), "crawl.wacz")) == captured("archive/data.warc.gz ")


@pytest.mark.parametrize("packed", [True, False], ids=["packed", "plain"])
@pytest.mark.parametrize("share", [0.4, 0.66, 0.97])
def test_a_warc_that_breaks_off_keeps_what_stands_before(packed: bool, share: float) -> None:
    data = warc(*CAPTURES, packed=packed)
    *before, last = told(read(data[: int(len(data) * share)], "crawl.warc"))
    assert before[:1] == captured()[: len(before)][:1] and isinstance(last, str)
    assert last.startswith("crawl.warc: breaks off behind record ")


def test_a_warc_without_a_page_says_so() -> None:
    assert told(read(warc(CAPTURES[0]), "a.warc.gz")) == ["a.warc.gz: holds no page that was captured"]


# -- in a workspace --------------------------------------------------------------------------------------------------


def run(*words: object) -> Result:
    result = CliRunner().invoke(rasd, [str(word) for word in words], prog_name="rasd")
    if result.exception and not isinstance(result.exception, SystemExit | RasdError):
        raise result.exception
    return result


def test_a_folder_of_everything_is_read_once(tmp_path: Path) -> None:
    chat = tmp_path / "in" / "ChatExport"
    (chat / "photos").mkdir(parents=True)
    (chat / "result.json").write_bytes(exported(CHAT))
    (chat / "photos" / "photo_1.jpg").write_bytes(b"\xff\xd8\xff not looked at")
    (tmp_path / "in" / "a.csv").write_bytes(table(HEADER, *ROWS))
    (tmp_path / "in" / "crawl.wacz").write_bytes(wacz(data=warc(*CAPTURES)))
    (tmp_path / "in" / "notes.json").write_text("{}", encoding="utf-8")
    (tmp_path / "in" / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    here = ("--workspace", tmp_path / "work")
    run("init", tmp_path / "work")
    done = run("ingest", tmp_path / "in", *here)
    assert done.output.splitlines()[-1].startswith("8 new reports, 8 coded; ")
    assert done.stderr.splitlines() == [
        f"rasd: {tmp_path}/in/old.doc: an old Word or Excel file, or one with a password:"
        " save it as DOCX or XLSX without a password"
    ]
    assert run("ingest", tmp_path / "in", *here).output.splitlines()[-1].startswith("0 new reports, 0 coded; ")
    (chat / "result.json").rename(tmp_path / "in" / "later.json")
    assert run("ingest", tmp_path / "in" / "later.json", *here).output.startswith("0 new reports, 0 coded; ")
    shown = run("show", "telegram-1234567890-3", *here).output
    assert "عاجل: قُتل جندي في #بنش 💥" in shown and f"{ADDRESS}3" in shown


def test_what_was_said_of_columns_is_kept_for_the_next_table(tmp_path: Path) -> None:
    here = ("--workspace", tmp_path / "work")
    run("init", tmp_path / "work")
    for name, text in (("a", FIRST), ("b", SECOND)):
        (tmp_path / f"{name}.csv").write_bytes(table(["k1", "k2", "k3"], ["x", text, "05/03/2024"]))
    assert "--columns text=COLUMN" in run("ingest", tmp_path / "a.csv", *here).stderr
    said = "text=k2,published:dmy=k3"
    assert run("ingest", tmp_path / "a.csv", "--columns", said, *here).output.startswith("1 new reports, 1 coded;")
    assert run("ingest", tmp_path / "b.csv", *here).output.startswith("1 new reports, 1 coded;")
    assert "2024-03-05" in run("show", "b:2", *here).output
    assert run("ingest", tmp_path / "a.csv", *here).output.startswith("0 new reports, 0 coded;")
    assert run("verify", *here).exit_code == 0
    assert "no cell is called 'x'" in run("ingest", tmp_path / "a.csv", "--columns", "x=y", *here).stderr
