"""PDF, Word and pictures of pages become the text that a reader of them sees, in the order of reading."""

from __future__ import annotations

import io
import shutil
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml

from pdfs import Drawn, assembled, line, pdf, stream
from rasd.errors import InputError
from rasd.ingest.readers import Found, read_bytes

FIRST = "قُتل مدنيان وأصيب خمسة آخرون في غارات جوية على بلدة بنش"
SECOND = "بريف إدلب، وانتشل عمال الإنقاذ الضحايا من تحت سقف السوق."
FILES = Path(__file__).parent / "files"


def read(data: bytes, where: str) -> list[Found | InputError]:
    return list(read_bytes(data, where=where))


def text_of(data: bytes, where: str) -> str:
    [found] = read(data, where)
    assert isinstance(found, Found), str(found)
    return found.report.text


# -- PDF -------------------------------------------------------------------------------------------------------------

MIXED = "يوم 12 آذار 2024 قتل 15 مدنيا بصواريخ Grad قرب سراقب."
ON_THE_PAGE = ".بقارس برق Grad خيراوصب ايندم 15 لتق 2024 راذآ 12 موي"
WIDTH = 6.0
"""of every glyph of these files, in points"""


def word_by_word(y: float, text: str) -> list[Drawn]:
    """A line drawn from right to left, one word after the other."""
    drawn: list[Drawn] = []
    right = 560.0
    for word in text.split():
        left = right - WIDTH * len(word)
        drawn.append((left, y, word if word.isascii() else word[::-1]))
        right = left - WIDTH
    return drawn


PAGES = [
    ("drawn from left to right in one go", [(100, 700, ON_THE_PAGE)], MIXED),
    (
        "drawn from left to right in pieces",
        [
            (100, 700, ".بقارس برق "),
            (100 + 11 * WIDTH, 700, "Grad "),
            (100 + 16 * WIDTH, 700, "خيراوصب ايندم 15 لتق 2024 راذآ 12 موي"),
        ],
        MIXED,
    ),
    ("drawn word by word from right to left", word_by_word(700, MIXED.rstrip(".")), MIXED.rstrip(".")),
    (
        "drawn in the order of reading",
        [(100, 700, MIXED), (100, 660, "وأصيب طفلة في الحي")],
        f"{MIXED} وأصيب طفلة في الحي",
    ),
    ("with Arabic digits", [(100, 700, ON_THE_PAGE.replace("15", "١٥"))], MIXED.replace("15", "١٥")),
    (
        "with brackets as they look",
        [(100, 700, ON_THE_PAGE.replace("راذآ", "(راذآ)"))],
        MIXED.replace("آذار", "(آذار)"),
    ),
    (
        "with brackets as they are written",
        [(100, 700, ON_THE_PAGE.replace("راذآ", ")راذآ("))],
        MIXED.replace("آذار", "(آذار)"),
    ),
]


@pytest.mark.parametrize(("page", "told"), [row[1:] for row in PAGES], ids=[row[0] for row in PAGES])
def test_an_arabic_line_with_numbers_comes_in_the_order_of_reading(page: list[Drawn], told: str) -> None:
    assert " ".join(text_of(pdf(page), "a.pdf").split()) == told


LIGATED = "قصف ﻻ يتوقف على الأحياء الأولى وإﻻ".replace("لأ", "ﻷ")


@pytest.mark.parametrize(
    "page", [[line(700, LIGATED)], word_by_word(700, LIGATED)], ids=["line by line", "word by word"]
)
def test_a_glyph_of_two_letters_keeps_their_order(page: list[Drawn]) -> None:
    one, two = page, [line(700, LIGATED)]
    assert text_of(pdf(one, two), "a.pdf").split() == "قصف لا يتوقف على الأحياء الأولى وإلا".split() * 2


def test_shapes_of_letters_become_letters() -> None:
    assert text_of(pdf([(100, 700, "ﺀﺎﻴﺣﻷﺍ ﻰﻠﻋ ﺓﺭﺎﻏ"), line(680, FIRST)]), "a.pdf").startswith("غارة على الأحياء")


def test_lines_become_paragraphs_over_pages_and_page_numbers_are_left_out() -> None:
    third = "وفي سرمين أصيب طفلان."
    pages = (
        [line(700, "غارات على بنش"), line(660, FIRST), (300, 40, "1")],
        [line(800, SECOND), line(760, third), (300, 40, "2")],
    )
    assert text_of(pdf(*pages), "a.pdf").split("\n") == ["غارات على بنش", f"{FIRST} {SECOND}", third]


def test_latin_text_stays_as_it_is() -> None:
    told = "Two people were killed near Saraqib on 12 March 2024."
    assert text_of(pdf([(50, 700, told)]), "a.pdf") == told


def test_a_pdf_with_a_password_is_one_line() -> None:
    from pypdf import PdfReader, PdfWriter

    data = pdf([line(700, FIRST)])
    for password, told in (("secret", "a.pdf: has a password: save it without one"), ("", FIRST)):
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
        writer.encrypt(password, "owner", algorithm="RC4-128")
        out = io.BytesIO()
        writer.write(out)
        [found] = read(out.getvalue(), "a.pdf")
        assert (str(found) if isinstance(found, InputError) else found.report.text) == told


def scanned(picture: bytes, width: int, height: int) -> bytes:
    """A PDF of one page that is a picture (a JPEG) and nothing else."""
    content = f"q 595 0 0 {595 * height // width} 0 100 cm /I Do Q".encode()
    cells = f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray"
    image = stream(picture, packed=False, cells=f"{cells} /BitsPerComponent 8 /Filter /DCTDecode ")
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /XObject << /I 5 0 R >> >> >>",
            stream(content),
            image,
        ]
    )


SCAN = (FILES / "scan.jpg").read_bytes()
HAS_OCR = shutil.which("tesseract") and shutil.which("pdftoppm")


@pytest.mark.skipif(not HAS_OCR, reason="scanned pages: apt-get install tesseract-ocr tesseract-ocr-ara poppler-utils")
@pytest.mark.parametrize("where", ["scan.jpg", "scan.pdf"])
def test_a_scanned_page_is_read_with_tesseract(where: str) -> None:
    data = SCAN if where == "scan.jpg" else scanned(SCAN, 1600, 320)
    told = set("قتل مدنيان وأصيب خمسة آخرون في غارات جوية على بلدة وطال القصف محيط سراقب".split())
    assert len(told & set(text_of(data, where).split())) > 0.75 * len(told)


def test_without_tesseract_the_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from rasd.ingest import sandbox

    monkeypatch.setenv("PATH", str(tmp_path))
    sandbox.close()
    try:
        [error] = read(scanned(SCAN, 1600, 320), "scan.pdf")
        install = "on Debian and Ubuntu: apt-get install tesseract-ocr tesseract-ocr-ara poppler-utils"
        assert str(error) == (
            f"scan.pdf: a PDF without a text layer (scanned?): to read it install Tesseract ({install})"
        )
        [error] = read(SCAN, "scan.jpg")
        assert str(error) == f"scan.jpg: a picture: to read the text in it install Tesseract ({install})"
    finally:
        sandbox.close()


# -- Word ------------------------------------------------------------------------------------------------------------


def docx() -> bytes:
    """A document with what documents have."""
    document = Document()
    document.core_properties.title = "قالب الوزارة القديم"
    document.add_heading("غارات على بنش", 0)
    document.add_paragraph(FIRST).add_run(" بريف إدلب.").bold = True
    document.add_paragraph("أصيب طفلان في سرمين.", style="List Bullet")
    table = document.add_table(2, 2)
    for cell, words in zip(table._cells, ["البلدة", "القتلى", "بنش", "2"], strict=True):
        cell.text = words
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    changed = document.add_paragraph("قُتل ")
    changed._p.append(parse_xml(f"<w:ins {w} w:id='1' w:author='a'><w:r><w:t>ثلاثة</w:t></w:r></w:ins>"))
    changed._p.append(parse_xml(f"<w:del {w} w:id='2' w:author='a'><w:r><w:delText>سبعة</w:delText></w:r></w:del>"))
    held = f"<w:sdt {w}><w:sdtContent><w:p><w:r><w:t>نص في إطار</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    document.element.body.insert(-1, parse_xml(held))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_document_gives_its_paragraphs_lists_and_tables() -> None:
    [found] = read(docx(), "a.docx")
    assert isinstance(found, Found)
    assert found.report.text.split("\n") == [
        "غارات على بنش",
        f"{FIRST} بريف إدلب.",
        "أصيب طفلان في سرمين.",
        "البلدة\tالقتلى",
        "بنش\t2",
        "قُتل ثلاثة",
        "نص في إطار",
    ]
    assert (found.report.title, found.report.published) == ("غارات على بنش", None)


def test_a_document_is_known_by_its_bytes_and_gets_the_day_it_is_given() -> None:
    [found] = read_bytes(docx(), where="a.txt", published=date(2024, 3, 5))
    assert isinstance(found, Found) and found.report.published == date(2024, 3, 5)


OTHERS = [
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.doc", "an old Word or Excel file, or one with a password"),
    (b"{\\rtf1\\ansi hello}", "a.rtf", "RTF is not read: save it as DOCX or text"),
    (b"PK\x03\x04 broken", "a.docx", "a broken zip file: File is not a zip file"),
    (b"%PDF-1.7 broken", "a.pdf", "a broken PDF: "),
    (b"\x1f\x8b broken", "a.gz", "a broken gzip file"),
    (
        b"<?xml version='1.0'?><rss><channel/></rss>",
        "a.xml",
        "a feed or another XML file: give rasd ingest the address",
    ),
    (b"\x7fELF\x02\x01\x01" + b"\0" * 600, "a.bin", "binary data, not text"),
]


@pytest.mark.parametrize(("data", "where", "told"), OTHERS, ids=[where for _, where, _ in OTHERS])
def test_what_is_not_read_costs_one_line(data: bytes, where: str, told: str) -> None:
    [error] = read(data, where)
    assert str(error).startswith(f"{where}: {told}") and "\n" not in str(error)
