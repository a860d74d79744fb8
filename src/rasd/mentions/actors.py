"""Actors in a sentence: names, force nouns with a nisba or a name behind them, persons, and bare heads.

``find_actors`` reads left to right and takes the longest phrase at each word. Who a partisan name or a bare head stands
for is left to ``rasd.resolve.who``: the mention keeps the candidates.
"""

from __future__ import annotations

from collections.abc import Sequence

from rasd.lexicon.actors import ActorIndex
from rasd.mentions.phrases import (
    DASHES,
    HURT,
    PERSONS,
    Line,
    Phrase,
    accusative_nisba_at,
    candidates_of,
    link_at,
    nisba_at,
    phrase_at,
    soldier_at,
)
from rasd.mentions.silent import BEFORE, is_silent
from rasd.model.event import Actor
from rasd.model.mention import ActorMention
from rasd.model.text import Sentence, Span, Token
from rasd.model.value import replace
from rasd.model.word import Hit, tokens_with

_QUOTES = frozenset("\"'“”„«»‹›’‘`′″()[]")
_GENERIC = {"civilians": "civilians", "protesters": "protesters", "rioters": "rioters"}
_KIND_OF = {
    "civilians": "civilians", "protesters": "protesters", "youths": "protesters", "rioters": "rioters",
    "army": "state forces", "air": "state forces", "navy": "state forces", "police": "state forces",
    "state": "state forces", "regime": "state forces", "enemy": "external/other forces",
    "coalition": "external/other forces", "tribes": "identity militia", "group": "rebel group",
    "rebels": "rebel group", "opposition": "rebel group", "faction": "rebel group", "resistance": "rebel group",
}  # fmt: skip
_TWO_BEFORE = {
    ("من", "قبل"): "من قبل", ("علي", "يد"): "على يد", ("علي", "ايدي"): "على يد", ("من", "جانب"): "من قبل",
    ("من", "طرف"): "من قبل",
    ("في", "احدي"): "في", ("في", "احد"): "في", ("علي", "احدي"): "على", ("علي", "احد"): "على",
    ("من", "يد"): "من", ("من", "ايدي"): "من", ("من", "قبضه"): "من",
    ("من", "صفوف"): "من صفوف", ("في", "صفوف"): "من صفوف",
}  # fmt: skip
_OWNING = frozenset(["يعود", "تعود", "يتبع", "تتبع", "يتبعون", "عائد", "عائده"])


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
    return _mentions(sentence, hits, index, Line(plain, readings, numbers))


def _mentions(sentence: Sentence, hits: Sequence[tuple[Hit, ...]], index: ActorIndex, line: Line) -> list[ActorMention]:
    out: list[ActorMention] = []
    soldiers = frozenset(tokens_with(hits, "person:soldier"))
    end = past = 0
    for k, readings in enumerate(line.readings):
        if k < past or not readings:
            continue
        phrase = phrase_at(index, line, k)
        if phrase is None and line.token[k] in soldiers:
            phrase = soldier_at(hits, index, line, k)
        if phrase is not None and is_silent(hits, line, phrase):
            form = phrase.form
            phrase = nisba_at(line, k) if form == "country" and not _after_preposition(line, k) else None
            if phrase is None and form == "country":
                phrase = accusative_nisba_at(sentence, hits, index, line, k)
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
    line: Line,
    phrase: Phrase,
    out: list[ActorMention],
) -> list[ActorMention]:
    """القوات الأرمنية والأذربيجانية: the second nisba is a side beside the first."""
    second = Phrase(phrase.end - 1, phrase.end, ("و",), phrase.definite, phrase.head, country=phrase.also, at=phrase.at)
    mention = _mention(sentence, hits, index, line, second)
    if mention.role != "named" or mention.candidates == out[-1].candidates:
        return []
    group = out[-1].group if out[-1].group >= 0 else len(out) - 1
    out[-1] = replace(out[-1], group=group)
    return [replace(mention, group=group, preposition="و")]


def _after_preposition(line: Line, k: int) -> bool:
    return bool(k) and line.plain[k - 1] in BEFORE


def _preposition(line: Line, phrase: Phrase) -> str:
    """What is written on the phrase or stands before it."""
    k = phrase.first
    one = line.plain[k - 1] if k else ""
    two = line.plain[k - 2] if k > 1 else ""
    for letter in ("ل", "ب", "ك"):
        if letter not in phrase.clitics and one != letter:
            continue
        owner = k - 1 if letter in phrase.clitics else k - 2
        if letter == "ل" and owner >= 0 and (line.plain[owner] in _OWNING or link_at(line, owner) == "owned"):
            return "تابعة ل"
        return letter
    if (two, one) in _TWO_BEFORE:
        return _TWO_BEFORE[two, one]
    if one in BEFORE or (one[:1] == "و" and one[1:] in BEFORE):
        return "على" if one.endswith("علي") else "إلى" if one.endswith("الي") else one.removeprefix("و")
    return "و" if "و" in phrase.clitics or one == "و" else ""


def _joins(line: Line, end: int, phrase: Phrase) -> bool:
    """Whether a phrase is joined to the one that ends at ``end``: و, or وحلفائهم من, برفقة ... between."""
    if phrase.first == end:
        return "و" in phrase.clitics
    between = line.plain[end : phrase.first]
    if between == ["و"] or (len(between) == 1 and between[0] in DASHES and phrase.head == "nisba"):
        return True
    return len(between) <= 3 and (between[0] in _ALLIES or link_at(line, end) == "joint")


_ALLIES = frozenset(["وحلفائهم", "وحلفاوهم", "وحلفاءهم", "وحلفائها", "وحليفهم", "وحليفها"])


def _mention(
    sentence: Sentence, hits: Sequence[tuple[Hit, ...]], index: ActorIndex, line: Line, phrase: Phrase
) -> ActorMention:
    head, role, candidates = phrase.head, "named", candidates_of(index, phrase)
    if phrase.names and not head and all(name.ambiguous == "yes" for name in phrase.names):
        head = "shared"
    if head == "nisba":
        role, head = _bare_nisba(hits, line, phrase)
        if role == "civilians":
            candidates = ("civilians",)
    elif not phrase.names and head in PERSONS:
        role = PERSONS[head]
        candidates = candidates or ((_GENERIC[head],) if head in _GENERIC else ())
    elif (phrase.unknown and not phrase.names) or (not candidates and not phrase.definite and _is_anybody(phrase)):
        role, candidates = "unnamed", ()
    elif not candidates:
        role = "unnamed" if phrase.country or (phrase.parent and not phrase.definite) else "head"
    if link_at(line, phrase.first - 1) in ("backed", "sponsor") if phrase.first else False:
        role = "parent"
    elif phrase.first > 1 and link_at(line, phrase.first - 2) in ("backed", "sponsor"):
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


def _is_anybody(phrase: Phrase) -> bool:
    """Whether the head without the article is somebody unnamed: gunmen, armed groups."""
    return phrase.head in ("militia", "faction") or (phrase.person and phrase.head not in _SIDED)


def _bare_nisba(hits: Sequence[tuple[Hit, ...]], line: Line, phrase: Phrase) -> tuple[str, str]:
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
    if word.endswith("يا") and ahead.endswith("ا") and not (senses & HURT or _is_number(hits, before)):
        return "nisba", ""  # عدوانا جويا إسرائيليا
    if phrase.form in ("p", "d") or (not phrase.definite and senses & HURT):
        return "civilians", "civilians"
    return "nisba", ""


def _is_number(hits: Sequence[tuple[Hit, ...]], token: int) -> bool:
    return token < len(hits) and any(hit.entry.kind == "number" for hit in hits[token])


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
