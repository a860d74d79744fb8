"""What an act must bring besides its trigger to be told as one: a table by the sense of the trigger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from rasd.events.draft import Draft
from rasd.events.facts import MILITARY_KINDS
from rasd.model.mention import DateMention
from rasd.text.letters import plain

# What an act must bring to be one, by the sense of its trigger: any of these alternatives (all letters of one).
# a armed doer, d any doer, v somebody hit, p place, t toll, w weapon, g target, m munition, D a day of its own,
# f told by a finite verb, o an armed side hit
NEEDS = {
    "airstrike": "p d v t g",
    "target": "ag av ap wp wv wg at wt dg dv vt",
    "strike": "a w gp tp vt",
    "shelling": "p d v t g",
    "fall": "mp mt mg mv",
    "launch": "mp md mt mg mv",
    "shoot": "p d v t",
    "clash": "pv pt pg pw apD at av ag",
    "confrontation": "pv pt pg pw ap at av ag",
    "attack": "ap av ag at tp wp vt gpD vpf",
    "ambush": "a p t",
    "raid": "ap ag av dp",
    "incursion": "ap av",
    "kill": "tp ta td dv",
    "die": "tp td",
    "wound": "tp td gwp",
    "assassinate": "p d v t",
    "execute": "dv dt vp vD tp tD",
    "explode": "t w pD",
    "detonate": "d w g t",
    "suicide": "p t g dv",
    "stab": "p d t v",
    "ram": "p d t v",
    "beat": "dp vp",
    "abduct": "d v t",
    "arrest": "dp dv pv Dv fv",
    "take": "ap ag op",
    "repel": "ap av aw ag gf gpw",
    "intercept": "m d",
    "defuse": "w",
    "seize": "aw ag",
    "destroy": "ag aw wvp aDv",
    "burn": "dgp dpt dgf",
    "loot": "dg dp",
    "protest": "p",
    "riot": "p",
    "disperse": "p d",
    "agree": "d p",
    "withdraw": "ap",
    "handover": "dp dg",
    "deploy": "ap ag gp",
    "besiege": "ap ag",
    "exercise": "a",
    "sweep": "ap at av aD gvp cvp",
    "establish": "ap",
    "chemical": "p t v",
    "grenade": "p t v",
    "sexual": "tp td dv dp",
}


# Told in the present as news.
FIGHTS = frozenset({"clash", "confrontation"})
# Things taken or destroyed in a battle are no act of their own.
BOOTY = frozenset({"vehicle", "rocket launcher", "aircraft", "troops", "depot"})


# Verbs whose attached pronoun is whom they hit: هاجمتهم قوة.
OF_OBJECTS = frozenset("kill attack wound assassinate execute abduct arrest target shoot strike".split())
SINCE = "منذ"
# What an act must bring that is only named, old, denied, threatened or doubted. c: a figure, D: a day of its own.
OF_DOUBT = {
    "threatened": "apD apg",
    "denied": "cp ap mpD",
    "suspected": "cp cD ap pv wp av dv",
}
ONLY_NAMED = "cp cD apg cg tpD"
OLD = "cp at aw vw afp afv"
# Ground is spoken of by whose it was: بعد تحرير المدينة من المسلحين.
GROUND_NAMED = ONLY_NAMED + " op apD"
# Acts that are news while they are still to come or only recalled: a march called for, a truce broken.
PUBLIC = frozenset({"protest", "agree"})
OPERATIONS = frozenset({"sweep", "exercise"})
LONG_AGO = timedelta(days=300)


def is_told_well(drafts: Sequence[Draft], whole: Draft, published: date | None) -> bool:
    """True when an act is told as something that happened, or brings cells enough to be one all the same."""
    if whole.frame.main.sense in PUBLIC:
        return _is_public(drafts, whole)
    have = letters_of(whole)
    main = whole.frame.main
    is_operation = main.sense in OPERATIONS and ("c" not in have or main.is_definite)
    if all(draft.is_named for draft in drafts) and (whole.senses == {"repel"} or is_operation):
        return False  # talk about standing up to something, or about the operation; what was done is told where it was
    needs = [OF_DOUBT[whole.status]] if whole.status in OF_DOUBT else []
    if all(draft.is_named for draft in drafts):
        needs.append(GROUND_NAMED if whole.frame.main.sense == "take" else ONLY_NAMED)
    needs += [OLD] if _is_old(drafts[0], published) else []
    return all(any(set(alternative) <= have for alternative in need.split()) for need in needs)


def _is_public(drafts: Sequence[Draft], whole: Draft) -> bool:
    """A truce or a march; of a crowd that is only named (إنهاء التجمهر) its day or who stood there."""
    return (
        whole.frame.main.sense != "protest"
        or not all(d.is_named for d in drafts)
        or bool({"D", "d"} & letters_of(whole))
    )


def _is_old(draft: Draft, published: date | None) -> bool:
    """A year or more before the report; where its day is not known, an act whose year has to be said."""
    if draft.date is None or draft.date_is_carried or draft.date.said is None:
        return False
    said, end = draft.date.said, draft.date.date.end
    if published is None or end is None:
        return said.year is not None or (said.kind == "ago" and said.unit == "year")
    return date.fromisoformat(end) < published - LONG_AGO


def _is_figure(bounds: tuple[int, int | None] | None) -> bool:
    """Some dead or hurt, and not just the one person whom the act is named after."""
    return bounds is not None and bounds[0] > 0 and bounds != (1, 1)


def kept(drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts that tell of something that happened once."""
    return [draft for draft in drafts if not is_habit(draft)]


def is_habit(draft: Draft) -> bool:
    """What goes on or recurs, in the present tense and without a day or a toll: وتستهدف الطائرات مواقعهم."""
    main = draft.frame.main
    if main.sense == "arrest" and main.tense == "present" and draft.date and _is_since(draft.date):
        return True  # وتحتجزه السلطات منذ شهر: held, not taken
    if main.sense == "take" and main.is_described and (draft.date is None or draft.date_is_carried):
        return True  # ground that somebody took long ago: مستودعات استولت عليها الميليشيات
    if draft.sentence == 0 and _is_doer_first(draft):
        return False  # headlines tell the news in the present: مسلحون يهاجمون حاجزا
    if (
        main.sense in FIGHTS
        and len(draft.actor1) + len(draft.actor2) > 1
        and draft.places
        and not draft.place_is_carried
    ):
        return False  # تستمر المعارك بين الجيش والفصائل حول المدينة: both sides and the place are told
    return main.tense == "present" and not (draft.is_title or draft.tolls or (draft.date and not draft.date_is_carried))


def _is_since(day: DateMention) -> bool:
    return plain(day.span.text).removeprefix("و").startswith(SINCE)


def _is_doer_first(draft: Draft) -> bool:
    verb = min(t.first for t in draft.frame.triggers)
    return any(a.first <= 1 and 0 <= verb - a.last <= 1 for a in (*draft.actor1, *draft.unnamed))


def has_what_it_needs(draft: Draft) -> bool:
    """True when the draft has one of the alternatives of its sense."""
    have = letters_of(draft)
    return any(set(alternative) <= have for alternative in NEEDS.get(draft.frame.main.sense, "p").split())


def letters_of(draft: Draft) -> set[str]:
    """The letters of what a draft brings, as NEEDS names them."""
    have = set()
    if any(_is_figure(bounds) for t in draft.tolls for bounds in (t.killed, t.wounded)):
        have.add("c")
    if draft.date is not None and not draft.date_is_carried:
        have.add("D")
    if any(a.actor.kind in MILITARY_KINDS for a in draft.actor1) or any(
        a.actor.kind != "civilians" for a in draft.unnamed
    ):
        have |= {"a", "d"}
    if draft.repels and any(a.actor.kind in MILITARY_KINDS for a in draft.actor2):
        have |= {"a", "d"}  # the verb's own subject is the side that was attacked
    if draft.actor1 or draft.unnamed:
        have.add("d")
    if draft.actor2 or draft.victims:
        have.add("v")
    if any(a.actor.kind in MILITARY_KINDS for a in draft.actor2):
        have.add("o")
    main = draft.frame.main
    if main.pos == "verb":
        have.add("f")
    if main.pos == "verb" and main.enclitic and main.sense in OF_OBJECTS:
        have.add("v")
    if draft.places and not draft.place_is_carried:
        have.add("p")
    if draft.tolls:
        have.add("t")
    if draft.weapons:
        have |= {"w", "m"}
    if main.sense == "destroy" and any(a.head == "aircraft" for a in draft.actor2):
        have.add("w")  # تدمير أربع مسيرات تركية
    if draft.target and not (draft.frame.main.sense in ("take", "destroy") and draft.target.kind in BOOTY):
        have.add("g")
    return have
