"""Web pages and Markdown become the reports that a reader of them sees, whatever they say of their encoding."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from rasd.cli import rasd
from rasd.errors import InputError
from rasd.ingest.readers import Found, read_bytes

TODAY = date(2024, 11, 15)
FIRST = "قُتل مدنيان وأصيب خمسة آخرون في غارات جوية على بلدة بنش بريف إدلب أمس الاثنين."
SECOND = "وقال عمال الإنقاذ إنهم انتشلوا الضحايا من تحت سقف السوق المغطى."
PAGE = f"""<!doctype html>
<html lang="ar" dir="rtl"><head><meta charset="CHARSET"><title>غارات على بنش | شبكة المثال</title>
<meta property="og:site_name" content="شبكة المثال">
<meta property="article:published_time" content="2024-03-05T09:12:00+03:00">
<script>document.write("<p>قُتل مئة جندي في انفجار لم يقع</p>")</script><style>p {{ color: red }}</style></head>
<body><nav><ul><li><a href="/">الصفحة الأولى</a></li><li><a href="/local">أخبار محلية</a></li></ul></nav>
<article><h1>غارات على بنش</h1><p>{FIRST}</p><p>{SECOND}</p></article>
<div style="display:none">قصف مخفي على بلدة</div><noscript>شغّل جافاسكربت</noscript>
<footer>كل الحقوق محفوظة</footer></body></html>"""


def read(data: bytes, where: str = "page.html", **known: object) -> list[Found | InputError]:
    return list(read_bytes(data, where=where, today=TODAY, **known))  # type: ignore[arg-type]


def the_one(data: bytes, where: str = "page.html", **known: object) -> Found:
    [found] = read(data, where, **known)
    assert isinstance(found, Found), str(found)
    return found


def test_a_page_gives_its_text_title_day_and_outlet() -> None:
    found = the_one(PAGE.replace("CHARSET", "utf-8").encode())
    report = found.report
    assert report.text == f"غارات على بنش\n\n{FIRST}\n\n{SECOND}"
    assert (report.report_id, report.title, report.outlet) == ("page", "غارات على بنش", "شبكة المثال")
    assert report.published == date(2024, 3, 5) and (found.item, found.is_named) == (None, True)


ENCODINGS = [
    ("UTF-8", "utf-8", "utf-8", None),
    ("UTF-8 that says windows-1256", "utf-8", "windows-1256", "windows-1256"),
    ("UTF-8 with its mark that says latin", "utf-8-sig", "iso-8859-1", None),
    ("windows-1256", "cp1256", "windows-1256", None),
    ("windows-1256 that says utf-8", "cp1256", "utf-8", "utf-8"),
    ("windows-1256 that says latin", "cp1256", "iso-8859-1", None),
    ("windows-1256 that says nothing known", "cp1256", "x-arabic-7", None),
    ("ISO 8859-6 that says windows-1256", "iso8859_6", "windows-1256", None),
    ("UTF-16", "utf-16", "utf-8", "utf-8"),
]


@pytest.mark.parametrize(
    ("really", "said", "header"), [row[1:] for row in ENCODINGS], ids=[row[0] for row in ENCODINGS]
)
def test_the_letters_are_right_whatever_the_page_says(really: str, said: str, header: str | None) -> None:
    data = PAGE.replace("CHARSET", said).encode(really)
    assert the_one(data, charset=header).report.text.endswith(f"{FIRST}\n\n{SECOND}")


def test_one_broken_letter_does_not_cost_the_page() -> None:
    data = PAGE.replace("CHARSET", "utf-8").encode().replace("السوق".encode(), b"\xff" + "السوق".encode())
    assert the_one(data).report.text.endswith(SECOND.replace("السوق", "\ufffdالسوق"))


def test_lists_of_sentences_are_text_and_menus_are_not() -> None:
    told = f"<li>{FIRST}</li><li>{SECOND}</li>"
    menu = '<ul><li><a href="/a">أخبار</a></li><li><a href="/b">رياضة</a></li></ul>'
    text = the_one(
        f"<html><body>{menu}<article><p>حصيلة اليوم:</p><ul>{told}</ul></article></body>".encode()
    ).report.text
    assert text.split("\n") == ["حصيلة اليوم:", "", FIRST, SECOND]


def test_a_page_without_an_article_is_read_whole() -> None:
    assert the_one(f"<html><body><ul><li>{FIRST}</li></ul>".encode()).report.text == FIRST


def test_nothing_is_made_up_for_a_page_that_says_nothing() -> None:
    report = the_one(f"<html><body><p>{FIRST}</p><p>كتب في 3 آذار 2023</p></body>".encode()).report
    assert (report.title, report.outlet, report.published, report.url) == (None, None, None, None)


OWN = '<time datetime="2024-03-05T10:00:00+03:00">5 آذار</time>'
OTHER = '<aside><a href="/x">خبر آخر</a><time datetime="2022-01-02">2 يناير</time></aside>'
STAMPS = '"datePublished": "2024-03-05T10:00:00+03:00", "dateModified": "2024-06-01"'
LD = f'<script type="application/ld+json">{{"@type": "NewsArticle", {STAMPS}}}</script>'
DAYS = [
    ("for machines", LD, f"<p>{FIRST}</p>", True),
    ("for machines, in the body", "", f"<p>{FIRST}</p>{LD}", True),
    ("in the article", "", f"{OTHER}<article>{OWN}<p>{FIRST}</p></article>", True),
    ("as a property", "", f'<span itemprop="datePublished" content="2024-03-05">x</span><p>{FIRST}</p>', True),
    ("in the address", '<link rel="canonical" href="https://example.org/2024/03/05/x">', f"<p>{FIRST}</p>", True),
    ("beside another article", "", f"<article><p>{FIRST}</p></article>{OTHER}", False),
    ("in the text", "", f"<p>{FIRST} كما حدث في 2011-03-15 وفي 5/3/2024.</p>", False),
    ("of a change", '<meta property="article:modified_time" content="2024-06-01">', f"<p>{FIRST}</p>", False),
    ("of a copyright", "", f"<p>{FIRST}</p><footer>© 2024 شبكة المثال</footer>", False),
]


@pytest.mark.parametrize(("head", "body", "is_its_own"), [row[1:] for row in DAYS], ids=[row[0] for row in DAYS])
def test_the_day_of_a_page_is_what_it_says_of_itself(head: str, body: str, is_its_own: bool) -> None:
    report = the_one(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()).report
    assert report.published == (date(2024, 3, 5) if is_its_own else None)


def test_a_page_of_the_network_is_called_by_its_address() -> None:
    data = f"<html><body><p>{FIRST}</p></body>".encode()
    found = the_one(data, "https://www.example.org/news/17", url="https://www.example.org/news/17", published=TODAY)
    assert (found.report.report_id, found.report.outlet) == ("example.org/news/17", "example.org")
    assert (found.report.url, found.report.published) == ("https://www.example.org/news/17", TODAY)


def test_a_day_to_come_is_refused_and_the_words_are_kept() -> None:
    [error, found] = read(PAGE.replace("CHARSET", "utf-8").replace("2024-03-05", "2025-03-05").encode())
    assert str(error) == "page.html: published: 2025-03-05 lies in the future; the report is coded without a date"
    assert isinstance(found, Found) and found.report.published is None


def test_a_page_without_text_is_one_line() -> None:
    [error] = read(b"<!doctype html><html><body><script>go()</script></body></html>")
    assert str(error) == "page.html: a page without text (made by scripts, perhaps: save it from the browser)"


def test_a_chat_as_a_page_says_how_to_export_it() -> None:
    page = '<!DOCTYPE html><html><body><div class="message default clearfix" id="message7"><div>قصف</div></div></body>'
    [error] = read(page.encode(), "messages.html")
    assert str(error).startswith("messages.html: a chat that Telegram exported as a page: export it as JSON")


def test_what_a_file_is_shows_in_its_bytes_before_its_name() -> None:
    assert the_one(PAGE.replace("CHARSET", "utf-8").encode(), "a.txt").report.title == "غارات على بنش"
    assert the_one(FIRST.encode(), "a.pdf").report.text == FIRST
    assert the_one(f"<p>{FIRST}</p>".encode(), "a", media_type="text/html; charset=utf-8").report.text == FIRST


MARKDOWN = f"""---
title: "غارات على بنش"
date: 2024-03-05
source: شبكة المثال
---
# غارات على بنش

**{FIRST}** ![صورة](a.png)

> {SECOND}

- قُتل *جندي* في [سرمين](https://example.org/s)
1. أُصيب `اثنان`
<!-- قصف لم يقع -->
"""


def test_markdown_loses_its_marks_and_keeps_its_words() -> None:
    report = the_one(MARKDOWN.encode(), "day.md").report
    lines = ["غارات على بنش", "", FIRST, "", SECOND, "", "قُتل جندي في سرمين", "أُصيب اثنان"]
    assert [line.rstrip() for line in report.text.split("\n")] == lines
    assert (report.title, report.published, report.outlet) == ("غارات على بنش", date(2024, 3, 5), "شبكة المثال")


def test_pages_go_into_a_workspace_once_with_their_exact_bytes(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    data = PAGE.replace("CHARSET", "windows-1256").encode("cp1256")
    (tmp_path / "in" / "a.html").write_bytes(data)
    (tmp_path / "in" / "a.json").write_text('{"outlet": "مكتب المثال"}', encoding="utf-8")
    (tmp_path / "in" / "b.md").write_text(MARKDOWN, encoding="utf-8")

    def run(*words: object) -> str:
        done = CliRunner().invoke(rasd, [str(word) for word in words], prog_name="rasd")
        assert done.exit_code == 0, done.output
        return done.output

    here = ("--workspace", tmp_path / "work")
    run("init", tmp_path / "work")
    assert run("ingest", tmp_path / "in", *here).startswith("2 new reports, 2 coded; ")
    shown = run("show", "a", *here)
    assert FIRST in shown and "مكتب المثال" in shown and "2024-03-05" in shown
    assert any(path.read_bytes() == data for path in (tmp_path / "work" / "blobs").glob("*/*"))
    assert run("ingest", tmp_path / "in", *here).startswith("0 new reports, 0 coded; ")
    assert run("verify", *here).startswith("All as it was: 3 files and pages, 2 reports, ")
