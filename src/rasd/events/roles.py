"""Who did it and whom it hit: the actors around the triggers of one frame, by the grammar of the trigger.

A verb has its subject behind it (قصف الجيش) or before it (الجيش يقصف); a noun takes an adjective (قصف تركي), a
genitive (اقتحام القوات), a ل (قصف للجيش على), a light verb's subject (شن الجيش هجوما) or an agent phrase (على يد).
"""

from __future__ import annotations

from collections.abc import Sequence

from rasd.events.frames import COMPLEMENT, RESULT, STRONG, Frame, is_finite_verb
from rasd.model.marked import Marked
from rasd.model.mention import ActorMention, ObjectMention, PersonMention, TriggerMention

# Behind these stands who did it.
AGENT_WORDS = frozenset(
    "برصاص بنيران رصاص نيران يد ايدي قبل بايدي بقصف بغاره بغارات بصواريخ بقذائف بهجوم نفذه نفذته نفذها شنه شنته شنها "
    "نفذتها شنتها اطلقه اطلقته اطلقها اطلقتها مصدره مصدرها ارتكبها ارتكبته ينفذها تنفذها زرعه زرعها زرعتها".split()
)
# Verbal nouns whose genitive is the one that was hit: استهداف الحوثيين. With the others it is the doer: قصف الحوثيين.
OBJECT_NOUNS = frozenset(
    {
        "kill",
        "wound",
        "assassinate",
        "arrest",
        "abduct",
        "execute",
        "intercept",
        "destroy",
        "burn",
        "besiege",
        "seize",
        "die",
    }
)
PASSIVE_BY_NATURE = frozenset({"die"})
AGAINST = frozenset({"على", "علي", "ضد", "ل", "تابعة ل", "من صفوف", "في صفوف", "صفوف", "باتجاه", "تجاه", "من", "بحق"})
# Senses whose words tell of no one who does it.
HAPPENINGS = frozenset({"explode", "fall", "die"})
USABLE = frozenset({"named", "nisba", "head", "civilians", "unnamed", "protesters"})
UNNAMED = frozenset({"unnamed"})
ADJACENT = 4


def roles_of(
    marked: Marked, frame: Frame, before: int
) -> tuple[tuple[ActorMention, ...], tuple[ActorMention, ...], str]:
    """Doers, those hit, and the rule that told; ``before``: the first token a subject may stand at."""
    actors = [actor for actor in marked.actors if actor.role in USABLE]
    sides = _sides(marked, frame, actors)
    if sides is not None:
        return sides[0], sides[1], "sides of a clash"
    if frame.main.sense == "repel":
        return _repelled(marked, frame, actors, before)
    doer: tuple[ActorMention, ...] = ()
    rule = ""
    for trigger in (frame.main, *frame.triggers):
        doer, rule = _doer(marked, frame, trigger, actors, before)
        if doer:
            break
    hit = _hit(marked, frame, actors, doer)
    return doer, hit, rule


def _repelled(
    marked: Marked, frame: Frame, actors: Sequence[ActorMention], before: int
) -> tuple[tuple[ActorMention, ...], tuple[ActorMention, ...], str]:
    """صد الجيش هجوما للفصيل: the one repelled is the doer of the attack, the subject of the verb was attacked."""
    main = frame.main
    defender, _ = _doer(marked, frame, main, actors, before)
    attacker: tuple[ActorMention, ...] = ()
    for trigger in frame.triggers:
        if trigger is not main and not attacker:
            attacker, _ = _doer(marked, frame, trigger, [a for a in actors if a not in defender], main.last)
    if not attacker:
        behind = [
            a for a in actors if main.last <= a.first < frame.last and a not in defender and a.role != "civilians"
        ]
        attacker = _group(behind[0], behind) if behind else ()
    return attacker, tuple(a for a in defender if a not in attacker), "the side repelled is the attacker"


def _group(actor: ActorMention, actors: Sequence[ActorMention]) -> tuple[ActorMention, ...]:
    if actor.group < 0:
        return (actor,)
    return tuple(a for a in actors if a.group == actor.group)


def clear(marked: Marked, first: int, last: int) -> bool:
    """No verb and no opener of a clause among these tokens."""
    for i in range(first, last):
        plain = marked.sentence.tokens[i].plain
        if (
            plain in STRONG
            or plain in COMPLEMENT
            or plain in RESULT
            or plain in "؛:."
            or is_finite_verb(marked.hits[i])
        ):
            return False
    return True


def _sides(
    marked: Marked, frame: Frame, actors: Sequence[ActorMention]
) -> tuple[tuple[ActorMention, ...], tuple[ActorMention, ...]] | None:
    """بين X (من جهة) وY: two sides; X مع Y."""
    if not any(t.sense in ("clash", "confrontation", "agree") for t in frame.triggers):
        return None
    anchor = frame.main
    inside = [a for a in actors if frame.first <= a.first < frame.last]
    for i, actor in enumerate(inside):
        if actor.preposition != "بين" or actor.first < anchor.first - 12:
            continue
        rest = [a for a in inside[i + 1 :] if _second_side(marked, actor, a)]
        first = [a for a in _group(actor, inside) if a not in rest or a is actor]
        if len(first) > 1 and not rest:
            return (first[0],), tuple(first[1:])
        if not rest:
            # one group of two: the split stands at "و" when no words say من جهة
            return (actor,), ()
        return tuple(first[:1]) if not _by_side(marked, actor) else tuple(first), (rest[0],)
    return None


def _by_side(marked: Marked, actor: ActorMention) -> bool:
    words = {t.plain for t in marked.sentence.tokens[actor.last : actor.last + 12]}
    return bool(words & {"جهه", "طرف", "جانب"})


def _second_side(marked: Marked, first: ActorMention, second: ActorMention) -> bool:
    between = marked.sentence.tokens[first.last : second.first + 1]
    return len(between) <= 16 and (
        second.preposition == "و" or any(t.plain.startswith("و") or t.plain in ("جهه", "طرف") for t in between)
    )


def _doer(
    marked: Marked, frame: Frame, trigger: TriggerMention, actors: Sequence[ActorMention], before: int
) -> tuple[tuple[ActorMention, ...], str]:
    agent = _agent_phrase(marked, frame, trigger, actors)
    if agent:
        return agent, "agent phrase"
    if trigger.relative >= 0 and trigger.relative_sense == "do":
        found = _subject_right(marked, trigger.relative + 1, frame.last, actors)
        if found:
            return found, "subject of the relative verb"
    if trigger.pos == "verb":
        if trigger.voice == "passive" or trigger.sense in HAPPENINGS:
            return (), ""
        if (
            trigger.voice == "either"
            and trigger.sense in ("kill", "wound", "arrest", "abduct")
            and not _is_active(marked, trigger, actors)
        ):
            return (), ""
        return _subject(
            marked, trigger.first, trigger.last, frame, actors, before, trigger.number
        ), "subject of the verb"
    if trigger.light >= 0:
        if trigger.light_sense in ("do", "answer", "begin", "continue", "stop") and trigger.light_voice != "passive":
            found = _subject(marked, trigger.light, trigger.light + 1, frame, actors, before, "", stop=trigger.first)
            if found:
                return found, "subject of the light verb"
        if trigger.light_sense == "suffer":
            found = tuple(
                a for a in actors if trigger.last <= a.first < frame.last and a.preposition in ("من", "من قبل")
            )[:1]
            if found and found[0].first - trigger.last <= ADJACENT:
                return _group(found[0], actors), "from"
            found = _beside(marked, trigger, actors, {"nisba"})
            return found, "adjective"
    return _noun_doer(marked, frame, trigger, actors)


def _noun_doer(
    marked: Marked, frame: Frame, trigger: TriggerMention, actors: Sequence[ActorMention]
) -> tuple[tuple[ActorMention, ...], str]:
    nisba = _beside(marked, trigger, actors, {"nisba"})
    if nisba:
        return nisba, "adjective"
    near = _beside(marked, trigger, actors, {"named", "head", "unnamed", "protesters", "civilians"})
    if not near:
        return (), ""
    actor = near[0]
    if actor.preposition == "" and trigger.sense not in OBJECT_NOUNS and actor.role != "civilians":
        return near, "genitive"
    if actor.preposition == "ل" and trigger.sense not in OBJECT_NOUNS:
        return near, "ل of the doer"
    if actor.preposition in ("من", "من قبل") and trigger.sense not in OBJECT_NOUNS and trigger.sense != "take":
        return near, "from"
    return (), ""


def _beside(
    marked: Marked, trigger: TriggerMention, actors: Sequence[ActorMention], roles: set[str]
) -> tuple[ActorMention, ...]:
    """The actor next to a noun trigger, only adjectives of the noun between."""
    for actor in actors:
        if actor.first < trigger.last or actor.role not in roles:
            continue
        gap = marked.sentence.tokens[trigger.last : actor.first]
        if len(gap) > ADJACENT:
            return ()
        if any(t.kind == "mark" and t.plain not in "\"“”«»'" for t in gap):
            return ()
        if any(t.plain in ("علي", "في", "ضد", "الي", "عن", "بين", "مع", "استهدف", "استهدفت") for t in gap):
            return ()
        if any(o.first < actor.first and o.first >= trigger.last for o in (*marked.targets, *marked.persons)):
            return ()
        if not clear(marked, trigger.last, actor.first):
            return ()
        return _group(actor, actors)
    return ()


def _agent_phrase(
    marked: Marked, frame: Frame, trigger: TriggerMention, actors: Sequence[ActorMention]
) -> tuple[ActorMention, ...]:
    tokens = marked.sentence.tokens
    for actor in actors:
        if not frame.first <= actor.first < frame.last:
            continue
        if actor.preposition in ("من قبل", "على يد", "على أيدي"):
            return _group(actor, actors)
        before = {t.plain for t in tokens[max(frame.first, actor.first - 3) : actor.first]}
        if before & AGENT_WORDS and actor.first > trigger.first - 6:
            return _group(actor, actors)
    return ()


def _is_active(marked: Marked, trigger: TriggerMention, actors: Sequence[ActorMention]) -> bool:
    """قتلت القوات خمسة (active) against قتل خمسة (passive): an armed side next to the verb and then somebody."""
    if trigger.enclitic:
        return True
    for actor in actors:
        if actor.first >= trigger.last:
            if actor.first - trigger.last > 1 or actor.role in ("civilians",) or actor.preposition:
                break
            rest = [p for p in (*marked.persons, *marked.tolls) if p.first >= actor.last and p.first - actor.last <= 6]
            return bool(rest)
    left = [a for a in actors if a.last <= trigger.first and trigger.first - a.last <= 2 and not a.preposition]
    return bool(left) and trigger.tense == "present"


def _subject(
    marked: Marked,
    verb: int,
    after: int,
    frame: Frame,
    actors: Sequence[ActorMention],
    before: int,
    number: str,
    stop: int = -1,
) -> tuple[ActorMention, ...]:
    if number != "p" and number != "d":
        right = _subject_right(marked, after, stop if stop >= 0 else frame.last, actors)
        if right:
            return right
    left = _subject_left(marked, verb, before, actors)
    if left:
        return left
    return _subject_right(marked, after, stop if stop >= 0 else frame.last, actors) if number in ("p", "d") else ()


def _subject_right(marked: Marked, after: int, stop: int, actors: Sequence[ActorMention]) -> tuple[ActorMention, ...]:
    for actor in actors:
        if actor.first < after or actor.first >= stop:
            continue
        if actor.preposition not in ("", "و"):
            return ()
        if actor.first - after > 8 or not clear(marked, after, actor.first):
            return ()
        things: list[ObjectMention | PersonMention] = [
            o for o in (*marked.targets, *marked.persons) if after <= o.first < actor.first and not o.preposition
        ]
        if things:
            return ()
        return _group(actor, actors)
    return ()


def _subject_left(marked: Marked, verb: int, before: int, actors: Sequence[ActorMention]) -> tuple[ActorMention, ...]:
    """The first side of the clause before the verb (SVO, as in titles and after أن)."""
    start = before
    tokens = marked.sentence.tokens
    adjacent = [a for a in actors if a.last == verb and a.preposition in ("", "و")]
    if adjacent:
        return tuple(a for a in _group(adjacent[0], actors) if verb - a.last <= 6 and a.last <= verb)
    for i in range(verb - 1, before - 1, -1):
        plain = tokens[i].plain
        if plain in COMPLEMENT or plain in STRONG or plain in "؛." or is_finite_verb(marked.hits[i]):
            start = i + 1
            break
    for actor in actors:
        if actor.first < start or actor.last > verb:
            continue
        if actor.preposition in ("", "و", "ان", "أن", "إن") and verb - actor.last <= 14:
            return _group(actor, actors)
    return ()


def _hit(
    marked: Marked, frame: Frame, actors: Sequence[ActorMention], doer: tuple[ActorMention, ...]
) -> tuple[ActorMention, ...]:
    inside = [a for a in actors if frame.first <= a.first < frame.last and a not in doer]
    for toll in marked.tolls:
        if (
            toll.side is not None
            and frame.first <= toll.first < frame.last
            and toll.role == "total"
            and toll.killed != (0, 0)
        ):
            in_side = [a for a in inside if toll.side[0] <= a.first < toll.side[1] and a.role != "unnamed"]
            named = [a for a in in_side if a.role != "civilians"]
            if named or in_side:
                return _group((named or in_side)[0], inside)
    main = frame.main
    if main.light_sense == "suffer":
        start = main.light + 1
        for actor in inside:
            if start <= actor.first < main.first and actor.preposition in ("", "ل", "تابعة ل"):
                return _group(actor, inside)
        for actor in inside:
            if actor.last <= main.light:
                return _group(actor, inside)
    first = min(t.first for t in frame.triggers)
    behind = [a for a in inside if a.first >= first and a.preposition not in ("من قبل", "على يد", "بين")]
    armed = [a for a in behind if a.role != "unnamed"]
    for actor in armed:
        if actor.preposition in AGAINST or actor.preposition in ("", "مع", "و"):
            if actor.preposition == "من" and not _is_partitive(marked, actor):
                continue
            return _group(actor, inside)
    return ()


def _is_partitive(marked: Marked, actor: ActorMention) -> bool:
    """ثلاثة من الجنود, عنصر من القوات: people counted; not "from"."""
    before = marked.sentence.tokens[max(0, actor.first - 3) : actor.first]
    return any(p.last <= actor.first and actor.first - p.last <= 2 for p in marked.persons) or any(
        t.kind == "number" for t in before
    )
