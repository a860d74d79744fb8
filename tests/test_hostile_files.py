"""Files made to do harm: each costs one clear line and a bounded time, and what stands beside it is read."""

from __future__ import annotations

import gzip
import io
import os
import signal
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx.oxml.parser
import lxml.etree
import openpyxl
import pytest
from docx import Document
from openpyxl import Workbook

from pdfs import assembled, stream
from rasd.errors import InputError
from rasd.ingest import sandbox
from rasd.ingest.readers import Found, read_bytes
from rasd.ingest.readers.found import About

WORDS = "قصفت طائرات حربية بلدة سرمين وقُتل مدنيان."
GOOD = f"<html><body><p>{WORDS}</p></body></html>".encode()


def lines(data: bytes, where: str) -> list[str]:
    """What is told of a file; then the next one must be read as if nothing had been."""
    begun = time.monotonic()
    told = [f"{item}" if isinstance(item, InputError) else item.report.text for item in read_bytes(data, where=where)]
    assert time.monotonic() - begun < 30
    [after] = read_bytes(GOOD, where="next.html")
    assert isinstance(after, Found) and after.report.text.startswith("قصفت طائرات")
    return told


# -- the process that reads ------------------------------------------------------------------------------------------


@pytest.fixture
def mischief(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A reader of our own in the other process, which does what the file's text says in Python."""
    package = tmp_path / "bad"
    package.mkdir()
    (package / "sitecustomize.py").write_text(
        "import rasd.ingest.readers.formats as f, types, sys\n"
        "m = types.ModuleType('rasd.ingest.readers.mischief')\n"
        "def read(file, about):\n"
        "    exec(file.read().decode())\n"
        "    yield about.whole('read to the end')\n"
        "m.read = read\n"
        "sys.modules[m.__name__] = m\n"
        "f.LIBRARIES['mischief'] = ()\n",
        encoding="utf-8",
    )
    before = os.environ.get("PYTHONPATH")
    monkeypatch.setenv("PYTHONPATH", str(package) + (os.pathsep + before if before else ""))
    sandbox.close()
    return package


MISCHIEF = [
    ("it dies", "import os; os.kill(os.getpid(), 11)", "reading it broke off: the process that reads such files ended"),
    ("it is killed", "import os; os.kill(os.getpid(), 9)", "reading it broke off: the process that reads such"),
    ("it never ends", "while True: pass", "reading it took too long and was stopped"),
    ("it waits for ever", "import time; time.sleep(3600)", "reading it took too long and was stopped"),
    ("it eats the memory", "x = bytearray(8 * 2**30)", "needs more than 1024 MB of memory to be read"),
    ("it eats it bit by bit", "x = []\nwhile True: x.append(bytearray(2**20))", "needs more than 1024 MB of memory"),
    ("it calls itself", "(lambda f: f(f))(lambda f: f(f))", "nested too deeply"),
    ("it writes a file", "open('FOLDER/mischief', 'wb', 0).write(b'x')", "cannot be read: File too large"),
    ("it prints", "print('x' * 100)\nraise ValueError('odd')", "could not be read: ValueError at <string>:2: odd"),
]


@pytest.mark.usefixtures("mischief")
@pytest.mark.parametrize(("code", "told"), [row[1:] for row in MISCHIEF], ids=[row[0] for row in MISCHIEF])
def test_a_reader_that_goes_wrong_costs_one_line(code: str, told: str, tmp_path: Path) -> None:
    about = About("bad.bin", "bad")
    code = code.replace("FOLDER", str(tmp_path))
    try:
        [error] = sandbox.read("mischief", code.encode(), about, seconds=2 if "too long" in told else 30)
        assert str(error).startswith(f"bad.bin: {told}") and "\n" not in str(error)
        [found] = sandbox.read("mischief", b"pass", about, seconds=2)
        assert isinstance(found, Found) and found.report.text == "read to the end"
    finally:
        sandbox.close()


@pytest.mark.usefixtures("mischief")
def test_the_reading_process_knows_no_passwords_and_is_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", "secret")
    code = b"import os\nraise ValueError(f'{os.getpid()} {os.environ.get(\"PGPASSWORD\")}')"
    try:
        one, two = (str(*sandbox.read("mischief", code, About("a", "a"))) for _ in range(2))
    finally:
        sandbox.close()
    assert one == two and one.endswith(" None") and f" {os.getpid()} " not in one


@pytest.mark.usefixtures("mischief")
def test_the_reading_process_ends_with_the_one_that_asked() -> None:
    """A killed run leaves nothing behind: the processor's time that is allowed runs out, or the pipe ends."""
    child = os.fork()
    if child == 0:
        [error] = sandbox.read("mischief", b"import os; raise ValueError(os.getpid())", About("a", "a"), seconds=1)
        Path(os.environ["PYTHONPATH"].split(os.pathsep)[0], "pid").write_text(str(error).split()[-1], encoding="utf-8")
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    number = int(Path(os.environ["PYTHONPATH"].split(os.pathsep)[0], "pid").read_text(encoding="utf-8"))
    until = time.monotonic() + 10
    while _lives(number):
        assert time.monotonic() < until, "the process is still there"
        time.sleep(0.05)


@pytest.mark.usefixtures("mischief")
def test_two_files_are_read_at_once_and_one_is_left_in_the_middle() -> None:
    about = About("a", "a")
    try:
        one, two = (sandbox.read("mischief", b"pass", about) for _ in range(2))
        assert [next(one), next(two)] == [next(sandbox.read("mischief", b"pass", about))] * 2
        one.close()
        assert list(two) == []
        [again] = sandbox.read("mischief", b"pass", about)
        assert isinstance(again, Found)
    finally:
        sandbox.close()


def _lives(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


# -- pages -----------------------------------------------------------------------------------------------------------


def test_a_page_of_elements_in_one_another() -> None:
    data = b"<html><body>" + b"<div>" * 300_000 + "قصف".encode()
    assert lines(data, "deep.html") == ["deep.html: more than 2000 elements in one another, no page is"]


def test_the_scripts_of_a_page_are_never_read() -> None:
    hidden = "قُتل مئة جندي في انفجار"
    page = f"""<html><head><script>"{hidden}"</script><style>/* {hidden} */</style></head><body onload="{hidden}">
    <script>{hidden}</script><template>{hidden}</template><!-- {hidden} --><iframe srcdoc="{hidden}"></iframe>
    <noscript>{hidden}</noscript><svg><script>{hidden}</script></svg><p>أُصيب مدني في بنش.</p></body></html>"""
    assert lines(page.encode(), "a.html") == ["أُصيب مدني في بنش."]


def test_a_page_that_is_too_long() -> None:
    assert lines(b"<html>" + b"x" * (10 * 2**20), "a.html") == ["a.html: longer than 10 MB, no report is"]


def test_tags_that_never_close() -> None:
    told = lines(b"<html><body>" + b"<" * 2_000_000 + b"<a " * 500_000 + "قصف".encode(), "a.html")
    assert len(told) == 1


def test_a_page_with_a_million_attributes_and_entities() -> None:
    many = b"".join(b' a%d="x"' % number for number in range(200_000))
    page = b"<html><body><p" + many + b">" + "قصف".encode() + b"</p>"
    assert lines(page, "a.html") == ["a.html: an element with more than 2000 attributes, no page has it"]
    assert len(lines(b"<html><body><p>" + b"&lt;" * 500_000 + b"&x;" * 500_000, "a.html")) == 1


def test_odd_markdown_takes_no_time() -> None:
    for odd in (b"[" * 100_000, b"*a" * 100_000, b"<!--" * 100_000, b"`" * 100_001, b"> " * 100_000, b"__a " * 100_000):
        assert len(lines(odd + "قصف".encode(), "a.md")) == 1


def test_a_day_far_off_is_no_error_of_ours() -> None:
    page = b'<html><head><meta property="article:published_time" content="99999-99-99"></head><body><p>x</p></body>'
    [found] = read_bytes(page, where="a.html", today=date(2024, 1, 1))
    assert isinstance(found, Found) and found.report.published is None


# -- zip, XML, gzip --------------------------------------------------------------------------------------------------

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/passwd">]>'


def office(kind: str, *, name: str = "", data: bytes = b"", part: str = "", xml: tuple[str, str] = ("", "")) -> bytes:
    """A small document or workbook, with another file in it or with one of its XML files changed."""
    out, made = io.BytesIO(), io.BytesIO()
    if kind == "docx":
        document = Document()
        document.add_paragraph("قصف TEXT بنش")
        document.save(made)
    else:
        book = Workbook()
        book.active.append(["text", "date"])
        book.active.append(["قصف TEXT بنش", "2024-03-05"])
        book.save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            text = old.read(one)
            if one == part:
                body = text.decode().partition("?>")[2] or text.decode()
                text = (xml[0] + body.replace("TEXT", xml[1])).encode("utf-16" if "UTF-16" in xml[0] else "utf-8")
            new.writestr(one, text)
        if name:
            new.writestr(name, data)
    return out.getvalue()


PARTS = [
    ("docx", "word/document.xml"),
    ("docx", "word/styles.xml"),
    ("xlsx", "xl/workbook.xml"),
    ("xlsx", "xl/worksheets/sheet1.xml"),
]


@pytest.mark.parametrize(("kind", "part"), PARTS)
@pytest.mark.parametrize(
    "declared",
    [
        LAUGHS,
        OUTSIDE,
        LAUGHS.replace('"1.0"', '"1.0" encoding="UTF-16"'),
        " " * 9000 + LAUGHS[21:],
        LAUGHS[:21] + f"<?note <w {'x' * 9000}?>" + LAUGHS[21:],
    ],
    ids=["billion laughs", "a file outside", "in UTF-16", "behind blanks", "behind a note"],
)
def test_entities_in_office_files(kind: str, part: str, declared: str) -> None:
    data = office(kind, part=part, xml=(declared, "&j;"))
    assert lines(data, f"a.{kind}") == [f"a.{kind}: its {part} declares entities, as no document does"]


def test_what_parses_office_files_resolves_no_entities_by_itself() -> None:
    """The second lock, should a file find its way past the first."""
    assert openpyxl.DEFUSEDXML
    parser = docx.oxml.parser.oxml_parser
    element = lxml.etree.fromstring(OUTSIDE.encode() + b"<x>&j;</x>", parser)
    assert "root:" not in "".join(element.itertext())


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_zip_bomb(kind: str) -> None:
    data = office(kind, name="word/media/a.xml", data=bytes(80 * 2**20))
    assert len(data) < 2**20
    assert lines(data, f"a.{kind}") == [f"a.{kind}: unpacks to more than 100 times its size"]


def test_a_zip_bomb_that_lies_about_its_size() -> None:
    data = office("docx", name="word/media/a.xml", data=bytes(100 * 2**20))
    honest = struct.pack("<I", 100 * 2**20)
    [told] = lines(data.replace(honest, struct.pack("<I", 1000)), "a.docx")
    assert told.startswith("a.docx: ") or told == "قصف TEXT بنش"


@pytest.mark.parametrize("name", ["../../../rasd-out.txt", "/rasd-out.txt", "..\\rasd-out.txt", "C:/rasd-out.txt"])
@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_path_names_that_lead_out_of_an_archive(kind: str, name: str) -> None:
    shown = name if "\\" not in name else name.replace("\\", "\\\\")
    told = f"a.{kind}: holds a file name that leads out of it: '{shown}'"
    assert lines(office(kind, name=name, data=b"x"), f"a.{kind}") == [told]
    assert not Path("/rasd-out.txt").exists()


def test_an_archive_of_very_many_files() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(20_001):
            archive.writestr(f"word/{number}", b"")
    assert lines(out.getvalue(), "a.docx") == ["a.docx: holds more than 20000 files"]


def test_an_archive_within_an_archive_is_not_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.docx", office("docx"))
    assert lines(out.getvalue(), "a.zip") == ["a.zip: a zip file that is no DOCX, XLSX or WACZ: unpack it"]


def test_a_gzip_bomb() -> None:
    data = gzip.compress(bytes(200 * 2**20))
    assert lines(data, "a.gz") == ["a.gz: a gzip file that holds no WARC: unpack it"]


def test_a_document_of_more_text_than_a_report_has() -> None:
    many = "</w:t></w:r></w:p><w:p><w:r><w:t>".join(["قصف " * 250_000] * 11)
    told = "a.docx: its text is longer than 10 million characters, no report is"
    assert lines(office("docx", part="word/document.xml", xml=("", many)), "a.docx") == [told]
    [told] = lines(office("docx", part="word/document.xml", xml=("", "قصف " * 3_000_000)), "a.docx")
    assert told.startswith("a.docx: a broken Word document: ")


# -- web archives ----------------------------------------------------------------------------------------------------


def record(body: bytes, head: str = "HTTP/1.1 200 OK\r\nContent-Type: text/html", length: int | None = None) -> bytes:
    """A response in a WARC."""
    block = head.encode() + b"\r\n\r\n" + body
    length = len(block) if length is None else length
    lines = (
        "WARC/1.0",
        "WARC-Type: response",
        "WARC-Target-URI: https://example.org/a",
        "WARC-Date: 2024-03-05T00:00:00Z",
        "WARC-Record-ID: <urn:uuid:0>",
        "Content-Type: application/http",
        f"Content-Length: {length}",
    )
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


WARCS = [
    (
        "a record of very much, packed",
        gzip.compress(record(GOOD)) + gzip.compress(record(bytes(80 * 2**20))),
        [WORDS, "a.warc.gz: unpacks to more than 200 times its size; left at record 2"],
    ),
    (
        "a page that the server packed to a bomb",
        record(
            gzip.compress(b"<html>" + b" " * 80 * 2**20),
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip",
        )
        + record(GOOD),
        ["a.warc.gz: record 1 (https://example.org/a): longer than 10 MB, no report is", WORDS],
    ),
    ("a record that says it is endless", record(GOOD, length=2**62), None),
    ("a length that is no number", record(GOOD).replace(b"Content-Length: ", b"Content-Length: -"), None),
    ("a header without end", b"WARC/1.0\r\nX: " + b"x" * 50_000_000, None),
    ("headers without end", b"WARC/1.0\r\n" + b"X: y\r\n" * 3_000_000, None),
]


@pytest.mark.parametrize(("data", "told"), [row[1:] for row in WARCS], ids=[row[0] for row in WARCS])
def test_web_archives_made_to_do_harm(data: bytes, told: list[str] | None) -> None:
    found = lines(data, "a.warc.gz")
    assert found == told if told else 1 <= len(found) <= 2 and found[-1].startswith("a.warc.gz: ")


# -- PDF and pictures ------------------------------------------------------------------------------------------------

CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
KID = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>"
ONE = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"


def packed_twice() -> bytes:
    data = zlib.compress(zlib.compress(bytes(200 * 2**20)))
    return b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n" % len(data) + data + b"\nendstream"


PDFS: list[tuple[str, Callable[[], list[bytes]]]] = [
    ("a stream that unpacks to very much", lambda: [CATALOGUE, ONE, KID, stream(bytes(100 * 2**20))]),
    ("streams packed in one another", lambda: [CATALOGUE, ONE, KID, packed_twice()]),
    ("pages that are their own children", lambda: [CATALOGUE, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 >>"]),
    ("a million pages that are one", lambda: [CATALOGUE, ONE.replace(b"3 0 R", b"3 0 R " * 10**6), KID, stream(b"")]),
    ("lists in one another", lambda: [CATALOGUE, b"[" * 200_000 + b"]" * 200_000]),
    ("operators without end", lambda: [CATALOGUE, ONE, KID, stream(b"q " * 20_000_000)]),
    ("nothing in it", lambda: [CATALOGUE]),
]


@pytest.mark.parametrize("objects", [row[1] for row in PDFS], ids=[row[0] for row in PDFS])
def test_pdfs_made_to_do_harm(objects: Callable[[], list[bytes]]) -> None:
    told = lines(assembled(objects()), "a.pdf")
    assert len(told) in (1, 2) and all(one.startswith("a.pdf: ") for one in told)


def test_a_scanned_page_of_gigantic_size() -> None:
    huge = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1000000 1000000] /Contents 4 0 R >>"
    told = lines(assembled([CATALOGUE, ONE, huge, stream(b"0 0 1 rg 0 0 10 10 re f")]), "a.pdf")
    assert told and all(one.startswith("a.pdf: ") for one in told)


def test_a_picture_of_gigantic_size() -> None:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    size = 40_000
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", size, size, 1, 0, 0, 0, 0))
    picture = (
        b"\x89PNG\r\n\x1a\n"
        + head
        + chunk(b"IDAT", zlib.compress(bytes(size * (size // 8 + 1)), 9))
        + chunk(b"IEND", b"")
    )
    [told] = lines(picture, "a.png")
    assert told.startswith("a.png: a picture")


# -- tables and chats ------------------------------------------------------------------------------------------------

SHEET = "xl/worksheets/sheet1.xml"


def test_a_workbook_of_rows_and_columns_without_end() -> None:
    rows = '<row r="1000000000"><c r="A1000000000" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(office("xlsx"))) as old, zipfile.ZipFile(out, "w") as new:
        for one in old.namelist():
            data = old.read(one)
            new.writestr(one, data.replace(b"</sheetData>", rows.encode()) if one == SHEET else data)
    told = lines(out.getvalue(), "a.xlsx")
    assert told[0] == "قصف TEXT بنش" and len(told) == 2 and told[1].startswith("a.xlsx: ")


CSVS = [
    (
        "a cell without end",
        b'text,date\n"' + b"x" * (30 * 2**20),
        "a.csv: a broken table: field larger than field limit",
    ),
    ("columns without end", b"text," * 5_000_000, "a.csv: row 1: more than 1048576 rows or 1000 columns; left there"),
    ("a name without end", b"x" * (30 * 2**20) + b"\n1\n", "a.csv: a broken table: field larger than field limit"),
    ("bytes that are none", bytes(1000) + b"text,date\n", "a.csv: "),
]


@pytest.mark.parametrize(("data", "told"), [row[1:] for row in CSVS], ids=[row[0] for row in CSVS])
def test_tables_made_to_do_harm(data: bytes, told: str) -> None:
    found = lines(data, "a.csv")
    assert len(found) == 1 and found[0].startswith(told)


def test_what_is_told_of_a_file_moves_no_cursor() -> None:
    [told] = lines(b"\x1b[2J\x1b]0;x\x07a,\x00b\n1,2\n", "a.csv")
    assert told.startswith("a.csv: no column is known to hold the text; it has [2J]0;xa, b.")


CHAT = b'{"name": "x", "type": "public_channel", "id": 1, "messages": ['
CHATS = [
    ("values in one another", CHAT + b"[" * 1_000_000, "result.json: message 1 of x: nested too deeply"),
    (
        "a message without end",
        CHAT + b'{"id": 1, "text": "' + b"x" * (40 * 2**20),
        "result.json: message 1 of x: longer",
    ),
    ("a number without end", CHAT + b'{"id": ' + b"9" * 5_000_000 + b"}", "result.json: message 1 of x: "),
    ("messages without messages", CHAT * 1000, "result.json: "),
]


@pytest.mark.parametrize(("data", "told"), [row[1:] for row in CHATS], ids=[row[0] for row in CHATS])
def test_chats_made_to_do_harm(data: bytes, told: str) -> None:
    found = lines(data, "result.json")
    assert len(found) == 1 and found[0].startswith(told)
