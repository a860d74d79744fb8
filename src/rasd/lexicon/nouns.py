"""Declension: the written forms of a noun, or of a phrase whose head is a noun, from its singular and plural.

A row of nouns.csv, weapons.csv, targets.csv, persons.csv ... gives ``lemma`` (the singular), ``plural`` (parted by
``|``; "ات" and "ون" stand for the sound plurals) and ``gender`` (m, f, or mf for a person's word that also takes ة).
``also`` lists further nouns of the same row, each with its plural behind a plus: بناية+ات|برج+أبراج.
Only what unvowelled letters show is made: the tanwin of the accusative, the dual, the n that drops before a genitive.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rasd.model.word import Form
from rasd.text.letters import plain

SOUND_FEMININE, SOUND_MASCULINE = "ات", "ون"
TANWIN_KASR = "\u064d"
# A word of a phrase from which on nothing agrees with the head any more.
_STOPS = frozenset({"بدون", "بلا", "دون", "من", "في", "علي", "عن", "الي", "ذات", "ذو", "غير", "قيد", "تحت", "ضد", "مع"})


class _Shape(NamedTuple):
    """Written words of one number and gender, and what the letters tell."""

    surface: str
    number: str
    gender: str
    state: str = ""
    case: str = ""
    """n | a (accusative or genitive, of duals and sound plurals) | t (accusative with alef) | "" (any)"""


def decline(row: dict[str, str]) -> Iterator[tuple[str, Form]]:
    """The surface forms of a row, folded as ``rasd.text.letters.plain`` folds; the singular comes first.

    >>> [word for word, form in decline({"lemma": "غارة", "plural": "ات", "gender": "f"})]
    ['غاره', 'غارات', 'غارتان', 'غارتا', 'غارتين', 'غارتي']
    >>> {word for word, form in decline({"lemma": "طائرة مسيّرة", "plural": "طائرات مسيّرة"})} >= {
    ...     "طايره مسيره", "طايرتين مسيرتين", "طايرات مسيره"}
    True
    """
    lemma = row["lemma"].split()
    if not lemma:
        return
    gender = row.get("gender", "") or ("f" if lemma[0].rstrip(TANWIN_KASR).endswith("ة") else "m")
    plurals = [plural.split() for plural in row.get("plural", "").split("|") if plural.strip()]
    made = _words(lemma[0], plurals, gender) if len(lemma) == 1 else _phrases(lemma, plurals, gender)
    seen = set()
    for shape in made:
        if (shape.surface, shape.number, shape.gender) not in seen:
            seen.add((shape.surface, shape.number, shape.gender))
            yield shape.surface, Form("noun", number=shape.number, gender=shape.gender, state=shape.state)
    for noun in filter(None, row.get("also", "").split("|")):
        singular, *several = noun.split("+")
        yield from decline({"lemma": singular, "plural": "|".join(several)})


def _words(lemma: str, plurals: list[list[str]], gender: str) -> Iterator[_Shape]:
    own = gender[:1] or "m"
    yield from _singular(lemma, own)
    kinds = [plural[0] for plural in plurals]
    # مسلحين is far more often several than two: the plural is the first reading of what is written alike.
    yield from (shape for kind in kinds for shape in _plural(lemma, kind, own))
    yield from _dual(lemma, own)
    if gender == "mf":
        feminine = _stem(lemma) + "ة"
        yield from _singular(feminine, "f")
        yield from _dual(feminine, "f")
        yield from _plural(feminine, SOUND_FEMININE, "f")


def _singular(lemma: str, gender: str) -> Iterator[_Shape]:
    if lemma.endswith(TANWIN_KASR):  # راعٍ, but الراعي, راعيا
        written = plain(lemma)
        yield _Shape(written, "s", gender, case="n")
        yield _Shape(written + "ي", "s", gender)
        yield _Shape(written + "يا", "s", gender, case="t")
        return
    yield _Shape(plain(lemma), "s", gender)
    if _takes_alef(lemma):
        yield _Shape(plain(lemma) + "ا", "s", gender, case="t")


def _dual(lemma: str, gender: str) -> Iterator[_Shape]:
    stem = plain(lemma)
    if lemma.endswith("ة"):
        stem = stem[:-1] + "ت"
    elif lemma.endswith((TANWIN_KASR, "ا")):
        stem = stem.removesuffix("ا") + "ي"
    yield _Shape(stem + "ان", "d", gender, case="n")
    yield _Shape(stem + "ا", "d", gender, "construct", "n")
    yield _Shape(stem + "ين", "d", gender, case="a")
    yield _Shape(stem + "ي", "d", gender, "construct", "a")


def _plural(lemma: str, plural: str, gender: str) -> Iterator[_Shape]:
    if plural == SOUND_FEMININE:
        yield _Shape(_stem(lemma) + "ات", "p", gender)
    elif plural == SOUND_MASCULINE:
        stem = _stem(lemma)
        yield _Shape(stem + "ون", "p", gender, case="n")
        yield _Shape(stem + "و", "p", gender, "construct", "n")
        yield _Shape(stem + "ين", "p", gender, case="a")
        yield _Shape(stem + "ي", "p", gender, "construct", "a")
    else:
        yield _Shape(plain(plural), "p", gender)
        if _takes_alef(plural) and not _is_diptote(plain(plural)):
            yield _Shape(plain(plural) + "ا", "p", gender, case="t")


def _phrases(lemma: list[str], plurals: list[list[str]], gender: str) -> Iterator[_Shape]:
    """Phrases: the head is declined, the adjectives next to it agree, the rest stays as it is."""
    own = gender[:1] or "m"
    head, rest = lemma[0], lemma[1:]
    agreeing = _agreeing(rest, [plural[1:] for plural in plurals], own)
    yield from _phrase_forms(head, rest, "s", agreeing, own)
    yield from _phrase_plurals(head, rest, plurals, agreeing, own)
    yield from _phrase_forms(head, rest, "d", agreeing, own)


def _phrase_forms(head: str, rest: list[str], number: str, agreeing: int, gender: str) -> Iterator[_Shape]:
    for shape in _singular(head, gender) if number == "s" else _dual(head, gender):
        if agreeing and shape.state == "":
            tail = [_agreed(word, number, shape.case) for word in rest[:agreeing]]
            yield shape._replace(surface=" ".join([shape.surface, *tail, *map(plain, rest[agreeing:])]))
        # Before a genitive: no tanwin, no n. A phrase that agrees never stands there.
        elif not agreeing and (shape.state or (number == "s" and shape.case != "t")):
            yield _Shape(" ".join([shape.surface, *map(plain, rest)]), number, gender)


def _phrase_plurals(
    head: str, rest: list[str], plurals: list[list[str]], agreeing: int, gender: str
) -> Iterator[_Shape]:
    for words in plurals:
        if words == [SOUND_FEMININE]:
            yield _Shape(" ".join([_stem(head) + "ات", *map(plain, rest)]), "p", gender)
        else:
            yield _Shape(" ".join(map(plain, words)), "p", gender)
            yield from _plural_agreed(words, bool(agreeing), gender)


def _plural_agreed(words: list[str], is_agreeing: bool, gender: str) -> Iterator[_Shape]:
    """The plural of a phrase in its other cases: مسلحين مجهولين, صواريخ موجهة, ألغاما أرضية."""
    head, tail = words[0], [plain(word) for word in words[1:]]
    if plain(head).endswith("ون") and is_agreeing:
        cased = [word[:-2] + "ين" if word.endswith("ون") else word for word in map(plain, words)]
        yield _Shape(" ".join(cased), "p", gender, case="a")
    elif plain(head).endswith("ون"):
        yield _Shape(" ".join([plain(head)[:-1], *tail]), "p", gender)
        yield _Shape(" ".join([plain(head)[:-2] + "ي", *tail]), "p", gender)
    elif is_agreeing and _takes_alef(head) and not _is_diptote(plain(head)):
        yield _Shape(" ".join([plain(head) + "ا", *tail]), "p", gender, case="t")
    if is_agreeing and any(word.endswith("ون") for word in tail) and not plain(head).endswith("ون"):
        cased = [word[:-2] + "ين" if word.endswith("ون") else word for word in tail]
        yield _Shape(" ".join([plain(head), *cased]), "p", gender, case="a")


def _agreeing(rest: list[str], plural_rests: list[list[str]], gender: str) -> int:
    """How many words behind the head are adjectives of it, told by their ending or by their change in the plural."""
    count = 0
    for place, word in enumerate(rest):
        if word.startswith("ال") or plain(word) in _STOPS:
            break
        is_feminine = gender == "f" and word.endswith("ة")
        is_nisba = gender == "m" and len(word) > 3 and plain(word).endswith("ي") and not word.endswith("ى")
        changes = any(len(other) == len(rest) and other[place] != word for other in plural_rests)
        if not (is_feminine or is_nisba or changes):
            break
        count += 1
    return count


def _agreed(word: str, number: str, case: str) -> str:
    written = plain(word)
    if number == "d":
        stem = written[:-1] + "ت" if word.endswith("ة") else written
        return stem + ("ان" if case == "n" else "ين")
    return written + "ا" if case == "t" and _takes_alef(word) else written


def _stem(lemma: str) -> str:
    """What the sound plurals are put on."""
    written = plain(lemma)
    return written[:-1] if lemma.endswith("ة") else written


def _takes_alef(word: str) -> bool:
    """Whether the accusative tanwin is written: not on ة, a final alef, اء, or the plural ات."""
    bare_word = word.rstrip("\u064b\u064c\u064d\u064e\u064f\u0650\u0652")
    return not bare_word.endswith(("ة", "ا", "ى", "اء", "ات", "ون", "ين", TANWIN_KASR))


def _is_diptote(plural: str) -> bool:
    """مفاعل and مفاعيل (حواجز, صواريخ, قنابل): no tanwin, so no alef.

    >>> _is_diptote("صواريخ"), _is_diptote("عناصر"), _is_diptote("جنود"), _is_diptote("رجال")
    (True, True, False, False)
    """
    return len(plural) in (5, 6) and plural[2] == "ا" and (len(plural) == 5 or plural[4] == "ي")
