"""Bytes to text: UTF-8, UTF-16 with its mark, or the one-byte Arabic code pages; binary is refused."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence

# Bytes that no text has: controls other than tab, line feed, form feed, carriage return.
_BINARY = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_ARABIC = re.compile("[\u0621-\u064a]")
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Detection reads this much: more changes no verdict and costs time.
_ENOUGH = 64 * 1024
# What a wrong code page makes of Arabic letters.
_GARBLED = re.compile("[\u0080-\u00aa\u00ac-\u00ba\u00bc-\u024f\ufffd]")
_USUAL = ("utf-8", "cp1256", "iso8859_6", "cp1252")
# What Python calls encodings and nobody writes a text in; two of them take a time that grows with the square of it.
_NO_LETTERS = {"punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined"}
_CODE_PAGES = ["cp1256", "iso8859_6", "mac_arabic", "cp720", "cp864"]


def decode(data: bytes) -> str:
    """The text of a file, without a byte order mark; ValueError, as a sentence, when it is none.

    >>> decode("\ufeffقصف".encode())
    'قصف'
    >>> decode("قصف الحي".encode("cp1256"))
    'قصف الحي'
    >>> decode(b"\\x89PNG\\x00\\x01")
    Traceback (most recent call last):
    ValueError: binary data, not text
    """
    if data.startswith(_UTF16_MARKS):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise ValueError("begins like UTF-16 but is not") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _in_a_code_page(data, broken_at=error.start)
    if "\0" in text:
        raise ValueError("binary data, not text")
    return text


def is_binary(head: bytes) -> bool:
    """True for the first bytes of a file that is no text: controls that no text has, outside UTF-16.

    >>> is_binary(b"\\x89PNG\\x00\\x01"), is_binary("قصف".encode("utf-16")), is_binary("قصف".encode())
    (True, False, False)
    """
    return not head.startswith(_UTF16_MARKS) and _BINARY.search(head) is not None


def of_texts(charset: str | None) -> str | None:
    """An encoding that somebody names, if texts are written in it.

    >>> of_texts("Windows-1256"), of_texts("punycode"), of_texts("base64"), of_texts("klingon")
    ('Windows-1256', None, None, None)
    """
    try:
        found = codecs.lookup(charset or "")
    except (LookupError, ValueError):
        return None
    return (
        charset
        if found.name.replace("-", "_") not in _NO_LETTERS and getattr(found, "_is_text_encoding", True)
        else None
    )


def likeliest(sample: bytes, declared: Sequence[str] = ()) -> str:
    """The encoding that makes letters of a sample: those it is said to be in first, then those of Arabic.

    >>> likeliest("قصف الجيش بلدة بنش".encode("cp1256"), ["iso-8859-1"])
    'cp1256'
    """
    for mark, name in ((codecs.BOM_UTF8, "utf-8-sig"), *((mark, "utf-16") for mark in _UTF16_MARKS)):
        if sample.startswith(mark):
            return name
    try:
        sample.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError as error:
        if error.start > len(sample) - 4:  # cut within a letter
            return "utf-8"
    fit = [_as_browsers_do(name) for name in declared if of_texts(name)]
    return max(dict.fromkeys([*fit, *_USUAL]), key=lambda name: _letters(sample, name))


def _as_browsers_do(charset: str) -> str:
    latin = {"iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii"}
    return "cp1252" if charset.lower() in latin else charset


def _letters(sample: bytes, name: str) -> int:
    """How many Arabic letters a code page makes of a sample, less what it makes of them by mistake."""
    text = sample.decode(name, "replace")
    return len(_ARABIC.findall(text)) - 2 * len(_GARBLED.findall(text))


def _in_a_code_page(data: bytes, *, broken_at: int) -> str:
    if _BINARY.search(data):
        raise ValueError("binary data, not text")
    # Mostly UTF-8 with a broken letter is damaged UTF-8: read as a code page it would be nonsense in Arabic letters.
    if len(_ARABIC.findall(data.decode("utf-8", "ignore"))) * 4 > len(data):
        raise ValueError(f"UTF-8 with a broken letter at byte {broken_at}")
    from charset_normalizer import from_bytes  # slow to import, and seldom needed

    best = from_bytes(data[:_ENOUGH], cp_isolation=_CODE_PAGES, threshold=0.6).best()
    for page in dict.fromkeys([*([best.encoding] if best else []), "cp1256"]):
        try:
            text = data.decode(page)
        except UnicodeDecodeError:
            continue
        if len(_ARABIC.findall(text)) * 3 > len(text):
            return text
    raise ValueError("not UTF-8, UTF-16 or an Arabic code page (Windows-1256)")
