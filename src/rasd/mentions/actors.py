"""Actors in a sentence: names, force nouns with a nisba or a name behind them, persons, and bare heads.

``find_actors`` reads left to right and takes the longest phrase at each word. Who a partisan name or a bare head stands
for is left to ``rasd.resolve.who``: the mention keeps the candidates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rasd.lexicon.actors import LINKS, ActorIndex, Name, Reading, Word
from rasd.lexicon.clitics import bare
from rasd.model.event import Actor
from rasd.model.mention import ActorMention
from rasd.model.text import Sentence, Span, Token
from rasd.model.value import replace
from rasd.model.word import Hit, tokens_with

_QUOTES = frozenset("\"'“”„«»‹›’‘`′″()[]")
_TANWIN = "\u064b"
_DASHES = frozenset("-–—ـ")

# Heads that say nothing of whose they are: the word behind them does.
_LOOSE = frozenset(("member", "part", "leader", "organ", "band", "unit", "force", "gunmen", "fighters"))
_PERSONS = {
    "civilians": "civilians",
    "protesters": "unnamed",
    "rioters": "unnamed",
    "youths": "unnamed",
    "unnamed": "unnamed",
}
_GENERIC = {"civilians": "civilians", "protesters": "protesters", "rioters": "rioters"}
_KIND_OF = {
    "civilians": "civilians", "protesters": "protesters", "youths": "protesters", "rioters": "rioters",
    "army": "state forces", "air": "state forces", "navy": "state forces", "police": "state forces",
    "state": "state forces", "regime": "state forces", "enemy": "external/other forces",
    "coalition": "external/other forces", "tribes": "identity militia", "group": "rebel group",
    "rebels": "rebel group", "opposition": "rebel group", "faction": "rebel group", "resistance": "rebel group",
}  # fmt: skip
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
_BEFORE = frozenset(["علي", "من", "بين", "مع", "ضد", "الي", "عن", "في", "نحو", "ضمن", "تجاه", "ضدّ"])
_TWO_BEFORE = {
    ("من", "قبل"): "من قبل", ("علي", "يد"): "على يد", ("علي", "ايدي"): "على يد", ("من", "جانب"): "من قبل",
    ("من", "طرف"): "من قبل",
    ("من", "يد"): "من", ("من", "ايدي"): "من", ("من", "قبضه"): "من",
    ("من", "صفوف"): "من صفوف", ("في", "صفوف"): "من صفوف",
}  # fmt: skip
_OWNING = frozenset(["يعود", "تعود", "يتبع", "تتبع", "يتبعون", "عائد", "عائده"])
# A country's name stands for its government only beside a verb or behind one of these.
_STATE_AFTER = frozenset(["بين", "مع", "ضد", "ان", "لكن", "قبل", "بان", "وان"])
_SPEAKING = frozenset(("say", "deny", "claim", "accuse", "threaten", "allege", "plan", "demand", "agree"))
_HURT = frozenset(("kill", "die", "wound", "assassinate", "execute", "arrest", "abduct", "beat", "toll"))


class _Line(NamedTuple):
    """The words of a sentence side by side; quotation marks are left out, so that a name reads on through them."""

    plain: list[str]
    readings: list[tuple[Reading, ...]]
    token: list[int]


@dataclass(slots=True)
class _Phrase:
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
    parent: _Phrase | None = None
    also: str = ""
    unknown: bool = False
    linked: bool = False
    """Words say that it belongs to the name (التابع ل), not only stands before it."""


def find_actors(sentence: Sentence, hits: Sequence[tuple[Hit, ...]], index: ActorIndex) -> list[ActorMention]:
    """The actors of a sentence in order; ``actor.name`` is open (None) where ``candidates`` must be chosen from.

    >>> from rasd.lexicon.actors import actor_index
    >>> from rasd.text.sentences import sentences_of
    >>> [sentence] = sentences_of('قصفت ميليشيا "الحرس الثوري" الإيراني القرية')
    >>> [(m.actor.name, m.span.text) for m in find_actors(sentence, (), actor_index())]
    [('Islamic Revolutionary Guard Corps', 'ميليشيا "الحرس الثوري" الإيراني')]
    """
    plain = [token.plain for token in sentence.tokens]
    readings = index.readings(plain)
    if not any(readings):
        return []
    numbers = list(range(len(plain)))
    if not _QUOTES.isdisjoint(plain):
        numbers = [number for number in numbers if plain[number] not in _QUOTES]
        plain, readings = [plain[number] for number in numbers], [readings[number] for number in numbers]
    return _mentions(sentence, hits, index, _Line(plain, readings, numbers))


def _mentions(
    sentence: Sentence, hits: Sequence[tuple[Hit, ...]], index: ActorIndex, line: _Line
) -> list[ActorMention]:
    out: list[ActorMention] = []
    soldiers = frozenset(tokens_with(hits, "person:soldier"))
    end = past = 0
    for k, readings in enumerate(line.readings):
        if k < past or not readings:
            continue
        phrase = _phrase_at(index, line, k)
        if phrase is None and line.token[k] in soldiers:
            phrase = _soldier_at(hits, index, line, k)
        if phrase is not None and _is_silent(hits, line, phrase):
            form = phrase.form
            phrase = _nisba_at(line, k) if form == "country" and not _after_preposition(line, k) else None
            if phrase is None and form == "country":
                phrase = _accusative_nisba_at(sentence, hits, index, line, k)
        if phrase is None:
            continue
        mention = _mention(sentence, hits, index, line, phrase)
        if out and _joins(line, end, phrase) and "parent" not in (mention.role, out[-1].role):
            group = out[-1].group if out[-1].group >= 0 else len(out)
            out[-1] = replace(out[-1], group=group)
            mention = replace(mention, group=group)
        out.append(mention)
        if phrase.also and mention.role == "named" and mention.country:
            out.extend(_second_country(sentence, hits, index, line, phrase, out))
        end = past = phrase.end
    return out


def _second_country(
    sentence: Sentence,
    hits: Sequence[tuple[Hit, ...]],
    index: ActorIndex,
    line: _Line,
    phrase: _Phrase,
    out: list[ActorMention],
) -> list[ActorMention]:
    """القوات الأرمنية والأذربيجانية: the second nisba is a side beside the first."""
    second = _Phrase(
        phrase.end - 1, phrase.end, ("و",), phrase.definite, phrase.head, country=phrase.also, at=phrase.at
    )
    mention = _mention(sentence, hits, index, line, second)
    if mention.role != "named" or mention.candidates == out[-1].candidates:
        return []
    group = out[-1].group if out[-1].group >= 0 else len(out) - 1
    out[-1] = replace(out[-1], group=group)
    return [replace(mention, group=group, preposition="و")]


def _phrase_at(index: ActorIndex, line: _Line, k: int) -> _Phrase | None:
    """The longest phrase that begins at a spot, over all readings of its word."""
    best: _Phrase | None = None
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
    return best or _nisba_at(line, k)


def _nisba_at(line: _Line, k: int) -> _Phrase | None:
    """A nisba that stands alone."""
    for reading in line.readings[k]:
        nisba = reading.nisba
        if nisba is not None and nisba.alone:
            return _Phrase(
                k, k + 1, reading.clitics, reading.definite, "nisba", country=nisba.country, groups=nisba.actors,
                at=nisba.at, form=nisba.number,
            )  # fmt: skip
    return None


def _accusative_nisba_at(
    sentence: Sentence, hits: Sequence[tuple[Hit, ...]], index: ActorIndex, line: _Line, k: int
) -> _Phrase | None:
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
            return _Phrase(k, k + 1, (), False, "nisba", country=nisba.country, at=nisba.at, form=nisba.number)
    return None


def _soldier_at(hits: Sequence[tuple[Hit, ...]], index: ActorIndex, line: _Line, k: int) -> _Phrase | None:
    """مقتل عسكري، 12 عسكريا: an adjective that stands for a soldier where somebody is counted or hurt."""
    if not k:
        return None
    before = hits[line.token[k - 1]]
    if not line.plain[k - 1].isdigit() and not any(h.entry.sense in _HURT or h.entry.kind == "number" for h in before):
        return None
    phrase = _Phrase(k, k + 1, (), False, "army", True)
    _grow(index, line, phrase, construct=False)
    return phrase


def _after_preposition(line: _Line, k: int) -> bool:
    return bool(k) and line.plain[k - 1] in _BEFORE


def _keys(index: ActorIndex, line: _Line, k: int, reading: Reading) -> list[tuple[int, str]]:
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
    line: _Line,
    k: int,
    reading: Reading,
    keys: list[tuple[int, str]],
    *,
    behind_head: bool = False,
) -> _Phrase | None:
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
        phrase = _Phrase(k, end, reading.clitics, reading.definite, names=names, at=names[0].at, form=names[0].form)
        _adjectives(index, line, phrase)
        return phrase
    return None


def _is_the_base(index: ActorIndex, line: _Line, end: int, key: str) -> bool:
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


def _headed(index: ActorIndex, line: _Line, k: int, reading: Reading, keys: list[tuple[int, str]]) -> _Phrase | None:
    """A force noun or person at a spot, with what says whose: more heads, a name, a nisba."""
    at = _head_at(index, k, reading, keys)
    if at is None:
        return None
    end, word = at
    # A construct is made definite by its last word: قوات الأمن.
    definite = reading.definite or (end > k + 1 and line.plain[end - 1].startswith("ال"))
    phrase = _Phrase(k, end, reading.clitics, definite, word.sense, word.person, at=word.at, pronoun=reading.pronoun)
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


def _grow(index: ActorIndex, line: _Line, phrase: _Phrase, *, construct: bool) -> None:
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
        elif _sense(line, j) == "owned":
            j = _behind_link(line, j)
        elif _sense(line, j) in ("backed", "sponsor"):
            _sponsor(index, line, phrase, j)
            return
        if j >= len(line.plain):
            return
        if not _owner(index, line, phrase, j, construct=construct and j == phrase.end):
            return
        construct = not phrase.definite


def _owner(index: ActorIndex, line: _Line, phrase: _Phrase, j: int, *, construct: bool) -> bool:
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
            if word.sense in _PERSONS and phrase.head not in ("member", "part", "leader"):
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


def _has_owner(line: _Line, j: int) -> bool:
    return j < len(line.plain) and any(r.opens for r in line.readings[j])


def _merged(outer: str, inner: str) -> str:
    """What the head of two is: "forces of the regime" are the regime's, "a patrol of forces" is a force."""
    if inner in ("member", "part", "leader") and outer not in ("member", "part", "leader"):
        return outer
    return inner


def _adjectives(index: ActorIndex, line: _Line, phrase: _Phrase) -> None:
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
            if line.plain[j] in _DASHES and phrase.country and j == phrase.end:
                j += 1
                if j < len(line.plain) and any(r.nisba and r.nisba.country for r in line.readings[j]):
                    continue
            return
        j += 1
        phrase.end = j


def _sense(line: _Line, j: int) -> str:
    for reading in line.readings[j]:
        if reading.word is not None and reading.word.sense in LINKS:
            return reading.word.sense
    return ""


def _behind_link(line: _Line, j: int) -> int:
    """The spot of the name behind تابعة ل، مدعومة من، متحالفة مع (the ل may be written on the name)."""
    j += 1
    while j < len(line.plain) and line.plain[j] in ("ل", "من", "مع", "الي", "قبل", "ب", "علي"):
        j += 1
    return j


def _sponsor(index: ActorIndex, line: _Line, phrase: _Phrase, j: int) -> None:
    """Who backs the phrase: never the doer. A generic head with its backer may be a known side."""
    k = _behind_link(line, j)
    if k >= len(line.plain):
        return
    parent = _phrase_at(index, line, k)
    if parent is None or not (parent.names or parent.country or parent.head in ("regime", "state", "coalition")):
        return
    phrase.parent = parent
    if phrase.head and not phrase.groups and not phrase.country and _candidates(index, phrase):
        phrase.end = parent.end


def _is_silent(hits: Sequence[tuple[Hit, ...]], line: _Line, phrase: _Phrase) -> bool:
    """Whether the words are no actor here: part of an outlet's name, a country as a place, a head of nobody."""
    if phrase.first and _sense(line, phrase.first - 1) == "outlet" and "ل" not in phrase.clitics:
        return True  # صحيفة الشرق; not موقع للحركة
    if phrase.head == "silent":
        return True
    if phrase.form in ("country", "capital") and not phrase.head:
        return not _is_state(hits, line, phrase)
    if phrase.person and _is_adjective(hits, line, phrase):
        return True
    if phrase.names or phrase.country or phrase.groups or phrase.parent or (phrase.person and phrase.head != "leader"):
        return phrase.head in ("leader", "organ") and not (phrase.names or phrase.country or phrase.groups)
    if "ب" in phrase.clitics and not phrase.person and (phrase.end == phrase.first + 1 or not phrase.definite):
        return True  # what is hit with: بالمدفعية; not انفجرت بدورية للجيش
    if phrase.unknown or phrase.head in ("tribes", "rebels", *_PERSONS):
        return False
    if phrase.head in ("militia", "faction", "police", "army") and phrase.end > phrase.first + 1:
        return False  # جماعات مسلحة، قوة أمنية
    if not (phrase.definite or phrase.pronoun) or (phrase.head in _NEVER_BARE and not phrase.pronoun):
        return True
    return phrase.head in _SHY and not _beside_verb(hits, line, phrase)


# Heads that mean nobody until it is said whose: an aircraft, a unit, some members; and those that are also everyday
# words (الأمن: security), which stand for a side only as the subject or object of a verb.
_NEVER_BARE = frozenset(("aircraft", "unit", "band", "part", "organ", "leader", "office"))
_SHY = frozenset(("security", "navy"))


def _beside_verb(hits: Sequence[tuple[Hit, ...]], line: _Line, phrase: _Phrase) -> bool:
    before = _verbs(hits, line.token[phrase.first - 1]) if phrase.first else set()
    return bool(before or (phrase.end < len(line.plain) and _verbs(hits, line.token[phrase.end])))


def _is_adjective(hits: Sequence[tuple[Hit, ...]], line: _Line, phrase: _Phrase) -> bool:
    """Whether a person's noun only describes the noun before it (الدفاع المدني، الهجوم الإرهابي، عملية انتحارية)."""
    if not phrase.first or phrase.clitics:
        return False
    word, before = line.plain[phrase.first], line.plain[phrase.first - 1]
    if phrase.definite:
        singular = word.endswith(("ي", "يه", "مسلح", "متطرف", "متشدد", "مهاجم", "مجهول"))
        return singular and phrase.end == phrase.first + 1 and before.startswith(("ال", "وال", "بال", "لل"))
    stem = word.removesuffix("ا").removesuffix("ه")
    if word.endswith("يه") and before.endswith("ه") and stem.endswith(("انتحاري", "انغماسي")):
        return True
    if not stem.endswith(("ارهابي", "انتحاري", "انغماسي", "مسلح", "متطرف")):
        return False
    at = line.token[phrase.first - 1]
    nouns = {hit.entry.sense for hit in hits[at] if hit.form.pos in ("noun", "masdar")} if at < len(hits) else set()
    return bool(nouns & _OF_ACTS)


# Acts that are called armed, terrorist or suicidal: behind these nouns such a word is no person.
_OF_ACTS = frozenset(
    ("attack", "explode", "detonate", "clash", "ambush", "raid", "confrontation", "strike", "target", "shoot")
)


def _is_state(hits: Sequence[tuple[Hit, ...]], line: _Line, phrase: _Phrase) -> bool:
    before = line.plain[phrase.first - 1] if phrase.first else ""
    if "ب" in phrase.clitics or before in _BEFORE - _STATE_AFTER:
        return False
    if before == "مع" and phrase.first > 1 and line.plain[phrase.first - 2].endswith("حدود"):
        return False  # الحدود مع سوريا
    senses = set()
    if phrase.first:
        senses |= _verbs(hits, line.token[phrase.first - 1])
    if phrase.end < len(line.plain) and not _is_construct(hits, line, phrase.first):
        senses |= _verbs(hits, line.token[phrase.end])
    if phrase.form == "capital":
        return bool(senses & _SPEAKING)
    linked = bool(phrase.first) and _sense(line, phrase.first - 1) in ("owned", "backed", "sponsor")
    return bool(senses) or before in _STATE_AFTER or linked or not phrase.first


def _is_construct(hits: Sequence[tuple[Hit, ...]], line: _Line, k: int) -> bool:
    """A noun stands right before (شرق سوريا، حدود العراق): the country is a place there."""
    if not k or not hits or line.plain[k - 1] in _STATE_AFTER or line.plain[k - 1] in _BEFORE:
        return False
    before = line.token[k - 1]
    kinds = {hit.entry.kind for hit in hits[before]} if before < len(hits) else set()
    return bool(kinds - {"verb", "cue", "source"}) and not _verbs(hits, before)


def _verbs(hits: Sequence[tuple[Hit, ...]], token: int) -> set[str]:
    if token >= len(hits):
        return set()
    return {hit.entry.sense for hit in hits[token] if hit.form.pos == "verb"}


def _preposition(line: _Line, phrase: _Phrase) -> str:
    """What is written on the phrase or stands before it."""
    k = phrase.first
    one = line.plain[k - 1] if k else ""
    two = line.plain[k - 2] if k > 1 else ""
    for letter in ("ل", "ب", "ك"):
        if letter not in phrase.clitics and one != letter:
            continue
        owner = k - 1 if letter in phrase.clitics else k - 2
        if letter == "ل" and owner >= 0 and (line.plain[owner] in _OWNING or _sense(line, owner) == "owned"):
            return "تابعة ل"
        return letter
    if (two, one) in _TWO_BEFORE:
        return _TWO_BEFORE[two, one]
    if one in _BEFORE or (one[:1] == "و" and one[1:] in _BEFORE):
        return "على" if one.endswith("علي") else "إلى" if one.endswith("الي") else one.removeprefix("و")
    return "و" if "و" in phrase.clitics or one == "و" else ""


def _joins(line: _Line, end: int, phrase: _Phrase) -> bool:
    """Whether a phrase is joined to the one that ends at ``end``: و, or وحلفائهم من, برفقة ... between."""
    if phrase.first == end:
        return "و" in phrase.clitics
    between = line.plain[end : phrase.first]
    if between == ["و"] or (len(between) == 1 and between[0] in _DASHES and phrase.head == "nisba"):
        return True
    return len(between) <= 3 and (between[0] in _ALLIES or _sense(line, end) == "joint")


_ALLIES = frozenset(["وحلفائهم", "وحلفاوهم", "وحلفاءهم", "وحلفائها", "وحليفهم", "وحليفها"])


def _mention(
    sentence: Sentence, hits: Sequence[tuple[Hit, ...]], index: ActorIndex, line: _Line, phrase: _Phrase
) -> ActorMention:
    head, role, candidates = phrase.head, "named", _candidates(index, phrase)
    if phrase.names and not head and all(name.ambiguous == "yes" for name in phrase.names):
        head = "shared"
    if head == "nisba":
        role, head = _bare_nisba(hits, line, phrase)
        if role == "civilians":
            candidates = ("civilians",)
    elif not phrase.names and head in _PERSONS:
        role = _PERSONS[head]
        candidates = candidates or ((_GENERIC[head],) if head in _GENERIC else ())
    elif (phrase.unknown and not phrase.names) or (not candidates and not phrase.definite and _is_anybody(phrase)):
        role, candidates = "unnamed", ()
    elif not candidates:
        role = "unnamed" if phrase.country or (phrase.parent and not phrase.definite) else "head"
    if _sense(line, phrase.first - 1) in ("backed", "sponsor") if phrase.first else False:
        role = "parent"
    elif phrase.first > 1 and _sense(line, phrase.first - 2) in ("backed", "sponsor"):
        role = "parent" if line.plain[phrase.first - 1] in ("من", "ل", "مع", "الي", "ب") else role
    first, last = line.token[phrase.first], line.token[phrase.end - 1] + 1
    first, last = _with_quotes(sentence.tokens, first, last)
    span = _span(sentence, first, last, phrase.clitics)
    actor = index.actors.get(candidates[0]) if len(candidates) == 1 else None
    kind = actor.kind if actor else _KIND_OF.get(head, "political militia")
    return ActorMention(
        sentence.index, first, last, span, phrase.at,
        Actor(actor.name if actor else None, actor.name_ar if actor else None, actor.actor_id if actor else None,
              kind, (span,)),
        role, _preposition(line, phrase), -1, candidates, head, phrase.country,
    )  # fmt: skip


# Persons of one side, also without the article: مقاومون is the resistance of the country.
_SIDED = frozenset(("army", "police", "resistance", "rebels"))


def _is_anybody(phrase: _Phrase) -> bool:
    """Whether the head without the article is somebody unnamed: gunmen, armed groups."""
    return phrase.head in ("militia", "faction") or (phrase.person and phrase.head not in _SIDED)


def _bare_nisba(hits: Sequence[tuple[Hit, ...]], line: _Line, phrase: _Phrase) -> tuple[str, str]:
    """Whether a nisba alone is an adjective (قصف تركي) or stands for persons (استشهد فلسطيني، اعتقال فلسطينيين)."""
    if not phrase.country:
        return ("named", "") if phrase.form == "p" else ("nisba", "")
    if not phrase.first:
        return "nisba", ""
    before = line.token[phrase.first - 1]
    senses = {hit.entry.sense for hit in hits[before]} if before < len(hits) else set()
    word, ahead = line.plain[phrase.first], line.plain[phrase.first - 1]
    if word.endswith("يه") and ahead.endswith(("ه", "ات")):
        return "nisba", ""  # اعتقالات إسرائيلية
    if word.endswith("يا") and ahead.endswith("ا") and not (senses & _HURT or _is_number(hits, before)):
        return "nisba", ""  # عدوانا جويا إسرائيليا
    if phrase.form in ("p", "d") or (not phrase.definite and senses & _HURT):
        return "civilians", "civilians"
    return "nisba", ""


def _is_number(hits: Sequence[tuple[Hit, ...]], token: int) -> bool:
    return token < len(hits) and any(hit.entry.kind == "number" for hit in hits[token])


def _candidates(index: ActorIndex, phrase: _Phrase) -> tuple[str, ...]:
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
    if phrase.parent is not None and phrase.head not in _PERSONS:
        country = phrase.parent.country or next((index.actors[n.actor_id].country for n in phrase.parent.names), "")
        return tuple(stand.actor_id for stand in index.stands.get((country, "backed"), ()))
    return ()


def _with_quotes(tokens: tuple[Token, ...], first: int, last: int) -> tuple[int, int]:
    """The range with the quotation marks that open or close inside it."""
    if first and tokens[first - 1].plain in _QUOTES and last < len(tokens) and tokens[last].plain in _QUOTES:
        return first - 1, last + 1
    inner = sum(token.plain in _QUOTES for token in tokens[first:last])
    if inner % 2 and last < len(tokens) and tokens[last].plain in _QUOTES:
        return first, last + 1
    if inner % 2 and first and tokens[first - 1].plain in _QUOTES:
        return first - 1, last
    return first, last


def _span(sentence: Sentence, first: int, last: int, clitics: tuple[str, ...]) -> Span:
    """The words without the conjunction and preposition written on them; للجيش keeps its letters."""
    span = sentence.span(first, last)
    written = "".join(clitics)
    if not written or not span.text.startswith(written) or span.text[len(written) - 1 :].startswith("لل"):
        written = "و" if "و" in clitics and span.text.startswith("و") else ""
    return Span(span.start + len(written), span.end, span.text[len(written) :])
