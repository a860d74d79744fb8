"""Who claims an act, is accused of it, or takes part in it."""

from __future__ import annotations

from collections.abc import Sequence

from rasd.events.frames import Frame
from rasd.events.grammar import RELATIVE, SIDES, clear, group_of
from rasd.model.marked import Marked
from rasd.model.mention import ActorMention
from rasd.model.word import tokens_with

Actors = tuple[ActorMention, ...]


def participants(marked: Marked, frame: Frame, actors: Sequence[ActorMention]) -> Actors:
    """عملية تفتيش بمشاركة الجيش: who takes part in an act that nobody else is said to do."""
    tokens = marked.sentence.tokens
    for actor in actors:
        if frame.main.last <= actor.first < frame.last and actor.role in SIDES:
            if any(t.plain == "بمشاركه" for t in tokens[max(0, actor.first - 2) : actor.first]):
                return group_of(actor, actors)
    return ()


def claimer(marked: Marked, frame: Frame) -> Actors:
    """تبنى التنظيم التفجير، أعلن مسؤوليته عن الهجوم."""
    first = frame.main.first
    tokens = marked.sentence.tokens
    for source in marked.sources:
        words = (t.plain for t in tokens[max(0, first - 4) : first])
        if source.manner != "claim" and not any(w.startswith(("مسووليت", "المسووليه")) for w in words):
            continue
        said = [a for a in marked.actors if source.first <= a.first < source.last and a.role in ("named", "head")]
        if said and source.scope[0] <= first < source.scope[1]:
            return group_of(said[0], said)
    return _claims_itself(marked, frame)


def _claims_itself(marked: Marked, frame: Frame) -> Actors:
    """المتمردون الذين أعلنوا مسؤوليتهم عن الهجوم: the side that the clause describes."""
    tokens, first = marked.sentence.tokens, frame.main.first
    claims = [i for i in range(max(0, first - 3), first) if tokens[i].plain.startswith("مسووليت")]
    for actor in reversed(marked.actors) if claims else ():
        if actor.last < claims[0] and claims[0] - actor.last <= 3 and tokens[actor.last].plain in RELATIVE:
            return group_of(actor, marked.actors) if actor.actor.name else ()
    return ()


def accused(marked: Marked, frame: Frame, actors: Sequence[ActorMention]) -> Actors:
    """اتهمت الحكومة الحركة بقصف, حملت السلطات التنظيم مسؤولية التفجير: the object of the verb of accusing."""
    first = min(t.first for t in frame.triggers)
    for source in marked.sources:
        if source.manner != "accuse" or not source.scope[0] <= frame.main.first < source.scope[1]:
            continue
        for actor in actors:
            if source.last <= actor.first < first and not actor.preposition and actor.role in ("named", "head"):
                return group_of(actor, actors) if clear(marked, actor.last, first) else ()
    return ()


def blamed_behind(marked: Marked, frame: Frame, actors: Sequence[ActorMention]) -> Actors:
    """هجوم اتهمت الحكومة الحركة بتنفيذه: the object of the verb of accusing, the act told by its pronoun."""
    tokens = marked.sentence.tokens
    for i in tokens_with(marked.hits, "verb:accuse"):
        if not frame.main.last <= i < frame.last or all(h.entry.sense != "accuse" for h in marked.hits[i]):
            continue
        for actor in actors:
            behind = tokens[actor.last].plain if actor.last < len(tokens) else ""
            if i < actor.first <= i + 4 and behind.startswith("ب") and behind.endswith(("ه", "ها", "هما")):
                return group_of(actor, actors)
    return ()


def resumed_behind(marked: Marked, frame: Frame, actors: Sequence[ActorMention]) -> Actors:
    """هجومان يعتقد أن الجماعة نفذتهما: a side, and right behind it a verb of doing that points back at the act."""
    tokens = marked.sentence.tokens
    for actor in actors:
        if not frame.main.last <= actor.first < frame.last or actor.last >= len(tokens) or actor.preposition:
            continue
        word = tokens[actor.last].plain
        done = any(h.entry.kind == "verb" and h.entry.sense == "do" for h in marked.hits[actor.last])
        if done and word.endswith(("ه", "ها", "هما")):
            return group_of(actor, actors)
    return ()
