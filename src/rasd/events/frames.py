"""Frames: which triggers of one sentence tell of one act, and which stretch of the sentence is theirs.

"قتل ستة في قصف على الحي" has two triggers and one act; "قصف الحي واعتقل شابين" has two of each.
The order of LINKS is the order in which they are asked; the first that answers decides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from rasd.model.marked import Marked
from rasd.model.mention import TriggerMention
from rasd.model.value import dataclass, replace
from rasd.model.word import Hit

CASUALTY = frozenset({"kill", "die", "wound"})
HITS = frozenset(
    {"strike", "target", "airstrike", "shelling", "fall", "launch", "explode", "detonate", "attack", "suicide"}
)
# Prepositions that tie a casualty to the act that caused it.
CAUSE = frozenset("في ب جراء اثر خلال اثناء بسبب نتيجه ضمن عند لدى لدي وسط ل".split())
WHEN = frozenset("عندما حين حينما بعدما لدي عند اذ".split())
# Words that begin a clause of its own, with another act in it as a rule.
STRONG = frozenset(
    "فيما بينما كما حيث لكن الا بل ثم غير كذلك ايضا بالتزامن وبالتزامن وفيما وبينما وكما وكذلك حين وحيث".split()
)
WHERE = frozenset(["حيث", "وحيث"])
THEM = frozenset(["ه", "ها", "هم", "هما"])
DAMAGE = frozenset({"burn", "loot", "destroy"})
# Speeches are no battles: خطابات هاجموا فيها الحكومة.
IN_IT = frozenset(["فيه", "فيها", "خلاله", "خلالها"])
AFTER = frozenset(["عقب", "اثر", "بعد"])
SOON = 4
COMPLEMENT = frozenset("ان بان وان وبان انه انها بانه بانها وانه وانها انهم بانهم".split())
DOUBT = frozenset(["يعتقد", "يرجح", "يشتبه", "يظن", "مصدره", "مصدرها"])
RESULT = frozenset("ما مما الامر وما".split())
# Lemmas of reaching and announcing, as verbs.csv writes them.
ANNOUNCING = frozenset(["أَعْلَنَ", "تَوَصَّلَ", "اِتَّفَقَ", "أَبْرَمَ", "كَشَفَ", "وَقَّعَ", "عَقَدَ"])
# What only goes on or grows is a state of things: استمرار القصف، تركزت الاشتباكات.
GOING_ON = frozenset("استمرار واستمرار مواصله تواصل وتواصل تصاعد تصعيد تكثيف توسيع تزايد ازدياد احتدام".split())
# It is only the setting of something else: مع تواصل الاشتباكات.
WHILE = frozenset(["مع", "ومع", "رغم", "ظل", "وسط", "بعد", "منذ"])
INTENSIFIED = frozenset("كثف كثفت كثفوا وكثف وكثفت وكثفوا ضاعف ضاعفت صعد صعدت يكثف تكثف".split())
CONCENTRATED = frozenset(["تركزت", "تتركز", "وتتركز", "وتركزت", "تصاعدت", "تكثفت", "تزايدت"])
# A person's past: شارك في عدد من العمليات.
PARTICIPATED = frozenset(["شارك", "وشارك", "اشترك", "واشترك", "تورط", "ضالع", "متورط", "بالتورط", "بالمشاركه"])
PRETEXTS = frozenset(["بزعم", "بحجه", "بذريعه", "بدعوي", "بتهمه", "بشبهه"])
# A reporter at a protest is no protester: أثناء تغطيته مظاهرة.
COVERING = frozenset({"تغطيه", "تغطيته", "تغطيتها", "تغطيتهم", "تغطيتهما"})
# آثار طلق ناري: what a body shows.
MARKS = frozenset({"اثار"})
FOUND = frozenset({"عثر", "عثرت", "عثروا", "يعثر", "عثور"})
VIOLENCE_SHOWN = (
    "اثار", "طلق", "رصاص", "مقيد", "مكبل", "تعذيب", "مقتول", "مذبوح", "مقطوع", "معصوب", "مشوه", "محروق", "متفحم",
    "اعدام", "اعدم", "ميداني", "مجهول", "قتل", "نحر", "طعن", "مختطف", "خطف", "تصفي",
)  # fmt: skip
TRIED = frozenset({"حاول", "حاولت", "حاولوا", "حاولا", "يحاول", "تحاول", "يحاولون"})
MANAGED = ("تمكن", "يتمكن", "تتمكن", "لتمكن")
TIMES = frozenset(["عام", "اعوام", "سنوات", "سنه", "شهر", "اشهر", "شهور", "اسابيع", "ايام", "العنف", "العام"])
DESPITE = frozenset("منذ بدايه بدء اثناء رغم الرغم برغم خرق بخرق يخرقون خروقات انتهاك خلال تمديد قبيل".split())
HELD = frozenset(["تحت", "خاضعه", "الخاضعه", "خاضع", "الخاضع", "ضمن", "مناطق", "مواقع", "نطاق"])
WHICH = frozenset(["التي", "الذي", "اللتين", "الذين"])
# في ظل القصف، في خضم هجوم: what goes on around.
MIDST = frozenset(["ظل", "خضم", "غمره"])
# أي هجوم، في كل اقتحام: whatever attack there may be.
ANY = frozenset(["اي", "ايه", "كل"])
# منفذي الهجوم: they are spoken of, not the attack.
PERPETRATORS = frozenset(["منفذي", "منفذو", "مرتكبي", "مرتكبو", "مدبري", "مدبرو", "منفذ"])
# موقع التفجير: where it was.
SITES = frozenset(["موقع", "بموقع", "مكان", "بمكان", "مسرح"])
INTENDED = frozenset("ينوي تنوي ينوون يعتزم تعتزم يعتزمون يخطط تخطط يخططون معده معد معدا".split())
FOILING = frozenset({"destroy", "defuse", "intercept", "seize", "arrest", "kill"})
# What may be called besieged: بلدات محاصرة.
PLACES_OR_MEN = frozenset({"settlement", "target", "person", "relation"})
MEANS = frozenset(["عبر", "بواسطه"])
NEED_MUNITION = frozenset({"fall", "launch", "intercept"})
# The subject stands between: أسقطت الدفاعات الجوية للجيش السوداني ثلاث مسيرات.
REACH_OF_SHOOTING_DOWN = 8
# What sending or dropping such a thing is.
OF_MUNITION = {"small arms": "shoot", "tear gas": "disperse", "grenade": "grenade", "knife": "stab"}
SAYING = frozenset({"say", "claim", "announce"})
STOPS = frozenset({"؛", "."})
FIRE = frozenset(["النار", "النيران", "الرصاص", "رصاصه", "الرصاصه"])
FLYING = frozenset({"drone", "rocket", "missile", "air strike"})
MOST_BETWEEN = 14
# The last words of "in reply to", "in revenge for".
REPLY_TO = frozenset(["علي", "انتقاما", "ثارا", "للانتقام", "للثار", "ل", "من"])


@dataclass(frozen=True, slots=True)
class Frame:
    """The triggers of one act in one sentence."""

    main: TriggerMention
    triggers: tuple[TriggerMention, ...]
    first: int
    """The tokens that are the act's: ``first`` up to, not including, ``last``."""
    last: int


@dataclass(frozen=True, slots=True)
class _Pair:
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


def is_finite_verb(at: Sequence[Hit]) -> bool:
    """True when a token can only be read as a finite verb, so that it opens a clause."""
    verb = False
    for hit in at:
        if hit.entry.kind == "verb" and hit.form.pos == "verb":
            verb = True
        elif hit.entry.kind in (
            "noun",
            "weapon",
            "target",
            "person",
            "actor",
            "cue",
            "relation",
            "settlement",
        ) or hit.form.pos in ("masdar", "agent", "patient"):
            return False
    return verb


def _casualties(pair: _Pair) -> str:
    if pair.a.sense in CASUALTY and pair.b.sense in CASUALTY and not STRONG.intersection(pair.between):
        return "a"
    return ""


def _casualty_in_act(pair: _Pair) -> str:
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


def _act_with_result(pair: _Pair) -> str:
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


def _has_own_cause(pair: _Pair) -> bool:
    """استشهد طفل خلال اقتحام، وأصيب صحافي خلال المواجهات: each of them in an act of its own."""
    c = pair.behind
    if c is None or pair.b.pos != "verb" or pair.a.preposition not in CAUSE or c.preposition not in CAUSE:
        return False
    if c.pos == "verb" or c.sense in CASUALTY or (c.sense == pair.a.sense and c.is_definite):
        return False
    between = {t.plain for t in pair.marked.sentence.tokens[pair.b.last : c.first]}
    return "،" in pair.between and len(between) <= MOST_BETWEEN and not between & (STRONG | STOPS)


def _further_result(pair: _Pair) -> str:
    """أسفرت الضربة عن مقتل ... وتدمير المضافات: both nouns are what the act before them did."""
    if pair.a.sense not in CASUALTY or pair.b.sense != "destroy" or "verb" in (pair.a.pos, pair.b.pos):
        return ""
    joined = pair.marked.sentence.tokens[pair.b.first].plain.startswith("و")
    return "a" if joined and not STRONG.intersection(pair.between) and pair.a.preposition else ""


def _is_said_anew(pair: _Pair) -> bool:
    """المعارك تتواصل، والجيش يعلن مقتل مواطن: a verb of saying brings the dead of something else."""
    return any(
        hit.entry.kind == "verb" and hit.entry.sense in SAYING
        for at in pair.marked.hits[pair.a.last : pair.b.first]
        for hit in at
    )


def _result_verb_between(pair: _Pair) -> bool:
    return any(
        hit.entry.kind == "verb" and hit.entry.sense == "result"
        for at in pair.marked.hits[pair.a.last : pair.b.first]
        for hit in at
    )


DESCRIBING = frozenset({"strike", "target", "attack", "kill", "destroy", "wound", "explode", "airstrike"})


def _described(pair: _Pair) -> str:
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


def _participle(pair: _Pair) -> str:
    """... مستهدفا المطار: the participle describes the act before it, at any distance in the clause."""
    if (
        pair.b.pos == "agent"
        and pair.b.sense in ("strike", "target", "attack")
        and not STRONG.intersection(pair.between)
    ):
        return "a"
    return ""


def _joined_nouns(pair: _Pair) -> str:
    """قصف واشتباكات، دهم واعتقالات: one act under two names; قام بقطع الطرق ومحاصرة المقار: under one verb."""
    joined = pair.b.pos != "verb" and pair.marked.sentence.tokens[pair.b.first].plain.startswith("و")
    if pair.a.sense == pair.b.sense and pair.a.light >= 0 and (pair.b.light == pair.a.light or joined):
        return "a" if len(pair.between) <= 9 and not STRONG.intersection(pair.between) else ""
    if pair.a.pos == "verb" or pair.b.pos == "verb" or len(pair.between) > 1:
        return ""
    if not pair.marked.sentence.tokens[pair.b.first].plain.startswith("و"):
        return ""
    return "b" if pair.b.sense == "clash" and pair.a.sense in HITS else "a"


def _repelled(pair: _Pair) -> str:
    if (
        pair.a.sense in ("repel", "intercept")
        and pair.b.pos != "verb"
        and pair.b.sense not in CASUALTY
        and len(pair.between) <= 8
    ):
        return "a"
    return ""


def _cause(pair: _Pair) -> str:
    if pair.a.sense == "explode" and {"ناجم", "ناجمه", "نتيجه", "جراء", "سببه", "نتج", "نجم"}.intersection(
        pair.between
    ):
        return "b"
    return ""


def _during(pair: _Pair) -> str:
    """اعتقلت ... خلال اقتحام: one act, the arrest; the raid gives its place."""
    if pair.b.pos == "verb" or pair.b.sense not in ("raid", "incursion", "sweep") or pair.a.sense in CASUALTY:
        return ""
    if pair.a.sense == "arrest":
        return "a"
    if pair.a.sense in ("clash", "confrontation") and pair.preposition in ("اثر", "عقب", "بعد"):
        return "a" if not STRONG.intersection(pair.between) else ""
    return "a" if pair.preposition in ("خلال", "اثناء", "في", "ضمن") else ""


def _amid(pair: _Pair) -> str:
    """جرفت الشارع وسط إطلاق نار كثيف: what goes on around an act."""
    amid = pair.b.pos != "verb" and pair.preposition == "وسط" and pair.a.sense not in CASUALTY
    return "a" if amid and not STRONG.intersection(pair.between) else ""


def _raid_with(pair: _Pair) -> str:
    if pair.a.sense in ("raid", "incursion", "sweep") and pair.b.sense == "arrest":
        return "b"
    if pair.a.sense in ("raid", "incursion") and pair.b.sense == "sweep" and len(pair.between) <= MOST_BETWEEN:
        return "a"  # an incursion with a search and nobody taken
    if pair.a.sense not in ("raid", "incursion") or STRONG.intersection(pair.between):
        return ""
    if pair.b.sense == "confrontation":
        return "b"
    return "a" if pair.b.sense in ("clash", "repel", "sweep") else ""


def _launched(pair: _Pair) -> str:
    if (pair.a.sense, pair.b.sense) == ("launch", "shelling") and not pair.between:
        return "b"  # إطلاق رشقات صاروخية
    if pair.a.sense in ("launch", "shelling", "fall", "strike", "target") and pair.b.sense in (
        "fall",
        "launch",
        "explode",
    ):
        return "a" if not STRONG.intersection(pair.between) and len(pair.between) <= MOST_BETWEEN else ""
    return ""


def _same_doing(pair: _Pair) -> str:
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


def _headed(pair: _Pair) -> str:
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


def _suicide(pair: _Pair) -> str:
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


def _same_word_again(pair: _Pair) -> str:
    """ألقت القوات القبض على, اعتقلت ... في حملة اعتقالات: a verb and its own noun are one act."""
    if pair.a.sense != pair.b.sense or pair.a.pos != "verb" or pair.b.pos == "verb" or pair.b.sense in CASUALTY:
        return ""
    opening = pair.marked.sentence.tokens[pair.b.first].plain
    if opening.startswith("و") or STRONG.intersection(pair.between) or len(pair.between) > 9:
        return ""
    return "a"


def _by_strikes(pair: _Pair) -> str:
    """استهدف بثلاث غارات: the noun behind ب says how."""
    if pair.a.pos == "verb" and pair.a.sense in ("strike", "target", "attack") and pair.b.pos != "verb":
        if pair.preposition == "ب" and pair.b.sense in HITS and not STRONG.intersection(pair.between):
            return "b" if len(pair.between) <= 8 else ""
    return ""


def _bomb_that_hit(pair: _Pair) -> str:
    """انفجرت عبوة في دراجة استهدفت حافلة: the verb without و says what the bomb was for."""
    if pair.a.sense != "explode" or pair.b.sense not in ("strike", "target") or pair.b.pos != "verb":
        return ""
    opening = pair.marked.sentence.tokens[pair.b.first].plain
    apart = opening.startswith(("و", "ف")) or STRONG.intersection(pair.between) or "،" in pair.between
    return "" if apart or len(pair.between) > 12 else "a"


def _by_means(pair: _Pair) -> str:
    """استهدافهما بغارات: the second noun is the means of the first."""
    if pair.a.sense not in HITS | {"destroy", "kill", "wound"} or pair.b.pos == "verb" or pair.preposition != "ب":
        return ""
    reach = 8 if pair.a.sense in ("airstrike", "strike") else 4
    if pair.b.sense not in HITS or STRONG.intersection(pair.between) or len(pair.between) > reach:
        return ""
    return "b" if pair.b.sense in ("airstrike", "shelling", "suicide") or pair.a.sense in CASUALTY else "a"


def _intercepted(pair: _Pair) -> str:
    """اعترضت ودمرت طائرتين أطلقتهما الميليشيا: one interception."""
    if pair.a.sense != "intercept" or STRONG.intersection(pair.between) or len(pair.between) > 9:
        return ""
    opening = pair.marked.sentence.tokens[pair.b.first].plain
    if pair.b.sense == "destroy" or (pair.b.sense in ("launch", "incursion") and not opening.startswith("و")):
        return "a"
    return ""


def _fired_at_protest(pair: _Pair) -> str:
    """أطلقت القوات الرصاص على تظاهرة: a protest met with force."""
    if pair.a.sense in ("shoot", "disperse", "attack", "target") and pair.b.sense == "protest" and pair.b.pos != "verb":
        apart = STRONG.intersection(pair.between) or COVERING.intersection(pair.between)
        return "b" if not apart and len(pair.between) <= 6 else ""
    return ""


def _marks_on_a_body(pair: _Pair) -> str:
    """عثر على جثة عليها آثار إطلاق نار: how the person died."""
    word = pair.between[-1] if pair.between else ""
    return "a" if pair.a.sense in CASUALTY and word in MARKS and not STRONG.intersection(pair.between) else ""


def _by_those_hit(pair: _Pair) -> str:
    """أطلقوا الرصاص على متظاهرين حاولوا اقتحام نقطة: what the victims tried, no act beside it."""
    return (
        "a"
        if pair.b.pos != "verb"
        and len(pair.between) <= MOST_BETWEEN
        and pair.between[-1:]
        and pair.between[-1] in TRIED
        else ""
    )


def _done_by(pair: _Pair) -> str:
    """ودمر الانفجار أربع سيارات، قتل القصف طفلين: the act itself is the subject of what it did."""
    is_result = pair.a.pos == "verb" and pair.a.sense in CASUALTY | {"destroy", "burn"} and not pair.a.enclitic
    return "b" if is_result and not pair.between and pair.b.pos != "verb" and pair.b.sense in HITS else ""


def _them_too(pair: _Pair) -> str:
    """اختطفوا طبيبا ... واقتادوه: the pronoun goes back to whom the act before it hit."""
    again = pair.b.pos == "verb" and pair.b.enclitic in THEM and pair.b.sense == pair.a.sense != "target"
    return "a" if again and pair.a.pos == "verb" and not (STRONG - {"ثم"}).intersection(pair.between) else ""


def _one_rampage(pair: _Pair) -> str:
    """نهبوا المتاجر وأحرقوا المنازل; أضرموا النار ... ورشقوا القوات: one crowd or band at one damage."""
    if "verb" not in (pair.a.pos, pair.b.pos) or len(pair.between) > MOST_BETWEEN or "،" in pair.between:
        return ""
    joined = pair.marked.sentence.tokens[pair.b.first].plain.startswith("و")
    if not joined or STRONG.intersection(pair.between) or pair.a.pos != pair.b.pos:
        return ""
    damage = {pair.a.sense, pair.b.sense} <= DAMAGE and "burn" in (pair.a.sense, pair.b.sense)
    return "a" if damage or (pair.a.sense in ("burn", "protest") and pair.b.sense == "riot") else ""


def _where_it_hit(pair: _Pair) -> str:
    """استهدف الهجوم الحي، حيث أدى تفجير سيارة إلى ...; اقتحم المقر حيث فجر نفسه: how it was done."""
    if pair.a.sense not in ("target", "attack", "raid") or pair.b.sense not in (
        "detonate",
        "explode",
        "suicide",
        "shoot",
    ):
        return ""
    return "b" if len(pair.between) <= MOST_BETWEEN and WHERE.intersection(pair.between[-5:]) else ""


def _killed_while_seizing(pair: _Pair) -> str:
    """ضبطت القوات شحنة وقتلت مهربين: not what the seizure led to."""
    is_further = pair.a.sense in ("seize", "defuse") and pair.b.sense in CASUALTY and pair.b.pos == "verb"
    return "b" if is_further and pair.marked.sentence.tokens[pair.b.first].plain.startswith("و") else ""


LINKS: tuple[Callable[[_Pair], str], ...] = (
    _marks_on_a_body,
    _by_those_hit,
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


def frames_of(marked: Marked) -> list[Frame]:
    """The acts of a sentence in order, each with its triggers and its stretch of the sentence."""
    groups: list[tuple[list[TriggerMention], TriggerMention]] = []
    found = told(marked)
    for trigger, behind in zip(found, [*found[1:], None], strict=False):
        main = _linked(marked, groups[-1], trigger, behind) if groups else None
        if main is None:
            groups.append(([trigger], trigger))
        else:
            groups[-1][0].append(trigger)
            groups[-1] = (groups[-1][0], main)
    if not groups:
        return []
    starts = [0] + [
        _start(marked, (after := groups[i - 1][0][-1].last), min(_opening(t, after) for t in groups[i][0]))
        for i in range(1, len(groups))
    ]
    ends = [*starts[1:], len(marked.sentence.tokens)]
    return [
        Frame(main, tuple(triggers), start, end)
        for (triggers, main), start, end in zip(groups, starts, ends, strict=True)
    ]


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
        if trigger.sense == "take" and trigger.pos == "verb" and before in WHICH:
            continue  # القاعدة التي يسيطر عليها: whose it is, not how it was taken
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


def _only_qualifies(marked: Marked, trigger: TriggerMention, before: str) -> bool:
    """In a claim, an attribute or a measure of time: بزعم إطلاقه النار، المناطق المستهدفة، أعوام من القتال."""
    words = [t.plain for t in marked.sentence.tokens[max(0, trigger.first - 3) : trigger.first]]
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


def _linked(
    marked: Marked,
    group: tuple[list[TriggerMention], TriggerMention],
    b: TriggerMention,
    behind: TriggerMention | None,
) -> TriggerMention | None:
    a = group[0][-1]
    if _parted_by_reply(marked, a, b):
        return None
    between = tuple(token.plain for token in marked.sentence.tokens[a.last : b.first])
    pair = _Pair(marked, a, b, between, noun_preposition(marked, b), behind)
    for link in LINKS:
        answer = link(pair)
        if answer:
            # what caused the casualties of an act already told is part of that act
            told_already = pair.a.sense in CASUALTY and group[1].sense not in CASUALTY
            return group[1] if answer == "a" or told_already else b
    return None


def _parted_by_reply(marked: Marked, a: TriggerMention, b: TriggerMention) -> bool:
    """قصف التل ردا على هجوم; وردا على القصف، هاجم: what is answered is another act than what answers."""
    for cue in marked.cues:
        if cue.sense != "response" or marked.sentence.tokens[cue.last - 1].plain not in REPLY_TO:
            continue
        if a.last <= cue.first and cue.last <= b.first <= cue.last + MOST_BETWEEN:
            return True
        if (
            cue.last <= a.first
            and a.first - cue.last < 3
            and b.sense not in CASUALTY
            and "،" not in (token.plain for token in marked.sentence.tokens[cue.last : a.first])
            and "،" in (token.plain for token in marked.sentence.tokens[a.last : b.first])
        ):
            return True
    return False


def noun_preposition(marked: Marked, trigger: TriggerMention) -> str:
    """The preposition of a trigger's noun phrase, also before its number: بثلاث غارات، في سلسلة غارات."""
    if trigger.preposition or trigger.pos == "verb":
        return trigger.preposition
    for i in range(trigger.first - 1, max(-1, trigger.first - 4), -1):
        word = marked.sentence.tokens[i].plain
        if word in CAUSE:
            return word
        for hit in marked.hits[i]:
            if hit.entry.kind in ("number", "noun", "masdar", "quantity") and hit.proclitics:
                if hit.proclitics[-1] in ("ب", "ل"):
                    return hit.proclitics[-1]
                break
        if marked.sentence.tokens[i].kind == "mark":
            return ""
    return ""


def _opening(trigger: TriggerMention, after: int) -> int:
    """The light verb before a noun, unless the act before has it too."""
    return trigger.light if after <= trigger.light < trigger.first else trigger.first


def _start(marked: Marked, after: int, before: int) -> int:
    """Where the stretch of the next act begins: the last strong opener, else the last comma, else its own words."""
    tokens = marked.sentence.tokens
    comma = -1
    for i in range(before, after - 1, -1):
        plain = tokens[i].plain
        if plain in STRONG or plain in STOPS:
            return i
        if i < before and (plain in COMPLEMENT or (plain.startswith("و") and is_finite_verb(marked.hits[i]))):
            return i
        if plain == "،" and comma < 0:
            comma = i
    return comma if comma >= 0 else before
