"""Who did what a noun names: the adjective (قصف تركي), the genitive (اقتحام القوات), ل and من behind it."""

from __future__ import annotations

from collections.abc import Sequence

from rasd.events.agents import AGENT_WORDS
from rasd.events.frames import Frame
from rasd.events.grammar import ADJACENT, LIGHT_DOING, OBJECT_NOUNS, SIDES, clear, group_of
from rasd.events.hit import is_any_craft
from rasd.events.wording import CASUALTY
from rasd.model.marked import Marked
from rasd.model.mention import ActorMention, Mention, TriggerMention

Actors = tuple[ActorMention, ...]

# Nouns of a death or a wound that name only who suffered it; قتل and جرح are also what somebody does.
VICTIM_NOUNS = ("مقتل", "مصرع", "اصابه", "استشهاد", "وفاه")


def noun_doer(
    marked: Marked, frame: Frame, trigger: TriggerMention, actors: Sequence[ActorMention]
) -> tuple[Actors, str]:
    inside = [a for a in actors if a.first <= trigger.first < a.last and a.head == "aggressor"]
    if inside:
        return (inside[0],), "adjective"  # عدوان إسرائيلي: the words name the act and who does it
    nisba = () if _is_of_the_thing(trigger) else beside(marked, trigger, actors, {"nisba"})
    if nisba:
        return nisba, "adjective"
    near = beside(marked, trigger, actors, SIDES)
    if not near:
        return (), ""
    actor, last = near[0], near[-1]
    if _is_of_the_victims(marked, trigger) or is_any_craft(marked, trigger.sense, actor):
        return (), ""
    if actor.preposition == "" and not trigger.is_definite and actor.role != "civilians":
        if trigger.sense not in OBJECT_NOUNS and not _takes_object(marked, trigger):
            return near, "genitive"
        if has_object(marked, last, actors):
            return near, "genitive before its object"
    if trigger.sense in OBJECT_NOUNS or trigger.sense == "take" or actor.role == "civilians":
        return (), ""
    carried = trigger.light >= 0 and trigger.light_sense in LIGHT_DOING and trigger.light_voice != "passive"
    if actor.preposition == "ل" and not carried and not _takes_object(marked, trigger):
        return near, "ل of the doer"
    if actor.preposition in ("من", "من قبل"):
        return near, "from"
    return (), ""


def _is_of_the_victims(marked: Marked, trigger: TriggerMention) -> bool:
    """مقتل, إصابة, استشهاد: what stands behind is who was hurt, whatever follows."""
    return trigger.sense in CASUALTY and marked.sentence.tokens[trigger.first].plain.endswith(VICTIM_NOUNS)


def _is_of_the_thing(trigger: TriggerMention) -> bool:
    """إسقاط صاروخ أوكراني: the adjective behind a noun and its object says whose the object is."""
    return trigger.sense in OBJECT_NOUNS and trigger.last - trigger.first > 1


def _takes_object(marked: Marked, trigger: TriggerMention) -> bool:
    """استهداف, مهاجمة: the genitive is the object, unless another one follows."""
    word = marked.sentence.tokens[trigger.first].plain
    return word.endswith(("استهداف", "مهاجمه", "محاصره", "ملاحقه", "مداهمه", "تفجير", "طرد", "تحرير"))


def has_object(marked: Marked, actor: ActorMention, actors: Sequence[ActorMention]) -> bool:
    """Somebody or something right behind the genitive: اعتقال القوات شابين، استهداف الجيش لمواقع."""
    reach = range(actor.last, actor.last + 4)
    things: list[Mention] = [*marked.persons, *marked.tolls, *marked.targets, *marked.weapons]
    things += [p for p in marked.places if p.role == "scene"]
    things += [a for a in actors if a is not actor and not a.preposition]
    sentence = marked.sentence
    if actor.last < len(sentence.tokens):
        behind = sentence.span(actor.last, actor.last + 1).text
        if behind.endswith(("\u064bا", "ا\u064b")):
            return True  # تدمير وحدات من الجيش عتادا: the accusative is the object
    return any(
        o.first in reach and clear(marked, actor.last, o.first) and not _opens_phrase(marked, actor.last, o.first)
        for o in things
    )


def _opens_phrase(marked: Marked, first: int, last: int) -> bool:
    """A preposition that leads away from the object stands in between (في بلدة), or a comma."""
    tokens = marked.sentence.tokens
    return any(t.plain in _LEADING_AWAY for t in tokens[first:last]) or (
        last < len(tokens) and last == first and tokens[last].plain.startswith(("ب", "و"))
    )


_LEADING_AWAY = frozenset(
    "في من قرب شرق غرب شمال جنوب الي عند مع ، علي جراء اثر نتيجه بسبب خلال اثناء عقب بعد قبل داخل بين منذ عبر "
    "ضد".split()
)


def beside(marked: Marked, trigger: TriggerMention, actors: Sequence[ActorMention], roles: set[str]) -> Actors:
    """The actor next to a noun trigger, only adjectives of the noun between."""
    for actor in actors:
        if actor.first < trigger.last or actor.role not in roles:
            continue
        gap = marked.sentence.tokens[trigger.last : actor.first]
        if len(gap) > ADJACENT:
            return ()
        if any(t.kind == "mark" and t.plain not in "\"“”«»'" for t in gap):
            return ()
        if any(t.plain in _AWAY or t.plain in AGENT_WORDS for t in gap):
            return ()
        if any(o.first < actor.first and o.first >= trigger.last for o in (*marked.targets, *marked.persons)):
            return ()
        if not clear(marked, trigger.last, actor.first):
            return ()
        return group_of(actor, actors)
    return ()


_AWAY = frozenset("علي في ضد الي عن بين مع استهدف استهدفت".split())
