"""XML from outside, to elements: no entities of its own, nothing fetched, nothing that grows, no endless depth."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

from rasd.ingest.encoding import of_texts

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_HARMFUL = "defines entities of its own, which may do harm; not read"
LARGEST = 50 * 2**20
"""Bytes; sitemaps have at most 50 MB by their protocol, feeds far less."""
MOST_MARKS = 1_500_000
"""<, = and &: elements, attributes and names of letters cost far more memory and time than they have letters"""
_DEEPEST = 100
"""elements within elements; feeds have six"""
# XHTML's names for letters, which feeds use as if they were XML's.
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_XML_NAMES = {"amp", "lt", "gt", "quot", "apos"}
_FOREIGN = re.compile("[^\x00-\x7f]")
_ARABIC = re.compile("[\u0621-\u064a]")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def root_of(data: bytes, charset: str | None = None) -> Any:
    """The root element; ValueError, as a sentence, for what is no XML or would do harm.

    What is not quite XML is mended as far as it goes: letters that XML lacks, names of letters that only HTML knows, an
    end that is missing.

    >>> root_of(b"<rss><title>a&nbsp;b</title></rss>").findtext("title")
    'a\\xa0b'
    >>> root_of(b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    Traceback (most recent call last):
    ValueError: defines entities of its own, which may do harm; not read
    """
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    if len(data) > LARGEST:
        raise ValueError(f"is larger than {LARGEST // 2**20} MB, which no feed or sitemap is")
    text = _DECLARATION.sub("", _text(data, charset))
    if _has_own_rules(text):
        raise ValueError(_HARMFUL)
    if any(text.count(mark) > MOST_MARKS for mark in "<=&"):
        raise ValueError("has more elements than any feed or sitemap")
    text = _NOT_XML.sub("", _NAMED.sub(_letter, text)).strip()
    try:
        root = fromstring(text)
    except DefusedXmlException:
        raise ValueError(_HARMFUL) from None
    except (ParseError, RecursionError) as error:
        root = _mended(text, error)
    if _depth(root) > _DEEPEST:
        raise ValueError("is nested too deeply")
    return root


def _has_own_rules(text: str) -> bool:
    """Whether a document type with declarations of its own stands before the first element.

    >>> _has_own_rules('<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://example.org/rss.dtd"><rss/>')
    False
    """
    first = re.search("<[A-Za-z_]", text)
    at = text[: first.start() if first else None].lower().find("<!doctype")
    return at >= 0 and "[" in text[at : text.find(">", at)]


def _text(data: bytes, charset: str | None) -> str:
    """By its mark, then by its own word, then by its server's; what does not fit becomes a sign for it."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    declared = _DECLARED.search(data[:400])
    for encoding in (declared[1].decode("ascii") if declared else None, charset, "utf-8"):
        try:
            return data.decode(of_texts(encoding) or "utf-8")
        except UnicodeDecodeError:
            continue
    # A site that does not say is an Arabic one on Windows, or a damaged one.
    text = data.decode("cp1256", "replace")
    foreign = _FOREIGN.findall(text)
    is_arabic = 5 * len(_ARABIC.findall(text)) > 4 * len(foreign)
    return text if is_arabic else data.decode("utf-8", "replace")


def _letter(found: re.Match[str]) -> str:
    from html.entities import html5

    name = found[1]
    return found[0] if name in _XML_NAMES else html5.get(f"{name};", f"&amp;{name};")


def _mended(text: str, error: Exception) -> Any:
    from lxml import etree

    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise ValueError(f"is no XML: {' '.join(str(error).split())[:100]}")
    return root


def _depth(root: Any) -> int:
    deepest, waiting = 0, [(root, 1)]
    while waiting and deepest <= _DEEPEST:
        element, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting += [(child, depth + 1) for child in element]
    return deepest


def local(element: Any) -> str:
    """The name of an element without its namespace, in lower case; empty for comments.

    >>> local(root_of(b'<a:Feed xmlns:a="x"/>'))
    'feed'
    """
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def children(element: Any, *names: str) -> Iterator[Any]:
    """The children of these names, in the order of the names."""
    for name in names:
        yield from (child for child in element if local(child) == name)


def words(element: Any) -> str:
    """All text in an element."""
    return "".join(part for part in element.itertext() if isinstance(part, str)).strip()
