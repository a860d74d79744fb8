"""What one act takes over from the act told before it: the doer of a verb without a subject, the day, the place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from rasd.events.draft import Draft
from rasd.events.grammar import HAPPENINGS
from rasd.events.overlaps import WIDE, situated
from rasd.events.sides import MUTUAL
from rasd.events.wording import CASUALTY
from rasd.model.marked import Marked
from rasd.model.mention import ActorMention, DateMention, PlaceMention
from rasd.model.value import replace

# الجبهة is as often a group of fighters as a front.
GROUPS = frozenset({"front"})
CAPITAL = "عاصمه"
LONGEST = timedelta(31)
# The two sides of a clash or an agreement told before.
BOTH = frozenset({"الطرفين", "الطرفان", "الجانبين", "الجانبان", "طرفي"})
# What crowds do, and the heads for a crowd.
CROWDED = frozenset({"protest", "riot"})
CROWD = frozenset({"protesters", "youths", "rioters", "civilians"})
FROM = (" من", " على", " عن")
SHORT = timedelta(2)
# How far behind a nameless base or post its place may stand.
STANDS_WITHIN = 6
SERIES = ("سلسلة", "موجة")
OF_ONE_KIND = (
    frozenset({"explode", "detonate", "suicide"}),
    frozenset({"airstrike", "strike", "shelling", "target"}),
)
HOURS = frozenset(["hour", "minute"])
# Class nouns that point back at a place of any kind.
ANY_PLACE = ("المنطقه", "المكان", "الموقع", "الحدود")


def place_pointed_at(sentences: Sequence[Marked], draft: Draft) -> tuple[PlaceMention, ...]:
    """The place that a bare class noun of the act points back at: في المخيم is the camp named last."""
    marked = sentences[draft.sentence]
    for i in range(draft.frame.first, draft.frame.last):
        plain = marked.sentence.tokens[i].plain
        if plain.endswith(CAPITAL) and plain[-len(CAPITAL) - 2 :].startswith(("ال", "لل")):
            capital = _capital(sentences)
            if capital is not None:
                return (capital,)
        classes = {
            h.entry.sense
            for h in marked.hits[i]
            if h.entry.kind == "settlement" and "ال" in h.proclitics and h.form.number == "s"
        } - GROUPS
        if plain.endswith(ANY_PLACE):
            if any(i < p.first <= i + 3 for p in marked.places):
                continue  # عند الحدود الجنوبية للسعودية: its own name follows
            classes = set()
        elif not classes:
            continue
        since = draft.sentence if draft.separate and not classes else 0
        for earlier in reversed(sentences[since : draft.sentence + 1]):
            for place in reversed(earlier.places):
                if place.role in ("source", "origin") or (earlier is marked and place.first >= i):
                    continue
                if place.first and earlier.sentence.tokens[place.first - 1].plain == "من":
                    continue  # استقدمت تعزيزات من حاجز س ... في المنطقة: where they came from is not meant
                if place.kind in classes or (not classes and place.role == "scene" and place.kind != "country"):
                    return (replace(place, role="scene"),)
            stood = _where_it_stood(earlier, classes, i if earlier is marked else len(earlier.hits))
            if stood is not None:
                return (replace(stood, role="scene"),)
    return ()


def _where_it_stood(marked: Marked, classes: set[str], before: int) -> PlaceMention | None:
    """قاعدة التحالف في حقل كونيكو ... محيط القاعدة: the place of what has no name of its own."""
    for i in range(before - 1, -1, -1):
        if not any(
            h.entry.kind == "settlement" and h.entry.sense in classes and "ال" not in h.proclitics
            for h in marked.hits[i]
        ):
            continue
        for place in marked.places:
            if i < place.first <= i + STANDS_WITHIN and place.role == "scene":
                words = (t.plain for t in marked.sentence.tokens[i : place.first])
                return place if not {"،", "؛"} & set(words) else None
    return None


def _capital(sentences: Sequence[Marked]) -> PlaceMention | None:
    """The town that the report calls the capital: العاصمة الخرطوم."""
    for marked in sentences:
        words = [t.plain for t in marked.sentence.tokens]
        for place in marked.places:
            before = words[max(0, place.first - 2) : place.first]
            if any(word.endswith(CAPITAL) for word in before) and place.kind == "city":
                return replace(place, role="scene")
    return None


def carried(drafts: Sequence[Draft], sentences: Sequence[Marked]) -> list[Draft]:
    """A draft without a day or a place of its own takes that of the draft before it when the scene goes on."""
    out: list[Draft] = []
    for draft in drafts:
        previous = out[-1] if out else None
        if not draft.is_title and all(p.role == "area" or p.kind == "country" for p in draft.places):
            pointed = place_pointed_at(sentences, draft)
            if pointed:
                draft = replace(draft, places=situated((*pointed, *draft.places)))
        acting = next((d for d in reversed(out[-3:]) if not d.points_back or d.actor1), None)
        if acting is not None and (_goes_on(acting, draft) or _accompanies(acting, draft)):
            if draft.repels:
                draft = replace(draft, actor2=draft.actor2 or acting.actor1)  # تصدت، أحبطت: it was attacked
            else:
                draft = replace(draft, actor1=acting.actor1, unnamed=acting.unnamed)
        elif _is_between_both(sentences[draft.sentence], draft):
            told = [d for d in reversed(out) if d.actor1 and d.actor2 and all(a.role != "civilians" for a in d.actor2)]
            parted = next((d for d in told if d.senses & MUTUAL or d.sentence == draft.sentence), None)
            if parted is not None:
                draft = replace(draft, actor1=parted.actor1, actor2=parted.actor2)
        if draft.frame.main.sense == "confrontation" and not draft.actor1 and not draft.unnamed:
            draft = replace(draft, actor1=_crowd_beside(sentences, draft))
        day = counted_from(draft.date, out)
        if day is not draft.date:
            draft = replace(draft, date=day)
        goes_on = previous is not None and (not draft.separate or draft.sentence == previous.sentence)
        if previous is not None and goes_on and previous.status == draft.status:
            near = draft.sentence - previous.sentence <= 1
            if draft.date is None and _is_a_day(previous.date) and near and _is_same_scene(previous, draft):
                draft = replace(draft, date=previous.date, date_is_carried=True)
            is_open = draft.frame.main.sense != "agree" and not (draft.places or draft.separate or previous.is_title)
            if is_open and previous.places and near and not _is_dated_apart(previous, draft):
                draft = replace(draft, places=previous.places, place_is_carried=True)
        out.append(draft)
    return out


def counted_from(day: DateMention | None, told: Sequence[Draft]) -> DateMention | None:
    """A day counted from the act told before it: في اليوم التالي, بعد يومين, في اليوم نفسه; hours later is that day."""
    if day is None or day.anchor not in ("event", "same") or day.shift_days is None or day.date.start:
        return day
    if day.span.text.endswith(FROM) and not (day.said is not None and day.said.unit in HOURS):
        return day  # بعد يومين من المجزرة: counted from what follows, not from what was told
    of_hours = day.said is not None and day.said.unit in HOURS
    base = next((d.date for d in reversed(told) if d.date is not None and _days(d.date) <= SHORT), None)
    if base is None or base.date.start is None:
        return None if of_hours else day
    first, last = (0, 0) if of_hours else day.shift_days
    start = date.fromisoformat(base.date.start) + timedelta(first)
    end = date.fromisoformat(base.date.end or base.date.start) + timedelta(last)
    evidence = (*day.date.evidence, *base.date.evidence)
    return replace(day, date=replace(day.date, start=start.isoformat(), end=end.isoformat(), evidence=evidence))


def _is_a_day(day: DateMention | None) -> bool:
    """A whole year or season dates what it stands with, and nothing besides."""
    return day is not None and (_days(day) <= LONGEST if day.date.start else day.anchor != "event")


def _days(day: DateMention) -> timedelta:
    """From its first to its last day; as good as never for one without a calendar."""
    if not day.date.start:
        return timedelta.max
    return date.fromisoformat(day.date.end or day.date.start) - date.fromisoformat(day.date.start)


def _is_same_scene(previous: Draft, draft: Draft) -> bool:
    """The day goes on within a sentence, and into the next one where the same side acts or no other place is named."""
    if previous.is_title:
        return False
    if draft.sentence == previous.sentence or draft.also or not draft.places or not previous.places:
        return True
    if is_summed_up(previous, draft):
        return True
    return any(a.place.name_ar == b.place.name_ar for a in draft.places for b in previous.places)


def is_summed_up(previous: Draft, draft: Draft) -> bool:
    """سلسلة تفجيرات في العراق أمس. وأدى تفجير في بغداد ...: one of several told before, in a part of their land."""
    main = previous.frame.main
    is_several = main.number == "p" or previous.count is not None or main.span.text.startswith(SERIES)
    if not is_several or not any(previous.senses & kind and draft.senses & kind for kind in OF_ONE_KIND):
        return False
    wide = [p for p in previous.places if p.kind in WIDE]
    return bool(wide) and all(any(_holds(w, p) for w in wide) for p in draft.places)


def _holds(wide: PlaceMention, place: PlaceMention) -> bool:
    if wide.place.country != place.place.country:
        return False
    return wide.kind == "country" or wide.place.admin1 == place.place.admin1


def _is_dated_apart(previous: Draft, draft: Draft) -> bool:
    """Two days of their own: another act, whose place is not told."""
    if draft.date is None or draft.date_is_carried or draft.sentence == previous.sentence:
        return False
    if previous.date is None:
        return draft.date.first <= 1  # وفي 13 كانون الثاني، ...: a new item
    return (draft.date.date.start, draft.date.date.end) != (previous.date.date.start, previous.date.date.end)


def _identity(actor: ActorMention) -> str:
    return actor.actor.actor_id or actor.actor.name or ""


# What forces do besides, told as a noun behind another act of theirs: بالتزامن مع تطويق الحي، ومحاصرة المقار.
BESIDES = frozenset({"besiege", "deploy", "withdraw", "sweep", "arrest", "take", "raid"})
# Told so only where it adds to another act of the kind: دمرت مسيرة، إضافة إلى تدمير أربع مسيرات.
ADDED = frozenset({"destroy", "intercept"})


def _accompanies(previous: Draft, draft: Draft) -> bool:
    """A noun of what forces do, without a doer of its own, in the sentence of an act of theirs."""
    main = draft.frame.main
    if draft.actor1 or draft.unnamed or draft.sentence != previous.sentence or main.pos == "verb":
        return False
    if main.sense in ADDED and previous.frame.main.sense in ADDED:
        return not main.is_definite and main.preposition in ("", "الى", "إلى")
    return main.sense in BESIDES and not main.is_definite and main.preposition in ("", "مع", "ب")


def _crowd_beside(sentences: Sequence[Marked], draft: Draft) -> tuple[ActorMention, ...]:
    """مواجهات مع القوات: the young men are told in the same sentence or in one next to it."""
    for i in (draft.sentence, draft.sentence - 1, draft.sentence + 1):
        for actor in sentences[i].actors if 0 <= i < len(sentences) else ():
            if actor.head in ("protesters", "youths", "rioters") and actor.actor.name:
                return (actor,)
    return ()


def _is_between_both(marked: Marked, draft: Draft) -> bool:
    """تجددت الاشتباكات بين الطرفين: the sides are those told before."""
    if draft.actor1 or draft.actor2 or not draft.senses & MUTUAL:
        return False
    tokens = marked.sentence.tokens
    return any(tokens[i].plain in BOTH for i in range(draft.frame.first, min(draft.frame.last, len(tokens))))


def _goes_on(previous: Draft, draft: Draft) -> bool:
    """A verb without a subject of its own goes on with the doer before it: كما استهدف ..."""
    if draft.actor1 or draft.unnamed or draft.sentence - previous.sentence > 1:
        return False
    main = draft.frame.main
    if main.sense in CROWDED and any(a.head not in CROWD for a in previous.actor1):
        return False
    verbs = [t for t in draft.frame.triggers if t.pos == "verb" and t.sense not in (*HAPPENINGS, *CASUALTY)]
    if main.pos == "verb" or (verbs and main.preposition == "ب"):
        return all(t.voice != "passive" for t in verbs) and main.sense not in (*HAPPENINGS, *CASUALTY)
    return main.light_sense in ("do", "answer", "begin") and main.light_voice != "passive"
