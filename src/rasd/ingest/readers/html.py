"""A web page to its report: the text of the article, and the title, day and outlet that the page states."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import urlsplit

from rasd.ingest.encoding import likeliest
from rasd.ingest.lines import LONGEST
from rasd.ingest.readers.found import About, Item

if TYPE_CHECKING:
    from resiliparse.parse.html import HTMLTree

DEEPEST = 2_000
"""elements in one another; the time to lay a page out grows with the square of it"""
MOST_ATTRIBUTES = 2_000
"""of an element; here too"""
_TELEGRAM = b'<div class="message default clearfix'
_LONG_TAG = re.compile(rb"<[A-Za-z][^<>]{4000,}>")
_TAG = re.compile(rb"<(/?)([A-Za-z][A-Za-z0-9]*)[^<>]*?(/?)>")
# Elements that close themselves or one another: left open they lie beside, not in one another.
_SHALLOW = frozenset(
    b"area base br col embed hr img input link meta source track wbr p li td th tr dd dt option".split()
)
# Days of a change, in the head and in what stands for machines.
_CHANGED = re.compile(
    r"""<meta[^<>]*(?:modified|updated|revised)[^<>]*>|"date(?:Modified|Created)"\s*:\s*"[^"]{0,40}"\s*,?""", re.I
)
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MARKUP = re.compile(rb"<[^<>]*>")
_META = re.compile(rb"""<meta[^<>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.I)
_ENOUGH = 256 * 1024
_LISTS = 500
"""lists that are looked at; a page with more is a menu"""


def read(file: BinaryIO, about: About) -> Iterator[Item]:
    """The report of a page."""
    data = file.read(LONGEST + 1)
    if len(data) > LONGEST:
        yield about.error(f"longer than {LONGEST // 2**20} MB, no report is")
        return
    if depth_of(data) > DEEPEST:
        yield about.error(f"more than {DEEPEST} elements in one another, no page is")
        return
    if _TELEGRAM in data:
        yield about.error("a chat that Telegram exported as a page: export it as JSON (machine-readable), for its days")
        return
    if any(tag.count(b"=") > MOST_ATTRIBUTES for tag in _LONG_TAG.findall(data)):
        yield about.error(f"an element with more than {MOST_ATTRIBUTES} attributes, no page has it")
        return
    page = decoded(data, about.charset)
    text = text_of(page)
    if not text:
        yield about.error("a page without text (made by scripts, perhaps: save it from the browser)")
        return
    title, day, outlet, url = stated(page, about.url)
    yield about.whole(text, title=title, published=day, outlet=outlet, url=url)


def text_of(page: str) -> str:
    """The text of the article in a page; scripts, menus and what is hidden are not in it.

    >>> text_of("<html><body><script>var x</script><article><p>قصف الجيش بلدة بنش.</p></article></body></html>")
    'قصف الجيش بلدة بنش.'
    """
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse(page)
    _keep_lists(tree)
    for is_main in (True, False):  # a page that is nothing but a list, say, has no article
        text: str = extract_plain_text(tree, main_content=is_main, alt_texts=False, list_bullets=False)
        if text.strip():
            return "\n".join(line.strip() for line in text.splitlines()).strip()
    return ""


def _keep_lists(tree: HTMLTree) -> None:
    """Lists of sentences become numbered ones, which are not taken for menus."""
    lists = tree.body.query_selector_all("ul") if tree.body else []
    for one in lists[:_LISTS]:
        words = len(one.text or "")
        linked = sum(len(link.text or "") for link in one.query_selector_all("a"))
        if linked * 2 > words or words < 20 * len(one.query_selector_all("li")) or not one.parent:
            continue
        if (numbered := tree.create_element("ol")) is not None:
            for child in list(one.child_nodes):
                numbered.append_child(child)
            one.parent.replace_child(numbered, one)


def stated(page: str, url: str | None) -> tuple[str | None, date | None, str | None, str | None]:
    """Title, day of publication, outlet and address as a page states them.

    They are looked for where a page speaks of itself: a day that stands in the text, or beside a link to another page,
    is no day of publication, and neither is that of a change.

    >>> head = '<meta property="article:published_time" content="2024-03-05T09:00:00Z"><title>غارات</title>'
    >>> stated(f"<html><head>{head}</head><body><p>في 2011-03-15</p></body></html>", "https://example.org/1")
    ('غارات', datetime.date(2024, 3, 5), 'example.org', 'https://example.org/1')
    """
    from resiliparse.parse.html import HTMLTree
    from trafilatura.metadata import extract_metadata

    tree = HTMLTree.parse(page)
    found = extract_metadata(_of_itself(tree), default_url=url, extensive=False)
    day = (date.fromisoformat(found.date) if found.date else None) or _day_of_article(tree)
    address = url or (found.url if found.url and urlsplit(found.url).scheme in ("http", "https") else None)
    host = urlsplit(address).hostname if address else None
    return found.title, day, found.sitename or (host.removeprefix("www.") if host else None), address


def _of_itself(tree: HTMLTree) -> str:
    """The parts of a page that speak of it: the head, what stands for machines, the headline."""
    head = tree.head.html if tree.head else ""
    marked = tree.body.query_selector_all('script[type="application/ld+json"]') if tree.body else []
    headline = tree.body.query_selector("h1") if tree.body else None
    parts = "".join(one.html for one in [*marked[:_LISTS], *([headline] if headline else [])])
    return _CHANGED.sub("", f"<html>{head}<body>{parts}</body></html>")


def _day_of_article(tree: HTMLTree) -> date | None:
    """The first time that is set in the longest article, or the one that is marked as its publication."""
    if tree.body is None:
        return None
    marked = tree.body.query_selector('[itemprop="datePublished"]')
    articles = tree.body.query_selector_all("article")[:_LISTS]
    longest = max(articles, key=lambda one: len(one.text or ""), default=None)
    times = [marked, longest.query_selector("time[datetime]") if longest else None]
    for one in times:
        told = (one.getattr("datetime") or one.getattr("content") or "") if one else ""
        if parts := _ISO_DAY.match(told):
            try:
                return date.fromisoformat(parts[0])
            except ValueError:
                continue
    return None


def depth_of(data: bytes) -> int:
    """How many elements lie in one another, at most.

    >>> depth_of(b"<div><p>a<p>b<br><div>c</div></div>")
    2
    """
    depth = deepest = 0
    for closes, name, is_empty in _TAG.findall(data):
        if is_empty or name.lower() in _SHALLOW:
            continue
        depth = max(depth - 1, 0) if closes else depth + 1
        deepest = max(deepest, depth)
    return deepest


def decoded(data: bytes, charset: str | None) -> str:
    """A page's letters. What a page says of its encoding is often wrong: what makes letters of the bytes is right.

    >>> decoded('<meta charset="iso-8859-1"><p>قصف الجيش بلدة بنش</p>'.encode("cp1256"), "utf-8")
    '<meta charset="iso-8859-1"><p>قصف الجيش بلدة بنش</p>'
    """
    in_head = _META.search(data[:_ENOUGH])
    declared = [name for name in (charset, in_head[1].decode("ascii") if in_head else None) if name]
    words = [word for word in _MARKUP.sub(b" ", data[:_ENOUGH]).split() if max(word) >= 0x80]
    sample = b" ".join(words) or data
    if data[:3] in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff") or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        sample = data
    return data.decode(likeliest(sample, declared), "replace")
