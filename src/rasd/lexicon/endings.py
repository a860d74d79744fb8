"""The endings that a verb, its participles and its verbal noun take, as tables.

Left out on purpose, because in news their letters nearly always are another word: the first person singular of the
present (أشد، أكثر، أمر), short jussives outside the third person (أقل، نقل), the feminine and the dual of the second
person, and the imperative.
"""

from __future__ import annotations

from rasd.model.word import Form

# The stems of a verb that endings stand on, see ``rasd.lexicon.stems``.
STEMS = ("bare", "alef", "ta", "waw", "consonant", "short")
VOICES = ("active", "passive", "either")

# prefix, stem, ending, number, gender, person: in the order in which a shared surface form is given away
_PAST = (
    ("", "bare", "", "s", "m", "3"),
    ("", "ta", "ت", "s", "f", "3"),
    ("", "waw", "وا", "p", "m", "3"),
    ("", "alef", "ا", "d", "m", "3"),
    ("", "ta", "تا", "d", "f", "3"),
    ("", "consonant", "ن", "p", "f", "3"),
    ("", "consonant", "ت", "s", "", "1"),
    ("", "consonant", "نا", "p", "", "1"),
    ("", "consonant", "تم", "p", "m", "2"),
)
_PRESENT = (
    ("ي", "bare", "", "s", "m", "3"),
    ("ت", "bare", "", "s", "f", "3"),
    ("ي", "waw", "ون", "p", "m", "3"),
    ("ي", "waw", "وا", "p", "m", "3"),
    ("ي", "alef", "ان", "d", "m", "3"),
    ("ت", "alef", "ان", "d", "f", "3"),
    ("ي", "alef", "ا", "d", "m", "3"),
    ("ت", "alef", "ا", "d", "f", "3"),
    ("ي", "short", "", "s", "m", "3"),
    ("ت", "short", "", "s", "f", "3"),
    ("ي", "consonant", "ن", "p", "f", "3"),
    ("ن", "bare", "", "p", "", "1"),
    ("ت", "waw", "ون", "p", "m", "2"),
    ("ت", "waw", "وا", "p", "m", "2"),
)
# tense, prefix, number of the stem, ending, the form for each voice
FINITE = tuple(
    (tense, prefix, STEMS.index(stem), ending, {v: Form("verb", n, g, p, tense, v) for v in VOICES})
    for person in "312"
    for tense, table in (("past", _PAST), ("present", _PRESENT))
    for prefix, stem, ending, n, g, p in table
    if p == person
)

# ending, number, gender, state
PARTICIPLE = (
    ("", "s", "m", ""),
    ("ا", "s", "m", ""),
    ("ه", "s", "f", ""),
    ("ان", "d", "m", ""),
    ("تان", "d", "f", ""),
    ("تين", "d", "f", ""),
    ("تا", "d", "f", "construct"),
    ("تي", "d", "f", "construct"),
    ("ات", "p", "f", ""),
)
PARTICIPLE_PLURAL = (
    ("ون", "p", "m", ""),
    ("ين", "p", "m", ""),
    ("و", "p", "m", "construct"),
    ("ي", "p", "m", "construct"),
)

# ending, number, state of a verbal noun in ta marbuta, and of one that can be counted
TA_MARBUTA = (
    ("ه", "s", ""),
    ("تان", "d", ""),
    ("تين", "d", ""),
    ("تا", "d", "construct"),
    ("تي", "d", "construct"),
    ("ات", "p", ""),
)
COUNTED = (("ان", "d", ""), ("ين", "d", ""), ("ات", "p", ""))
