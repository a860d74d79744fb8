"""Phrases for actors: a name or a force noun at a word, grown by what says whose it is.

A head takes in more heads, a name, a nisba, adjectives and what stands behind a link (تابعة ل).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rasd.lexicon.actors import LINKS, ActorIndex, Name, Reading, Word
from rasd.lexicon.clitics import bare
from rasd.model.text import Sentence
from rasd.model.word import Hit

_TANWIN = "\u064b"
DASHES = frozenset("-–—ـ")
# Heads that say nothing of whose they are: the word behind them does.
_LOOSE = frozenset(("member", "part", "leader", "organ", "band", "unit", "force", "gunmen", "fighters"))
PERSONS = {
    "civilians": "civilians",
    "protesters": "unnamed",
    "rioters": "unnamed",
    "youths": "unnamed",
    "unnamed": "unnamed",
}
# What a nisba makes of a head, tried in this order: "Turkish aircraft" are Turkey's army.
_WIDER = {
    "force": ("army",), "air": ("army",), "navy": ("army",), "aircraft": ("army",), "unit": ("army", "faction"),
    "army": ("faction",), "band": ("faction",), "member": ("army",), "part": ("army",), "leader": ("army",),
    "enemy": ("army",), "aggressor": ("army",), "regime": ("army",), "office": ("state",), "security": ("police",),
    "body": ("faction",), "fighters": ("faction",), "gunmen": ("faction",), "militia": ("faction",),
    "group": ("faction",), "resistance": ("faction",), "opposition": ("faction",), "rebels": ("faction",),
    "youths": ("protesters",),
}  # fmt: skip
_IRREGULAR = frozenset(("militia", "faction", "group", "gunmen", "fighters", "band", "member", "part"))
_ARMS = frozenset(("army", "police"))
HURT = frozenset(("kill", "die", "wound", "assassinate", "execute", "arrest", "abduct", "beat", "toll"))


class Line(NamedTuple):
    """The words of a sentence side by side; quotation marks are left out, so that a name reads on through them."""

    plain: list[str]
    readings: list[tuple[Reading, ...]]
    token: list[int]


@dataclass(slots=True)
class Phrase:
    """An actor's phrase while it grows; ``end`` is the spot behind it."""

    first: int
    end: int
    clitics: tuple[str, ...]
    definite: bool
    head: str = ""
    person: bool = False
    names: tuple[Name, ...] = ()
    country: str = ""
    groups: tuple[str, ...] = ()
    pronoun: str = ""
    at: str = ""
    form: str = ""
    parent: Phrase | None = None
    also: str = ""
    unknown: bool = False
    linked: bool = False
    """Words say that it belongs to the name (التابع ل), not only stands before it."""


def phrase_at(index: ActorIndex, line: Line, k: int) -> Phrase | None:
    """The longest phrase that begins at a spot, over all readings of its word."""
    best: Phrase | None = None
    for reading in line.readings[k]:
        if not reading.opens:
            continue
        keys = _keys(index, line, k, reading)
        named = _named(index, line, k, reading, keys)
        if named is not None and (best is None or named.end > best.end):
            best = named
        headed = _headed(index, line, k, reading, keys)
        if headed is not None and (best is None or (headed.end > best.end and not (best.names and headed.parent))):
            best = headed
    return best or nisba_at(line, k)


def nisba_at(line: Line, k: int) -> Phrase | None:
    """A nisba that stands alone."""
    for reading in line.readings[k]:
        nisba = reading.nisba
        if nisba is not None and nisba.alone:
            return Phrase(
                k, k + 1, reading.clitics, reading.definite, "nisba", country=nisba.country, groups=nisba.actors,
                at=nisba.at, form=nisba.number,
            )  # fmt: skip
    return None


def accusative_nisba_at(
    sentence: Sentence, hits: Sequence[tuple[Hit, ...]], index: ActorIndex, line: Line, k: int
) -> Phrase | None:
    """هجوما روسيا, عدوانا تركيا: written like the country, but behind an accusative it is the adjective."""
    word, at = line.plain[k], line.token[k]
    if not k or not word.endswith("يا") or not line.plain[k - 1].endswith("ا"):
        return None
    before = line.token[k - 1]
    is_noun = before < len(hits) and any(hit.form.pos in ("noun", "masdar") for hit in hits[before])
    if not is_noun and _TANWIN not in sentence.span(at, at + 1).text:
        return None
    for reading in index.read(word.removesuffix("ا")):
        if reading.nisba is not None and reading.nisba.country and not reading.clitics:
            nisba = reading.nisba
            return Phrase(k, k + 1, (), False, "nisba", country=nisba.country, at=nisba.at, form=nisba.number)
    return None


def soldier_at(hits: Sequence[tuple[Hit, ...]], index: ActorIndex, line: Line, k: int) -> Phrase | None:
    """مقتل عسكري، 12 عسكريا: an adjective that stands for a soldier where somebody is counted or hurt."""
    if not k:
        return None
    before = hits[line.token[k - 1]]
    if not line.plain[k - 1].isdigit() and not any(h.entry.sense in HURT or h.entry.kind == "number" for h in before):
        return None
    phrase = Phrase(k, k + 1, (), False, "army", True)
    _grow(index, line, phrase, construct=False)
    return phrase


def _keys(index: ActorIndex, line: Line, k: int, reading: Reading) -> list[tuple[int, str]]:
    """The names and phrases of the tables that begin at a spot, longest first, with the spot behind each."""
    key, j, found = reading.key, k + 1, []
    beginnings, names, words = index.beginnings, index.names, index.words
    while True:
        if key in names or key in words:
            found.append((j, key))
        if key not in beginnings or j >= len(line.plain):
            break
        key += " " + bare(line.plain[j])
        j += 1
    found.reverse()
    return found


def _named(
    index: ActorIndex,
    line: Line,
    k: int,
    reading: Reading,
    keys: list[tuple[int, str]],
    *,
    behind_head: bool = False,
) -> Phrase | None:
    """A name at a spot, with the nisba and adjectives behind it."""
    if reading.pronoun:
        return None
    for end, key in keys:
        names = index.names.get(key)
        if names is None:
            continue
        if end == k + 1:
            quoted = k > 0 and line.token[k] - line.token[k - 1] > 1
            names = tuple(
                name
                for name in names
                if name.definite == reading.definite and (name.ambiguous != "common" or quoted or behind_head)
            )
            if not names or _is_the_base(index, line, end, key):
                continue
        phrase = Phrase(k, end, reading.clitics, reading.definite, names=names, at=names[0].at, form=names[0].form)
        _adjectives(index, line, phrase)
        return phrase
    return None


def _is_the_base(index: ActorIndex, line: Line, end: int, key: str) -> bool:
    """القاعدة العسكرية: with an adjective that agrees it is the base, not al-Qaeda."""
    word = index.words.get(key)
    if word is None or word.sense != "qaida" or end >= len(line.plain):
        return False
    return line.plain[end].startswith("ال") and line.plain[end].endswith("يه")


def _head_at(index: ActorIndex, k: int, reading: Reading, keys: list[tuple[int, str]]) -> tuple[int, Word] | None:
    """A head noun (of one word or several) at a spot."""
    if reading.pronoun:
        return (k + 1, reading.word) if reading.word else None
    for end, key in keys:
        word = index.words.get(key)
        if word is not None and word.sense not in LINKS:
            return end, word
    return None


def _headed(index: ActorIndex, line: Line, k: int, reading: Reading, keys: list[tuple[int, str]]) -> Phrase | None:
    """A force noun or person at a spot, with what says whose: more heads, a name, a nisba."""
    at = _head_at(index, k, reading, keys)
    if at is None:
        return None
    end, word = at
    # A construct is made definite by its last word: قوات الأمن.
    definite = reading.definite or (end > k + 1 and line.plain[end - 1].startswith("ال"))
    phrase = Phrase(k, end, reading.clitics, definite, word.sense, word.person, at=word.at, pronoun=reading.pronoun)
    if word.sense == "unnamed":
        phrase.unknown = True
    if word.sense == "qaida":
        # The base, unless al-Qaeda was named before; with an adjective always the base.
        _adjectives(index, line, phrase)
        return phrase if phrase.end == end and reading.definite else None
    # A sound plural or dual that kept its nun is no first member of a construct: مسلحون، جنديين.
    whole = word.person and line.plain[end - 1].endswith(("ون", "ين", "ان"))
    _grow(index, line, phrase, construct=not definite and not whole)
    return phrase


def _grow(index: ActorIndex, line: Line, phrase: Phrase, *, construct: bool) -> None:
    """Take in what follows the head, as long as it belongs to it."""
    while phrase.end < len(line.plain):
        before = phrase.end
        _adjectives(index, line, phrase)
        if phrase.end > before:
            construct = False  # a noun with its adjective has no genitive: مسيّرة انتحارية | قاعدة التحالف
        if phrase.names or phrase.pronoun:
            return
        j = phrase.end
        if j >= len(line.plain):
            return
        partitive = phrase.person or phrase.head in ("militia", "force", "aircraft", "part", "band")
        if partitive and not phrase.definite and line.plain[j] in ("من", "في", "باسم"):
            j += 1
            j += j < len(line.plain) and line.plain[j] == "صفوف"  # جنود في صفوف التنظيم
        elif link_at(line, j) == "owned":
            j = _behind_link(line, j)
        elif link_at(line, j) in ("backed", "sponsor"):
            _sponsor(index, line, phrase, j)
            return
        if j >= len(line.plain):
            return
        if not _owner(index, line, phrase, j, construct=construct and j == phrase.end):
            return
        construct = not phrase.definite


def _owner(index: ActorIndex, line: Line, phrase: Phrase, j: int, *, construct: bool) -> bool:
    """A name or a further head at ``j`` that says whose the head is; False when there is none."""
    linked = j > phrase.end
    for reading in line.readings[j]:
        lam = reading.clitics == ("ل",)
        # قيادي بالحركة، ضابط بالجيش: men of an organisation, not what they are hit with
        ba = reading.clitics == ("ب",) and phrase.person and phrase.head in _MEN and not linked
        if reading.clitics and not lam and not ba:
            continue
        if not (construct or linked or lam or ba):
            continue
        if lam and not linked and (phrase.head not in _OWNABLE or not (reading.definite or reading.opens)):
            continue
        keys = _keys(index, line, j, reading)
        named = _named(index, line, j, reading, keys, behind_head=not lam)
        headed = _head_at(index, j, reading, keys)
        if ba and (named is None or named.form in ("country", "capital")):
            named = None
            if headed is None or headed[1].sense not in _BODIES:
                continue
        if named is not None and (headed is None or named.end >= headed[0]):
            if named.form in ("country", "capital") and ((linked and not lam) or (phrase.person and not lam)):
                continue
            phrase.names, phrase.end, phrase.at, phrase.form = named.names, named.end, named.at, named.form
            phrase.linked = linked
            phrase.country = phrase.country or named.country
            return True
        if headed is not None:
            end, word = headed
            if lam and word.sense == "aggressor" and not line.plain[j].startswith("لل"):
                continue  # تصدت الدفاعات لعدوان: an act, no side
            if word.sense in PERSONS and phrase.head not in ("member", "part", "leader"):
                continue
            definite = reading.definite or (end > j + 1 and line.plain[end - 1].startswith("ال"))
            if linked and not definite and not _has_owner(line, end):
                continue
            phrase.end, phrase.definite = end, definite
            if phrase.head in _LOOSE or word.sense not in _LOOSE:
                phrase.head, phrase.at = _merged(phrase.head, word.sense), word.at
            return True
    return False


_MEN = frozenset(("member", "leader", "army", "police", "fighters", "gunmen"))
_BODIES = frozenset(("army", "police", "security", "group", "body", "militia", "faction", "resistance"))
_OWNABLE = frozenset(
    ("part", "band", "force", "air", "navy", "member", "militia", "army", "police", "aircraft", "gunmen", "leader")
)


def _has_owner(line: Line, j: int) -> bool:
    return j < len(line.plain) and any(r.opens for r in line.readings[j])


def _merged(outer: str, inner: str) -> str:
    """What the head of two is: "forces of the regime" are the regime's, "a patrol of forces" is a force."""
    if inner in ("member", "part", "leader") and outer not in ("member", "part", "leader"):
        return outer
    return inner


def _adjectives(index: ActorIndex, line: Line, phrase: Phrase) -> None:
    """Take in adjectives and nisbas behind a phrase; a plain adjective only when it agrees in the article."""
    j = phrase.end
    while j < len(line.plain):
        taken = False
        readings = line.readings[j]
        if line.plain[j].endswith("يا") and line.plain[j - 1].endswith("ا") and phrase.person and not phrase.definite:
            readings = (*index.read(line.plain[j].removesuffix("ا")), *readings)  # جنديا أوكرانيا
        for reading in readings:
            sense = reading.word.sense if reading.word else ""
            nisba = reading.nisba
            if reading.clitics == ("و",) and nisba and phrase.country and nisba.country and phrase.end == j:
                phrase.also = nisba.country
                taken = True
                break
            if reading.clitics:
                continue
            if nisba is not None and (reading.definite or not phrase.definite):
                if nisba.country and not phrase.country:
                    phrase.country = nisba.country
                elif nisba.country and phrase.country != nisba.country:
                    phrase.also = nisba.country
                phrase.groups = phrase.groups or nisba.actors
                taken = True
                break
            if sense == "adjective" and (reading.definite or not phrase.definite):
                taken = True
                break
            if sense == "unnamed" and reading.definite == phrase.definite and phrase.head not in ("", "nisba"):
                # طائرة مسيرة انتحارية: how the craft strikes, not that nobody knows whose it is
                is_manner = phrase.head == "aircraft" and line.plain[j].removeprefix("ال").startswith("انتحاري")
                phrase.unknown = phrase.unknown or not is_manner
                taken = True
                break
        if not taken:
            if line.plain[j] in DASHES and phrase.country and j == phrase.end:
                j += 1
                if j < len(line.plain) and any(r.nisba and r.nisba.country for r in line.readings[j]):
                    continue
            return
        j += 1
        phrase.end = j


def link_at(line: Line, j: int) -> str:
    for reading in line.readings[j]:
        if reading.word is not None and reading.word.sense in LINKS:
            return reading.word.sense
    return ""


def _behind_link(line: Line, j: int) -> int:
    """The spot of the name behind تابعة ل، مدعومة من، متحالفة مع (the ل may be written on the name)."""
    j += 1
    while j < len(line.plain) and line.plain[j] in ("ل", "من", "مع", "الي", "قبل", "ب", "علي"):
        j += 1
    return j


def _sponsor(index: ActorIndex, line: Line, phrase: Phrase, j: int) -> None:
    """Who backs the phrase: never the doer. A generic head with its backer may be a known side."""
    k = _behind_link(line, j)
    if k >= len(line.plain):
        return
    parent = phrase_at(index, line, k)
    if parent is None or not (parent.names or parent.country or parent.head in ("regime", "state", "coalition")):
        return
    phrase.parent = parent
    if phrase.head and not phrase.groups and not phrase.country and candidates_of(index, phrase):
        phrase.end = parent.end


def candidates_of(index: ActorIndex, phrase: Phrase) -> tuple[str, ...]:
    """The actor ids the phrase may stand for."""
    is_foreign = phrase.head in _IRREGULAR or (phrase.linked and phrase.head == "army")
    if phrase.names and phrase.form == "country" and is_foreign:
        # Factions that belong to a foreign state are not the state.
        backed = index.stands.get((index.actors[phrase.names[0].actor_id].country, "backed"), ())
        return tuple(stand.actor_id for stand in backed)
    if phrase.names:
        ids = tuple(dict.fromkeys(name.actor_id for name in phrase.names))
        if phrase.form == "country" and phrase.head in _ARMS and len(ids) == 1:
            # شرطة مصر، جيش تشاد
            stands = index.stands.get((index.actors[ids[0]].country, phrase.head))
            return tuple(stand.actor_id for stand in stands) if stands else ids
        if phrase.country and len(ids) > 1:
            ids = tuple(i for i in ids if index.actors[i].country == phrase.country) or ids
        return ids
    if phrase.groups and phrase.head not in ("civilians", "protesters"):
        return phrase.groups
    if phrase.country:
        sense = "army" if phrase.head == "nisba" else phrase.head
        for wanted in (sense, *_WIDER.get(sense, ())):
            stands = index.stands.get((phrase.country, wanted))
            if stands:
                return tuple(stand.actor_id for stand in stands)
        return ()
    if phrase.parent is not None and phrase.head not in PERSONS:
        country = phrase.parent.country or next((index.actors[n.actor_id].country for n in phrase.parent.names), "")
        return tuple(stand.actor_id for stand in index.stands.get((country, "backed"), ()))
    return ()
