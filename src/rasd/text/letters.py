"""Arabic letters: a fold of the same length, and the plain form of one word.

``fold`` maps a character to one character, so an offset into the folded text is an offset into the raw text.
``plain`` also drops what is not a letter (harakat, tatweel, bidi controls) and is for one word at a time.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# One character for one: hamza seats and their like, alef maqsura, ta marbuta, Persian and Kurdish letters
# that outlets type for Arabic ones, Arabic-Indic and Persian digits, the spaces a page leaves behind.
_PAIRS = dict(zip("أإآٱىةیکگھہەۀڕڵۆێؤئ", "اااايهيككههههرلويوي", strict=True)) | dict(
    zip("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789", strict=True)
)
_SPACES = dict.fromkeys("\u00a0\u2007\u202f\u2009\u200a\u2002\u2003\u3000\t", " ")


def _presentation_forms() -> dict[str, str]:
    """Single-letter presentation forms (U+FE70..U+FEFC, U+FB50..) to their letter; ligatures are left to ``plain``."""
    forms = {}
    for code in (*range(0xFB50, 0xFC00), *range(0xFE70, 0xFEFD)):
        letter = unicodedata.normalize("NFKC", chr(code))
        if len(letter) == 1:
            forms[chr(code)] = _PAIRS.get(letter, letter)
    return forms


_FOLD = _PAIRS | _SPACES | _presentation_forms()
_FOLD_TABLE = str.maketrans(_FOLD)
_FOLDABLE = re.compile("[" + "".join(map(re.escape, _FOLD)) + "]")

# Not letters: harakat and Quranic marks, superscript alef, tatweel, zero-width joiners, bidi controls, BOM.
SILENT = (
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"  # marks
    "\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\u061c"  # what only joins, hides or turns
)
_SILENT = re.compile(f"[{SILENT}]+")
_LIGATURES = re.compile("[\ufbea-\ufdfb\ufef5-\ufefc]")


def fold(raw: str) -> str:
    """The text with spelling variants made one, character for character.

    >>> fold("إلى أحياءٍ")
    'الي احياءٍ'
    >>> len(fold("قُتِلَ ٣ جنودٍ")) == len("قُتِلَ ٣ جنودٍ")
    True
    """
    return raw.translate(_FOLD_TABLE) if _FOLDABLE.search(raw) else raw


@lru_cache(maxsize=20_000)
def plain(word: str) -> str:
    """One word folded, without vowel marks, tatweel and control characters.

    >>> plain("استـهـدَفَتْ")
    'استهدفت'
    >>> plain("ﻷحياء")
    'لاحياء'
    """
    if _LIGATURES.search(word):
        word = unicodedata.normalize("NFKC", word)
    return fold(_SILENT.sub("", word))
