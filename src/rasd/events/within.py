"""One report, one list: drafts of several sentences that tell of one act become one.

A draft joins the act it fits best, or begins an act of its own. Two drafts never fit when their places, days, named
doers or exact figures exclude one another; they need a positive reason to be one: the same place, the same figure, a
title, or a noun that points back (الهجوم).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from rasd.events.apart import TWO_SIDED, is_casualty_only, is_two_sided, told_apart
from rasd.events.dating import dates_fit, last_day
from rasd.events.draft import Draft
from rasd.events.kinds import sub_event
from rasd.events.overlaps import scenes
from rasd.events.tolls import agree, are_opposed, is_vague
from rasd.events.umbrellas import identities, stand_for_one
from rasd.events.wording import CASUALTY
from rasd.lexicon.clitics import bare
from rasd.model.marked import Marked
from rasd.model.mention import PlaceMention
from rasd.model.value import dataclass

# Types that may be told for one another: a strike as an attack, an attack as a clash.
CLASSES = {
    "Air/drone strike": "hit",
    "Shelling/artillery/missile attack": "hit",
    "Armed clash": "fight",
    "Attack": "fight",
    "Remote explosive/landmine/IED": "blast",
    "Suicide bomb": "blast",
    "Grenade": "blast",
    "Other": "other",
    "explosion": "blast",
    "Violent demonstration": "crowd",
    "Peaceful protest": "crowd",
    "Protest with intervention": "crowd",
    "Excessive force against protesters": "crowd",
    "Mob violence": "crowd",
    "Government regains territory": "ground",
    "Non-state actor overtakes territory": "ground",
}
EXPLOSION = "explosion"
GENERIC = frozenset({"target", "attack", "kill", "die", "wound", "explode", "assassinate", "detonate", "destroy"})
NEEDED = 1.8
EPSILON = 1e-6
NEEDED_OF_TITLE = 1.0
# Sentences share less than this of the words of the shorter one: measured, tellings of one act seldom do.
SHARED = 0.1
# A raid and the fight it ends in are one act.
VIOLENT = frozenset({"hit", "fight", "blast", "crowd"})
MIXED = frozenset({"hit", "fight", "blast", "Looting/property destruction"})
RAIDS = frozenset({"raid", "incursion"})
FIGHTS = frozenset({"clash", "confrontation"})
FIRES = frozenset({"target", "shoot", "attack"})
# What is repelled.
MET = frozenset({"raid", "incursion", "attack"})
WITHIN_CITY = frozenset(
    "quarter street camp building crossroads square mosque hospital checkpoint district area settled road".split()
)
# The same country says little.
WIDE = 0.5
WIDE_KINDS = frozenset({"country"})
CITY_KM, TOWN_KM = 12.0, 3.0
# No report goes on with an act after so many others; a bulletin of any length stays cheap.
MOST_OPEN = 80


@dataclass(frozen=True, slots=True)
class Act:
    """Drafts that tell of one act, the one that leads first."""

    drafts: tuple[Draft, ...]

    @property
    def lead(self) -> Draft:
        return self.drafts[0]


def acts_of(drafts: Sequence[Draft], words: Words) -> list[Act]:
    """The drafts of a report as acts, in the order in which the report tells them; ``words`` are its sentences'."""
    acts: list[Act] = []
    kinds = {id(draft): _kind(draft) for draft in drafts}
    news = max((day for d in drafts if (day := last_day(d))), default="")
    for draft in sorted(drafts, key=lambda d: d.is_title):
        best, best_score = -1, 0.0
        for i in range(0 if draft.is_title else max(0, len(acts) - MOST_OPEN), len(acts)):
            score = fit(acts[i], draft, kinds, words, news)
            if score + EPSILON >= (NEEDED_OF_TITLE if draft.is_title else NEEDED) and (
                score > best_score if draft.is_title else score >= best_score
            ):
                best, best_score = i, score
        if best < 0 and draft.is_title:
            best = _retold(acts, draft, kinds)
        if best < 0:
            acts.append(Act((draft,)))
        else:
            acts[best] = _joined(acts[best], draft)
    return acts


def _kind(draft: Draft) -> str:
    """The type of a draft; an explosion whose cause its sentence does not say is a blast like any other."""
    kind = sub_event(draft)[0]
    return EXPLOSION if kind == "Other" and draft.frame.main.sense == "explode" else kind


def _retold(acts: Sequence[Act], draft: Draft, kinds: Mapping[int, str]) -> int:
    """The first act of the title's class: the body tells it again, if under a wider or nearer place."""
    mine = CLASSES.get(kinds[id(draft)], kinds[id(draft)])
    for i, act in enumerate(acts):
        if any(CLASSES.get(kinds[id(d)], kinds[id(d)]) == mine for d in act.drafts) and _tolls_fit(act, draft) >= 0:
            return i
    return -1


def _joined(act: Act, draft: Draft) -> Act:
    """The better told draft leads: one with a trigger of its own over bare casualties, the body over the title."""
    if _rank(draft) > _rank(act.lead):
        return Act((draft, *act.drafts))
    return Act((*act.drafts, draft))


def _rank(draft: Draft) -> tuple[bool, bool, bool, int]:
    """An act of its own before bare casualties, the body before the title, a telling before a pointing, the first."""
    telling = (not draft.points_back or draft.frame.main.sense == "repel") * 100 - min(draft.sentence, 99)
    tells = not (is_casualty_only(draft) or _is_bare(draft) or draft.is_named)
    return tells, not draft.is_title, draft.sentence > 0, telling


def _is_bare(draft: Draft) -> bool:
    """A noun that points back and brings nothing of its own: "they prefer the fight"."""
    if not draft.points_back or draft.frame.main.sense not in FIGHTS:
        return False
    return not (draft.actor1 or draft.tolls or draft.unnamed or _has_setting(draft))


class Words(dict[int, frozenset[str]]):
    """Sentence -> its longer words, without the article and what is written before it; taken when asked for."""

    def __init__(self, sentences: Sequence[Marked]) -> None:
        super().__init__()
        self._sentences = sentences

    def __missing__(self, index: int) -> frozenset[str]:
        tokens = self._sentences[index].sentence.tokens
        words = self[index] = frozenset(bare(token.plain) for token in tokens if len(token.plain) > 3)
        return words


def fit(act: Act, draft: Draft, kinds: Mapping[int, str], words: Words, news: str) -> float:
    """How well a draft fits an act; 0 when it cannot be the same.

    ``kinds`` are the types of the drafts, by ``id``; ``news`` is the last day that the report tells.
    """
    casualty = is_casualty_only(draft) or all(is_casualty_only(d) for d in act.drafts)
    if _is_one_persons(draft, act):
        return 0.0
    kin = _kinship({kinds[id(d)] for d in act.drafts}, kinds[id(draft)], draft, act, casualty)
    if not kin or _is_numbered(draft) or draft.another:
        return 0.0
    title = draft.is_title or any(d.is_title for d in act.drafts)
    dates, places, doers, tolls = (
        dates_fit(act.lead, act.drafts, draft, news),
        _places_fit(act, draft),
        _doers_fit(act, draft),
        _tolls_fit(act, draft),
    )
    if tolls < 0 and places > 0 and doers > 0 and not (draft.also or draft.separate):
        tolls = 0.0  # rival figures of one act
    if tolls < 0 and places >= 0 and kin >= 0.8 and not (draft.also or draft.separate) and _are_near(act, draft):
        tolls = 0.0
    if places < 0 and doers > 0 and ((title and kin == 1.0) or (tolls >= 1.0 and kin >= 0.8)):
        places = -0.3  # a title may name the wider place or another one of the story, a second telling a nearer one
    elif places < 0:
        return 0.0
    if dates < 0 or (min(doers, tolls) < 0 and not title):
        return 0.0
    if casualty and tolls < 1.0 and _is_other_time(act, draft):
        return 0.0
    beside = any(d.sentence == draft.sentence for d in act.drafts)
    here = beside and (draft.points_back or casualty)
    if draft.separate and not (places >= 1.0 or tolls >= 1.0 or here):
        return 0.0
    if kin < 0.8 and not (places > 0 or tolls > 0 or title or draft.points_back or casualty):
        return 0.0
    same = [d for d in act.drafts if (d.sentence, d.telling) == (draft.sentence, draft.telling)]
    detailed = kin < 1.0 and places >= 1.0 and any(d.frame.main.sense in GENERIC for d in (draft, *same))
    if same and not (casualty or draft.points_back or tolls >= 1.0 or detailed or _meets_a_raid(act, draft)):
        return 0.0
    score = kin + dates + 1.5 * places + max(doers, -0.5) + 1.5 * max(tolls, 0)
    score += _nearness(act, draft) + 1.5 * title + draft.points_back + 0.5 * casualty
    if (draft.status == "background") != (act.lead.status == "background") and not (casualty or draft.points_back):
        score -= 1.5
    if kin >= 0.8 and not _has_setting(draft):
        score += 0.7
    if draft.also and tolls < 1.0:  # كما اندلعت اشتباكات: another, but for the same clashes in the same place
        score -= 0.8 if kin == 1.0 and places >= 1.0 and draft.frame.main.sense in FIGHTS else 1.5
    score -= _other_target(act, draft)
    score -= told_apart(act.drafts, draft)
    if not beside and _have_no_word_in_common(act, draft, words):
        score -= 0.5
    return score


def _have_no_word_in_common(act: Act, draft: Draft, words: Words) -> bool:
    """What is told again is told in some of the same words, those for who and what was hit, or with the same weapon."""
    weapons = {w.kind for w in draft.weapons}
    if any(w.kind in weapons for d in act.drafts for w in d.weapons):
        return False
    mine = words[draft.sentence]
    told = [words[d.sentence] for d in act.drafts]
    return all(len(mine & theirs) < SHARED * min(len(mine), len(theirs)) for theirs in told)


def _are_near(act: Act, draft: Draft) -> bool:
    """Figures of which none is less than half another: seven dead, then eight."""
    for which in ("killed", "wounded"):
        mine = [lowest for (lowest, _), _ in _figures(draft, which)]
        theirs = [lowest for d in act.drafts for (lowest, _), _ in _figures(d, which)]
        if any(2 * min(a, b) < max(a, b) for a in mine for b in theirs):
            return False
    return True


def _is_one_persons(draft: Draft, act: Act) -> bool:
    """Somebody's murder and the clashes before or after it are two acts, in whatever order they are told."""
    mine, theirs = draft.frame.main.sense, {d.frame.main.sense for d in act.drafts} - CASUALTY
    if not theirs:
        return False
    return (mine == "assassinate" and theirs <= FIGHTS | {"shoot"}) or (mine in FIGHTS and theirs == {"assassinate"})


def _is_other_time(act: Act, draft: Draft) -> bool:
    """The dead of an act recalled in a sentence of its own, an exact number, are not those of the news."""
    told = [figure for which in ("killed", "wounded") for figure, _ in _figures(draft, which)]
    if all(map(is_vague, told)) or any(d.sentence == draft.sentence for d in act.drafts):
        return False
    recalled = {d.status == "background" for d in act.drafts}
    return recalled == {draft.status != "background"}


def _has_setting(draft: Draft) -> bool:
    """A place or a day of its own."""
    return bool(draft.places and not draft.place_is_carried) or bool(draft.date and not draft.date_is_carried)


def _nearness(act: Act, draft: Draft) -> float:
    distance = min(abs(draft.sentence - d.sentence) for d in act.drafts)
    return 0.8 if distance <= 1 else 0.4 if distance <= 3 else 0.0


def _other_target(act: Act, draft: Draft) -> float:
    """Two things newly named as hit are rather two acts: استهدف مقرا ... استهدف عربة."""
    if draft.target is None or draft.target.is_definite or draft.target.kind == "troops" or draft.points_back:
        return 0.0
    theirs = {d.target.kind for d in act.drafts if d.target is not None and not d.is_title}
    return 1.0 if theirs and draft.target.kind not in theirs else 0.0


def _kinship(kinds: set[str], kind: str, draft: Draft, act: Act, casualty: bool) -> float:
    """1 for the same type, less for one that may be told for it, 0 for another."""
    if kind in kinds:
        return 1.0
    classes = {CLASSES.get(k, k) for k in kinds}
    mine = CLASSES.get(kind, kind)
    if mine in classes:
        return 0.9
    main = draft.frame.main.sense
    if main not in GENERIC and any(d.frame.main.sense == main for d in act.drafts):
        return 0.8
    senses = {s for d in act.drafts for s in d.senses} | draft.senses
    both = classes | {mine}
    if senses & RAIDS and "protest" not in senses and both <= {"fight", "crowd", "Change to group/activity"}:
        return 0.8
    if casualty and (mine in VIOLENT if not is_casualty_only(draft) else classes & VIOLENT):
        return 0.6
    generic = any(d.frame.main.sense in GENERIC for d in (draft, act.lead))
    mine_of, theirs_of = {w.kind for w in draft.weapons}, {w.kind for d in act.drafts for w in d.weapons}
    if mine_of and theirs_of and not mine_of & theirs_of and not draft.points_back:
        return 0.0
    if generic and classes | {mine} <= MIXED and not classes | {mine} >= {"fight", "Looting/property destruction"}:
        return 0.8 if EXPLOSION in {kind, *kinds} else 0.5
    return 0.0


def _is_numbered(draft: Draft) -> bool:
    """A fourth raid is not the three before it."""
    return draft.count is not None and draft.count.is_ordinal


def _places_fit(act: Act, draft: Draft) -> float:
    """1 for the same place, less for the coarser way to say where, -1 for others; a carried one can only exclude."""
    fits = _scenes_fit(act, draft)
    return min(fits, 0.0) if draft.place_is_carried else fits


def _scenes_fit(act: Act, draft: Draft) -> float:
    theirs = [p for d in act.drafts for p in d.places if not d.place_is_carried]
    mine = draft.places if not draft.place_is_carried or _is_told_beside(draft) else ()
    if not mine or not theirs:
        return 0.0
    my_scenes = finest(scenes(tuple(mine)))
    their_scenes = finest(scenes(tuple(theirs)))
    same = [a for a in my_scenes if any(_same_place(a, b) for b in their_scenes)]
    if same:
        return WIDE if all(p.kind in WIDE_KINDS for p in same) else 1.0
    if _all_lie_in(my_scenes, theirs) or _all_lie_in(their_scenes, mine):
        return 0.5
    if (draft.points_back or draft.is_title) and all(_is_of_its_province(p, theirs) for p in my_scenes):
        return 0.5
    if all(_lies_near(a, b) for a in my_scenes for b in their_scenes):
        return 0.0
    return -1.0


def _lies_near(a: PlaceMention, b: PlaceMention) -> bool:
    """في منطقة قرب المدينة, and then the village by its name: a bearing leaves open where it was."""
    if not (a.place.relation or b.place.relation):
        return False
    if _is_unknown(a) or _is_unknown(b):
        return True
    return a.place.admin1 is not None and a.place.admin1 == b.place.admin1 and not _same_place(a, b)


def _is_of_its_province(city: PlaceMention, places: Sequence[PlaceMention]) -> bool:
    """الاشتباكات في دير الزور, of clashes in its villages: the city's name stands for the province."""
    return city.place.name == city.place.admin1 and any(p.place.admin1 == city.place.admin1 for p in places)


def _is_told_beside(draft: Draft) -> bool:
    """The place was carried from another act of the same sentence: اقتحمت المخيم ... واشتبكت مع مقاومين."""
    return not draft.points_back and all(p.sentence == draft.sentence for p in draft.places)


def finest(places: Sequence[PlaceMention]) -> tuple[PlaceMention, ...]:
    """The places without those that only contain another of them: دير الزور في شرق سوريا."""
    return tuple(p for p in places if not any(o is not p and _lies_in(o, p) and not _same_list(o, p) for o in places))


def _same_list(a: PlaceMention, b: PlaceMention) -> bool:
    """مدينة الحوطة وتبن: both are named as scenes."""
    return a.group >= 0 and (a.sentence, a.group) == (b.sentence, b.group)


def _lies_in(a: PlaceMention, b: PlaceMention) -> bool:
    return (_contains(b, a) and not _contains(a, b)) or (a.kind in WITHIN_CITY and _within_city(b, a))


def _all_lie_in(scenes: Sequence[PlaceMention], places: Sequence[PlaceMention]) -> bool:
    """Every scene contains, or is named as the area of, one of the other's places: the coarser way to say where."""
    return all(any(_same_place(a, b) or _contains(a, b) or _within_city(a, b) for b in places) for a in scenes)


def _same_place(a: PlaceMention, b: PlaceMention) -> bool:
    if a.place.place_id and b.place.place_id:
        return a.place.place_id == b.place.place_id
    return a.place.name_ar == b.place.name_ar or a.place.name == b.place.name


def _contains(a: PlaceMention, b: PlaceMention) -> bool:
    if a.kind == "country":
        return a.place.country is not None and (a.place.country == b.place.country or _is_unknown(b))
    if a.kind in ("province", "governorate", "admin1", "countryside"):
        return a.place.admin1 is not None and (a.place.admin1 == b.place.admin1 or _is_unknown(b))
    return False


def _is_unknown(place: PlaceMention) -> bool:
    """No gazetteer has it: it may lie anywhere."""
    return place.place.country is None and place.place.latitude is None


def _within_city(a: PlaceMention, b: PlaceMention) -> bool:
    """b is a quarter or the like of the city a."""
    if a.kind not in ("city", "town") or b.kind in ("city", "town", "province", "country", "countryside"):
        return False
    if a.place.latitude is None or b.place.latitude is None or b.place.geo_precision == 3:
        return b.kind in WITHIN_CITY and a.place.admin1 == b.place.admin1 and a.place.admin1 is not None
    north = (a.place.latitude - b.place.latitude) * 111.0
    east = ((a.place.longitude or 0.0) - (b.place.longitude or 0.0)) * 111.0 * math.cos(math.radians(a.place.latitude))
    return math.hypot(north, east) <= (CITY_KM if a.kind == "city" else TOWN_KM)


def _doers_fit(act: Act, draft: Draft) -> float:
    if not draft.actor1:
        return 0.0
    mine = {part for a in draft.actor1 for part in identities(a)}
    theirs = {part for d in act.drafts for a in d.actor1 for part in identities(a)}
    if not theirs:
        return 0.0
    if mine & theirs:
        return 0.7
    fights = is_two_sided(draft) and any(map(is_two_sided, act.drafts))
    fights = fights and any(d.frame.main.sense in TWO_SIDED for d in (draft, *act.drafts))
    if fights or _meets_a_raid(act, draft):
        mine |= {part for a in draft.actor2 for part in identities(a)}
        theirs |= {part for d in act.drafts for a in d.actor2 for part in identities(a)}
        if mine & theirs:
            return 0.2
    if any(stand_for_one(a.actor, b.actor) for a in draft.actor1 for d in act.drafts for b in d.actor1):
        return 0.5
    if _is_repelled(act, draft):
        return 0.0
    if "" in mine or "" in theirs:
        return 0.0
    return -1.0


def _meets_a_raid(act: Act, draft: Draft) -> bool:
    """اقتحمت القوات المخيم ... استهدف المقاومون القوات المقتحمة: those who raid come under fire in the raid."""
    return any(d.frame.main.sense in RAIDS for d in act.drafts) and draft.frame.main.sense in FIRES


def _is_repelled(act: Act, draft: Draft) -> bool:
    """The doer of one is who attacked, of the other who met him: اقتحمت القوات المخيم ... تصدى المقاومون للاقتحام."""
    told = {d.frame.main.sense for d in act.drafts}
    mine = draft.frame.main.sense
    return (mine == "repel" and draft.points_back and bool(told & MET)) or (mine in MET and told == {"repel"})


def _tolls_fit(act: Act, draft: Draft) -> float:
    """1 for the same exact figure, less for the same vague one, -1 for exact figures of one side that differ."""
    best = 0.0
    for which in ("killed", "wounded"):
        mine = _figures(draft, which)
        theirs = [figure for d in act.drafts for figure in _figures(d, which)]
        pairs = [(a, b) for a, s in mine for b, t in theirs if not are_opposed(s, t)]
        same = [a for a, b in pairs if a == b]
        if same:
            best = max(best, 0.4 if all(map(is_vague, same)) else 1.0)
        elif any(agree(a, b) for a, b in pairs if not is_vague(a) and not is_vague(b)):
            best = max(best, 0.7)
        elif pairs and not any(is_vague(a) or is_vague(b) or (0, 0) in (a, b) for a, b in pairs):
            return -1.0
    return best or _losses_of_both(act, draft)


def _losses_of_both(act: Act, draft: Draft) -> float:
    """قتل عشرة من هؤلاء، فيما قتل خمسة من أولئك في اشتباكات: the figures of one sentence are both sides'."""
    if not is_casualty_only(draft) and not all(is_casualty_only(d) for d in act.drafts):
        return 0.0
    beside = [s for d in act.drafts if (d.sentence, d.telling) == (draft.sentence, draft.telling) for s in d.sides]
    return 0.5 if any(are_opposed(s, t) for s in beside for t in draft.sides) else 0.0


def _figures(draft: Draft, which: str) -> list[tuple[tuple[int, int | None], str]]:
    told = zip(draft.tolls, draft.sides, strict=True)
    return [(bounds, side) for toll, side in told if (bounds := getattr(toll, which)) is not None]
