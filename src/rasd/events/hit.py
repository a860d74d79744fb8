"""Whom an act hit: the side of the victims, the owner of the target, the object of the verb, or behind على, ضد, ل."""

from __future__ import annotations

from collections.abc import Sequence

from rasd.events.frames import Frame
from rasd.events.grammar import clause_start, clear, group_of, holds, is_barrier, own_words, same_side
from rasd.events.sides import FARTHEST, FIGHTS, MUTUAL
from rasd.events.wording import CASUALTY
from rasd.model.marked import Marked
from rasd.model.mention import ActorMention, TollMention

Actors = tuple[ActorMention, ...]

AGAINST = frozenset(("على", "ضد", "ل", "تابعة ل", "من صفوف", "في صفوف", "باتجاه", "تجاه", "نحو", "بحق"))
NEVER = frozenset(("من قبل", "على يد", "بين", "ب"))
# What may stand on the subject of a passive: nothing, "and", or what is read as part of its name.
SUBJECTS = frozenset(("", "في", "ب", "من", "و"))
# What verbs say of those before them when nobody else does it: ثلاثة رجال خطفوا.
SUFFERED = CASUALTY | {"abduct", "arrest", "execute", "assassinate"}
# Acts that take something from somebody: من names whom.
TAKING = frozenset(("take", "withdraw", "seize", "loot", "repel"))
# Acts whose words name nobody who is hit.
HITS_NOBODY = frozenset(("establish", "deploy", "exercise", "protest"))
# Acts whose other side fights: those hurt beside it are no side.
MET = FIGHTS | {"raid", "repel"}
# Verbs whose attached pronoun is whom they hit: هاجمتهم قوة.
AIMED = frozenset(("attack", "target", "shoot", "strike", "shelling", "ambush"))
# انفجر لغم بدورية للجيش، انفجرت في آلياتهم عبوة.
BLASTS = frozenset(("explode", "detonate"))
BLOWN_UP_IN = frozenset(("ب", "في"))
THINGS = frozenset(("force", "army", "police", "regime", "enemy", "coalition", "militia", "faction"))
# Heads of people: خمسة من عناصر التنظيم.
PEOPLE = frozenset(("member", "part", "army", "police", "fighters", "gunmen", "militants", "leader"))
# What those are to their side who are arrested for it.
BELONGING = (
    *("منتم", "المنتم", "انتم", "الانتم", "ينتم", "تنتم", "ارتباط", "الارتباط", "مرتبط", "المرتبط", "يرتبط", "تابع"),
    *("ولاء", "مبايع", "بايع", "موال", "الموال", "متعاطف", "متورط", "علاق", "صله", "صلات", "تمويل", "دعم", "تاييد"),
)
IRREGULARS = frozenset(("rebel group", "political militia", "identity militia"))
# Verbs that say who is in a thing or has it.
WITHIN = frozenset(
    "يسيطر تسيطر يسيطرون يستخدم تستخدم يستخدمه تستخدمه يحتل تحتل يتحصن تتحصن يتمركز تتمركز يتواجد تضم يضم ينقل تنقل "
    "يقل تقل تقلهم يستقل يستقله تستقل يحمل تحمل".split()
)
HELD_BY = frozenset("سيطره نفوذ لسيطره معقل معاقل يد قبضه خاضعه الخاضعه".split())
FROM_WHERE = frozenset("انطلقت انطلق منطلقه اطلقت مصدرها مصدره قادمه".split())


def hit_of(marked: Marked, frame: Frame, actors: Sequence[ActorMention], doer: Actors) -> Actors:
    """Those that were hit; never the doer under other words."""
    inside = [a for a in actors if frame.first <= a.first < frame.last and a not in doer and not same_side(a, doer)]
    craft = _craft_shot_down(marked, frame, inside)
    if craft:
        return craft
    lost = _of_the_victims(marked, frame, inside)
    if lost:
        return lost
    if frame.main.light_sense == "suffer":
        suffered = _suffered(frame, inside)
        if suffered:
            return suffered
    if frame.main.sense in HITS_NOBODY:
        return ()
    killed = _subject_of_the_passive(marked, frame, inside)
    if killed:
        return killed
    if frame.main.sense == "intercept":
        launched = [a for a in actors if a.first >= frame.main.last and is_launched(marked, a) and a not in doer]
        if launched and not same_side(launched[0], doer):
            return group_of(launched[0], actors)
    first = min(t.first for t in frame.triggers)
    last = max(t.last for t in frame.triggers)
    # طيران التحالف الذي تقوده السعودية: the words of a side are no clause of their own
    own = own_words(frame).union(*(range(a.first, a.last) for a in inside), *(range(a.first, a.last) for a in doer))
    # اعتقلت منذ الجمعة، انتزع مدينة تدمر: a day and a town open no clause, whatever their words may be besides
    own = own.union(*(range(m.first, m.last) for m in (*marked.dates, *marked.places)))
    best: tuple[int, ActorMention] | None = None
    for actor in inside:
        if actor.first < first or actor.role == "unnamed":
            continue
        if is_barrier(marked, last, actor.first, own):
            break
        weight = _weight(marked, frame, actor, doer)
        if weight and (best is None or weight > best[0]):
            best = weight, actor
    if best:
        return group_of(best[1], inside)
    return _of_the_relative_clause(marked, frame, actors, doer) or _pointed_at(frame, actors, doer)


def _of_the_relative_clause(marked: Marked, frame: Frame, actors: Sequence[ActorMention], doer: Actors) -> Actors:
    """هاجم رتلا يضم عناصر من الفصيل، قصف معسكرا يسيطر عليه الفصيل: who is in the thing, or holds it."""
    tokens = marked.sentence.tokens
    for target in marked.targets:
        if not frame.first <= target.first < frame.last or target.first < frame.main.first:
            continue
        behind = range(target.last, min(target.last + 3, len(tokens)))
        verb = next((i for i in behind if tokens[i].plain.removesuffix("ها") in WITHIN), -1)
        for actor in actors if verb >= 0 else ():
            if verb < actor.first <= verb + 4 and actor.role in ("named", "head") and not same_side(actor, doer):
                if actor.preposition in ("", "ل", "من", "تابعة ل") and clear(marked, verb + 1, actor.first):
                    return group_of(actor, actors)
    return ()


def _craft_shot_down(marked: Marked, frame: Frame, inside: Sequence[ActorMention]) -> Actors:
    """إسقاط مسيرة تابعة للجيش، إسقاط عشر مسيرات أوكرانية: whose craft it was, before anybody who died elsewhere."""
    main = frame.main
    if main.sense == "destroy":
        beside = [a for a in inside if main.last <= a.first <= main.last + 1 and is_any_craft(marked, main.sense, a)]
        return tuple(beside[:1])
    if main.sense != "intercept":
        return ()
    craft = [a for a in inside if a.first < main.last < a.last or (a.first <= main.last + 1 and a.head == "aircraft")]
    return (craft[0],) if craft and craft[0].first > main.first else ()


def is_any_craft(marked: Marked, sense: str, actor: ActorMention) -> bool:
    """تدمير مسيرة تركية: some craft behind such a word is what was brought down; طائرات التحالف may have done it."""
    if actor.head != "aircraft" or sense not in ("intercept", "destroy"):
        return False
    is_some = bool(actor.country) and not marked.sentence.tokens[actor.first].plain.startswith("ال")
    return sense == "intercept" or is_some


def is_launched(marked: Marked, actor: ActorMention) -> bool:
    """مسيرة أطلقتها الميليشيا: a relative verb of launching stands right before."""
    if not actor.first:
        return False
    before = marked.sentence.tokens[actor.first - 1].plain
    return before.startswith(("اطلقت", "اطلق")) and before.endswith(("ه", "ها", "هما"))


def _pointed_at(frame: Frame, actors: Sequence[ActorMention], doer: Actors) -> Actors:
    """تقدمت القوات فاستهدفوها: the object written on the verb is the armed side told of last."""
    for trigger in frame.triggers:
        if trigger.pos != "verb" or not trigger.enclitic or trigger.sense not in AIMED or trigger.voice == "passive":
            continue
        ahead = [a for a in actors if a.last <= trigger.first and trigger.first - a.last <= FARTHEST]
        ahead = [a for a in ahead if a.role in ("named", "head") and a.actor.name and not same_side(a, doer)]
        if doer and ahead:
            return group_of(ahead[-1], ahead)
    return ()


def _of_the_victims(marked: Marked, frame: Frame, inside: Sequence[ActorMention]) -> Actors:
    tolls = [t for t in marked.tolls if frame.first <= t.first < frame.last]
    beside = [t for t in tolls if _is_told_with(marked, t, frame)]
    for toll in beside or tolls:
        if toll.side is None or toll.role != "total" or toll.killed == (0, 0):
            continue
        side = [a for a in inside if toll.side[0] <= a.first < toll.side[1] or _is_added_to(marked, toll.side[1], a)]
        side = [a for a in side if a.role not in ("unnamed", "nisba")]
        side = [a for a in side if a.actor.name is not None]
        armed = [a for a in side if a.role != "civilians"]
        if armed or (side and not MET.intersection(t.sense for t in frame.triggers)):
            return group_of((armed or side)[0], inside)
    return ()


def _is_added_to(marked: Marked, end: int, actor: ActorMention) -> bool:
    """مقتل 17 عنصرا، من تنظيم كذا: of whom the dead were, behind a comma."""
    tokens = marked.sentence.tokens
    return actor.preposition == "من" and end < actor.first <= end + 2 and tokens[end].plain in ("،", ",")


def _is_told_with(marked: Marked, toll: TollMention, frame: Frame) -> bool:
    """No verb of saying begins another telling between the dead and the act: ..., وأشاروا إلى مقتل خمسة في انفجار."""
    first, last = sorted((toll.first, frame.main.first))
    return not any(h.entry.kind == "source" or h.entry.sense == "say" for hits in marked.hits[first:last] for h in hits)


def _subject_of_the_passive(marked: Marked, frame: Frame, inside: Sequence[ActorMention]) -> Actors:
    """إن القيادي في الجماعة قتل في ضربة: who was killed stands before the verb."""
    for trigger in frame.triggers:
        if trigger.pos != "verb" or trigger.sense not in SUFFERED or trigger.voice == "active":
            continue
        start, _ = clause_start(marked, trigger.first, frame.first)
        near = [a for a in inside if start <= a.first and a.last <= trigger.first and trigger.first - a.last <= 5]
        if trigger.sense not in CASUALTY:  # an armed side before the verb arrests, and is not arrested
            near = [a for a in near if a.role == "civilians"]
        near = [a for a in near if a.role in ("named", "head", "civilians") and a.preposition in SUBJECTS]
        near = [a for a in near if not any(t.last == a.first and t.pos == "verb" for t in frame.triggers)]
        if near and clear(marked, near[-1].last, trigger.first):
            return group_of(near[-1], inside)
    return ()


def _suffered(frame: Frame, inside: Sequence[ActorMention]) -> Actors:
    """تعرض حاجز للجيش لهجوم."""
    light, first = frame.main.light, frame.main.first
    between = [a for a in inside if light < a.first < first and a.preposition in ("", "ل", "تابعة ل", "من")]
    ahead = [a for a in inside if a.last <= light and light - a.last <= 8]
    found = between[:1] or ahead[-1:]
    return group_of(found[0], inside) if found else ()


def _weight(marked: Marked, frame: Frame, actor: ActorMention, doer: Actors) -> int:
    """How clearly the words make an actor the one that was hit; 0 not at all."""
    if actor.preposition in BLOWN_UP_IN and frame.main.sense in BLASTS and actor.head in THINGS:
        return 3
    if frame.main.sense == "arrest" and actor.actor.kind in IRREGULARS and _is_affiliation(marked, actor):
        return 5
    if actor.preposition in NEVER or _is_wanted_by(marked, actor):
        return 0
    if actor.preposition == "تابعة ل" and any(_is_of(marked, d, actor) for d in doer):
        return 0  # جهاز الأمن التابع للهيئة: whose the doer is
    if _owns_target(marked, actor):
        return 4
    if actor.role == "nisba":
        return 3 if _is_of_what_was_shot_down(marked, frame, actor) else 0
    senses = {t.sense for t in frame.triggers}
    if actor.preposition in AGAINST:
        return 3
    if actor.preposition == "مع":
        return 3 if senses & MUTUAL else 0
    if actor.preposition == "من":
        of_people = actor.head in PEOPLE and bool(senses & CASUALTY or "arrest" in senses)
        return 3 if senses & TAKING or of_people or _is_counted(marked, actor) else 0
    if _is_holder(marked, actor):
        return 1
    after = max(t.last for t in frame.triggers)
    ahead = [d.last for d in doer if d.last <= actor.first]
    after = max([after if after <= actor.first else frame.main.last, *ahead])
    if actor.preposition in ("", "و") and actor.first - after <= 10:
        return 2 if clear(marked, after, actor.first) else 0
    return 0


def _is_wanted_by(marked: Marked, actor: ActorMention) -> bool:
    """ضبط ثلاثة مطلوبين للشرطة: who looks for them was not hit."""
    before = marked.sentence.tokens[actor.first - 1].plain if actor.first else ""
    return actor.preposition == "ل" and before.removeprefix("ال").startswith("مطلوب")


def _is_affiliation(marked: Marked, actor: ActorMention) -> bool:
    """اعتقال خمسين شخصا متهمين بالارتباط بالتنظيم, خلية بايعت التنظيم: to whom those arrested belong."""
    before = marked.sentence.tokens[max(0, actor.first - 4) : actor.first]
    return any(t.plain.removeprefix("و").removeprefix("ب").removeprefix("ل").startswith(BELONGING) for t in before)


def _is_of(marked: Marked, doer: ActorMention, actor: ActorMention) -> bool:
    gap = marked.sentence.tokens[doer.last : actor.first]
    return 1 <= len(gap) <= 2 and gap[0].plain.startswith(("تابع", "التابع", "يتبع", "تتبع"))


def _is_of_what_was_shot_down(marked: Marked, frame: Frame, actor: ActorMention) -> bool:
    """إسقاط صاروخ أوكراني، أسقطت مسيرة إسرائيلية."""
    if not any(t.sense in ("intercept", "destroy") for t in frame.triggers):
        return False
    ends = {t.last for t in frame.triggers if t.sense == "intercept" and t.last - t.first > 1}
    ends |= {o.last for o in (*marked.weapons, *marked.targets) if o.last <= actor.first}
    return actor.first in ends or actor.first - 1 in ends


def _owns_target(marked: Marked, actor: ActorMention) -> bool:
    """مواقع الحوثيين، دورية للجيش، سيارة تابعة للحزب: the owner stands right behind the thing."""
    tokens = marked.sentence.tokens
    for target in marked.targets:
        gap = tokens[target.last : actor.first]
        if target.last <= actor.first and len(gap) <= 3 and not any(t.kind == "mark" and t.plain == "،" for t in gap):
            if actor.preposition in ("", "ل", "تابعة ل", "من") and clear(marked, target.last, actor.first):
                return not any(t.plain in ("في", "علي", "قرب", "الي") for t in gap)
    return False


def _is_counted(marked: Marked, actor: ActorMention) -> bool:
    """ثلاثة من الجنود, عنصر من القوات: people counted; not "from"."""
    before = marked.sentence.tokens[max(0, actor.first - 3) : actor.first]
    return (
        any(p.last <= actor.first and actor.first - p.last <= 2 for p in marked.persons)
        or any(t.kind == "number" for t in before)
        or any(h.entry.kind == "number" and h.last == actor.first - 1 for h in marked.hits[max(0, actor.first - 2)])
    )


def _is_holder(marked: Marked, actor: ActorMention) -> bool:
    """مدينة يسيطر عليها X، الخاضعة لسيطرة X; not where the shells came from."""
    tokens = marked.sentence.tokens
    before = tokens[max(0, actor.first - 4) : actor.first]
    if not any(t.plain in HELD_BY or holds(t.plain) for t in before):
        return False
    return not any(t.plain in FROM_WHERE for t in tokens[max(0, actor.first - 9) : actor.first])
