"""Which sub-event type (ACLED's names) an act is: a table of rules, the first that holds decides.

Source of the rules: the ACLED codebook's definitions as the project's own codebook narrows them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache, lru_cache

from rasd.events.draft import Draft
from rasd.events.overlaps import SETTLEMENTS
from rasd.events.wording import CASUALTY
from rasd.lexicon.rows import DATA, read_rows
from rasd.model.mention import ActorMention
from rasd.model.value import dataclass
from rasd.text.letters import plain

# What is taken from people, not from a side: استولوا على منزلين.
SEIZED = frozenset({"house", "farm", "shop", "vehicle"})
LIBERATING = ("تحرير", "حرر", "استعاد", "استرد", "تطهير", "طهر", "دحر", "تحرر")
AIR_DEFENCE = "دفاعات الجويه"
MUNITIONS = frozenset({"rocket", "missile", "artillery", "mortar", "drone"})
# Things of either side that are destroyed in fighting when an armed side owns them.
OF_BATTLE = frozenset({"vehicle", "headquarters", "depot", "ship", "base"})
# Behind these stands what something was done with.
MEANS = frozenset({"ب", "بواسطة", "باستخدام", "مستخدم", "عبر"})
FROM_THE_AIR = frozenset({"air strike", "drone", "barrel bomb"})
FLYING = frozenset({"drone", "missile", "air strike"})
GUNS = frozenset({"artillery", "rocket", "missile", "mortar"})
BOMBS = frozenset({"IED", "mine", "unexploded ordnance", "car bomb"})
HITS = frozenset({"strike", "target", "airstrike", "shelling", "fall", "launch"})
FORCE = frozenset({"disperse", "shoot"})
HITS_NEAR = frozenset({"attack", "explode", "detonate", "strike", "target"})
CIVIL_PERSONS = frozenset({"civilian", "child", "woman", "person", "settler"})
# Such things go off by accident as well: a blast there, its cause not told, is no attack.
MAY_BLOW_UP = frozenset({"depot", "oil facility", "factory", "fuel station", "power station", "workshop", "ship"})
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
        hits_persons=draft.target is None
        and (bool(draft.victims) or any(t.enclitic in ("هم", "هما", "ه") for t in draft.frame.triggers)),
        is_on_arms=_is_on_arms(draft, armed2),
        by_airmen=any(a.head in ("aircraft", "air") for a in doers) or _has_craft_for_subject(draft),
        hits_craft=any(a.head == "aircraft" for a in draft.actor2)
        or any(
            w.kind in FROM_THE_AIR and not (w.preposition or w.is_definite) and w.first >= draft.frame.main.last
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


def _hits_a_civil_thing(draft: Draft) -> bool:
    target = draft.target
    return target is not None and target.side == "civil" and target.kind not in SETTLEMENTS


def _is_abroad(actor: ActorMention, draft: Draft) -> bool:
    """A state's forces in another country take ground as anybody else does."""
    places = {p.place.country for p in draft.places if p.place.country}
    return bool(actor.country) and bool(places) and actor.country not in places


Rule = tuple[str, Callable[[Facts], bool], str]

RULES: tuple[Rule, ...] = (
    ("chemical weapon named", lambda f: "chemical" in f.senses or "chemical" in f.weapons, "Chemical weapon"),
    ("sexual violence", lambda f: "sexual" in f.senses, "Sexual violence"),
    ("bomb defused", lambda f: f.main == "defuse", "Disrupted weapons use"),
    ("munition shot down", lambda f: f.main == "intercept", "Disrupted weapons use"),
    (
        "air defences at work",
        lambda f: f.main == "repel" and f.by_air_defence and not f.senses & {"raid", "incursion", "clash"},
        "Disrupted weapons use",
    ),
    ("fire at a drone", lambda f: f.main == "shoot" and f.fires_at_drone, "Disrupted weapons use"),
    (
        "munition repelled",
        lambda f: (
            f.main == "repel"
            and bool(f.weapons & MUNITIONS)
            and not f.senses & {"raid", "incursion", "clash", "deploy"}
            and ("attack" not in f.senses or f.doer_is_state or f.weapons <= FLYING)
        ),
        "Disrupted weapons use",
    ),
    (
        "arms of the other side destroyed from the air",
        lambda f: f.main == "destroy" and f.is_on_arms and (f.by_airmen or (f.by_munition and f.noun_is_air)),
        "Air/drone strike",
    ),
    (
        "bombs destroyed before use",
        lambda f: (
            f.main in ("destroy", "seize")
            and (bool(f.weapons & (BOMBS | MUNITIONS)) or f.hits_craft)
            and "strike" not in f.senses
            and not f.by_munition
        ),
        "Disrupted weapons use",
    ),
    (
        "positions of the other side destroyed",
        lambda f: (
            f.main == "destroy" and f.is_on_arms and f.doer_is_state and f.target != "vehicle" and not f.by_munition
        ),
        "Shelling/artillery/missile attack",
    ),
    (
        "arms of the other side destroyed",
        lambda f: f.main == "destroy" and f.is_on_arms and f.has_armed_doer and (f.by_munition or f.has_day),
        "Armed clash",
    ),
    ("weapons seized", lambda f: f.main == "seize", "Disrupted weapons use"),
    (
        "suicide attack",
        lambda f: (
            "drone" not in f.weapons
            and (
                "suicide" in f.senses
                or ("suicide bomb" in f.weapons and f.main in HITS_NEAR | {"kill", "wound", "die"})
                or (f.by_bomber and "car bomb" in f.weapons and f.main == "detonate")
                or ("car bomb" in f.weapons and f.main in ("raid", "ram") and not f.doer_is_state)
            )
        ),
        "Suicide bomb",
    ),
    (
        "car bomb driven into a place",
        lambda f: f.main == "raid" and "car bomb" in f.weapons,
        "Suicide bomb",
    ),
    (
        "raid on the ground",
        lambda f: f.main == "airstrike" and f.by_gunmen and not (f.noun_is_air or f.by_airmen or f.hits_civilians),
        "Armed clash",
    ),
    ("aircraft open fire", lambda f: f.main == "shoot" and f.by_airmen, "Air/drone strike"),
    (
        "air raid",
        lambda f: (
            f.main == "airstrike" or ("airstrike" in f.senses and f.main in HITS | {"kill", "die", "wound", "destroy"})
        ),
        "Air/drone strike",
    ),
    (
        "drone or aircraft hits",
        lambda f: f.main in HITS | {"assassinate", "attack", "kill", "die", "wound", "explode"} and f.noun_is_air,
        "Air/drone strike",
    ),
    (
        "attack with guns",
        lambda f: f.main == "attack" and bool(f.weapons & GUNS) and "small arms" not in f.weapons,
        "Shelling/artillery/missile attack",
    ),
    (
        "grenade",
        lambda f: "grenade" in f.senses or ("grenade" in f.weapons and f.main in ("attack", "explode", "launch")),
        "Grenade",
    ),
    (
        "guns or rockets",
        lambda f: f.main in HITS | {"explode", "kill", "die", "wound"} and bool(f.weapons & GUNS),
        "Shelling/artillery/missile attack",
    ),
    (
        "bomb goes off",
        lambda f: (
            f.main in ("explode", "detonate", "attack", "kill", "die", "wound", "strike", "target", "assassinate")
            and bool(f.weapons & BOMBS)
            and (f.target != "house" or "car bomb" in f.weapons or f.main == "explode")
        ),
        "Remote explosive/landmine/IED",
    ),
    (
        "building blown up",
        lambda f: (
            f.main == "detonate"
            and f.target in ("house", "mosque", "church", "bridge", "school", "shop")
            and not f.senses & {"kill", "die", "wound"}
        ),
        "Looting/property destruction",
    ),
    ("somebody set off a bomb", lambda f: f.main == "detonate", "Remote explosive/landmine/IED"),
    (
        "explosion that hit somebody",
        lambda f: f.main == "explode" and f.target not in MAY_BLOW_UP and (f.has_losses or "target" in f.senses),
        "Remote explosive/landmine/IED",
    ),
    ("explosion, cause not said", lambda f: f.main == "explode" and not f.senses & HITS, "Other"),
    ("shelling noun", lambda f: f.main in ("shelling", "fall", "launch"), "Shelling/artillery/missile attack"),
    (
        "shots at protesters",
        lambda f: f.crowd_leads and f.main in ("shoot", "target", "kill", "die", "wound"),
        "Excessive force against protesters",
    ),
    (
        "protesters attack",
        lambda f: f.crowd_leads and f.main in ("attack", "burn", "raid") and not f.hits_civilians,
        "Violent demonstration",
    ),
    (
        "gunmen hit civilians",
        lambda f: f.main == "target" and (f.by_gunmen or "small arms" in f.weapons) and f.hits_civilians,
        "Attack",
    ),
    (
        "gunmen hit armed men",
        lambda f: (
            f.main == "target"
            and (
                f.by_gunmen
                or "small arms" in f.weapons
                or bool(f.senses & {"ambush", "clash"})
                or (f.has_two_armed_sides and bool(f.senses & {"kill", "die"}))
            )
        ),
        "Armed clash",
    ),
    (
        "persons hit, by whom not said",
        lambda f: f.main == "target" and not f.has_doer and not f.weapons and f.hits_persons,
        "Attack",
    ),
    (
        "fighters hit and killed",
        lambda f: f.main == "target" and not f.weapons and f.hits_armed and bool(f.senses & {"kill", "die"}),
        "Armed clash",
    ),
    ("hit from afar", lambda f: f.main in ("strike", "target"), "Shelling/artillery/missile attack"),
    (
        "vehicles and goods carried off",
        lambda f: f.main == "abduct" and f.target in SEIZED and not f.hits_civilians and not f.has_people,
        "Looting/property destruction",
    ),
    ("abduction", lambda f: f.main == "abduct", "Abduction/forced disappearance"),
    ("arrest", lambda f: f.main == "arrest", "Arrests"),
    (
        "protest met with force",
        lambda f: (
            (f.main in ("protest", "disperse") and bool(f.senses & FORCE) and bool(f.senses & {"kill", "wound", "die"}))
            or (f.main == "shoot" and f.hits_protesters)
        ),
        "Excessive force against protesters",
    ),
    (
        "protest dispersed",
        lambda f: f.main in ("protest", "disperse") and bool(f.senses & FORCE),
        "Protest with intervention",
    ),
    (
        "protest with violence",
        lambda f: f.main == "riot" or (f.main == "protest" and "riot" in f.senses),
        "Violent demonstration",
    ),
    ("protest", lambda f: f.main == "protest", "Peaceful protest"),
    (
        "confrontation without arms",
        lambda f: (
            f.main == "confrontation"
            and not f.senses & {"clash"}
            and (
                f.has_protesters
                or bool(f.weapons & {"tear gas"})
                or (not f.has_two_armed_sides and f.has_state_side)
                or (f.is_in_palestine and not f.has_doer and not f.hits_armed and not f.weapons)
            )
        ),
        "Violent demonstration",
    ),
    (
        "ground handed over",
        lambda f: f.main == "handover",
        "Non-violent transfer of territory",
    ),
    (
        "homes and fields seized",
        lambda f: (
            f.main == "take"
            and ((f.target in SEIZED and (f.seizes or f.target_side == "civil")) or f.doer_is_settlers)
            and f.target_side != "military"
        ),
        "Looting/property destruction",
    ),
    (
        "ground taken by a government",
        lambda f: f.main == "take" and (f.doer_is_government or (f.liberates and not f.has_doer)),
        "Government regains territory",
    ),
    ("ground taken", lambda f: f.main == "take", "Non-state actor overtakes territory"),
    ("truce", lambda f: f.main == "agree", "Agreement"),
    ("base set up", lambda f: f.main == "establish", "Headquarters or base established"),
    ("property destroyed", lambda f: f.main in ("destroy", "loot"), "Looting/property destruction"),
    ("arson", lambda f: f.main == "burn" and not f.senses & {"attack", "kill", "die"}, "Looting/property destruction"),
    ("arson with victims", lambda f: f.main == "burn", "Attack"),
    (
        "settlers enter a mosque",
        lambda f: f.doer_is_settlers and f.main in ("raid", "incursion") and f.target == "mosque",
        "Change to group/activity",
    ),
    ("settlers", lambda f: f.doer_is_settlers, "Attack"),
    (
        "raid met by a crowd",
        lambda f: f.main in ("raid", "incursion") and "confrontation" in f.senses and "clash" not in f.senses,
        "Violent demonstration",
    ),
    (
        "raid met by fighters",
        lambda f: (
            f.main in ("raid", "incursion")
            and (
                bool(f.senses & {"clash", "repel", "ambush"})
                or (bool(f.senses & {"shoot", "target", "attack"}) and f.has_two_armed_sides)
            )
        ),
        "Armed clash",
    ),
    (
        "raid told through a civilian killed",
        lambda f: f.main in ("raid", "incursion") and bool(f.senses & {"kill", "die"}) and f.hits_civilians,
        "Attack",
    ),
    (
        "forces move",
        lambda f: f.main in ("raid", "incursion", "deploy", "withdraw", "besiege"),
        "Change to group/activity",
    ),
    (
        "sweep in which fighters were killed",
        lambda f: f.main == "sweep" and f.hits_armed and bool(f.senses & {"kill", "die", "clash"}),
        "Armed clash",
    ),
    ("exercise or sweep", lambda f: f.main in ("exercise", "sweep"), "Other"),
    (
        "fighters killed by a state's forces",
        lambda f: f.main in ("assassinate", "kill", "die") and f.has_two_armed_sides and f.doer_is_state,
        "Armed clash",
    ),
    ("assassination", lambda f: f.main == "assassinate", "Attack"),
    ("execution", lambda f: f.main in ("execute", "stab", "ram", "beat"), "Attack"),
    ("repelled attack", lambda f: f.main == "repel", "Armed clash"),
    ("clash", lambda f: f.main in ("clash", "confrontation", "ambush"), "Armed clash"),
    (
        "attack on civilians",
        lambda f: f.main in ("attack", "shoot") and f.hits_civilians and not f.hits_armed,
        "Attack",
    ),
    (
        "shots at nobody armed",
        lambda f: f.main == "shoot" and not (f.hits_armed or f.target_side == "military" or "clash" in f.senses),
        "Attack",
    ),
    ("attack on armed men", lambda f: f.main in ("attack", "shoot"), "Armed clash"),
    (
        "killed in a clash",
        lambda f: f.main in ("kill", "die", "wound") and bool(f.senses & {"clash", "ambush"}),
        "Armed clash",
    ),
    ("killed by somebody", lambda f: f.main in ("kill", "die", "wound"), "Attack"),
)


def sub_event(draft: Draft) -> tuple[str, str]:
    """The sub-event type of a draft and the name of the rule that decided; ("", "") when none holds."""
    return _decided(facts_of(draft))


@lru_cache(maxsize=5_000)
def _decided(facts: Facts) -> tuple[str, str]:
    for name, holds, kind in RULES:
        if holds(facts):
            return kind, name
    return "", ""


@cache
def event_type_of(sub_event_type: str) -> str:
    """ACLED's event type of a sub-event type.

    >>> event_type_of("Air/drone strike")
    'Explosions/Remote violence'
    """
    with (DATA / "event_types.toml").open("rb") as file:
        types = {row["sub_event_type"]: row["event_type"] for row in tomllib.load(file)["type"]}
    return str(types[sub_event_type])
