"""Active or passive where the letters do not tell: قتلت القوات خمسة, قتل خمسة."""

from __future__ import annotations

from collections.abc import Sequence

from rasd.events.grammar import GOVERNING, MANNED, OWNER, POINTING, clear, group_of
from rasd.model.marked import Marked
from rasd.model.mention import ActorMention, TriggerMention

MEN = frozenset(("member", "part", "leader", "gunmen", "fighters", "militants", "rebels"))


def _is_of_persons(marked: Marked, actor: ActorMention) -> bool:
    """عنصر من القوات, جنديان: men of a side, who may be the ones taken."""
    if actor.head in MEN:
        return True
    return any(p.first == actor.first and p.sense != "soldier" for p in marked.persons)


def _is_a_man(marked: Marked, actor: ActorMention) -> bool:
    """ضابط شرطة: a member of the side, who may be the one taken."""
    return any(p.first == actor.first for p in marked.persons)


def is_lost(marked: Marked, actor: ActorMention) -> bool:
    """اشتباكات أسفرت عن مقتل عضو في الحركة: a side that is told only as having lost men."""
    return any(t.side is not None and t.side[0] <= actor.first < t.side[1] for t in marked.tolls)


def is_active(marked: Marked, trigger: TriggerMention, actors: Sequence[ActorMention]) -> bool:
    """قتلت القوات خمسة (active) against قتل خمسة (passive): an armed side next to the verb and then somebody."""
    if trigger.enclitic or (trigger.first and marked.sentence.tokens[trigger.first - 1].plain in POINTING):
        return True
    tokens = marked.sentence.tokens
    if tokens[trigger.first].plain.endswith(("القي", "القت")) and trigger.last < len(tokens):
        return any(a.first == trigger.last and not a.preposition for a in actors)  # ألقى التنظيم القبض على اثنين
    ahead = [a for a in actors if a.last == trigger.first and a.preposition == "" and a.role in ("named", "unnamed")]
    if ahead and trigger.tense == "present" and _has_victim(marked, trigger.last, actors, near=3):
        return True  # a title: الفصائل تقتل ثلاثة جنود
    behind = marked.sentence.tokens[trigger.last] if trigger.last < len(marked.sentence.tokens) else None
    if behind is not None and (behind.plain.isdigit() or behind.kind == "number") and trigger.number == "s":
        if any(a.last == trigger.first and a.preposition == "" and a.role in ("named", "head") for a in actors):
            return True  # قوات الجيش قتلت 30 عنصرا
    for actor in actors:
        if actor.first >= trigger.last:
            is_next = actor.first == trigger.last and actor.preposition == OWNER and actor.head in MANNED
            if is_next and trigger.sense in ("abduct", "arrest"):
                return True  # اختطفت دورية راعيا: a patrol is not abducted
            if actor.first - trigger.last > 1 or actor.role == "civilians" or actor.preposition:
                break
            if actor.first > trigger.last and marked.sentence.tokens[actor.first - 1].kind == "number":
                return False  # قتل 15 عنصرا من الفصيل
            if _has_accusative(marked, actor.last, actors):
                return True  # قتل قناص من الفصيل جنديا
            if trigger.sense in ("abduct", "execute") and actor.actor.name and not _is_of_persons(marked, actor):
                return True  # اختطفت دورية راعيا: a patrol is not abducted
            if any(t.side and t.first == trigger.first and t.side[0] <= actor.first < t.side[1] for t in marked.tolls):
                return False  # the figure counts them among the dead
            end = group_of(actor, actors)[-1].last
            return _has_victim(marked, end, actors) or (trigger.sense == "arrest" and actor.head in _ARRESTING)
    left = [a for a in actors if a.last <= trigger.first and trigger.first - a.last <= 2 and a.preposition in ("", "و")]
    left = [a for a in left if not is_lost(marked, a)]  # مقتل جنديين وجرح أربعة
    if trigger.sense in ("arrest", "abduct") and any(
        a.last == trigger.first and (a.head in _ARRESTING or a.actor.kind in GOVERNING) and not _is_a_man(marked, a)
        for a in left
    ):
        return True  # إن الشرطة اعتقلت منذ الجمعة خمسين شخصا
    return bool(left) and (trigger.tense == "present" or _has_victim(marked, trigger.last, actors, near=3))


_ARRESTING = frozenset(("police", "security", "enemy", "force", "state"))


def _has_victim(marked: Marked, end: int, actors: Sequence[ActorMention], near: int = 6) -> bool:
    firsts = [v.first for v in (*marked.persons, *marked.tolls)] + [a.first for a in actors if not a.preposition]
    tokens = marked.sentence.tokens
    if end < len(tokens) and tokens[end].plain.startswith("و"):
        return False  # قتل ضابط وعنصران: one more who was killed
    if end < len(tokens) and tokens[end].plain.isdigit():
        return True  # احتجز الحوثيون 16 شاحنة
    return any(
        0 <= first - end <= near and clear(marked, end, first) and not _has_preposition(marked, end, first)
        for first in firsts
    )


def _has_accusative(marked: Marked, end: int, actors: Sequence[ActorMention]) -> bool:
    """Somebody in the accusative without the article stands right behind: جنديا."""
    tokens = marked.sentence.tokens
    return any(a.first == end and not a.preposition and tokens[end].plain.endswith("ا") for a in actors)


def _has_preposition(marked: Marked, first: int, last: int) -> bool:
    return any(t.plain in ("في", "علي", "من", "مع", "بين", "عن") for t in marked.sentence.tokens[first:last])
