"""Feeds and sitemaps as sites write them, and as somebody writes them who means harm."""

from __future__ import annotations

import gzip
import time
from datetime import date

import pytest

from rasd.ingest.feeds import Entry, feed_of, is_feed
from rasd.ingest.sitemaps import is_sitemap, plain, sitemap_of
from rasd.ingest.xml import root_of

AT = "https://example.org/news/feed.xml"
MARCH = date(2024, 3, 14)


def entries(data: str | bytes, *, url: str = AT) -> list[Entry]:
    """The entries of a feed."""
    root = root_of(data.encode() if isinstance(data, str) else data)
    assert is_feed(root)
    return feed_of(root, url).entries


def rss(item: str, *, head: str = "") -> str:
    """A feed of one entry."""
    return (
        f'<?xml version="1.0"?>{head}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        + (
            f'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>أخبار</title><item>{item}</item></channel></rss>'
        )
    )


@pytest.mark.parametrize("charset", ["punycode", "idna", "undefined", "unicode_escape", "base64", "klingon"])
def test_a_feed_in_what_is_no_encoding_is_read_in_no_time(charset: str) -> None:
    told = f'<?xml version="1.0" encoding="{charset}"?><rss><channel><title>قصف'.encode()
    begun = time.monotonic()
    root = root_of(told + b"a" * 300_000 + b"-" + b"b" * 300_000 + b"</title></channel></rss>", charset)
    assert time.monotonic() - begun < 5 and root.findtext("channel/title").startswith("قصفaaa")


def test_a_feed_of_names_without_end_is_left() -> None:
    with pytest.raises(ValueError, match="has more elements than any feed or sitemap"):
        root_of(b"<rss><channel>" + b"&many;" * 1_600_000)


def test_rss_and_its_day_in_the_time_of_the_feed() -> None:
    [one] = entries(
        rss(
            "<title>قصف على سرمين</title><link>/1</link><guid isPermaLink='false'>77</guid>"
            "<pubDate>Thu, 14 Mar 2024 00:30:00 +0300</pubDate><description>short</description>"
            "<content:encoded><![CDATA[<p>قصف الجيش البلدة.</p>]]></content:encoded>"
        )
    )
    assert (one.url, one.name, one.title) == ("https://example.org/1", "77", "قصف على سرمين")
    assert (one.published, one.content) == (MARCH, "<p>قصف الجيش البلدة.</p>")


def test_an_entry_without_a_day_has_none() -> None:
    [one] = entries(rss("<title>a</title><link>/1</link><guid isPermaLink='false'>20240314</guid>"))
    assert one.published is None and one.changed is None
    for said in ("soon", "0000-00-00", "2024-02-31", "Thu, 99 Foo 2024", "14/03/2024", ""):
        [one] = entries(rss(f"<title>a</title><pubDate>{said}</pubDate>"))
        assert one.published is None, said


def test_atom_with_relative_links_and_a_base() -> None:
    [one, two] = entries(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://example.org/a/"><title>x</title>'
        '<entry xml:base="b/"><id>tag:1</id><link rel="self" href="no"/><link rel="alternate" href="1.html"/>'
        "<published>2024-03-14T00:30:00+03:00</published><updated>2024-03-15T00:00:00Z</updated>"
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>a<br/>b</p><script>no</script></div></content>'
        '</entry><entry><id>tag:2</id><link href="//other.example/2"/><summary type="text">a &lt; b</summary></entry>'
        "</feed>"
    )
    assert (one.url, one.published, one.changed) == ("https://example.org/a/b/1.html", MARCH, date(2024, 3, 15))
    assert one.content is not None and "no" not in one.content and "<p>a<p></p>b</p>" in one.content
    assert (two.url, two.content) == ("https://other.example/2", "a &lt; b")


def test_rss_1_puts_its_entries_beside_the_channel() -> None:
    [one] = entries(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>x</title></channel>'
        "<item><title>a</title><link>https://example.org/1</link><dc:date>2024-03-14T09:00:00+03:00</dc:date></item></rdf:RDF>"
    )
    assert (one.url, one.published) == ("https://example.org/1", MARCH)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a &lt;b&gt;b&lt;/b&gt;", "a b"),
        ("<![CDATA[<a href='x'>a</a> &amp; b]]>", "a & b"),
        ("a &amp;quot;b&amp;quot;", 'a "b"'),
        ("  a\n  b ", "a b"),
        ("a &lt; b", "a < b"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "alert(1)"),
    ],
)
def test_titles_are_words_without_markup(written: str, read: str) -> None:
    assert entries(rss(f"<title>{written}</title>"))[0].title == read


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/passwd", "http://u:p@example.org/", "ftp://x/", "", "mailto:a@b"]
)
def test_an_entry_with_a_link_that_is_none_has_no_address(link: str) -> None:
    [one] = entries(rss(f"<title>a</title><link>{link}</link><guid isPermaLink='false'>7</guid>"))
    assert (one.url, one.name) == (None, "7")


def test_an_entry_says_when_it_has_changed() -> None:
    first, same, other = (entries(rss(f"<link>/1</link><title>{said}</title>"))[0].told for said in ("a", "a", "b"))
    assert first == same != other


# -- what is not quite XML -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        rss("<title>قصف</title>").encode().replace(b"</channel></rss>", b""),
        rss("<title>قصف</title><link>/?a=1&b=2</link>").encode(),
        rss("<title>قصف</title><description>a & b < c</description>").encode(),
        b"\n  " + rss("<title>قصف</title>").encode(),
        b"\xef\xbb\xbf" + rss("<title>قصف</title>").encode(),
        rss("<title>قصف</title>\x00\x0b").encode(),
        rss("<title>قصف</title>&nbsp;&hellip;&nosuch;").encode(),
        rss("<title>قصف</title>").encode("utf-16"),
        rss("<title>قصف</title>").replace('"1.0"?', '"1.0" encoding="windows-1256"?').encode("cp1256"),
        rss("<title>قصف</title>" + "<description>قصف الجيش البلدة</description>" * 5).encode("cp1256"),
        rss("<title>قصف</title>").replace('"1.0"?', '"1.0" encoding="nosuch"?').encode(),
        rss(
            "<title>قصف</title>", head='<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://x/rss.dtd">'
        ).encode(),
    ],
    ids=["cut", "raw &", "raw <", "space", "mark", "controls", "names", "utf-16", "cp1256", "silent", "nosuch", "dtd"],
)
def test_feeds_that_are_not_quite_xml_are_read(data: bytes) -> None:
    assert entries(data)[0].title == "قصف"


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
HARMFUL = {
    "billion laughs": f'<!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}]><rss><channel><title>&l9;</title></channel></rss>',
    "quadratic": f'<!DOCTYPE rss [<!ENTITY a "{"x" * 50_000}">]><rss><title>{"&a;" * 5000}</title></rss>',
    "file": '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><channel><title>&a;</title></channel></rss>',
    "network": '<!DOCTYPE rss [<!ENTITY a SYSTEM "http://127.0.0.1:1/">]><rss><channel><title>&a;</title></channel></rss>',
    "parameter": '<!DOCTYPE rss [<!ENTITY % a SYSTEM "http://127.0.0.1:1/">%a;]><rss><channel/></rss>',
    "behind a comment": '<!-- <a> --><!DOCTYPE rss [<!ENTITY a "b">]><rss><channel><title>&a;</title></channel></rss>',
    "broken too": '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><channel><title>&a; & </channel>',
}


@pytest.mark.parametrize("name", HARMFUL)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_of_its_own_are_refused(name: str, encoding: str) -> None:
    start = time.monotonic()
    with pytest.raises(ValueError, match="defines entities of its own"):
        root_of(HARMFUL[name].encode(encoding))
    assert time.monotonic() - start < 1


def test_an_outer_document_type_is_not_fetched() -> None:
    head = '<!DOCTYPE rss SYSTEM "file:///etc/passwd">'
    assert "root" not in str(entries(rss("<title>a &root; b</title>", head=head))[0].title).replace("&root;", "")


@pytest.mark.parametrize("data", ["<a>" * 100_000, "<a>" * 5_000 + "</a>" * 5_000, "<rss><channel>" + "<item>" * 300])
def test_xml_without_a_bottom_is_refused(data: str) -> None:
    start = time.monotonic()
    with pytest.raises(ValueError, match=r"nested too deeply|no XML"):
        root_of(data.encode())
    assert time.monotonic() - start < 2


@pytest.mark.parametrize("data", ["<rss>" + "<a/>" * 2_000_000 + "</rss>", "<rss " + 'a="" ' * 2_000_000 + "/>"])
def test_xml_that_costs_more_memory_than_it_has_letters_is_refused(data: str) -> None:
    with pytest.raises(ValueError, match="has more elements than any feed"):
        root_of(data.encode())


@pytest.mark.parametrize("data", [b"", b"words", b"{}", b"\x89PNG\x00\x01", b"<", b"\xff\xfe", b"<!DOCTYPE html>"])
def test_what_is_no_xml_is_one_sentence(data: bytes) -> None:
    with pytest.raises(ValueError, match="is no XML"):
        root_of(data)


def test_a_feed_of_very_many_entries_is_cut() -> None:
    start = time.monotonic()
    feed = feed_of(root_of(f"<rss><channel>{'<item><title>a</title></item>' * 100_000}</channel></rss>".encode()), AT)
    assert feed.is_cut and len(feed.entries) == 5000
    assert time.monotonic() - start < 5


# -- sitemaps --------------------------------------------------------------------------------------------------------

SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
    xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
    <url><loc>https://example.org/old</loc><lastmod>2023-01-01</lastmod></url>
    <url><loc> https://example.org/new </loc><lastmod>2024-03-14T00:30:00+03:00</lastmod></url>
    <url><loc>https://example.org/news</loc><news:news><news:publication_date>2024-03-13T09:00:00+03:00</news:publication_date>
    <news:title>قصف</news:title></news:news></url>
    <url><loc>file:///etc/passwd</loc></url><url><lastmod>2024-03-14</lastmod></url><url><loc>/bare</loc></url></urlset>"""


def test_a_sitemap_newest_first_and_since_a_day() -> None:
    found = sitemap_of(root_of(SITEMAP.encode()), "https://example.org/sitemap.xml").pages
    assert [one.url for one in found] == [f"https://example.org/{name}" for name in ("new", "news", "old", "bare")]
    assert (found[1].published, found[1].title, found[0].published) == (date(2024, 3, 13), "قصف", None)
    since = sitemap_of(root_of(SITEMAP.encode()), "https://example.org/sitemap.xml", date(2024, 3, 1)).pages
    assert [one.url for one in since] == [f"https://example.org/{name}" for name in ("new", "news", "bare")]


def test_an_index_and_packed_sitemaps() -> None:
    index = b"<sitemapindex><sitemap><loc>/a.xml.gz</loc></sitemap></sitemapindex>"
    root = root_of(plain(gzip.compress(index), 10_000))
    assert is_sitemap(root) and [one.url for one in sitemap_of(root, AT).sitemaps] == ["https://example.org/a.xml.gz"]
    assert plain(index, 1) == index


def test_a_packed_sitemap_that_swells_is_left() -> None:
    bomb = gzip.compress(bytes(2**20)) * 512
    start = time.monotonic()
    with pytest.raises(ValueError, match="unpacks to more than 1 MB; left"):
        plain(bomb, 2**20)
    assert time.monotonic() - start < 1
