"""What the rules of the sub-event types ask of a draft: who did it, to whom, with what, as yes or no."""

from __future__ import annotations

from functools import cache

from rasd.events.draft import Draft
from rasd.events.overlaps import SETTLEMENTS
from rasd.events.wording import CASUALTY
from rasd.lexicon.rows import DATA, read_rows
from rasd.model.mention import ActorMention, ObjectMention
from rasd.model.value import dataclass
from rasd.text.letters import plain

LIBERATING = ("تحرير", "حرر", "استعاد", "استرد", "تطهير", "طهر", "دحر", "تحرر")
AIR_DEFENCE = "دفاعات الجويه"
MUNITIONS = frozenset({"rocket", "missile", "artillery", "mortar", "drone"})
# Things of either side that are destroyed in fighting when an armed side owns them.
OF_BATTLE = frozenset({"vehicle", "headquarters", "depot", "ship", "base"})
# Behind these stands what something was done with.
MEANS = frozenset({"ب", "بواسطة", "باستخدام", "مستخدم", "عبر"})
FROM_THE_AIR = frozenset({"air strike", "drone", "barrel bomb"})
# Words that name the strike and not what flew it.
STRIKES = tuple("غار ضرب قصف هجوم هجم طيران القوات سلاح".split())
# Of words for persons: those that leave open who they are (شخص), and of these the dead, the hurt and "others" (قتيل).
ANYBODY = frozenset({"anybody", "untold"})
CIVIL_PERSONS = frozenset({"civilian", "child", "woman", "person", "settler"}) | ANYBODY
MILITARY_KINDS = frozenset(
    {"state forces", "rebel group", "political militia", "identity militia", "external/other forces", "state"}
)
IRREGULAR_KINDS = frozenset({"rebel group", "political militia", "identity militia"})
CROWD_KINDS = frozenset({"protesters", "rioters"})
GOVERNMENT_KINDS = frozenset({"state forces", "state"})


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules ask of a draft."""

    main: str
    senses: frozenset[str]
    weapons: frozenset[str]
    has_armed_doer: bool
    has_doer: bool
    hits_civilians: bool
    says_civilians: bool
    """A word says that those hit were civilians: tourists, children; not only "persons", "dead"."""
    hits_armed: bool
    doer_is_government: bool
    doer_is_state: bool
    has_protesters: bool
    crowd_leads: bool
    """Protesters or rioters are the first side."""
    target: str
    target_side: str
    doer_is_settlers: bool
    noun_is_air: bool
    has_state_side: bool
    by_gunmen: bool
    """Men on foot or unnamed: no gunners, no airmen."""
    has_two_armed_sides: bool
    is_in_palestine: bool
    by_air_defence: bool
    hits_protesters: bool
    fires_at_drone: bool
    liberates: bool
    """The word says whose the ground should be: تحرير، استعادة، دحر, and no state lost it."""
    seizes: bool
    """The verb takes things (استولى), not only ground (سيطر)."""
    by_bomber: bool
    """Somebody who dies with the bomb is told of: سيارة مفخخة يقودها انتحاري."""
    by_munition: bool
    """The munition is the means (دمر دبابة بقذيفة), not the thing destroyed."""
    hits_persons: bool
    """Persons, not things, are named as hit."""
    is_on_arms: bool
    """Military things, or what an armed side owns, are hit: its vehicles, its headquarters."""
    hits_craft: bool
    """Aircraft are what is hit: دمرت القوات مقاتلات."""
    by_airmen: bool
    """The doers are an air force or aircraft."""
    has_day: bool
    """Told with a day of its own, as news is and not the booty of a fight."""
    has_people: bool
    """Persons are named in the act."""
    has_losses: bool
    """Somebody is told to have been killed or hurt."""


@cache
def government_side() -> frozenset[str]:
    """The ids of sides that fight for a government: data/government_side.csv.

    >>> "yem-popresist" in government_side()
    True
    """
    return frozenset(row["actor_id"] for _, row in read_rows(DATA / "government_side.csv", "government_side.csv"))


def facts_of(draft: Draft) -> Facts:
    """The facts of a draft, from its roles, weapons and target."""
    armed2 = any(
        a.actor.kind in MILITARY_KINDS and "settlers" not in (a.actor.name or "").lower() for a in draft.actor2
    )
    civil2 = any(a.actor.kind == "civilians" or "settlers" in (a.actor.name or "").lower() for a in draft.actor2)
    doers = (*draft.actor1, *draft.unnamed)
    people = {p.sense for p in draft.victims if not any(a.first <= p.first < a.last for a in doers)}
    return Facts(
        main=draft.frame.main.sense,
        senses=draft.senses,
        weapons=frozenset(w.kind for w in draft.weapons),
        has_armed_doer=any(a.actor.kind in MILITARY_KINDS for a in draft.actor1)
        or any(a.actor.kind != "civilians" for a in draft.unnamed),
        has_doer=bool(doers),
        hits_civilians=civil2 or (not armed2 and (bool(people & CIVIL_PERSONS) or _hits_a_civil_thing(draft))),
        says_civilians=_says_civilians(draft),
        hits_armed=armed2 or bool(people & {"fighter", "soldier"}) or _are_fighters(draft),
        doer_is_government=any(
            (a.actor.kind in GOVERNMENT_KINDS and not _is_abroad(a, draft)) or a.actor.actor_id in government_side()
            for a in draft.actor1
        ),
        doer_is_state=any(a.actor.kind in GOVERNMENT_KINDS | {"external/other forces"} for a in draft.actor1),
        crowd_leads=bool(doers) and all(a.actor.kind in CROWD_KINDS for a in doers),
        has_protesters="protester" in people or any(a.actor.kind in CROWD_KINDS for a in (*doers, *draft.actor2)),
        target=draft.target.kind if draft.target else "",
        target_side=draft.target.side if draft.target else "",
        doer_is_settlers=any("settlers" in (a.actor.name or "").lower() for a in draft.actor1),
        noun_is_air=any(w.kind in FROM_THE_AIR for w in draft.weapons),
        has_state_side=any(a.actor.kind in GOVERNMENT_KINDS for a in (*draft.actor1, *draft.actor2)),
        by_gunmen=bool(doers) and all(a.actor.name is None or a.actor.kind in IRREGULAR_KINDS for a in doers),
        seizes="ستول" in plain(draft.frame.main.span.text) or "ستيلاء" in plain(draft.frame.main.span.text),
        liberates=_stem(draft).startswith(LIBERATING)
        and not any(a.actor.kind in GOVERNMENT_KINDS | {"external/other forces"} for a in draft.actor2),
        by_bomber="bomber" in people,
        by_munition=any(w.kind in MUNITIONS and w.preposition in MEANS for w in draft.weapons),
        fires_at_drone=any(w.kind == "drone" and w.preposition == "على" for w in draft.weapons),
        hits_protesters="protester" in people and any(a.actor.kind in GOVERNMENT_KINDS for a in doers),
        by_air_defence=(draft.target is not None and draft.target.kind == "air defence site")
        or any(AIR_DEFENCE in plain(a.span.text) for a in (*draft.actor1, *draft.actor2)),
        hits_persons=(draft.target is None or draft.target.kind in SETTLEMENTS | {"person"})
        and (bool(draft.victims) or any(t.enclitic in ("هم", "هما", "ه") for t in draft.frame.triggers)),
        is_on_arms=_is_on_arms(draft, armed2),
        by_airmen=any(a.head in ("aircraft", "air") for a in doers) or _has_craft_for_subject(draft),
        hits_craft=any(a.head == "aircraft" for a in draft.actor2)
        or any(
            w.kind in FROM_THE_AIR
            and not (w.preposition or w.is_definite or _is_strike(w))
            and w.first >= draft.frame.main.last
            for w in draft.weapons
        ),
        has_day=draft.date is not None and not draft.date_is_carried,
        has_people=bool(draft.victims or draft.actor2),
        has_losses=not draft.is_named
        and any(bounds and bounds != (0, 0) for t in draft.tolls for bounds in (t.killed, t.wounded)),
        has_two_armed_sides=any(a.actor.kind in MILITARY_KINDS for a in draft.actor1) and armed2,
        is_in_palestine=any(p.place.country in ("PS", "IL") for p in draft.places),
    )


def _stem(draft: Draft) -> str:
    return plain(draft.frame.main.span.text).lstrip("وفبل").removeprefix("ال")


def _are_fighters(draft: Draft) -> bool:
    """قتلت القوات 30 عنصرا: the figure itself counts fighters."""
    return draft.frame.main.sense in CASUALTY and any(who == "fighters" for toll in draft.tolls for who, _ in toll.of)


def _says_civilians(draft: Draft) -> bool:
    if any(who in ("civilians", "children", "women") for toll in draft.tolls for who, _ in toll.of):
        return True
    return any(p.sense in CIVIL_PERSONS - ANYBODY for p in draft.victims)


def _is_on_arms(draft: Draft, armed: bool) -> bool:
    target = draft.target
    return armed if target is None else target.side == "military" or (armed and target.kind in OF_BATTLE)


def _has_craft_for_subject(draft: Draft) -> bool:
    """دمرت طائرات التحالف، مقاتلة دمرت: the craft are the doer, or stand before the verb."""
    return any(
        w.kind in FROM_THE_AIR
        and not w.preposition
        and (w.first < draft.frame.main.first or any(a.first <= w.first < a.last for a in draft.actor1))
        for w in draft.weapons
    )


def _is_strike(weapon: ObjectMention) -> bool:
    """The words are those of the strike (غارة، ضربة جوية) and not of what flew it."""
    return plain(weapon.span.text).startswith(STRIKES)


def _hits_a_civil_thing(draft: Draft) -> bool:
    target = draft.target
    return target is not None and target.side == "civil" and target.kind not in SETTLEMENTS


def _is_abroad(actor: ActorMention, draft: Draft) -> bool:
    """A state's forces in another country take ground as anybody else does."""
    places = {p.place.country for p in draft.places if p.place.country}
    return bool(actor.country) and bool(places) and actor.country not in places
