"""Who did it and whom it hit: the actors around the triggers of one frame, by the grammar of the trigger.

A verb has its subject behind it (قصف الجيش) or before it (الجيش يقصف); a noun takes an adjective (قصف تركي), a
genitive (اقتحام القوات), a ل (قصف للجيش على), a light verb's subject (شن الجيش هجوما) or an agent phrase (على يد).
``subjects`` has the subjects of verbs, ``nominal`` and ``agents`` the doers of nouns, ``voice`` tells active from
passive, ``claims`` says who claims an act or is accused of it. Whom it hit is in ``hit``, the two sides of a clash in
``sides``.
"""

from __future__ import annotations

from collections.abc import Sequence

from rasd.events.agents import agent_phrase
from rasd.events.announced import announcer
from rasd.events.claims import accused, blamed_behind, claimer, participants, resumed_behind
from rasd.events.frames import Frame
from rasd.events.grammar import (
    ADJACENT,
    GOVERNING,
    HAPPENINGS,
    LIGHT_DOING,
    TWO_VOICED,
    group_of,
    guessed,
    is_barrier,
    named_again,
    usable,
)
from rasd.events.hit import hit_of, is_any_craft
from rasd.events.nominal import beside, noun_doer
from rasd.events.sides import FIGHTS, sides_of
from rasd.events.subjects import joined_subject, subject, subject_before, subject_left, subject_right
from rasd.events.voice import is_active, is_lost
from rasd.model.marked import Marked
from rasd.model.mention import ActorMention, TriggerMention
from rasd.model.value import replace
from rasd.text.letters import plain

Actors = tuple[ActorMention, ...]

CROWDS = frozenset(("disperse", "protest", "riot", "confrontation"))
# What is done to protesters, and makes them the first side.
SHOTS = frozenset(("shoot", "target", "attack", "kill", "wound", "die"))
BOMBINGS = frozenset(("detonate", "suicide"))
SWEEPS = frozenset(("sweep", "exercise"))
SHOT_DOWN = frozenset(("intercept", "destroy", "repel", "shoot"))
STRIKES = frozenset(("strike", "target", "airstrike", "shelling", "shoot", "attack", "detonate", "ambush"))
# What civilians do; in any other act they are somebody, and the codebook names no side.
OF_CIVILIANS = frozenset(("protest", "riot", "confrontation", "agree", "clash", "repel"))
# Acts of two parties that are told as one subject: اتفقت الحكومة والفصيل.
MUTUAL_ACTS = frozenset(("agree",))


def roles_of(marked: Marked, frame: Frame, before: int) -> tuple[Actors, Actors, str]:
    """Doers, those hit, and the rule that told; ``before``: the first token a subject may stand at."""
    actors = usable(marked)
    if frame.main.sense == "repel":
        return _repelled(marked, frame, actors, before)
    sides = sides_of(marked, frame, actors)
    if sides is not None:
        return sides[0], sides[1], "sides of a clash"
    doer, rule = _doer_of(marked, frame, actors, before)
    if frame.main.sense not in OF_CIVILIANS and any(a.actor.kind == "civilians" for a in doer):
        doer = tuple(_without_name(a) for a in doer)  # هجوم نفذته فتاة: somebody, and no side
    if frame.main.sense in ("protest", "riot") and any(a.actor.kind in GOVERNING for a in doer):
        doer = ()  # تظاهرة تنديدا بالمجزرة الإسرائيلية
    crowd = _crowd(frame, actors)
    if crowd and doer and doer[0] not in crowd:
        return crowd, doer, "protesters and who faced them"
    if not doer and frame.main.sense in ("protest", "riot"):
        doer, rule = crowd, "who protests"
    if doer:
        doer = named_again(marked, doer, actors)
    elif frame.main.sense != "protest":  # what protesters ask for names sides that did nothing
        doer = guessed(marked, frame, actors)
    hit = hit_of(marked, frame, actors, doer) or _caught(marked, frame, actors, before)
    if hit and hit[0].head == "protesters" and frame.main.sense in SHOTS:
        return hit, doer, "protesters and who faced them"
    if frame.main.sense in STRIKES and _are_one_government(doer, hit):
        doer, rule = (), ""  # who speaks of its own losses struck nobody
    fights = FIGHTS.intersection(t.sense for t in frame.triggers)
    if fights and all(a.role == "civilians" for a in hit) and len(doer) > 1 and _are_foes(frame, doer):
        return doer[:1], doer[1:], "two sides joined by و"
    named_first = bool(hit) and hit[0].role != "civilians" and hit[0].preposition not in ("مع", "ضد")
    if fights and not doer and named_first and frame.main.sense != "confrontation" and not is_lost(marked, hit[0]):
        return hit, (), "the side named first"
    if frame.main.sense == "confrontation" and rule == "agent phrase" and not hit:
        return (), doer, "who shot in a confrontation"
    if not hit and len(doer) == 2 and _is_mutual(marked, frame):
        return doer[:1], doer[1:], "two parties joined by و"
    return doer, hit, rule if doer else ""


def _caught(marked: Marked, frame: Frame, actors: Sequence[ActorMention], before: int) -> Actors:
    """أثناء تمشيط القوة الطريق انفجرت عبوة: whom the blast met at their own work."""
    if frame.main.sense != "explode":
        return ()
    sweep = next((t for t in frame.triggers if t.sense in SWEEPS), None)
    return _doer(marked, frame, sweep, actors, before)[0] if sweep is not None else ()


def _without_name(actor: ActorMention) -> ActorMention:
    if actor.actor.kind != "civilians":
        return actor
    return replace(actor, role="unnamed", actor=replace(actor.actor, name=None, name_ar=None, actor_id=None))


def _is_mutual(marked: Marked, frame: Frame) -> bool:
    """اتفاق الحكومة والفصيل، تبادل الجيش والفصيل القصف."""
    main = frame.main
    if main.sense in MUTUAL_ACTS:
        return True
    words = (marked.sentence.tokens[i].plain for i in (main.first, max(main.light, 0)))
    return any(word.removeprefix("و").startswith("تبادل") for word in words)


def _are_one_government(doer: Actors, hit: Actors) -> bool:
    countries = {(a.actor.actor_id or "").split("-")[0] for a in (*doer, *hit) if a.actor.kind in GOVERNING}
    return bool(doer and hit) and len(countries) == 1 and all(a.actor.kind in GOVERNING for a in (*doer, *hit))


def _are_foes(frame: Frame, doer: Actors) -> bool:
    """A state's forces and irregulars joined by و in a clash are its two sides: اشتباكات الجيش والمسلحين."""
    if len(doer) == 2 and frame.main.pos == "verb" and doer[0].country and doer[1].country:
        return True  # تبادلت القوات الأرمنية والأذربيجانية إطلاق النار
    kinds = {a.actor.kind for a in doer}
    return bool(kinds & GOVERNING) and bool(kinds - GOVERNING)


def _crowd(frame: Frame, actors: Sequence[ActorMention]) -> Actors:
    """The protesters of a protest or its dispersal: they are the first side, who faced them the second."""
    if not CROWDS.intersection(t.sense for t in frame.triggers):
        return ()
    crowd = [a for a in actors if frame.first <= a.first < frame.last and a.head in ("protesters", "youths", "rioters")]
    return tuple(crowd[:1])


def _doer_of(marked: Marked, frame: Frame, actors: Sequence[ActorMention], before: int) -> tuple[Actors, str]:
    charged = accused(marked, frame, actors)
    if charged:
        return charged, "who is accused of it"
    for trigger in (frame.main, *(t for t in frame.triggers if t is not frame.main)):
        if frame.main.sense in HAPPENINGS and trigger.sense in SWEEPS:
            continue  # انفجرت عبوة أثناء قيام قوة بالتمشيط: those who were there
        if frame.main.sense == "intercept" and trigger.sense not in SHOT_DOWN:
            continue  # إسقاط مسيرة اخترقت الأجواء: what the thing did before
        doer, rule = _doer(marked, frame, trigger, actors, before)
        if doer:
            return doer, rule
    claiming = claimer(marked, frame)
    if claiming:
        return claiming, "who claims it"
    blamed = blamed_behind(marked, frame, actors) or resumed_behind(marked, frame, actors)
    if blamed:
        return blamed, "who is accused of it"
    joined = joined_subject(marked, frame, actors)
    if joined:
        return joined, "subject of the verb before"
    return participants(marked, frame, actors), "who takes part"


def _repelled(marked: Marked, frame: Frame, actors: Sequence[ActorMention], before: int) -> tuple[Actors, Actors, str]:
    """صد الجيش هجوما للفصيل: the one repelled is the doer of the attack, the subject of the verb was attacked."""
    main = frame.main
    defender, _ = _doer(marked, frame, main, actors, before, agents=False)
    attacker: Actors = ()
    if main.relative >= 0 and main.relative_sense == "do":
        attacker, defender = defender, ()  # صد محاولة تسلل قامت بها مجموعة: the verb of doing is of the act repelled
    defender = defender or announcer(marked, frame)
    for trigger in frame.triggers:
        if trigger is not main and not attacker:
            attacker, _ = _doer(marked, frame, trigger, [a for a in actors if a not in defender], main.last)
    if not attacker:
        # صد محاولة التفاف نفذتها الميليشيا: the verb of doing is of the act repelled
        doing = frozenset(i for i in range(main.last, frame.last) if any(h.entry.sense == "do" for h in marked.hits[i]))
        behind = [
            a
            for a in actors
            if main.last <= a.first < frame.last
            and a not in defender
            and a.role != "civilians"
            and not is_barrier(marked, main.last, a.first, doing)
        ]
        attacker = group_of(behind[0], behind) if behind else ()
    defender = tuple(a for a in defender if a not in attacker)
    senses = {t.sense for t in frame.triggers}
    if senses & BOMBINGS and "attack" not in senses:
        return defender, attacker, "foils a bombing"
    if any("دفاعات الجويه" in plain(a.span.text) for a in defender):
        return defender, attacker, "air defences shoot down"
    return attacker, defender, "the side repelled is the attacker"


def _doer(
    marked: Marked,
    frame: Frame,
    trigger: TriggerMention,
    actors: Sequence[ActorMention],
    before: int,
    *,
    agents: bool = True,
) -> tuple[Actors, str]:
    agent = agent_phrase(marked, frame, trigger, actors) if agents else ()
    if agent:
        return agent, "agent phrase"
    if trigger.relative >= 0 and trigger.relative_sense == "do":
        # the frame of another act may begin at the relative verb: ضربات نفذها التحالف وغارات
        found = subject_right(marked, trigger.relative + 1, max(frame.last, trigger.relative + 4), actors)
        found = found or subject_before(marked, trigger, actors)
        if found:
            return found, "subject of the relative verb"
    if trigger.pos in ("verb", "agent"):
        if trigger.voice == "passive" or trigger.sense in HAPPENINGS or trigger.pos == "agent":
            return (), ""
        if trigger.voice == "either" and trigger.sense in TWO_VOICED and not is_active(marked, trigger, actors):
            return (), ""
        found = subject(marked, trigger.first, trigger.last, frame, actors, before, trigger.number)
        if found and found[0].first >= trigger.last and is_any_craft(marked, trigger.sense, found[0]):
            # دمر الدفاع الجوي طائرة مسيرة: the craft is the object
            return subject_left(marked, trigger.first, before, actors), "subject of the verb"
        return found, "subject of the verb"
    if trigger.light >= 0:
        answered = trigger.light_sense == "answer" and trigger.preposition == "علي"  # ردا على العدوان: another's act
        if trigger.light_sense in LIGHT_DOING and trigger.light_voice != "passive" and not answered:
            found = subject(marked, trigger.light, trigger.light + 1, frame, actors, before, "", stop=trigger.first)
            if found:
                return found, "subject of the light verb"
        if trigger.light_sense == "suffer":
            if any(a.first <= trigger.first < a.last and a.head == "aggressor" for a in actors):
                return noun_doer(marked, frame, trigger, actors)  # تعرضت المدينة لعدوان إسرائيلي
            found = tuple(
                a for a in actors if trigger.last <= a.first < frame.last and a.preposition in ("من", "من قبل")
            )[:1]
            if found and found[0].first - trigger.last <= ADJACENT:
                return group_of(found[0], actors), "from"
            return beside(marked, trigger, actors, {"nisba"}), "adjective"
    return noun_doer(marked, frame, trigger, actors)
