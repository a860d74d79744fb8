"""Who did it and whom it hit: the actors around the triggers of one frame, by the grammar of the trigger.

A verb has its subject behind it (قصف الجيش) or before it (الجيش يقصف); a noun takes an adjective (قصف تركي), a
genitive (اقتحام القوات), a ل (قصف للجيش على), a light verb's subject (شن الجيش هجوما) or an agent phrase (على يد).
Whom it hit is in ``rasd.events.hit``, the two sides of a clash in ``rasd.events.sides``.
"""

from __future__ import annotations

from collections.abc import Sequence

from rasd.events.announced import announcer
from rasd.events.frames import CASUALTY, STRONG, Frame, is_finite_verb
from rasd.events.grammar import (
    HAPPENINGS,
    POINTING,
    clause_start,
    clear,
    group_of,
    guessed,
    is_barrier,
    named_again,
    usable,
)
from rasd.events.hit import hit_of, is_any_craft, is_launched
from rasd.events.sides import FIGHTS, sides_of
from rasd.model.marked import Marked
from rasd.model.mention import ActorMention, Mention, ObjectMention, PersonMention, TriggerMention
from rasd.model.text import Token
from rasd.model.value import replace
from rasd.model.word import tokens_with
from rasd.text.letters import plain

__all__ = ["HAPPENINGS", "roles_of"]

Actors = tuple[ActorMention, ...]

# Right behind these stands who did it.
AGENT_WORDS = frozenset(
    "برصاص بنيران رصاص نيران يد ايدي بايدي بقصف بغاره بغارات بصواريخ بقذائف بهجوم نفذه نفذته نفذها شنه شنته "
    "شنها نفذتها شنتها نسب نسبت ينسب اطلقه اطلقته اطلقها اطلقتها مصدره مصدرها ارتكبها ارتكبته ينفذها تنفذها "
    "ضلوع بضلوع تورط بتورط وقوف بوقوف "
    "نصبه نصبها نصبته نصبتها زرعه زرعها زرعته زرعتها تبناه تبنته تبناها تبنتها".split()
)
# Behind these a ل says who did it: قتلوا في عملية للجيش.
OPERATIONS = frozenset("عمليه بعمليه عمليات بعمليات حمله بحمله مداهمه بمداهمه انزال بانزال".split())
# Verbal nouns whose genitive is the one that was hit (اعتقال الحوثيين), unless an object follows it.
OBJECT_NOUNS = frozenset(
    "kill wound assassinate arrest abduct execute intercept destroy burn besiege seize die disperse".split()
)
# Nouns of a death or a wound that name only who suffered it; قتل and جرح are also what somebody does.
VICTIM_NOUNS = ("مقتل", "مصرع", "اصابه", "استشهاد", "وفاه")
# Verbs whose perfect is written alike in the active and the passive.
TWO_VOICED = frozenset(("kill", "wound", "arrest", "abduct", "execute", "assassinate"))
LIGHT_DOING = frozenset(("do", "answer", "begin", "continue", "stop"))
CROWDS = frozenset(("disperse", "protest", "riot", "confrontation"))
# What is done to protesters, and makes them the first side.
SHOTS = frozenset(("shoot", "target", "attack", "kill", "wound", "die"))
RELATIVE = frozenset(("التي", "الذي", "الذين", "اللذين", "اللذان"))
SIDES = {"named", "head", "unnamed", "protesters", "civilians"}
# Kinds of sides that govern: they do not protest.
GOVERNING = frozenset(("state forces", "external/other forces"))
OWNER = "تابعة ل"
SHOT_DOWN = frozenset(("intercept", "destroy", "repel", "shoot"))
# Heads of things that men sit in, and what only they do: a patrol that raids is not the one raided.
MANNED = frozenset(("force", "army", "police", "regime", "enemy", "militia", "faction", "navy", "aircraft"))
DONE_BY_PATROLS = frozenset(("raid", "arrest", "incursion", "deploy", "sweep", "shoot", "launch", "besiege", "abduct"))
# Persons are hit, they do not strike; who does is settlers, protesters or a side.
NO_SUBJECT = frozenset(("nisba", "civilians"))
MEN = frozenset(("member", "part", "leader", "gunmen", "fighters", "militants", "rebels"))
# Openers of a clause that goes on with the subject of the main clause.
AFTER_WHICH = frozenset(("بعدما", "حالما"))
OF_TIME = frozenset(("بعد", "قبل", "منذ", "عقب", "وبعد", "ومنذ"))
ADJACENT = 4
FAR = 6
CRAFT = frozenset(("air strike", "drone"))
ITSELF = frozenset("انه انها انهم انهما بانه بانها بانهم".split())
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
    hit = hit_of(marked, frame, actors, doer)
    if hit and hit[0].head == "protesters" and frame.main.sense in SHOTS:
        return hit, doer, "protesters and who faced them"
    if frame.main.sense in STRIKES and _are_one_government(doer, hit):
        doer, rule = (), ""  # who speaks of its own losses struck nobody
    fights = FIGHTS.intersection(t.sense for t in frame.triggers)
    if fights and all(a.role == "civilians" for a in hit) and len(doer) > 1 and _are_foes(frame, doer):
        return doer[:1], doer[1:], "two sides joined by و"
    named_first = bool(hit) and hit[0].role != "civilians" and hit[0].preposition not in ("مع", "ضد")
    if fights and not doer and named_first and frame.main.sense != "confrontation" and not _is_lost(marked, hit[0]):
        return hit, (), "the side named first"
    if frame.main.sense == "confrontation" and rule == "agent phrase" and not hit:
        return (), doer, "who shot in a confrontation"
    if not hit and len(doer) == 2 and _is_mutual(marked, frame):
        return doer[:1], doer[1:], "two parties joined by و"
    return doer, hit, rule if doer else ""


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


def _is_of_persons(marked: Marked, actor: ActorMention) -> bool:
    """عنصر من القوات, جنديان: men of a side, who may be the ones taken."""
    if actor.head in MEN:
        return True
    return any(p.first == actor.first and p.sense != "soldier" for p in marked.persons)


def _is_a_man(marked: Marked, actor: ActorMention) -> bool:
    """ضابط شرطة: a member of the side, who may be the one taken."""
    return any(p.first == actor.first for p in marked.persons)


def _is_lost(marked: Marked, actor: ActorMention) -> bool:
    """اشتباكات أسفرت عن مقتل عضو في الحركة: a side that is told only as having lost men."""
    return any(t.side is not None and t.side[0] <= actor.first < t.side[1] for t in marked.tolls)


def _crowd(frame: Frame, actors: Sequence[ActorMention]) -> Actors:
    """The protesters of a protest or its dispersal: they are the first side, who faced them the second."""
    if not CROWDS.intersection(t.sense for t in frame.triggers):
        return ()
    crowd = [a for a in actors if frame.first <= a.first < frame.last and a.head in ("protesters", "youths", "rioters")]
    return tuple(crowd[:1])


def _doer_of(marked: Marked, frame: Frame, actors: Sequence[ActorMention], before: int) -> tuple[Actors, str]:
    accused = _accused(marked, frame, actors)
    if accused:
        return accused, "who is accused of it"
    for trigger in (frame.main, *(t for t in frame.triggers if t is not frame.main)):
        if frame.main.sense == "intercept" and trigger.sense not in SHOT_DOWN:
            continue  # إسقاط مسيرة اخترقت الأجواء: what the thing did before
        doer, rule = _doer(marked, frame, trigger, actors, before)
        if doer:
            return doer, rule
    claimer = _claimer(marked, frame)
    if claimer:
        return claimer, "who claims it"
    blamed = _blamed_behind(marked, frame, actors) or _resumed_behind(marked, frame, actors)
    if blamed:
        return blamed, "who is accused of it"
    joined = _joined_subject(marked, frame, actors)
    if joined:
        return joined, "subject of the verb before"
    return _participants(marked, frame, actors), "who takes part"


def _participants(marked: Marked, frame: Frame, actors: Sequence[ActorMention]) -> Actors:
    """عملية تفتيش بمشاركة الجيش: who takes part in an act that nobody else is said to do."""
    tokens = marked.sentence.tokens
    for actor in actors:
        if frame.main.last <= actor.first < frame.last and actor.role in SIDES:
            if any(t.plain == "بمشاركه" for t in tokens[max(0, actor.first - 2) : actor.first]):
                return group_of(actor, actors)
    return ()


def _claimer(marked: Marked, frame: Frame) -> Actors:
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


def _accused(marked: Marked, frame: Frame, actors: Sequence[ActorMention]) -> Actors:
    """اتهمت الحكومة الحركة بقصف, حملت السلطات التنظيم مسؤولية التفجير: the object of the verb of accusing."""
    first = min(t.first for t in frame.triggers)
    for source in marked.sources:
        if source.manner != "accuse" or not source.scope[0] <= frame.main.first < source.scope[1]:
            continue
        for actor in actors:
            if source.last <= actor.first < first and not actor.preposition and actor.role in ("named", "head"):
                return group_of(actor, actors) if clear(marked, actor.last, first) else ()
    return ()


def _blamed_behind(marked: Marked, frame: Frame, actors: Sequence[ActorMention]) -> Actors:
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


def _resumed_behind(marked: Marked, frame: Frame, actors: Sequence[ActorMention]) -> Actors:
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


def _joined_subject(marked: Marked, frame: Frame, actors: Sequence[ActorMention]) -> Actors:
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
            return _subject_right(marked, i + 1, verb, actors) or _stands_left(marked, i, max(0, i - 8), actors)
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
    agent = _agent_phrase(marked, frame, trigger, actors) if agents else ()
    if agent:
        return agent, "agent phrase"
    if trigger.relative >= 0 and trigger.relative_sense == "do":
        # the frame of another act may begin at the relative verb: ضربات نفذها التحالف وغارات
        found = _subject_right(marked, trigger.relative + 1, max(frame.last, trigger.relative + 4), actors)
        found = found or _subject_before(marked, trigger, actors)
        if found:
            return found, "subject of the relative verb"
    if trigger.pos in ("verb", "agent"):
        if trigger.voice == "passive" or trigger.sense in HAPPENINGS or trigger.pos == "agent":
            return (), ""
        if trigger.voice == "either" and trigger.sense in TWO_VOICED and not _is_active(marked, trigger, actors):
            return (), ""
        found = _subject(marked, trigger.first, trigger.last, frame, actors, before, trigger.number)
        if found and found[0].first >= trigger.last and is_any_craft(marked, trigger.sense, found[0]):
            # دمر الدفاع الجوي طائرة مسيرة: the craft is the object
            return _subject_left(marked, trigger.first, before, actors), "subject of the verb"
        return found, "subject of the verb"
    if trigger.light >= 0:
        answered = trigger.light_sense == "answer" and trigger.preposition == "علي"  # ردا على العدوان: another's act
        if trigger.light_sense in LIGHT_DOING and trigger.light_voice != "passive" and not answered:
            found = _subject(marked, trigger.light, trigger.light + 1, frame, actors, before, "", stop=trigger.first)
            if found:
                return found, "subject of the light verb"
        if trigger.light_sense == "suffer":
            if any(a.first <= trigger.first < a.last and a.head == "aggressor" for a in actors):
                return _noun_doer(marked, frame, trigger, actors)  # تعرضت المدينة لعدوان إسرائيلي
            found = tuple(
                a for a in actors if trigger.last <= a.first < frame.last and a.preposition in ("من", "من قبل")
            )[:1]
            if found and found[0].first - trigger.last <= ADJACENT:
                return group_of(found[0], actors), "from"
            return _beside(marked, trigger, actors, {"nisba"}), "adjective"
    return _noun_doer(marked, frame, trigger, actors)


def _subject_before(marked: Marked, trigger: TriggerMention, actors: Sequence[ActorMention]) -> Actors:
    """سيطرت المقاومة على التلة بعد هجوم شنته على القرية: the one told of goes on."""
    if marked.sentence.tokens[trigger.relative].plain.startswith("ي") or trigger.is_definite:
        return ()
    for actor in reversed(actors):
        if actor.last <= trigger.first and actor.preposition in ("", "و") and actor.role in ("named", "head"):
            if any(t.plain in "؛." for t in marked.sentence.tokens[actor.last : trigger.first]):
                return ()
            return group_of(actor, actors)
    return ()


def _noun_doer(
    marked: Marked, frame: Frame, trigger: TriggerMention, actors: Sequence[ActorMention]
) -> tuple[Actors, str]:
    inside = [a for a in actors if a.first <= trigger.first < a.last and a.head == "aggressor"]
    if inside:
        return (inside[0],), "adjective"  # عدوان إسرائيلي: the words name the act and who does it
    nisba = () if _is_of_the_thing(trigger) else _beside(marked, trigger, actors, {"nisba"})
    if nisba:
        return nisba, "adjective"
    near = _beside(marked, trigger, actors, SIDES)
    if not near:
        return (), ""
    actor, last = near[0], near[-1]
    if _is_of_the_victims(marked, trigger) or is_any_craft(marked, trigger.sense, actor):
        return (), ""
    if actor.preposition == "" and not trigger.is_definite and actor.role != "civilians":
        if trigger.sense not in OBJECT_NOUNS and not _takes_object(marked, trigger):
            return near, "genitive"
        if _has_object(marked, last, actors):
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


def _has_object(marked: Marked, actor: ActorMention, actors: Sequence[ActorMention]) -> bool:
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


def _beside(marked: Marked, trigger: TriggerMention, actors: Sequence[ActorMention], roles: set[str]) -> Actors:
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


def _agent_phrase(marked: Marked, frame: Frame, trigger: TriggerMention, actors: Sequence[ActorMention]) -> Actors:
    for actor in actors:
        if not frame.first <= actor.first < frame.last:
            continue
        if actor.preposition in ("من قبل", "على يد", "على أيدي") and actor.first >= trigger.first:
            return group_of(actor, actors)
        if _is_of_its_craft(actor, trigger) or _is_of_an_operation(marked, trigger, actor):
            return group_of(actor, actors)
        at = _agent_word(marked, max(frame.first, actor.first - 3), actor.first)
        if trigger.light >= 0 and trigger.first <= at < trigger.last:
            continue  # قامت المدفعية بقصف أهداف للتنظيم: the subject of the light verb did it
        if trigger.sense == "take" and at and marked.sentence.tokens[at - 1].plain == "من":
            continue  # تحرير البلدة من أيدي المسلحين
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


def _is_active(marked: Marked, trigger: TriggerMention, actors: Sequence[ActorMention]) -> bool:
    """قتلت القوات خمسة (active) against قتل خمسة (passive): an armed side next to the verb and then somebody."""
    if trigger.enclitic or (trigger.first and marked.sentence.tokens[trigger.first - 1].plain in POINTING):
        return True
    tokens = marked.sentence.tokens
    if tokens[trigger.first].plain.endswith(("القي", "القت")) and trigger.last < len(tokens):
        return any(a.first == trigger.last and not a.preposition for a in actors)  # ألقى التنظيم القبض على اثنين
    ahead = [a for a in actors if a.last == trigger.first and a.preposition == "" and a.role in ("named", "unnamed")]
    if ahead and trigger.tense == "present" and _has_victim(marked, trigger.last, actors, near=3):
        return True  # a title: الفصائل تقتل ثلاثة جنود
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
    left = [a for a in left if not _is_lost(marked, a)]  # مقتل جنديين وجرح أربعة
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


def _subject(
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
    right = () if many or stands_before or itself else _subject_right(marked, after, stop, actors, frame)
    return right or _subject_left(marked, verb, before, actors)


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


def _subject_right(
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
    return frame.main.light >= 0 or frame.main.sense in DONE_BY_PATROLS or _has_object(marked, actor, actors)


def _subject_left(marked: Marked, verb: int, before: int, actors: Sequence[ActorMention]) -> Actors:
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
        if _has_and(marked, verb) and _is_lost(marked, actor):
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
