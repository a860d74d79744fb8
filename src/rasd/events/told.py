"""Which triggers of a sentence tell of an act: not what is denied, meant, held, foiled, or only described by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from rasd.events.wording import ANNOUNCING, CASUALTY, HITS, MOST_BETWEEN
from rasd.model.marked import Marked
from rasd.model.mention import TriggerMention

# Speeches are no battles: خطابات هاجموا فيها الحكومة.
IN_IT = frozenset(["فيه", "فيها", "خلاله", "خلالها"])
# What only goes on or grows is a state of things: استمرار القصف، تركزت الاشتباكات.
GOING_ON = frozenset("استمرار واستمرار مواصله تواصل وتواصل تصاعد تصعيد تكثيف توسيع تزايد ازدياد احتدام".split())
# It is only the setting of something else: مع تواصل الاشتباكات.
WHILE = frozenset(["مع", "ومع", "رغم", "ظل", "وسط", "بعد", "منذ"])
INTENSIFIED = frozenset("كثف كثفت كثفوا وكثف وكثفت وكثفوا ضاعف ضاعفت صعد صعدت يكثف تكثف".split())
CONCENTRATED = frozenset(["تركزت", "تتركز", "وتتركز", "وتركزت", "تصاعدت", "تكثفت", "تزايدت"])
# A person's past: شارك في عدد من العمليات.
PARTICIPATED = frozenset(["شارك", "وشارك", "اشترك", "واشترك", "تورط", "ضالع", "متورط", "بالتورط", "بالمشاركه"])
PRETEXTS = frozenset(["بزعم", "بحجه", "بذريعه", "بدعوي", "بتهمه", "بشبهه"])
FOUND = frozenset({"عثر", "عثرت", "عثروا", "يعثر", "عثور"})
VIOLENCE_SHOWN = (
    "اثار", "طلق", "رصاص", "مقيد", "مكبل", "تعذيب", "مقتول", "مذبوح", "مقطوع", "معصوب", "مشوه", "محروق", "متفحم",
    "اعدام", "اعدم", "ميداني", "مجهول", "قتل", "نحر", "طعن", "مختطف", "خطف", "تصفي",
)  # fmt: skip
MANAGED = ("تمكن", "يتمكن", "تتمكن", "لتمكن")
TIMES = frozenset(["عام", "اعوام", "سنوات", "سنه", "شهر", "اشهر", "شهور", "اسابيع", "ايام", "العنف", "العام"])
DESPITE = frozenset("منذ بدايه بدء اثناء رغم الرغم برغم خرق بخرق يخرقون خروقات انتهاك خلال تمديد قبيل".split())
HELD = frozenset(["تحت", "خاضعه", "الخاضعه", "خاضع", "الخاضع", "ضمن", "مناطق", "مواقع", "نطاق"])
WHICH = frozenset(["التي", "الذي", "اللتين", "الذين"])
# في ظل القصف، في خضم هجوم: what goes on around.
MIDST = frozenset(["ظل", "خضم", "غمره"])
# أي هجوم، في كل اقتحام: whatever attack there may be.
ANY = frozenset(["اي", "ايه", "كل"])
# الأكثر تدميرا، أسوأ هجوم منذ عام: a measure of what is told elsewhere.
MOST = frozenset("اكثر اشد اسوا اعنف اخطر اكبر".split())
# منفذي الهجوم: they are spoken of, not the attack.
PERPETRATORS = frozenset(["منفذي", "منفذو", "مرتكبي", "مرتكبو", "مدبري", "مدبرو", "منفذ"])
# موقع التفجير: where it was.
SITES = frozenset(["موقع", "بموقع", "مكان", "بمكان", "مسرح"])
INTENDED = frozenset("ينوي تنوي ينوون يعتزم تعتزم يعتزمون يخطط تخطط يخططون معده معد معدا".split())
FOILING = frozenset({"destroy", "defuse", "intercept", "seize", "arrest", "kill"})
# What may be called besieged: بلدات محاصرة.
PLACES_OR_MEN = frozenset({"settlement", "target", "person", "relation"})
NEED_MUNITION = frozenset({"fall", "launch", "intercept"})
# The subject stands between: أسقطت الدفاعات الجوية للجيش السوداني ثلاث مسيرات.
REACH_OF_SHOOTING_DOWN = 8
NEAR_DAY = 4
# What sending or dropping such a thing is.
OF_MUNITION = {"small arms": "shoot", "tear gas": "disperse", "grenade": "grenade", "knife": "stab"}
FIRE = frozenset(["النار", "النيران", "الرصاص", "رصاصه", "الرصاصه"])
FLYING = frozenset({"drone", "rocket", "missile", "air strike"})


def told(marked: Marked) -> list[TriggerMention]:
    """The triggers that tell of an act, with the sense that the words around them give.

    Left out: what did not happen, what somebody means to do (ل of purpose), ground that is held (تحت سيطرة), and words
    of falling, launching or shooting down without a munition beside them.
    """
    out: list[TriggerMention] = []
    for trigger in marked.triggers:
        before = marked.sentence.tokens[trigger.first - 1].plain if trigger.first else ""
        if trigger.is_negated or (trigger.sense == "take" and before in HELD):
            continue
        if trigger.preposition == "ل" and trigger.pos != "verb" and trigger.light_sense != "suffer":
            is_stopped = out and out[-1].sense in ("repel", "intercept") and trigger.first - out[-1].last <= 8
            if not (is_stopped or _behind_result(marked, trigger) or _is_dispersed(marked, trigger)):
                continue
        if _is_purpose(marked, trigger) or _is_body_without_marks(marked, trigger):
            continue
        if _only_qualifies(marked, trigger, before) or _is_foiled(marked, trigger, out):
            continue
        behind = marked.sentence.tokens[trigger.last].plain if trigger.last < len(marked.sentence.tokens) else ""
        if trigger.sense == "attack" and trigger.pos == "verb" and behind in IN_IT:
            continue
        if trigger.sense == "take" and trigger.pos == "verb" and before in WHICH and not _is_dated(marked, trigger):
            continue  # القاعدة التي يسيطر عليها: whose it is, not how it was taken
        if trigger.sense == "clash" and trigger.is_relative and trigger.tense == "present":
            continue  # الفصائل التي تقاتل التنظيم: who they are, no fight of this day
        if trigger.sense == "ambush" and trigger.is_definite and trigger.light < 0 and trigger.pos == "noun":
            continue  # الكمائن الأمنية: checkpoints, or an ambush told before
        if trigger.sense == "agree" and trigger.pos != "verb" and not _is_announced(marked, trigger):
            continue
        if trigger.sense == "repel" and _is_of_munition(marked, trigger):
            trigger = replace(trigger, sense="intercept")
        elif trigger.sense == "launch" and trigger.pos == "masdar" and _is_fire_opened(marked, trigger):
            trigger = replace(trigger, sense="shoot")
        elif trigger.sense == "shoot" and _at_aircraft(marked, trigger):
            trigger = replace(trigger, sense="intercept")
        elif trigger.sense in NEED_MUNITION and trigger.last - trigger.first == 1:
            sense = _munition_sense(marked, trigger)
            if not sense:
                continue
            trigger = replace(trigger, sense=sense)
        out.append(trigger)
    return out


def _is_dated(marked: Marked, trigger: TriggerMention) -> bool:
    """الجماعة التي سيطرت على العاصمة في أيلول: told with its day all the same."""
    return trigger.tense == "past" and any(0 <= d.first - trigger.last <= NEAR_DAY for d in marked.dates)


def _only_qualifies(marked: Marked, trigger: TriggerMention, before: str) -> bool:
    """In a claim, an attribute or a measure of time: بزعم إطلاقه النار، المناطق المستهدفة، أعوام من القتال."""
    words = [t.plain for t in marked.sentence.tokens[max(0, trigger.first - 3) : trigger.first]]
    if trigger.pos != "verb" and before.removeprefix("ال") in MOST:
        return True
    if PRETEXTS.intersection(words) or (trigger.pos != "verb" and before in MIDST):
        return True
    if trigger.pos != "verb" and trigger.is_definite and before.removeprefix("ل") in PERPETRATORS | SITES:
        return True
    if trigger.pos != "verb" and before in ANY and not any(c.sense == "denied" for c in marked.cues):
        return True
    if trigger.pos != "verb" and _is_adjective(marked, trigger):
        return True
    if trigger.pos in ("agent", "patient") and trigger.is_definite:
        return True
    if trigger.sense == "take" and trigger.pos != "verb" and before == "من" and not _is_managed(marked, trigger):
        return True
    earlier = {t.plain for t in marked.sentence.tokens[max(0, trigger.first - 7) : trigger.first]}
    if PARTICIPATED & earlier and (trigger.number == "p" or before in WHICH):
        return True
    if _is_setting(marked, trigger):
        return True
    if GOING_ON.intersection(words) and trigger.pos != "verb" and trigger.sense in HITS | {"assassinate", "kill"}:
        counted = (t for t in marked.tolls if 0 <= t.first - trigger.last <= 8 and t.killed)
        return not any(t.killed[1] is not None for t in counted if t.killed) and not marked.dates
    if trigger.sense in ("clash", "attack") and trigger.number == "p" and CONCENTRATED.intersection(words):
        return True
    if trigger.sense == "attack" and trigger.number == "p" and INTENSIFIED & earlier and not marked.tolls:
        return True  # كثفت الحركة هجماتها في الأشهر الأخيرة
    return before == "من" and trigger.sense in ("clash", "confrontation") and bool(TIMES.intersection(words))


def _is_setting(marked: Marked, trigger: TriggerMention) -> bool:
    """مع تواصل الاشتباكات، رغم استمرار المعارك: what goes on while the sentence tells something else."""
    words = [t.plain for t in marked.sentence.tokens[max(0, trigger.first - 3) : trigger.first]]
    if trigger.pos == "verb" or not trigger.is_definite or not GOING_ON.intersection(words):
        return False
    behind = marked.sentence.tokens[trigger.last : trigger.last + 1]
    if any(t.plain == "بين" for t in behind):
        return False  # مع استمرار الاشتباكات بين الجيش والفصائل: told with both sides
    return any(a in WHILE and b in GOING_ON for a, b in pairwise(words))


def _is_body_without_marks(marked: Marked, trigger: TriggerMention) -> bool:
    """عثر على جثة: an act of violence where the body shows one (عليها آثار طلق ناري, مقيدة اليدين)."""
    tokens = marked.sentence.tokens
    if trigger.sense != "die" or tokens[trigger.first].plain.lstrip("وفال") not in FOUND:
        return False
    return not any(t.plain.lstrip("وب").startswith(VIOLENCE_SHOWN) for t in tokens[trigger.last :])


def _is_dispersed(marked: Marked, trigger: TriggerMention) -> bool:
    """استخدمت الشرطة الغاز لتفريق المحتجين: what the gas was for was done with it."""
    if trigger.sense != "disperse":
        return False
    return any(w.kind == "tear gas" and 0 <= trigger.first - w.last <= 6 for w in marked.weapons)


def _is_purpose(marked: Marked, trigger: TriggerMention) -> bool:
    """يحضرون لتنفيذ هجوم: what somebody means to do."""
    if trigger.light < 0 or trigger.pos == "verb":
        return False
    return any("ل" in h.proclitics and h.form.pos == "masdar" for h in marked.hits[trigger.light])


def _is_managed(marked: Marked, trigger: TriggerMention) -> bool:
    """تمكنت القوات من استعادة السيطرة: what somebody manages to do; not تحرير القرية من سيطرة التنظيم."""
    words = marked.sentence.tokens[max(0, trigger.first - MOST_BETWEEN) : trigger.first]
    return any(t.plain.removeprefix("و").startswith(MANAGED) for t in words)


def _is_foiled(marked: Marked, trigger: TriggerMention, told: Sequence[TriggerMention]) -> bool:
    """تدمير سيارات مفخخة كان ينوي تفجيرها: what the act told before it kept from happening."""
    words = {t.plain for t in marked.sentence.tokens[max(0, trigger.first - 3) : trigger.first]}
    return bool(told and words & INTENDED) and told[-1].sense in FOILING


def _is_adjective(marked: Marked, trigger: TriggerMention) -> bool:
    """بلدات محاصرة، قوات مهاجمة: a participle that looks like the verbal noun, behind what it describes."""
    if trigger.is_definite or trigger.preposition or trigger.light >= 0 or not trigger.first:
        return False
    word = marked.sentence.tokens[trigger.first].plain
    if trigger.last - trigger.first > 1 or not (word.startswith("م") and word.endswith("ه")):
        return False
    return any(h.entry.kind in PLACES_OR_MEN and h.last == trigger.first for h in marked.hits[trigger.first - 1])


def _is_announced(marked: Marked, trigger: TriggerMention) -> bool:
    """A truce is an act where somebody reaches or announces it, else a frame of time: رغم الهدنة."""
    near = {t.plain for t in marked.sentence.tokens[max(0, trigger.first - 8) : trigger.first]}
    if near & DESPITE:
        return False
    for i in range(max(0, trigger.first - MOST_BETWEEN), trigger.first):
        if any(
            h.entry.kind == "verb" and h.entry.lemma in ANNOUNCING and h.form.pos in ("verb", "masdar")
            for h in marked.hits[i]
        ):
            return True
    return any(
        h.entry.lemma in ANNOUNCING
        for i in range(trigger.last, min(len(marked.hits), trigger.last + 3))
        for h in marked.hits[i]
    )


def _at_aircraft(marked: Marked, trigger: TriggerMention) -> bool:
    """أطلق الجيش النار على طائرة مسيرة."""
    return any(
        0 <= w.first - trigger.last <= 5 and w.kind in ("drone", "air strike") and w.preposition == "على"
        for w in marked.weapons
    )


def _behind_result(marked: Marked, trigger: TriggerMention) -> bool:
    """أدت لإصابته: the ل of a result, not of a purpose."""
    before = marked.hits[trigger.first - 1] if trigger.first else ()
    return trigger.sense in CASUALTY and any(h.entry.kind == "verb" and h.entry.sense == "result" for h in before)


def _is_of_munition(marked: Marked, trigger: TriggerMention) -> bool:
    """التصدي لخمس مسيرات: what is stood up to is itself the munition."""
    tokens = marked.sentence.tokens
    return any(
        w.kind in FLYING and 0 <= w.first - trigger.last <= 1 and tokens[trigger.last].plain.startswith("ل")
        for w in marked.weapons
    )


def _is_fire_opened(marked: Marked, trigger: TriggerMention) -> bool:
    """إطلاق شبان عند الفجر النار على: the object behind the subject and the circumstances."""
    for token in marked.sentence.tokens[trigger.last + 1 : trigger.last + MOST_BETWEEN]:
        if token.kind == "mark":
            return False
        if token.plain in FIRE:
            return True
    return False


def _munition_sense(marked: Marked, trigger: TriggerMention) -> str:
    if trigger.sense == "intercept" and trigger.enclitic and trigger.pos != "verb":
        before = [w for w in marked.weapons if w.last <= trigger.first and w.kind in FLYING]
        return "intercept" if before else ""  # رصدت مسيرة ... وجرى إسقاطها
    for weapon in marked.weapons:
        reach = REACH_OF_SHOOTING_DOWN if trigger.sense == "intercept" and trigger.pos == "verb" else 4
        behind = 0 <= weapon.first - trigger.last <= reach
        ahead = trigger.pos == "verb" and 0 <= trigger.first - weapon.last <= 3
        if (ahead or behind) and trigger.sense == "fall" and weapon.kind == "drone":
            hurt = any(t.sense in CASUALTY and t.first >= trigger.last for t in marked.triggers)
            return "launch" if hurt else "intercept"
        if behind or ahead:
            return OF_MUNITION.get(weapon.kind, trigger.sense)
    return ""
