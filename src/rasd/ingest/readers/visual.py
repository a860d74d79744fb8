"""From glyphs as they lie on a page, left to right, to the order in which Arabic is read and written.

A run is a stretch of one direction. On the page the runs of an Arabic line lie from right to left, numbers and Latin
words within them from left to right.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_ARABIC = re.compile("[\u0590-\u065f\u066a-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
# A number with what stands within it, a word in Latin letters.
_EASTERN = "\u0660-\u0669\u06f0-\u06f9"
_STRONG = f"0-9{_EASTERN}A-Za-z\u00c0-\u024f"
_WITHIN = ".,:/'@_%+\u066b\u066c-"
_CORE = re.compile(f"[{_STRONG}](?:[{_STRONG}{_WITHIN}]*[{_STRONG}%])?")
_EASTERN_NUMBER = re.compile(f"[{_EASTERN}](?:[{_EASTERN}{_WITHIN}]*[{_EASTERN}])?")
_WORD = re.compile("[\u0621-\u064a]{3,}")
_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_INSIDE_OUT = re.compile(r"\)[^()\n]{1,200}\(")
_RIGHT_WAY = re.compile(r"\([^()\n]{1,200}\)")


def is_arabic(text: str) -> bool:
    """Whether a text is mostly Arabic.

    >>> is_arabic("قصف بصواريخ Grad"), is_arabic("Shelling of بنش")
    (True, False)
    """
    return len(_ARABIC.findall(text)) > len(_LATIN.findall(text))


def from_page(line: str) -> str:
    """An Arabic line whose characters stand from left to right as on the page, as it is read.

    >>> from_page(".2024 راذآ 12 موي")
    'يوم 12 آذار 2024.'
    """
    return _spaced(_CORE.sub(lambda core: core[0][::-1], line[::-1]))


def from_runs(runs: Sequence[str]) -> str:
    """An Arabic line of runs that stand from left to right as on the page, the letters within each as they are read.

    >>> from_runs([" قرب سراقب.", "Grad ", "قصف بصواريخ"])
    'قصف بصواريخ Grad قرب سراقب.'
    """
    line = "".join(_as_read(run) if _ARABIC.search(run) else from_page(run) for run in reversed(runs))
    return _spaced(line)


def _spaced(line: str) -> str:
    """Spaces are guessed from the gaps between glyphs, none stands before a stop."""
    return re.sub(" +([.،؛:!؟])", r"\1", re.sub(" {2,}", " ", line))


def _as_read(run: str) -> str:
    return _EASTERN_NUMBER.sub(lambda number: number[0][::-1], run)


def letters(text: str) -> str:
    """A text with plain letters for the shapes that they have within a word.

    >>> letters("ﻏﺎﺭﺓ ﻋﻠﻰ ﺍﻷﺣﻴﺎﺀ")
    'غارة على الأحياء'
    """
    return _FORMS.sub(lambda shape: unicodedata.normalize("NFKC", shape[0]), text)


def is_reversed(text: str) -> bool:
    """Whether the letters of words stand the wrong way round: some only ever end a word, the article begins it.

    >>> is_reversed("ةدلب ىلع فصقلا ليللا"), is_reversed("القصف على بلدة الليل")
    (True, False)
    """
    right = wrong = 0
    for word in _WORD.findall(text):
        right += word.endswith(("ة", "ى")) + word.startswith("ال")
        wrong += word.startswith(("ة", "ى")) + word.endswith("لا")
    return wrong > right


def as_drawn(runs: Sequence[str]) -> str:
    """A line of runs whose Arabic letters were turned though they stood in the order of reading."""
    return "".join(run[::-1] if _ARABIC.search(run) else run for run in runs)


def brackets(text: str) -> str:
    """A text whose brackets close where they open."""
    return text.translate(_MIRRORED) if len(_INSIDE_OUT.findall(text)) > len(_RIGHT_WAY.findall(text)) else text
