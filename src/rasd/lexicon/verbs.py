"""The conjugator: every unvowelled surface form of a verb, from one row of ``verbs.csv``.

A verb is cut into a body and a tail; only the tail changes with the ending, in one of five ways (``stems.py``). The
endings are tables in ``endings.py``. Within one row a surface form is read as a finite verb only once, third person
before first before second, past before present: قصفت is "she bombed". The column ``without`` drops forms of a row.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rasd.lexicon.endings import COUNTED, FINITE, PARTICIPLE, PARTICIPLE_PLURAL, STEMS, TA_MARBUTA
from rasd.lexicon.stems import Stems, stems_of
from rasd.model.word import Form
from rasd.text.letters import plain

_CONSONANT = STEMS.index("consonant")
_HAMZAS = "أإؤئء"
_SHADDA = "\u0651"
_LOSES_ALEF = ("VII", "VIII", "IX", "X")  # اِنسحب -> ينسحب
_LONG_MIDDLE = ("I", "IV", "VII", "VIII", "X")  # where a long alef before the last letter is a root letter: أصاب


class _Verb(NamedTuple):
    form: str
    tail: str
    raw: str
    """the lemma without vowels, hamza seats kept"""
    body: str
    last: str
    present: str
    """of form I, the same way and without its ya"""


def conjugate(row: dict[str, str]) -> Iterator[tuple[str, Form]]:
    """Every surface form of a verb row, folded: past, present, verbal noun, participles.

    A lemma of several words (أَطْلَقَ النَّارَ) is conjugated in its first. Raises ValueError on a row it cannot read.

    >>> forms = dict(conjugate({"lemma": "أَصَابَ", "form": "IV"}))
    >>> forms["اصيب"].voice, forms["اصاب"].voice, forms["اصابه"].pos
    ('passive', 'active', 'masdar')
    """
    first, _, rest = row["lemma"].partition(" ")
    verb = _parsed(first, row["form"], row.get("present", ""), row.get("class", ""))
    rests = [" " + plain(rest)] if rest else [""]
    if rest.endswith("هُ"):  # مصرعَه: the pronoun agrees with the subject
        rests = [rests[0][:-1] + pronoun for pronoun in ("ه", "ها", "هم", "هن", "هما")]
    without = {plain(word) for word in row.get("without", "").split("|")} if row.get("without") else set()
    voices = row.get("passive", "")
    nominal = dict.fromkeys((*_masdars(verb, row.get("masdar", "")), *_participles(verb, voices)))
    for surface, form in (*_finite(verb, voices).items(), *nominal):
        if not without or not {surface, form.pos, f"{form.pos}:{surface}"} & without:
            for words in rests:
                yield surface + words, form


def _parsed(lemma: str, form: str, present: str, tail: str) -> _Verb:
    raw = _consonants(lemma)
    if form not in ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "QI", "QII") or len(raw) < 2:
        raise ValueError(f"no verb form {form!r} of {lemma}")
    if form == "I" and not (present.startswith("ي") and len(_consonants(present)) > 2):
        raise ValueError(f"a verb of form I needs its present: {lemma}")
    last = raw[-1]
    if tail not in ("sound", "doubled", "hollow", "hamza", "defective"):
        if last in "ىاي":
            tail = "defective"
        elif _SHADDA in lemma[lemma.rindex(last) :]:
            tail = "doubled"
        elif raw[-2] == "ا" and form in _LONG_MIDDLE:
            tail = "hollow"
        else:
            tail = "hamza" if last in _HAMZAS else "sound"
    return _Verb(form, tail, raw, raw[:-2] if tail == "hollow" else raw[:-1], last, _consonants(present)[1:])


def _consonants(vowelled: str) -> str:
    return "".join(letter for letter in vowelled if not "\u064b" <= letter <= "\u0652" and letter != "\u0670")


def _finite(verb: _Verb, voices: str) -> dict[str, Form]:
    active = {"past": _past(verb), "present": _present(verb)}
    other = {"past": _past_passive(verb), "present": _present_passive(verb)}
    found: dict[str, Form] = {}
    for tense, prefix, stem, ending, forms in FINITE:
        one = _joined(prefix, active[tense], stem, ending) if voices != "only" else ()
        two = _joined(prefix, other[tense], stem, ending) if voices != "no" else ()
        for surface in one:
            if surface not in found:
                found[surface] = forms["either" if surface in two else "active"]
        for surface in two:
            if surface not in found:
                found[surface] = forms["passive"]
    return found


def _joined(prefix: str, variants: tuple[Stems, ...], slot: int, ending: str) -> list[str]:
    # The last letter of the stem and a like first letter of the ending are written once: أعلنّا، أثبتّ.
    return [
        prefix + stems[slot] + (ending[1:] if slot == _CONSONANT and stems[slot][-1] == ending[0] else ending)
        for stems in variants
    ]


def _past(verb: _Verb) -> tuple[Stems, ...]:
    vowel = "ي" if verb.tail == "defective" and verb.last == "ي" else "" if verb.tail == "defective" else "ا"
    return stems_of(verb.tail, plain(verb.body), _end(verb), vowel)


def _past_passive(verb: _Verb) -> tuple[Stems, ...]:
    body = verb.body
    if verb.form in ("III", "VI"):
        alef = 1 if verb.form == "III" else 2
        body = "او" + body[1:] if body[0] == "آ" else body[:alef] + "و" + body[alef + 1 :]
    elif verb.form == "IV" and (body[0] == "آ" or body[:2] == "أي"):
        body = "او" + body[1 if body[0] == "آ" else 2 :]
    elif verb.form == "X" and body.startswith("استأ"):
        body = "استو" + body[4:]
    elif verb.form == "I" and body[1:] in tuple(_HAMZAS):
        body = body[0] + "ي"  # سأل: سُئل
    return stems_of(verb.tail, plain(body), _end(verb), "ي")


def _present(verb: _Verb) -> tuple[Stems, ...]:
    if verb.form == "I":
        vowel = verb.present[-2] if verb.tail == "hollow" else plain(verb.present[-1])
        body = verb.present[: -2 if verb.tail == "hollow" else -1]
        return stems_of(verb.tail, plain(body), _end(verb), vowel)
    vowel = "ي"
    if verb.tail == "hollow":
        vowel = "ا" if verb.form in ("VII", "VIII") else "ي"
    elif verb.tail == "hamza":
        vowel = "ا" if verb.form in ("V", "VI", "QII") else "ي"
    return stems_of(verb.tail, _present_body(verb), _end(verb), vowel)


def _present_passive(verb: _Verb) -> tuple[Stems, ...]:
    body = _present_body(verb)
    return stems_of(verb.tail, body, _end(verb), "ي" if verb.tail == "defective" else "ا")


def _present_body(verb: _Verb) -> str:
    """The body after the person's prefix; of form I that of the passive (يُوقع، يُؤخذ)."""
    body, form = verb.body, verb.form
    if form in _LOSES_ALEF or (form == "IV" and body[0] != "آ" and body[:2] != "أي"):
        body = body[1:]
    elif form == "IV":
        body = "و" + body[1 if body[0] == "آ" else 2 :]
    elif form == "I" and verb.raw == "رأى":
        body = "ر"
    elif form in ("I", "II", "III", "QI") and body[0] in "أآ":
        body = "و" + ("ا" if body[0] == "آ" else "") + body[1:]
    return plain(body)


def _end(verb: _Verb) -> str:
    """The last letter; a hamza stays one only behind a long vowel (جاء)."""
    return "ء" if verb.tail == "hollow" and verb.last in _HAMZAS else plain(verb.last)


def _masdars(verb: _Verb, given: str) -> Iterator[tuple[str, Form]]:
    if verb.form == "I" and not given:
        raise ValueError(f"a verb of form I needs its masdar: {verb.raw}")
    if given == "-":
        return
    for group in (given or "|".join(_regular_masdars(verb))).split("|"):
        single, *plurals = map(plain, group.split("+"))  # غارة+غارات: a plural behind its singular
        for plural in plurals:
            yield plural, Form("masdar", "p")
        if single.endswith("ه"):
            for ending, number, state in TA_MARBUTA:
                merged = ending[1:] if single[-2] == "ا" and ending == "ات" else ending  # مفاجآت
                yield single[:-1] + merged, Form("masdar", number, state=state)
            continue
        yield single, Form("masdar", "s")
        if not single.endswith(("اء", "ا")):
            yield single + "ا", Form("masdar", "s")
        # No dual construct: its letters are those of the adjective (تخريبي).
        if verb.form != "I" and not (verb.tail == "defective" and single[-1] != "ء"):
            for ending, number, state in COUNTED:
                yield single + ending, Form("masdar", number, state=state)


def _regular_masdars(verb: _Verb) -> list[str]:
    form, tail, end = verb.form, verb.tail, _end(verb)
    body, whole = plain(verb.body), plain(verb.raw)
    if form == "II":
        return ["ت" + body + ("ي" + end if tail == "sound" else "يه")]
    if form == "III":
        initial = body if verb.raw[0] != "آ" else "وا" + body[1:]
        return ["م" + initial + ("اه" if tail in ("defective", "hamza") else end + "ه")]
    if form in ("V", "VI", "QII"):
        return {"defective": [body + "ي", body], "hamza": [body + "و"]}.get(tail, [whole])
    if form == "QI":
        return [whole + "ه"]
    if form == "IV" and (verb.raw[:2] in ("أو", "أي") or verb.raw[0] == "آ"):
        body = "اي" + body[1 if verb.raw[0] == "آ" else 2 :]  # إيقاع، إيقاظ، إيذاء
    elif form == "X" and body[3:4] in ("و", "ا"):
        body = "استي" + body[4:]  # استيطان، استئناف
    if tail == "hollow":
        return [body + "ا" + end + "ه"] if form in ("IV", "X") else [body + "يا" + end]
    if tail == "doubled":
        body += end  # إعداد، احتلال
    return [body + "ا" + ("ء" if tail in ("defective", "hamza") else end)]


def _participles(verb: _Verb, voices: str) -> Iterator[tuple[str, Form]]:
    end = _end(verb)
    if verb.form != "I":
        agent, patient = "م" + _present(verb)[0].bare, "م" + _present_passive(verb)[0].bare
        if verb.tail == "hamza":
            agent = agent[:-1] + "ي"  # المتنبئ beside يتنبأ
    else:
        first, middle = plain(verb.raw[0]), "و" if verb.raw[1] in _HAMZAS else plain(verb.raw[1])
        start = ("" if first == "ا" else first) + "ا"  # آخذ
        if verb.tail == "hollow" or verb.raw[1] in _HAMZAS:
            agent = start + "ي" + end  # قائم، سائل
        elif verb.tail == "doubled":
            agent = start + end
        else:
            agent = start + middle + (end if verb.tail == "sound" else "ي")
        vowel = "ي" if verb.present[-2] == "ي" else "و"
        patient = {
            "hollow": "م" + first + vowel + end,
            "doubled": "م" + first + end + "و" + end,
            "defective": "م" + first + middle + ("و" if verb.present[-1] == "و" else "ي"),
            "hamza": "م" + first + middle + "وء",
        }.get(verb.tail, "م" + first + middle + "و" + end)
    if voices != "only" and not (verb.form == "I" and end == "ء" and verb.tail == "hollow"):
        yield from _declined(agent, "agent", weak=verb.tail == "defective")
    if voices != "no":
        yield from _declined(patient, "patient", weak=verb.tail == "defective" and verb.form != "I")


def _declined(stem: str, pos: str, *, weak: bool) -> Iterator[tuple[str, Form]]:
    short = stem[:-1] if weak else stem  # المنادي، منادٍ، منادون
    if weak and pos == "agent":
        yield short, Form(pos, "s", "m")
    for ending, number, gender, state in PARTICIPLE:
        if stem[-1] == "ا" and ending[:1] == "ا":  # منشأ: two alefs are written as one, منشآت
            if len(ending) > 1:
                yield stem + ending[1:], Form(pos, number, gender, state=state)
            continue
        base = short + "ا" if weak and pos == "patient" and ending in ("ه", "تان", "تين", "تا", "تي") else stem
        yield base + ending, Form(pos, number, gender, state=state)
    for ending, number, gender, state in PARTICIPLE_PLURAL:
        yield short + ending, Form(pos, number, gender, state=state)
