"""Triggers: the words that name an event, with the light verb that carries them.

A noun trigger (هجوم) takes the verb before it (شن هجوما) or the relative verb behind it (هجوم شنه ...).
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence, Set
from functools import cache

from rasd.lexicon.rows import DATA
from rasd.mentions.complements import sense_of
from rasd.model.mention import TriggerMention
from rasd.model.text import Sentence
from rasd.model.value import replace
from rasd.model.word import Hit, tokens_with_any

TANWIN = frozenset("\u064b\u064c\u064d")
LIGHT = frozenset({"do", "answer", "suffer", "happen", "witness", "passive", "begin", "continue", "stop"})
# Behind these a word that could be a verb or a verbal noun is the noun.
NOUN_OPENERS = frozenset(
    "في من عن علي الي بعد قبل خلال اثر جراء عقب منذ بسبب نتيجه اثناء ضد رغم برغم وسط بين عبر مع حول كل "
    "عمليه عمليات حمله سلسله موجه عده بعض محاوله اول ثاني ثالث اخر عشرات مئات وقوع تنفيذ شن تم يتم".split()
)
# A munition under تعرض ل names the act: which act.
SUFFERED = {
    **dict.fromkeys(("artillery", "rocket", "missile", "mortar"), "shelling"),
    "air strike": "airstrike",
    "small arms": "shoot",
}
_RELATIVE = frozenset("التي الذي الذين اللذان اللذين اللتان اللتين".split())
RESUMPTIVE = frozenset({"عليها", "عليه", "عليهم", "عليهما"})
PAST_AUXILIARIES = frozenset({"كان", "كانت", "كانوا", "كانا"})
NEGATIONS = frozenset({"لم", "لن", "لا", "ولم", "ولن", "ولا", "دون", "عدم", "بعدم", "وعدم", "غير", "فلم"})
# A light verb reaches its noun over this many tokens; more, and another clause stands between.
REACH = 14
# Tags of verbs that can carry an act, and of munitions that name one under تعرض ل.
_CARRYING = frozenset(f"verb:{sense}" for sense in LIGHT)
_MUNITIONS = frozenset(f"weapon:{sense}" for sense in SUFFERED)
_WALLS = frozenset({".", "؛", ":", "؟", "!"})
_PREPOSITIONS = frozenset(
    "في من عن علي الي بعد قبل خلال اثر جراء عقب منذ بسبب نتيجه اثناء ضد رغم وسط بين عبر مع حول غداه عندما حين".split()
)


@cache
def trigger_senses() -> frozenset[str]:
    """The senses that can name an event: the keys of [trigger] in data/senses.toml.

    >>> "airstrike" in trigger_senses(), "say" in trigger_senses()
    (True, False)
    """
    with (DATA / "senses.toml").open("rb") as file:
        return frozenset(tomllib.load(file)["trigger"])


@cache
def _naming() -> frozenset[str]:
    """Tags of words that can name an act, and of those that silence one."""
    words = frozenset(f"{kind}:{sense}" for kind in ("verb", "noun") for sense in (*trigger_senses(), "none"))
    return words | _MUNITIONS


# What is stopped is another's: "destroyed a drone that the rebels had launched".
_STOPPING = frozenset({"intercept", "destroy"})


def find_triggers(
    sentence: Sentence, hits: Sequence[tuple[Hit, ...]], *, names: Set[int] = frozenset()
) -> list[TriggerMention]:
    """The triggers of a sentence in order. ``names`` are tokens that belong to a name or a date: no triggers."""
    naming = tokens_with_any(hits, _naming())
    if not naming:
        return []
    senses = trigger_senses()
    lights = {i: found for i in tokens_with_any(hits, _CARRYING) if (found := _light(sentence, hits, i)) is not None}
    out: list[TriggerMention] = []
    past = 0
    for i in naming:
        if i < past:
            continue
        hit, sense = _choose(sentence, hits, i, senses)
        if hit is None:
            hit = _munition_suffered(hits, i, lights)
            sense = SUFFERED.get(hit.entry.sense, "") if hit is not None else ""
        if out and _is_joined_noun(sentence, out[-1], i) and hit is not None and hit.form.pos == "verb":
            nominal, nominal_sense = _choose(sentence, hits, i, senses, nominal=True)
            if nominal is not None:  # وقصفت can only be the verb
                hit, sense = nominal, nominal_sense
        if hit is None or (hit.last - hit.first == 1 and i in names):
            continue
        if sense in senses:
            mention = _mention(sentence, hit, sense, lights)
            if sense in _STOPPING and any(h.entry.sense == "launch" for h in hits[mention.relative]):
                # اعتراض صاروخ أطلقه الحوثيون: whoever launched it is not who stopped it
                mention = replace(mention, relative=-1, relative_sense="")
            if mention.light >= 0 and not sentence.tokens[hit.first].plain.startswith("و"):
                if any(before.light == mention.light for before in out):  # a light verb carries one noun, and its "و"
                    mention = replace(mention, light=-1, light_sense="", light_voice="")
            out.append(mention)
        past = hit.last
    return out


def _munition_suffered(hits: Sequence[tuple[Hit, ...]], i: int, lights: dict[int, tuple[Hit, str]]) -> Hit | None:
    """تعرض الحاجز لقذائف: the munition itself names the act."""
    for hit in hits[i]:
        if hit.entry.kind == "weapon" and hit.entry.sense in SUFFERED and "ل" in hit.proclitics:
            if any(lights[j][1] == "suffer" for j in range(max(0, i - REACH * 2), i) if j in lights):
                return hit
    return None


def _choose(
    sentence: Sentence, hits: Sequence[tuple[Hit, ...]], i: int, senses: frozenset[str], *, nominal: bool = False
) -> tuple[Hit | None, str]:
    """The reading of token i that may be a trigger and its sense, or a phrase that silences one (sense "none")."""
    best: Hit | None = None
    best_sense = ""
    is_noun = True if nominal else None
    for hit in hits[i]:
        entry = hit.entry
        if entry.kind not in ("verb", "noun"):
            continue
        sense = entry.sense
        if entry.kind == "verb" and "with:" in entry.fields["frame"]:
            sense = sense_of(sentence, hits, hit)
        if sense not in senses and sense != "none":
            continue
        if hit.last - hit.first > 1:
            if best is None or hit.last > best.last:
                best, best_sense = hit, sense
            continue
        if best is not None and best.last - best.first > 1:
            continue
        is_verb = hit.form.pos == "verb"
        if is_verb:
            if is_noun is None:
                is_noun = _stands_as_noun(sentence, i) and any(h.form.pos != "verb" for h in hits[i])
            if is_noun:
                continue
        if (
            best is None
            or (best.form.pos != "verb" and is_verb and not hit.enclitic)
            or (best.enclitic and not hit.enclitic)
            or (is_verb and sense == best_sense and best.form.tense == "present" and hit.form.tense == "past")
        ):
            best, best_sense = hit, sense
    return best, best_sense


def _stands_as_noun(sentence: Sentence, i: int) -> bool:
    """A case ending is written (قصفًا), or a preposition or the like stands before."""
    tokens = sentence.tokens
    if TANWIN.intersection(sentence.raw[tokens[i].start : tokens[i].end]):
        return True
    return i > 0 and tokens[i - 1].plain in NOUN_OPENERS


def _is_joined_noun(sentence: Sentence, before: TriggerMention, i: int) -> bool:
    """اشتباكات وقصف: behind an indefinite event noun, "و" and a word that may be one is one."""
    return (
        before.pos != "verb"
        and not before.is_definite
        and before.last == i
        and sentence.tokens[i].plain.startswith("و")
    )


def _light(sentence: Sentence, hits: Sequence[tuple[Hit, ...]], i: int) -> tuple[Hit, str] | None:
    """The light verb at token i; of two readings the past: تجدد القتال is "was renewed", not "she renews"."""
    found = None
    for hit in hits[i]:
        if hit.last - hit.first == 1 and hit.entry.kind == "verb" and hit.form.pos in ("verb", "masdar"):
            sense = hit.entry.sense
            if "with:" in hit.entry.fields["frame"]:
                sense = sense_of(sentence, hits, hit)
            if sense in LIGHT and (found is None or (found[0].form.tense == "present" and hit.form.tense == "past")):
                found = hit, sense
    return found


def _mention(sentence: Sentence, hit: Hit, sense: str, lights: dict[int, tuple[Hit, str]]) -> TriggerMention:
    tokens = sentence.tokens
    before = tokens[hit.first - 1].plain if hit.first else ""
    form = hit.form
    preposition = next((p for p in hit.proclitics if p in ("ب", "ل", "ك")), "")
    if not preposition and before.removeprefix("و") in _PREPOSITIONS:
        preposition = before.removeprefix("و")
    light = relative = -1
    light_sense = light_voice = relative_sense = ""
    tense = form.tense
    if form.pos != "verb":
        light = _light_before(sentence, hit.first, lights)
        if light >= 0:
            carrier, light_sense = lights[light]
            light_voice, tense = carrier.form.voice, carrier.form.tense
        relative = _light_behind(sentence, hit.last, lights)
        if relative >= 0:
            relative_sense = lights[relative][1]
    if tense == "present" and any(
        sentence.tokens[i].plain.removeprefix("و") in PAST_AUXILIARIES
        for i in range(max(0, (light if light >= 0 else hit.first) - 4), hit.first)
    ):
        tense = "past"
    negated = before in NEGATIONS or (light > 0 and tokens[light - 1].plain in NEGATIONS)
    return TriggerMention(
        sentence=sentence.index,
        first=hit.first,
        last=hit.last,
        span=sentence.span(hit.first, hit.last),
        at=hit.entry.at,
        sense=sense,
        pos=form.pos if form.pos in ("verb", "masdar", "agent", "patient") else "noun",
        voice=form.voice,
        number=form.number or "s",
        is_definite="ال" in hit.proclitics
        or bool(hit.enclitic)
        or (hit.last - hit.first > 1 and tokens[hit.first + 1].plain.startswith("ال") and form.pos != "verb"),
        enclitic=hit.enclitic,
        light=light,
        light_sense=light_sense,
        light_voice=light_voice,
        relative=relative,
        relative_sense=relative_sense,
        preposition=preposition,
        is_negated=negated,
        tense=tense,
        is_relative=form.pos == "verb" and before in _RELATIVE,
        is_described=form.pos == "verb" and hit.last < len(tokens) and tokens[hit.last].plain in RESUMPTIVE,
    )


def _light_before(sentence: Sentence, first: int, lights: dict[int, tuple[Hit, str]]) -> int:
    for i in range(first - 1, max(-1, first - 1 - REACH), -1):
        if sentence.tokens[i].plain in _WALLS:
            return -1
        if i in lights and (lights[i][0].form.pos == "verb" or _carries_as_noun(*lights[i])):
            return i
    return -1


def _carries_as_noun(light: Hit, sense: str) -> bool:
    """نجاح القوات في تحرير، تنفيذ القوات غارات."""
    return light.form.pos == "masdar" and sense in ("do", "suffer") and "ال" not in light.proclitics


def _light_behind(sentence: Sentence, last: int, lights: dict[int, tuple[Hit, str]]) -> int:
    for i in range(last, min(len(sentence.tokens), last + 4)):
        if sentence.tokens[i].kind == "mark":
            return -1
        if i in lights and lights[i][0].form.pos == "verb":
            return i
    return -1
