"""The subject of a verb: behind it (قصف الجيش), before it (الجيش يقصف), or that of the verb it goes on from with و."""

from __future__ import annotations

from collections.abc import Sequence

from rasd.events.frames import Frame
from rasd.events.grammar import (
    HAPPENINGS,
    LIGHT_DOING,
    MANNED,
    OWNER,
    RELATIVE,
    TWO_VOICED,
    clause_start,
    clear,
    group_of,
)
from rasd.events.nominal import has_object
from rasd.events.voice import is_lost
from rasd.events.wording import STRONG, is_finite_verb
from rasd.model.marked import Marked
from rasd.model.mention import ActorMention, ObjectMention, PersonMention, TriggerMention
from rasd.model.text import Token

Actors = tuple[ActorMention, ...]

DONE_BY_PATROLS = frozenset(("raid", "arrest", "incursion", "deploy", "sweep", "shoot", "launch", "besiege", "abduct"))
# Persons are hit, they do not strike; who does is settlers, protesters or a side.
NO_SUBJECT = frozenset(("nisba", "civilians"))
# Openers of a clause that goes on with the subject of the main clause.
AFTER_WHICH = frozenset(("بعدما", "حالما"))
OF_TIME = frozenset(("بعد", "قبل", "منذ", "عقب", "وبعد", "ومنذ"))
FAR = 6
CRAFT = frozenset(("air strike", "drone"))
ITSELF = frozenset("انه انها انهم انهما بانه بانها بانهم".split())


def joined_subject(marked: Marked, frame: Frame, actors: Sequence[ActorMention]) -> Actors:
    """أقلع الطيران ... ونفذ غارتين: a verb behind و goes on with the subject of the verb before it."""
    main = frame.main
    verb = main.first if main.pos == "verb" else main.light if main.light_sense in LIGHT_DOING else -1
    if verb < 0 or main.voice == "passive" or main.light_voice == "passive" or main.sense in HAPPENINGS:
        return ()
    tokens = marked.sentence.tokens
    if (main.voice == "either" and main.sense in TWO_VOICED) or not tokens[verb].plain.startswith("و"):
        return ()
    return _subject_before_and(marked, verb, actors)


def _subject_before_and(marked: Marked, verb: int, actors: Sequence[ActorMention]) -> Actors:
    """The subject of the verb that a verb behind و goes on from."""
    tokens = marked.sentence.tokens
    for i in range(verb - 1, -1, -1):
        if tokens[i].plain in "؛.:":
            return ()
        if tokens[i].plain in STRONG:
            # a verb that the lexicon does not know
            return _stands_left(marked, verb, i, [a for a in actors if i < a.first <= i + 3])
        if is_finite_verb(marked.hits[i]) and i and tokens[i].plain.startswith("و") and tokens[i - 1].plain != "،":
            continue  # قتل عشرات وأسر آخرين وأسقط طائرتين: the subject stands at the first of them
        if i and tokens[i - 1].plain in ITSELF and is_finite_verb(marked.hits[i]):
            return _sayer(marked, i - 1)
        if is_finite_verb(marked.hits[i]) and (i == 0 or tokens[i - 1].plain not in RELATIVE):
            if any(a.last == i and a.preposition in ("", "و") and a.role not in NO_SUBJECT for a in actors):
                return _stands_left(marked, i, max(0, i - 8), actors)  # الجيش هاجم المسلحين وأحرق
            return subject_right(marked, i + 1, verb, actors) or _stands_left(marked, i, max(0, i - 8), actors)
    return ()


def _goes_on(marked: Marked, verb: int) -> bool:
    """شنت القوات غارات على الفصيل ودمرت: a verb written with و behind another verb of the sentence."""
    if not _has_and(marked, verb):
        return False
    for trigger in marked.triggers:
        at = trigger.light if trigger.light >= 0 else trigger.first if trigger.pos == "verb" else -1
        if 0 <= at < verb and trigger.last <= verb and trigger.voice != "passive" and trigger.light_voice != "passive":
            if trigger.sense not in HAPPENINGS and trigger.sense not in TWO_VOICED and trigger.light_sense != "suffer":
                return all(t.plain not in ("؛", ".", ":") and t.plain not in STRONG for t in _between(marked, at, verb))
    return False


def _has_and(marked: Marked, token: int) -> bool:
    return any("و" in h.proclitics for h in marked.hits[token])


def _between(marked: Marked, first: int, last: int) -> Sequence[Token]:
    return marked.sentence.tokens[first:last]


def subject_before(marked: Marked, trigger: TriggerMention, actors: Sequence[ActorMention]) -> Actors:
    """سيطرت المقاومة على التلة بعد هجوم شنته على القرية: the one told of goes on."""
    if marked.sentence.tokens[trigger.relative].plain.startswith("ي") or trigger.is_definite:
        return ()
    for actor in reversed(actors):
        if actor.last <= trigger.first and actor.preposition in ("", "و") and actor.role in ("named", "head"):
            if any(t.plain in "؛." for t in marked.sentence.tokens[actor.last : trigger.first]):
                return ()
            return group_of(actor, actors)
    return ()


def subject(
    marked: Marked,
    verb: int,
    after: int,
    frame: Frame,
    actors: Sequence[ActorMention],
    before: int,
    number: str,
    stop: int = -1,
) -> Actors:
    many = number in ("p", "d")
    stop = stop if stop >= 0 else frame.last
    stands_before = any(a.last == verb and not a.preposition and a.role not in NO_SUBJECT for a in actors)
    stands_before = stands_before or any(w.last == verb and not w.preposition for w in _craft(marked))
    itself = verb > 0 and marked.sentence.tokens[verb - 1].plain in ITSELF  # أنه قتل عشرات الجنود
    if verb and marked.sentence.tokens[verb - 1].plain in RELATIVE and not _is_resumed(marked, verb):
        stands_before = stands_before or any(0 <= verb - 1 - a.last <= 1 and a.role == "named" for a in actors)
    stands_before = stands_before or _goes_on_as_noun(marked, verb)
    right = () if many or stands_before or itself else subject_right(marked, after, stop, actors, frame)
    return right or subject_left(marked, verb, before, actors)


def _goes_on_as_noun(marked: Marked, verb: int) -> bool:
    """واصلت الطائرات تمشيط الحدود وقصف المسلحين: it may be a noun, as the one before it that a light verb carries."""
    if not _has_and(marked, verb) or not any(h.form.pos == "masdar" for h in marked.hits[verb]):
        return False
    before = [t for t in marked.triggers if t.last <= verb and verb - t.last <= FAR]
    carried = bool(before) and before[-1].pos == "masdar" and before[-1].light_sense in LIGHT_DOING
    return carried and clear(marked, before[-1].last, verb)


def _is_resumed(marked: Marked, verb: int) -> bool:
    """القوات التي هاجمها المسلحون: the pronoun says that they are the object."""
    return marked.sentence.tokens[verb].plain.endswith(("ها", "هم", "هما", "ه"))


def subject_right(
    marked: Marked, after: int, stop: int, actors: Sequence[ActorMention], frame: Frame | None = None
) -> Actors:
    for actor in actors:
        if actor.first < after or actor.first >= stop:
            continue
        if actor.role == "nisba":
            continue
        things = (*marked.weapons, *marked.targets)
        is_behind = actor.first == after or any(t.first == after and actor.first - t.last <= 2 for t in things)
        of_the_force = actor.preposition == OWNER and is_behind
        of_the_force = of_the_force and _acts_itself(marked, frame, actor, actors)
        if (actor.preposition not in ("", "و") and not of_the_force) or actor.role == "civilians":
            return ()
        if actor.first - after > 8 or not clear(marked, after, actor.first):
            return ()
        if any(t.pos in ("masdar", "noun") and after <= t.first and t.last == actor.first for t in marked.triggers):
            return ()  # صدت أمس هجمات القوات: whose the act is
        # استهدفت الطائرات الحربية الفصائل: what stands first is the subject
        objects: Sequence[ObjectMention | PersonMention] = (*marked.targets, *marked.persons, *_craft(marked))
        if any(after <= o.first < actor.first and not o.preposition for o in objects):
            return ()
        return group_of(actor, actors)
    return ()


def _craft(marked: Marked) -> list[ObjectMention]:
    return [w for w in marked.weapons if w.kind in CRAFT and w.is_definite]


def _acts_itself(marked: Marked, frame: Frame | None, actor: ActorMention, actors: Sequence[ActorMention]) -> bool:
    """داهمت دورية للشرطة منزلا، قصفت دبابات الجيش الحي: the thing is manned and does it, as something else is hit."""
    if frame is None or actor.head not in MANNED:
        return False
    return frame.main.light >= 0 or frame.main.sense in DONE_BY_PATROLS or has_object(marked, actor, actors)


def subject_left(marked: Marked, verb: int, before: int, actors: Sequence[ActorMention]) -> Actors:
    """The subject before a verb: it stands there, or a verb before it has it and this one goes on with و."""
    is_next = any(a.last == verb and a.preposition in ("", "و") and a.role not in NO_SUBJECT for a in actors)
    if (not is_next or _has_and(marked, verb)) and _goes_on(marked, verb):
        joined = _subject_before_and(marked, verb, actors)
        if joined:
            return joined
    return _stands_left(marked, verb, before, actors)


def _stands_left(marked: Marked, verb: int, before: int, actors: Sequence[ActorMention]) -> Actors:
    """The first side of the clause before the verb (SVO, as in titles and after أن), or whom إنه points back at."""
    adjacent = [a for a in actors if a.last == verb and a.preposition in ("", "و") and a.role not in NO_SUBJECT]
    if adjacent and not _has_and(marked, verb):  # قتل جنودا وأصاب غيرهم: what stands before و is of the verb before
        return tuple(a for a in group_of(adjacent[0], actors) if verb - a.last <= 6 and a.last <= verb)
    if any(w.last == verb and (not w.is_definite or w.kind in CRAFT) for w in marked.weapons):
        return ()  # عبوة استهدفت، غارة طالت: the thing is the subject
    if _is_told_of_an_act(marked, verb):
        return ()
    if verb and marked.sentence.tokens[verb - 1].plain in RELATIVE:
        told = [a for a in actors if 0 <= verb - 1 - a.last <= 2 and a.role not in NO_SUBJECT]
        return group_of(told[-1], actors) if told else ()  # القوات التي توغلت
    start, pronoun = clause_start(marked, verb, before)
    if any(p.last == verb and p.enclitic for p in marked.persons):
        return _sayer(marked, start)  # أعلنت الكتيبة أن مجاهديها استهدفوا: her own men
    for actor in actors:
        if actor.first < start or actor.last > verb or actor.role in NO_SUBJECT:
            continue
        if _has_and(marked, verb) and is_lost(marked, actor):
            continue  # قتل ثمانية جنود وأصاب آخرين
        stands = actor.preposition in ("", "و") or _is_its_craft(marked, actor)
        if stands and verb - actor.last <= 14:
            return group_of(actor, actors)
    return _sayer(marked, start) if pronoun else _main_subject(marked, start, actors)


def _main_subject(marked: Marked, start: int, actors: Sequence[ActorMention]) -> Actors:
    """تتقدم القوات نحو القصر بعد أن سيطرت على الحي: a clause of time has the subject of the main clause."""
    tokens = marked.sentence.tokens
    words = [t.plain for t in tokens[max(0, start - 2) : start]]
    if len(words) < 2 or not (words[-1] in AFTER_WHICH or (words[-1] == "ان" and words[0] in OF_TIME)):
        return ()
    ahead = [a for a in actors if a.last < start and a.preposition == "" and a.role in ("named", "head")]
    return group_of(ahead[0], actors) if ahead else ()


def _is_told_of_an_act(marked: Marked, verb: int) -> bool:
    """هجوم مماثل استهدف حافلة: the act is the subject, only adjectives of it between."""
    tokens = marked.sentence.tokens
    for trigger in marked.triggers:
        if trigger.pos in ("masdar", "noun") and trigger.last <= verb <= trigger.last + 2:
            gap = tokens[trigger.last : verb]
            held = any(trigger.last <= a.first < verb and a.role != "nisba" for a in marked.actors)
            return not held and all(t.kind == "word" and t.plain not in RELATIVE for t in gap)
    return False


def _is_its_craft(marked: Marked, actor: ActorMention) -> bool:
    """طائرات تابعة للتحالف: the aircraft are the subject, whose they are the doer."""
    return actor.preposition == "تابعة ل" and any(
        0 <= actor.first - o.last <= 6 for o in (*marked.weapons, *marked.persons)
    )


def _sayer(marked: Marked, complement: int) -> Actors:
    """قال التنظيم إنه قصف: the subject of the verb of saying."""
    if any(t.plain in RELATIVE for t in marked.sentence.tokens[max(0, complement - 4) : complement]):
        return ()  # الهجوم الذي قالت إنه استهدف: the act is meant
    said = [a for a in marked.actors if a.last <= complement and complement - a.last <= 8 and a.preposition == ""]
    said = [a for a in said if a.role in ("named", "head")]
    return group_of(said[-1], said) if said else ()
