"""Which sub-event type (ACLED's names) an act is: a table of rules, the first that holds decides.

Source of the rules: the ACLED codebook's definitions as the project's own codebook narrows them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache, lru_cache

from rasd.events.draft import Draft
from rasd.events.facts import MUNITIONS, Facts, facts_of
from rasd.lexicon.rows import DATA

# What is taken from people, not from a side: استولوا على منزلين.
SEIZED = frozenset({"house", "farm", "shop", "vehicle"})
FLYING = frozenset({"drone", "missile", "air strike"})
GUNS = frozenset({"artillery", "rocket", "missile", "mortar"})
BOMBS = frozenset({"IED", "mine", "unexploded ordnance", "car bomb"})
HITS = frozenset({"strike", "target", "airstrike", "shelling", "fall", "launch"})
FORCE = frozenset({"disperse", "shoot"})
HITS_NEAR = frozenset({"attack", "explode", "detonate", "strike", "target"})
# Such things go off by accident as well: a blast there, its cause not told, is no attack.
MAY_BLOW_UP = frozenset({"depot", "oil facility", "factory", "fuel station", "power station", "workshop", "ship"})

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
        "bombing foiled",
        lambda f: f.main == "repel" and bool(f.senses & {"detonate", "suicide"}) and "attack" not in f.senses,
        "Disrupted weapons use",
    ),
    (
        "aircraft destroyed",
        lambda f: f.main == "destroy" and f.hits_craft and not f.target and not f.by_munition,
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
            and (f.target != "house" or "car bomb" in f.weapons or f.main != "detonate")
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
        lambda f: (
            f.main == "explode"
            and f.target not in MAY_BLOW_UP
            and (f.has_losses or "target" in f.senses or f.hits_armed)
        ),
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
    (
        "protesters arrested",
        lambda f: f.main == "arrest" and f.crowd_leads,
        "Protest with intervention",
    ),
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
        "a crowd and the police",
        lambda f: (
            f.main == "clash"
            and f.has_protesters
            and f.has_state_side
            and not (f.weapons or f.has_two_armed_sides or f.senses & {"shoot", "raid"})
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
    (
        "arson",
        lambda f: f.main == "burn" and not (f.senses & {"attack", "kill", "die"} or f.hits_persons),
        "Looting/property destruction",
    ),
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
        lambda f: (
            f.main in ("attack", "shoot")
            and f.hits_civilians
            and not f.hits_armed
            and (f.says_civilians or f.target_side != "military")
        ),
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
