"""Which two neighbouring triggers tell one act: "a raid ... killed", "stormed ... and arrested".

The order of LINKS is the order in which they are asked; the first that answers decides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from rasd.events.wording import CASUALTY, CAUSE, COMPLEMENT, HITS, MOST_BETWEEN, RESULT, STOPS, STRONG
from rasd.model.marked import Marked
from rasd.model.mention import TriggerMention

WHEN = frozenset("عندما حين حينما بعدما لدي عند اذ".split())
WHERE = frozenset(["حيث", "وحيث"])
THEM = frozenset(["ه", "ها", "هم", "هما"])
BOMB_DOES = frozenset({"strike", "target", "destroy"})
DAMAGE = frozenset({"burn", "loot", "destroy"})
# ... واشاروا إلى مقتل آخرين في انفجار: of something else.
ANEW = frozenset("واشار واشارت واشاروا مشيرا مشيره".split())
IN_IT = frozenset(["خلالها", "خلاله", "فيها", "فيه"])
DURING = frozenset(["اثناء", "خلال", "لدي"])
AFTER = frozenset(["عقب", "اثر", "بعد"])
SOON = 4
DOUBT = frozenset(["يعتقد", "يرجح", "يشتبه", "يظن", "مصدره", "مصدرها"])
# A reporter at a protest is no protester: أثناء تغطيته مظاهرة.
COVERING = frozenset({"تغطيه", "تغطيته", "تغطيتها", "تغطيتهم", "تغطيتهما"})
# آثار طلق ناري: what a body shows.
MARKS = frozenset({"اثار"})
TRIED = frozenset({"حاول", "حاولت", "حاولوا", "حاولا", "يحاول", "تحاول", "يحاولون"})
MEANS = frozenset(["عبر", "بواسطه"])
SAYING = frozenset({"say", "claim", "announce"})
DESCRIBING = frozenset({"strike", "target", "attack", "kill", "destroy", "wound", "explode", "airstrike"})


@dataclass(frozen=True, slots=True)
class Pair:
    """Two neighbouring triggers and the words between them."""

    marked: Marked
    a: TriggerMention
    b: TriggerMention
    between: tuple[str, ...]
    preposition: str
    """Of the noun phrase of b."""
    behind: TriggerMention | None = None
    """The trigger after b."""

    @property
    def preposition_of_a(self) -> str:
        return self.a.preposition


def _casualties(pair: Pair) -> str:
    if pair.a.sense in CASUALTY and pair.b.sense in CASUALTY and not STRONG.intersection(pair.between):
        return "" if ANEW.intersection(pair.between) else "a"
    return ""


def _casualty_in_act(pair: Pair) -> str:
    if pair.b.sense in CASUALTY or not (
        pair.a.sense in CASUALTY or (pair.a.sense == "destroy" and pair.b.sense in HITS)
    ):
        return ""
    if pair.b.pos != "verb" and pair.preposition in CAUSE:
        return "b"
    if WHEN.intersection(pair.between) or ("بعد" in pair.between and "ان" in pair.between):
        return "b"
    if pair.b.sense in HITS and _by_way_of(pair.between):
        return "b"
    if pair.b.pos != "verb" and not pair.b.is_definite and len(pair.between) <= SOON and AFTER & {*pair.between}:
        return "b"  # أصيب جندي عقب اندلاع مواجهات
    return ""


def _by_way_of(between: tuple[str, ...]) -> bool:
    """قتلوا في عملية نفذت من خلال إرسال مسيرات وقصف المواقع."""
    through = any(a == "من" and b == "خلال" for a, b in pairwise(between))
    return (through or bool(MEANS.intersection(between))) and not STRONG.intersection(between)


def _act_with_result(pair: Pair) -> str:
    if pair.a.sense in CASUALTY or not (
        pair.b.sense in CASUALTY or (pair.b.sense == "destroy" and pair.a.sense in HITS)
    ):
        return ""
    if RESULT.intersection(pair.between) or _result_verb_between(pair):
        return "a"
    if "بين" in pair.between and not _is_said_anew(pair):
        return "a"
    opening = pair.marked.sentence.tokens[pair.b.first].plain
    if opening.startswith(("و", "ف")) and not STRONG.intersection(pair.between) and not _has_own_cause(pair):
        return "a"
    if pair.b.preposition in ("الي", "عن", "ب") and not STRONG.intersection(pair.between):
        return "a"
    return ""


def _has_own_cause(pair: Pair) -> bool:
    """استشهد طفل خلال اقتحام، وأصيب صحافي خلال المواجهات: each of them in an act of its own."""
    c = pair.behind
    if c is None or pair.b.pos != "verb" or pair.a.preposition not in CAUSE or c.preposition not in CAUSE:
        return False
    if c.pos == "verb" or c.sense in CASUALTY or (c.sense == pair.a.sense and c.is_definite):
        return False
    between = {t.plain for t in pair.marked.sentence.tokens[pair.b.last : c.first]}
    return "،" in pair.between and len(between) <= MOST_BETWEEN and not between & (STRONG | STOPS)


def _further_result(pair: Pair) -> str:
    """أسفرت الضربة عن مقتل ... وتدمير المضافات: both nouns are what the act before them did."""
    if pair.a.sense not in CASUALTY or pair.b.sense != "destroy" or "verb" in (pair.a.pos, pair.b.pos):
        return ""
    joined = pair.marked.sentence.tokens[pair.b.first].plain.startswith("و")
    return "a" if joined and not STRONG.intersection(pair.between) and pair.a.preposition else ""


def _is_said_anew(pair: Pair) -> bool:
    """المعارك تتواصل، والجيش يعلن مقتل مواطن: a verb of saying brings the dead of something else."""
    return any(
        hit.entry.kind == "verb" and hit.entry.sense in SAYING
        for at in pair.marked.hits[pair.a.last : pair.b.first]
        for hit in at
    )


def _result_verb_between(pair: Pair) -> bool:
    return any(
        hit.entry.kind == "verb" and hit.entry.sense == "result"
        for at in pair.marked.hits[pair.a.last : pair.b.first]
        for hit in at
    )


def _described(pair: Pair) -> str:
    """غارة استهدفت، هجوم انتحاري استهدف; اعتداء نفذه الفصيل عبر مسيرة ألقت قنبلتين."""
    is_launch = pair.b.sense == "launch" and pair.a.sense in ("attack", "strike", "target", "airstrike")
    if pair.a.pos == "verb" or pair.b.pos not in ("verb", "agent") or len(pair.between) > (20 if is_launch else 9):
        return ""
    if pair.marked.sentence.tokens[pair.b.first].plain.startswith(("و", "ف")):
        return ""
    doubted = DOUBT.intersection(pair.between)
    if STRONG.intersection(pair.between) or (not doubted and COMPLEMENT.intersection(pair.between)):
        return ""
    if is_launch:
        return "a"
    if "،" in pair.between and pair.b.pos == "verb" and not doubted and pair.b.sense not in ("strike", "target"):
        return ""
    return "a" if pair.b.sense in DESCRIBING else ""


def _participle(pair: Pair) -> str:
    """... مستهدفا المطار: the participle describes the act before it, at any distance in the clause."""
    if (
        pair.b.pos == "agent"
        and pair.b.sense in ("strike", "target", "attack")
        and not STRONG.intersection(pair.between)
    ):
        return "a"
    return ""


def _joined_nouns(pair: Pair) -> str:
    """قصف واشتباكات، دهم واعتقالات: one act under two names; قام بقطع الطرق ومحاصرة المقار: under one verb."""
    joined = pair.b.pos != "verb" and pair.marked.sentence.tokens[pair.b.first].plain.startswith("و")
    if pair.a.sense == pair.b.sense and pair.a.light >= 0 and (pair.b.light == pair.a.light or joined):
        return "a" if len(pair.between) <= 9 and not STRONG.intersection(pair.between) else ""
    if pair.a.pos == "verb" or pair.b.pos == "verb" or len(pair.between) > 1:
        return ""
    if not pair.marked.sentence.tokens[pair.b.first].plain.startswith("و"):
        return ""
    return "b" if pair.b.sense == "clash" and pair.a.sense in HITS else "a"


def _repelled(pair: Pair) -> str:
    if (
        pair.a.sense in ("repel", "intercept")
        and pair.b.pos != "verb"
        and pair.b.sense not in CASUALTY
        and len(pair.between) <= 8
    ):
        return "a"
    return ""


def _cause(pair: Pair) -> str:
    if pair.a.sense == "explode" and {"ناجم", "ناجمه", "نتيجه", "جراء", "سببه", "نتج", "نجم"}.intersection(
        pair.between
    ):
        return "b"
    return ""


def _during(pair: Pair) -> str:
    """اعتقلت ... خلال اقتحام: one act, the arrest; the raid gives its place."""
    if pair.b.pos == "verb" or pair.b.sense not in ("raid", "incursion", "sweep") or pair.a.sense in CASUALTY:
        return ""
    if pair.a.sense == "arrest":
        return "a"
    if pair.a.sense in ("clash", "confrontation") and pair.preposition in ("اثر", "عقب", "بعد"):
        return "a" if not STRONG.intersection(pair.between) else ""
    return "a" if pair.preposition in ("خلال", "اثناء", "في", "ضمن") else ""


def _amid(pair: Pair) -> str:
    """جرفت الشارع وسط إطلاق نار كثيف: what goes on around an act."""
    amid = pair.b.pos != "verb" and pair.preposition == "وسط" and pair.a.sense not in CASUALTY
    return "a" if amid and not STRONG.intersection(pair.between) else ""


def _raid_with(pair: Pair) -> str:
    if pair.a.sense in ("raid", "incursion", "sweep") and pair.b.sense == "arrest":
        return "b"
    if pair.a.sense in ("raid", "incursion") and pair.b.sense == "sweep" and len(pair.between) <= MOST_BETWEEN:
        return "a"  # an incursion with a search and nobody taken
    if pair.a.sense not in ("raid", "incursion") or STRONG.intersection(pair.between):
        return ""
    if pair.b.sense == "confrontation":
        return "b"
    return "a" if pair.b.sense in ("clash", "repel", "sweep") else ""


def _launched(pair: Pair) -> str:
    if (pair.a.sense, pair.b.sense) == ("launch", "shelling") and not pair.between:
        return "b"  # إطلاق رشقات صاروخية
    if pair.a.sense in ("launch", "shelling", "fall", "strike", "target") and pair.b.sense in (
        "fall",
        "launch",
        "explode",
    ):
        return "a" if not STRONG.intersection(pair.between) and len(pair.between) <= MOST_BETWEEN else ""
    return ""


def _same_doing(pair: Pair) -> str:
    """نصبوا كمينا وأطلقوا النار; هاجموا ... واشتبكوا."""
    if pair.a.sense == "repel" and pair.b.sense in ("intercept", "clash") and not STRONG.intersection(pair.between):
        return "a"
    if pair.a.sense in ("raid", "repel", "clash", "confrontation") and pair.b.sense in ("shoot", "launch", "disperse"):
        return "a" if not STRONG.intersection(pair.between) and "؛" not in pair.between else ""
    if pair.a.sense in ("ambush", "attack", "shoot") and pair.b.sense in (
        "shoot",
        "beat",
        "clash",
        "confrontation",
        "attack",
        "detonate",
        "suicide",
    ):
        return "a" if not STRONG.intersection(pair.between) and "؛" not in pair.between else ""
    return ""


def _headed(pair: Pair) -> str:
    """وفي الهجوم الأكثر دموية انفجرت سيارة: the noun only heads what the verb tells."""
    if (
        pair.a.pos != "verb"
        and pair.a.is_definite
        and pair.preposition_of_a == "في"
        and pair.b.pos == "verb"
        and len(pair.between) <= 5
    ):
        return "b" if pair.b.sense not in CASUALTY else ""
    return ""


def _suicide(pair: Pair) -> str:
    if {pair.a.sense, pair.b.sense} <= {
        "suicide",
        "explode",
        "detonate",
        "attack",
        "strike",
        "target",
    } and "suicide" in (
        pair.a.sense,
        pair.b.sense,
    ):
        return "a" if not STRONG.intersection(pair.between) else ""
    return ""


def _same_word_again(pair: Pair) -> str:
    """ألقت القوات القبض على, اعتقلت ... في حملة اعتقالات: a verb and its own noun are one act."""
    if pair.a.sense != pair.b.sense or pair.a.pos != "verb" or pair.b.pos == "verb" or pair.b.sense in CASUALTY:
        return ""
    opening = pair.marked.sentence.tokens[pair.b.first].plain
    if opening.startswith("و") or STRONG.intersection(pair.between) or len(pair.between) > 9:
        return ""
    return "a"


def _by_strikes(pair: Pair) -> str:
    """استهدف بثلاث غارات: the noun behind ب says how."""
    if pair.a.pos == "verb" and pair.a.sense in ("strike", "target", "attack") and pair.b.pos != "verb":
        if pair.preposition == "ب" and pair.b.sense in HITS and not STRONG.intersection(pair.between):
            return "b" if len(pair.between) <= 8 else ""
    return ""


def _bomb_that_hit(pair: Pair) -> str:
    """انفجرت عبوة في دراجة استهدفت حافلة، فجروا عبوة أعطبت جرافة: the verb without و says what the bomb did."""
    if pair.a.sense not in ("explode", "detonate") or pair.b.sense not in BOMB_DOES or pair.b.pos != "verb":
        return ""
    opening = pair.marked.sentence.tokens[pair.b.first].plain
    apart = opening.startswith(("و", "ف")) or STRONG.intersection(pair.between) or "،" in pair.between
    return "" if apart or len(pair.between) > 12 else "a"


def _by_means(pair: Pair) -> str:
    """استهدافهما بغارات: the second noun is the means of the first."""
    if (
        pair.a.sense not in HITS | {"destroy", "kill", "wound", "assassinate"}
        or pair.b.pos == "verb"
        or pair.preposition != "ب"
    ):
        return ""
    reach = 8 if pair.a.sense in ("airstrike", "strike") else 4
    if pair.b.sense not in HITS or STRONG.intersection(pair.between) or len(pair.between) > reach:
        return ""
    return "b" if pair.b.sense in ("airstrike", "shelling", "suicide") or pair.a.sense in CASUALTY else "a"


def _intercepted(pair: Pair) -> str:
    """اعترضت ودمرت طائرتين أطلقتهما الميليشيا: one interception."""
    if pair.a.sense != "intercept" or STRONG.intersection(pair.between) or len(pair.between) > 9:
        return ""
    opening = pair.marked.sentence.tokens[pair.b.first].plain
    if pair.b.sense == "destroy" or (pair.b.sense in ("launch", "incursion") and not opening.startswith("و")):
        return "a"
    return ""


def _fired_at_protest(pair: Pair) -> str:
    """أطلقت القوات الرصاص على تظاهرة: a protest met with force."""
    if pair.a.sense in ("shoot", "disperse", "attack", "target") and pair.b.sense == "protest" and pair.b.pos != "verb":
        apart = STRONG.intersection(pair.between) or COVERING.intersection(pair.between)
        return "b" if not apart and len(pair.between) <= 6 else ""
    return ""


def _marks_on_a_body(pair: Pair) -> str:
    """عثر على جثة عليها آثار إطلاق نار: how the person died."""
    word = pair.between[-1] if pair.between else ""
    return "a" if pair.a.sense in CASUALTY and word in MARKS and not STRONG.intersection(pair.between) else ""


def _by_those_hit(pair: Pair) -> str:
    """أطلقوا الرصاص على متظاهرين حاولوا اقتحام نقطة: what the victims tried, no act beside it."""
    return (
        "a"
        if pair.b.pos != "verb"
        and len(pair.between) <= MOST_BETWEEN
        and pair.between[-1:]
        and pair.between[-1] in TRIED
        else ""
    )


def _done_by(pair: Pair) -> str:
    """ودمر الانفجار أربع سيارات، قتل القصف طفلين: the act itself is the subject of what it did."""
    is_result = pair.a.pos == "verb" and pair.a.sense in CASUALTY | {"destroy", "burn"} and not pair.a.enclitic
    return "b" if is_result and not pair.between and pair.b.pos != "verb" and pair.b.sense in HITS else ""


def _them_too(pair: Pair) -> str:
    """اختطفوا طبيبا ... واقتادوه: the pronoun goes back to whom the act before it hit."""
    again = pair.b.pos == "verb" and pair.b.enclitic in THEM and pair.b.sense == pair.a.sense != "target"
    return "a" if again and pair.a.pos == "verb" and not (STRONG - {"ثم"}).intersection(pair.between) else ""


def _one_rampage(pair: Pair) -> str:
    """نهبوا المتاجر وأحرقوا المنازل; أضرموا النار ... ورشقوا القوات: one crowd or band at one damage."""
    if "verb" not in (pair.a.pos, pair.b.pos) or len(pair.between) > MOST_BETWEEN or "،" in pair.between:
        return ""
    joined = pair.marked.sentence.tokens[pair.b.first].plain.startswith("و")
    if not joined or STRONG.intersection(pair.between) or pair.a.pos != pair.b.pos:
        return ""
    damage = {pair.a.sense, pair.b.sense} <= DAMAGE and "burn" in (pair.a.sense, pair.b.sense)
    return "a" if damage or (pair.a.sense in ("burn", "protest") and pair.b.sense == "riot") else ""


def _where_it_hit(pair: Pair) -> str:
    """استهدف الهجوم الحي، حيث أدى تفجير سيارة إلى ...; اقتحم المقر حيث فجر نفسه: how it was done."""
    if pair.a.sense not in ("target", "attack", "raid") or pair.b.sense not in (
        "detonate",
        "explode",
        "suicide",
        "shoot",
    ):
        return ""
    return "b" if len(pair.between) <= MOST_BETWEEN and WHERE.intersection(pair.between[-5:]) else ""


def _killed_in_it(pair: Pair) -> str:
    """شنت عملية عسكرية على القرى تمكنت خلالها من قتل عشرة: what the operation did."""
    told = pair.a.sense in ("sweep", "raid") and pair.a.pos != "verb" and pair.b.sense in ("kill", "die")
    return "a" if told and not (IN_IT.isdisjoint(pair.between) or STRONG.intersection(pair.between)) else ""


def _by_ambush(pair: Pair) -> str:
    """استهدافهم بكمائن: how they were hit."""
    told = pair.a.sense in ("target", "attack", "kill") and pair.b.sense == "ambush" and pair.b.pos != "verb"
    return "b" if told and pair.preposition == "ب" and len(pair.between) <= SOON else ""


def _cell_taken(pair: Pair) -> str:
    """إحباط خلية واعتقال أعضائها: foiled by the arrests."""
    joined = pair.marked.sentence.tokens[pair.b.first].plain.startswith("و")
    taken = pair.a.sense == "repel" and pair.b.sense == "arrest" and pair.b.pos != "verb"
    return "b" if taken and joined and len(pair.between) <= SOON else ""


def _while_sweeping(pair: Pair) -> str:
    """أثناء قيام القوة بتمشيط الطريق انفجرت عبوة: the sweep says when it happened."""
    if pair.a.sense not in ("sweep", "exercise") or pair.a.pos == "verb" or pair.b.pos != "verb":
        return ""
    start = pair.a.light if 0 <= pair.a.light < pair.a.first else pair.a.first
    before = (t.plain.removeprefix("و") for t in pair.marked.sentence.tokens[max(0, start - 2) : start])
    return "b" if not DURING.isdisjoint(before) else ""


def _killed_while_seizing(pair: Pair) -> str:
    """ضبطت القوات شحنة وقتلت مهربين: not what the seizure led to."""
    is_further = pair.a.sense in ("seize", "defuse") and pair.b.sense in CASUALTY and pair.b.pos == "verb"
    return "b" if is_further and pair.marked.sentence.tokens[pair.b.first].plain.startswith("و") else ""


LINKS: tuple[Callable[[Pair], str], ...] = (
    _marks_on_a_body,
    _by_those_hit,
    _killed_in_it,
    _by_ambush,
    _cell_taken,
    _while_sweeping,
    _killed_while_seizing,
    _done_by,
    _them_too,
    _one_rampage,
    _where_it_hit,
    _intercepted,
    _fired_at_protest,
    _by_means,
    _same_word_again,
    _headed,
    _casualties,
    _casualty_in_act,
    _act_with_result,
    _further_result,
    _described,
    _participle,
    _joined_nouns,
    _repelled,
    _cause,
    _during,
    _amid,
    _raid_with,
    _launched,
    _same_doing,
    _suicide,
    _by_strikes,
    _bomb_that_hit,
)
