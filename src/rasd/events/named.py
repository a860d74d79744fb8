"""Whether an act is told or only named: the inquiry into a murder, talks since the raid, victims of the attacks.

An act that is only named is news of something else. It is kept where the words about it still say what happened.
"""

from __future__ import annotations

from rasd.events.frames import Frame
from rasd.events.wording import STOPS
from rasd.model.marked import Marked
from rasd.model.mention import CueMention, TriggerMention

# Light verbs that tell the act of the noun they carry.
TELLING = frozenset({"do", "suffer", "happen", "witness", "begin", "answer", "continue"})
# Behind these the act is the time or the subject of something else.
SETTING = frozenset("منذ قبل حول بشان بخصوص حيال ازاء ضد مثل رغم برغم غداه".split())
ARTICLES = ("ال", "بال", "لل", "كال")
# How far behind words of reference an act may stand (قضية الاعتداء، المتهم بمحاولة اغتيال); those that cover a
# clause reach to its end (أدان).
REACH = 4
# A noun of these is rather named than told: اغتيال الرئيس، تفجيرات العاصمة، هجمات المتمردين.
MOSTLY_NAMED = frozenset(
    "assassinate abduct execute attack target detonate suicide launch take stab ram confrontation repel".split()
)
# Behind these verbs it is told all the same: أعلن اغتيال ..., أفادت بخطف ..., نجا من محاولة اغتيال
SAYING = frozenset({"say", "claim", "mourn", "allege", "accuse", "deny", "survive"})
FIRST_WORDS = 2
# What one says to have done, with the article: أعلن الجيش السيطرة على البلدة، أعلنت الشرطة القبض على خمسة.
ANNOUNCING = frozenset({"say", "claim", "allege"})
ANNOUNCED = frozenset(
    "take arrest repel intercept defuse seize kill destroy withdraw deploy handover establish sweep besiege".split()
)
CLAUSE_OPENERS = frozenset("ان بان انه بانه انها بانها انهم الذي التي بعد قبل خلال اثناء منذ حول".split())
FARTHEST = 10


def is_only_named(marked: Marked, frame: Frame) -> bool:
    """True when the act is a noun that no verb tells: definite, behind words of reference or of a person known."""
    main = frame.main
    if main.is_relative and any(c.sense == "reference" and _covers(c, main.first) for c in marked.cues):
        return True  # أشادت الحركة بالكتيبة التي ضربت الجنود
    if any(_is_verb(marked, t) or _is_carried(marked, t) for t in frame.triggers):
        return False
    if is_announced(marked, frame):
        return False
    return (
        main.is_definite
        or marked.sentence.tokens[main.first].plain.removeprefix("و").startswith(ARTICLES)
        or main.preposition in SETTING
        or _is_referred_to(marked, frame)
        or (main.sense in MOSTLY_NAMED and not _is_news(marked, frame))
    )


def is_announced(marked: Marked, frame: Frame) -> bool:
    """The verbal noun is itself the object of a verb of saying: أعلنت القوات التصدي لخمس مسيرات."""
    main = frame.main
    if main.sense not in ANNOUNCED or main.enclitic or main.preposition not in ("", "ب", "عن"):
        return False
    for i in range(main.first - 1, max(-1, main.first - FARTHEST), -1):
        token = marked.sentence.tokens[i]
        if token.plain in STOPS or token.plain in CLAUSE_OPENERS:
            return False
        if any(hit.form.pos == "verb" and hit.entry.sense in ANNOUNCING for hit in marked.hits[i]):
            return True
    return False


def _is_referred_to(marked: Marked, frame: Frame) -> bool:
    first = frame.main.first
    cues = [c for c in marked.cues if c.sense == "reference" and _covers(c, first)]
    return any(c.reach == "clause" or first - c.last <= REACH for c in cues)


def _covers(cue: CueMention, token: int) -> bool:
    return cue.scope[0] <= token < cue.scope[1]


def _is_verb(marked: Marked, trigger: TriggerMention) -> bool:
    """A verb, and not a verbal noun of the same letters behind another noun: قضية خطف السياح، اعتبار خطف السفن."""
    if trigger.pos != "verb":
        return False
    at, before = marked.hits[trigger.first], marked.hits[trigger.first - 1] if trigger.first else ()
    if not any(hit.form.pos == "masdar" and hit.entry.sense == trigger.sense for hit in at):
        return True
    is_behind_noun = any(c.sense == "reference" and c.last == trigger.first for c in marked.cues) or any(
        hit.form.pos == "masdar" for hit in before
    )
    return not is_behind_noun


def _is_carried(marked: Marked, trigger: TriggerMention) -> bool:
    """A light verb tells the act, unless it carries the words of reference: واصل التحقيق في اغتيال ..."""
    if trigger.relative_sense in TELLING:
        return True
    between = range(trigger.light, trigger.first)
    return trigger.light_sense in TELLING and not any(
        c.sense == "reference" and c.first in between and c.first > trigger.light for c in marked.cues
    )


def _is_news(marked: Marked, frame: Frame) -> bool:
    """The noun opens the sentence, as titles do, or a verb of saying brings it."""
    first = frame.main.first
    if first <= FIRST_WORDS or marked.sentence.tokens[first - 1].plain == ":":
        return True
    return any(
        hit.form.pos == "verb" and hit.entry.sense in SAYING
        for i in range(max(0, first - 4), first)
        for hit in marked.hits[i]
    )
