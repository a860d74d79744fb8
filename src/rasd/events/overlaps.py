"""Where two kinds of mention claim the same words, the one that reads them in the sense of the sentence stays."""

from __future__ import annotations

from rasd.model.marked import Marked
from rasd.model.mention import ActorMention, Mention, ObjectMention, PlaceMention
from rasd.model.value import replace

# A launcher or a depot that was hit is no weapon of the act.
HIT_THINGS = frozenset(
    {"rocket launcher", "depot", "air defence site", "firing position", "military position", "vehicle"}
)
# An actor's phrase that opens with such a thing names its owner: قاعدة التحالف.
OWNED = HIT_THINGS - {"air defence site", "firing position"} | {
    "base", "headquarters", "camp", "checkpoint", "house", "border post", "airport", "prison"
}  # fmt: skip
OWNER = "تابعة ل"
SETTLEMENTS = frozenset({"neighbourhood", "city", "town", "village", "camp", "road", "street"})


def without_overlaps(marked: Marked) -> Marked:
    """The marked sentence with each stretch of words read once."""
    if not (marked.places or marked.targets or marked.weapons):
        return marked  # actors, persons and dates claim no words of one another
    things = tuple(t for t in marked.targets if not any(_names(trigger, t) for trigger in marked.triggers))
    if len(things) < len(marked.targets):
        marked = replace(marked, targets=things)
    actors = tuple(
        _owned(actor, marked.targets)
        for actor in marked.actors
        if not any(
            _inside(actor, place)
            and place.role != "source"
            and not (_same(actor, place) and not _is_capital(marked, place))
            and not _owns(actor, place)
            for place in marked.places
        )
    )
    dateline = _dateline_end(marked)
    places = tuple(
        place
        for place in marked.places
        if place.first >= dateline
        and not (marked.weapons and any(_inside(place, w) and w.last - w.first > 1 for w in marked.weapons))
        and not (marked.dates and any(_inside(place, d) and not _same(place, d) for d in marked.dates))
        and not _stationed_at(marked, place)
        and not _is_an_outlet(marked, place)
        and not _is_the_doer(marked, place)
        and not any(_owns(actor, place) and actor.first > place.first for actor in marked.actors)
        and not any(
            _inside(place, actor)
            and actor.actor.name is not None
            and actor.role != "civilians"
            and not _is_hit_there(marked, actor, place)
            for actor in actors
        )
    )
    places = tuple(
        replace(p, role="bearing") if any(_inside(p, a) and _is_hit_there(marked, a, p) for a in actors) else p
        for p in places
    )
    # دمرت سيارة مفخخة: what was destroyed or seized is the bomb itself.
    is_taken = any(t.sense in ("destroy", "seize", "defuse") for t in marked.triggers)
    weapons = tuple(
        weapon
        for weapon in marked.weapons
        if (
            weapon.preposition == "ب"
            or not any(
                t.kind in HIT_THINGS and _inside(weapon, t) and not (is_taken and _same(weapon, t))
                for t in marked.targets
            )
        )
        and not any(_touch(weapon, date) for date in marked.dates)
    )
    shot_down = any(t.sense == "intercept" for t in marked.triggers)
    # أفاد به الدفاع المدني: what stands in the name of who says so was not hit.
    targets = tuple(
        t
        for t in marked.targets
        if not any(_inside(t, w) and (not _same(t, w) or (t.kind == "aircraft" and not shot_down)) for w in weapons)
        and not any(_inside(t, source) for source in marked.sources)
    )
    persons = tuple(p for p in marked.persons if not any(_inside(p, place) and not _same(p, place) for place in places))
    dates = tuple(date for date in marked.dates if not any(_touch(date, place) for place in places))
    # انفجرت عبوة في إحدى آلياتها: the thing that was hit says by its pronoun whose it is.
    things = tuple(t for t in marked.targets if t.kind in HIT_THINGS and not (t.enclitic and t.side == "military"))
    actors = tuple(a for a in actors if not any(_inside(a, t) for t in things))
    return replace(marked, actors=actors, places=places, weapons=weapons, dates=dates, targets=targets, persons=persons)


def _is_capital(marked: Marked, place: PlaceMention) -> bool:
    """في العاصمة اليمنية صنعاء: the town, and not the government that sits in it."""
    return any(t.plain.endswith("عاصمه") for t in marked.sentence.tokens[max(0, place.first - 2) : place.first])


def _owns(actor: ActorMention, place: PlaceMention) -> bool:
    """قاعدة التحالف الدولي: a base named by whose it is."""
    return place.kind in ("base", "headquarters", "checkpoint") and actor.last == place.last and actor.role == "named"


def _is_the_doer(marked: Marked, place: PlaceMention) -> bool:
    """استهداف كييف للمستشفيات: between the noun of the act and its object stands who did it."""
    tokens = marked.sentence.tokens
    if not any(_same(actor, place) for actor in marked.actors) or place.last >= len(tokens):
        return False
    behind_act = any(t.last == place.first and t.pos != "verb" for t in marked.triggers)
    return behind_act and tokens[place.last].plain.startswith("ل")


def _is_an_outlet(marked: Marked, place: PlaceMention) -> bool:
    """ذكر موقع "الخبر": the site that says so stands on the web."""
    word = marked.sentence.tokens[place.first].plain
    return word in ("موقع", "شبكه", "صفحه") and any(_touch(place, source) for source in marked.sources)


def _is_hit_there(marked: Marked, actor: ActorMention, place: PlaceMention) -> bool:
    """قصف مواقع تنظيم داعش في سوريا: the place within the name of a side that is hit, where nothing else is named."""
    if actor.first == place.first or marked.sentence.tokens[place.first - 1].plain != "في":
        return False
    return place.kind in ("country", "province") and any(t.last <= actor.first for t in marked.triggers)


# Behind these stands where somebody is based, not where the act was: القوات المتمركزة في الحقل.
STATIONED = frozenset(
    "المتمركزه المنتشره المتواجده المرابطه الموجوده المتحصنه المتمركزين المنتشرين المتواجدين المرابطين المتمركز "
    "المنتشر".split()
)


def _stationed_at(marked: Marked, place: PlaceMention) -> bool:
    words = [t.plain for t in marked.sentence.tokens[max(0, place.first - 4) : place.first]]
    return not STATIONED.isdisjoint(words) and any(word in ("في", "علي", "داخل") for word in words)


def _dateline_end(marked: Marked) -> int:
    """The token behind a dateline: "رويترز - بنغازي (ليبيا):" says where the report was written."""
    tokens = marked.sentence.tokens[:12]
    colon = next((i for i, token in enumerate(tokens) if token.plain == ":"), -1)
    if colon > 0 and any(token.plain in "-–—،/" for token in tokens[:colon]):
        return colon + 1
    return 0


def _owned(actor: ActorMention, targets: tuple[ObjectMention, ...]) -> ActorMention:
    if actor.preposition in ("", "و", "على", "في") and any(
        t.first == actor.first and t.kind in OWNED and t.last < actor.last for t in targets
    ):
        return replace(actor, preposition=OWNER)
    return actor


def _names(trigger: Mention, target: Mention) -> bool:
    """The thing is part of the act's name, not what it hit: انفجار سيارة مفخخة."""
    return trigger.last - trigger.first > 1 and _inside(target, trigger)


def _inside(a: Mention, b: Mention) -> bool:
    return b.first <= a.first and a.last <= b.last


def _same(a: Mention, b: Mention) -> bool:
    return (a.first, a.last) == (b.first, b.last)


def _touch(a: Mention, b: Mention) -> bool:
    return a.first < b.last and b.first < a.last


def main_target(targets: tuple[ObjectMention, ...]) -> ObjectMention | None:
    """The target of several: the first thing that is more than the settlement it stands in."""
    return next((t for t in targets if t.kind not in SETTLEMENTS), None) or next(iter(targets), None)


WIDE = frozenset({"country", "province", "countryside", "sea", "river", "region", "desert"})


def situated(places: tuple[PlaceMention, ...]) -> tuple[PlaceMention, ...]:
    """The scenes with those that only contain or border another made areas: تعز، ثالث أكبر مدينة في اليمن."""
    return tuple(
        replace(place, role="area") if any(_situates(place, other) for other in places if other is not place) else place
        for place in places
    )


def _situates(wide: PlaceMention, other: PlaceMention) -> bool:
    if wide.kind not in WIDE or (wide.group >= 0 and wide.group == other.group):
        return False
    if wide.kind == "country":
        return other.kind != "country"
    if other.kind in WIDE:
        return False
    if wide.kind in ("sea", "river"):
        return other.place.relation is None
    return wide.place.admin1 is not None and other.place.admin1 in (None, wide.place.admin1)


def scenes(places: tuple[PlaceMention, ...]) -> tuple[PlaceMention, ...]:
    """The places of an act: its scenes, or where none is named, the areas."""
    found = tuple(p for p in places if p.role != "area")
    return found or places
