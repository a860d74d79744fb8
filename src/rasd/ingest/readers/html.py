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
_LONG_TAG = re.compile(rb"<[A-Za-z][^<>]{4000,}>")
_TAG = re.compile(rb"<(/?)([A-Za-z][A-Za-z0-9]*)[^<>]*?(/?)>")
# Elements that close themselves or one another: left open they lie beside, not in one another.
_SHALLOW = frozenset(
    b"area base br col embed hr img input link meta source track wbr p li td th tr dd dt option".split()
)
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
    """Title, day of publication, outlet and address as a page states them; nothing is guessed from its text."""
    from trafilatura.metadata import extract_metadata

    found = extract_metadata(page, default_url=url, extensive=False)
    day = date.fromisoformat(found.date) if found.date else None
    address = url or (found.url if found.url and urlsplit(found.url).scheme in ("http", "https") else None)
    host = urlsplit(address).hostname if address else None
    return found.title, day, found.sitename or (host.removeprefix("www.") if host else None), address


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
