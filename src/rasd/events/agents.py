"""Agent phrases: قتل على يد المسلحين، غارة نفذها الطيران، برصاص القوات."""

from __future__ import annotations

from collections.abc import Sequence

from rasd.events.frames import Frame
from rasd.events.grammar import OBJECT_NOUNS, group_of
from rasd.events.hit import is_launched
from rasd.model.marked import Marked
from rasd.model.mention import ActorMention, TriggerMention

Actors = tuple[ActorMention, ...]

# Right behind these stands who did it.
AGENT_WORDS = frozenset(
    "برصاص بنيران رصاص نيران يد ايدي بيد بايدي بقصف بغاره بغارات بصواريخ بقذائف بهجوم نفذه نفذته نفذها شنه شنته "
    "شنها نفذتها شنتها نسب نسبت ينسب اطلقه اطلقته اطلقها اطلقتها مصدره مصدرها ارتكبها ارتكبته ينفذها تنفذها "
    "ضلوع بضلوع تورط بتورط وقوف بوقوف "
    "نصبه نصبها نصبته نصبتها زرعه زرعها زرعته زرعتها تبناه تبنته تبناها تبنتها".split()
)
# Behind these a ل says who did it: قتلوا في عملية للجيش.
OPERATIONS = frozenset("عمليه بعمليه عمليات بعمليات حمله بحمله مداهمه بمداهمه انزال بانزال".split())


def agent_phrase(marked: Marked, frame: Frame, trigger: TriggerMention, actors: Sequence[ActorMention]) -> Actors:
    for actor in actors:
        if not frame.first <= actor.first < frame.last:
            continue
        if actor.preposition in ("من قبل", "على يد", "على أيدي") and actor.first >= trigger.first:
            return group_of(actor, actors)
        if _is_of_its_craft(actor, trigger) or _is_of_an_operation(marked, trigger, actor):
            return group_of(actor, actors)
        at = _agent_word(marked, max(frame.first, actor.first - 3), actor.first)
        if trigger.sense == "take" and at > 0 and marked.sentence.tokens[at - 1].plain == "من":
            continue  # تحرير المدينة من أيدي الفصيل: who lost it
        if trigger.light >= 0 and trigger.first <= at < trigger.last:
            continue  # قامت المدفعية بقصف أهداف للتنظيم: the subject of the light verb did it
        if trigger.sense == "intercept" and at >= 0 and is_launched(marked, actor):
            continue  # اعتراض مسيرة أطلقتها الميليشيا: whose it was
        if actor.first > trigger.first - 6 and at >= 0 and not _names_another_act(marked, trigger.last, at):
            return group_of(actor, actors)
    return ()


def _agent_word(marked: Marked, first: int, last: int) -> int:
    """Where a word stands behind which the doer is named; -1 for none."""
    tokens = marked.sentence.tokens
    return next((i for i in range(first, last) if tokens[i].plain.removeprefix("و") in AGENT_WORDS), -1)


def _names_another_act(marked: Marked, first: int, last: int) -> bool:
    """هاجم مسلحون الحاجز بعد حملة اعتقالات نفذتها القوات: the agent phrase belongs to the act next to it."""
    return any(first <= t.first < last and t.pos != "verb" for t in marked.triggers)


def _is_of_its_craft(actor: ActorMention, trigger: TriggerMention) -> bool:
    """هجوم بطائرات مسيرة أوكرانية: whose the craft is, did it."""
    if actor.head not in ("aircraft", "air", "navy") or not (actor.country or actor.actor.name):
        return False
    if trigger.sense in OBJECT_NOUNS:
        return False
    return actor.first < trigger.last < actor.last or (actor.preposition == "ب" and actor.first >= trigger.last)


def _is_of_an_operation(marked: Marked, trigger: TriggerMention, actor: ActorMention) -> bool:
    """قتل خمسة في عملية (أمنية) للجيش: whose operation it was."""
    if actor.preposition not in ("ل", "تابعة ل") or actor.first < trigger.last:
        return False
    before = marked.sentence.tokens[max(trigger.last, actor.first - 3) : actor.first]
    return any(t.plain in OPERATIONS for t in before)
