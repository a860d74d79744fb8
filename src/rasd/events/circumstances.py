"""What, where, when and how many: the mentions of a frame's stretch of the sentence become its cells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date as day
from datetime import timedelta

from rasd.events.draft import Draft
from rasd.events.frames import Frame
from rasd.events.overlaps import WIDE, main_target, situated
from rasd.events.tolls import CIVILIANS, MILITANTS, SOLDIERS, STATE
from rasd.events.wording import ANNOUNCING, CASUALTY, REPLY_TO, is_finite_verb
from rasd.model.marked import Marked
from rasd.model.mention import (
    CountMention,
    DateMention,
    Mention,
    ObjectMention,
    PlaceMention,
    SourceMention,
    TollMention,
)
from rasd.model.value import replace

# Words of a speaker's name; a longer stretch has run into what is said.
MOST_OF_A_SPEAKER = 9
PEOPLE = frozenset(["اهالي", "سكان", "اهل", "ابناء"])
TOWARDS = frozenset(["الي", "باتجاه", "نحو", "صوب"])
TAKING = frozenset({"destroy", "seize", "intercept", "defuse"})
# A dual of these is two blows.
BLOWS = frozenset({"suicide bomb", "car bomb"})
AIR_DEFENCE = "air defence site"
LATER = ("لاحق", "في وقت لاحق")
THAT = frozenset(["ان", "بان"])
LYING = frozenset(["الواقع", "الواقعه", "الواقعين", "الواقعتين"])
MEANWHILE = frozenset("حين وحين بينما وبينما فيما وفيما".split())
# A place this near the start of a sentence opens it, and holds for all of it.
OPENS = 4
RELATIVE = frozenset(["التي", "الذي", "حيث", "الذين"])
# A date within a saying ("قال الناطق، الأحد، إن") is the statement's.
WEAPON_OF = {
    "airstrike": "air strike",
    "shoot": "small arms",
    "stab": "knife",
    "ram": "vehicle ramming",
    "burn": "arson",
    "chemical": "chemical",
    "suicide": "suicide bomb",
    "grenade": "grenade",
}


def with_circumstances(marked: Marked, draft: Draft, frames: Sequence[Frame]) -> Draft:
    """The draft with target, weapons, count, places, date and tolls of its stretch."""
    frame = draft.frame
    weapons = _weapons(marked, draft)
    tolls = _tolls(marked, frame)
    return replace(
        draft,
        target=_target(marked, frame),
        weapons=weapons,
        count=_count(marked, frame),
        places=_places(marked, frame, frames),
        date=_date(marked, frame, frames),
        tolls=tolls,
        sides=tuple(_side(marked, toll) for toll in tolls),
        victims=tuple(
            p for p in marked.persons if _inside(p, frame) and p.first >= min(t.first for t in frame.triggers)
        ),
    )


def _weapons(marked: Marked, draft: Draft) -> tuple[ObjectMention, ...]:
    """The weapons of the stretch; a carrier in a side's name (طيران التحالف) counts when that side is the doer."""
    out: list[ObjectMention] = []
    for weapon in marked.weapons:
        if not _inside(weapon, draft.frame):
            continue
        owner = next((a for a in marked.actors if a.first <= weapon.first and weapon.last <= a.last), None)
        is_doer = owner is not None and (owner in draft.actor1 or owner in draft.unnamed or owner.preposition == "ب")
        is_untold = not (draft.actor1 or draft.unnamed or owner in draft.actor2)
        is_genitive = any(t.last == weapon.first and t.pos != "verb" for t in draft.frame.triggers)  # قصف الطيران
        main = draft.frame.main
        is_taken = main.sense in TAKING and weapon.first >= main.last  # دمرت طائرة مسيرة أوكرانية
        if owner is None or is_doer or owner.role == "unnamed" or is_untold or is_genitive or is_taken:
            out.append(weapon)
    first = draft.frame.main.first
    return tuple(sorted(out, key=lambda w: (not _names_the_act(w, draft), abs(w.first - first))))


def _names_the_act(weapon: ObjectMention, draft: Draft) -> bool:
    return any(t.first <= weapon.first < t.last for t in draft.frame.triggers)


def _inside(mention: Mention, frame: Frame) -> bool:
    return frame.first <= mention.first < frame.last


def _target(marked: Marked, frame: Frame) -> ObjectMention | None:
    main = frame.main
    behind = [t for t in marked.targets if _inside(t, frame) and t.first >= main.last]
    if main.light_sense == "suffer":
        behind = [t for t in marked.targets if _inside(t, frame) and t.last <= main.first] or behind
    if main.sense == "repel":  # the air defences that met something, wherever they stand
        defences = [t for t in marked.targets if _inside(t, frame) and t.kind == AIR_DEFENCE]
        behind = defences or behind
    # قصف لقوات النظام: forces, or a plane, within the name of a side are that side.
    behind = [t for t in behind if not any(a.first <= t.first and t.last <= a.last for a in marked.actors)] or behind
    return main_target(tuple(behind))


def _count(marked: Marked, frame: Frame) -> CountMention | None:
    for trigger in (frame.main, *frame.triggers):
        for count in marked.counts:
            if _inside(count, frame) and count.first < trigger.last and trigger.first < count.last + 1:
                return count
    counted = next((c for c in marked.counts if _inside(c, frame)), None)
    pairs = (w for w in marked.weapons if w.number == "d" and w.kind in BLOWS and _inside(w, frame))
    return counted or next(map(_pair, pairs), None)


def _pair(weapon: ObjectMention) -> CountMention:
    """هاجم انتحاريان: two blows."""
    return CountMention(weapon.sentence, weapon.first, weapon.last, weapon.span, weapon.at, 2)


def _places(marked: Marked, frame: Frame, frames: Sequence[Frame]) -> tuple[PlaceMention, ...]:
    told = [p for p in marked.places if not _is_hospital_of_the_hurt(marked, p)]
    usable = [_where_it_lies(marked, p) for p in told if p.role not in ("source", "origin")]
    named = [p for p in usable if not _is_the_speakers(marked, p)]
    inside = [p for p in named if _inside(p, frame)]
    if not inside and frame is not frames[0]:
        # a place that opens the sentence holds for all its acts: وفي مأرب، هاجم ... وقصف ...
        opening = [p for p in named if p.first < 6 and p.last <= min(t.first for t in frames[0].triggers)]
        between = [p for p in named if p.first < frame.first and p not in opening]
        if not between or any(p.kind not in WIDE for p in opening):
            inside = opening
    if not inside:
        inside = [p for p in usable if _inside(p, frame) and p.kind != "country"]
    inside = _without_departure(marked, frame, _before_next_verb(marked, frame, inside))
    scenes = _of_the_acts_clause(marked, frame, [p for p in inside if p.role == "scene"])
    beside = _bearing_beside(frame, inside)
    if beside and all(_is_of_an_earlier_clause(marked, p, frame) for p in scenes):
        scenes = beside
    if not scenes:
        # تظاهر أهالي مدينة س: they protest at home
        at_home = frame.main.sense in ("protest", "riot", "die")
        people = (
            p for p in told if _inside(p, frame) and (p.role == "origin" if at_home else _is_of_the_people(marked, p))
        )
        scenes = [replace(p, role="scene") for p in people][:1]
    if not scenes:
        scenes = [p for p in inside if p.role == "bearing"][:1]
    areas = [p for p in inside if p.role == "area"]
    return (*situated(tuple(scenes)), *areas)


def _bearing_beside(frame: Frame, places: Sequence[PlaceMention]) -> list[PlaceMention]:
    """اعتقل جنوبي بغداد: the bearing right behind the words of the act."""
    last = max(t.last for t in frame.triggers)
    return [p for p in places if p.role == "bearing" and 0 <= p.first - last <= 2][:1]


def _of_the_acts_clause(marked: Marked, frame: Frame, scenes: list[PlaceMention]) -> list[PlaceMention]:
    """واصلت حملتها داخل س بينما قصفت الطائرات ص: once a place stands behind the act, those of a clause before it go."""
    last = max(t.last for t in frame.triggers)
    if not any(p.first >= last for p in scenes):
        return scenes
    first = min(t.first for t in frame.triggers)
    return [p for p in scenes if p.first < OPENS or p.last > first or not _is_parted(marked, p.last, first)]


def _is_parted(marked: Marked, first: int, last: int) -> bool:
    return any(marked.sentence.tokens[i].plain in MEANWHILE for i in range(first, last))


def _is_of_an_earlier_clause(marked: Marked, place: PlaceMention, frame: Frame) -> bool:
    first = min(t.first for t in frame.triggers)
    return place.last <= first and any(is_finite_verb(marked.hits[i]) for i in range(place.last, first))


def _is_hospital_of_the_hurt(marked: Marked, place: PlaceMention) -> bool:
    """نقل إلى مستشفى س في ص, وصلت جثث إلى المستشفى: where the hurt and the dead were taken."""
    words = [t.plain for t in marked.sentence.tokens[max(0, place.first - 8) : place.last]]
    for i, word in enumerate(words):
        if "،" in words[i:]:
            continue
        if word.startswith(("لمستشف", "للمستشف")) or (
            word.startswith(("مستشف", "المستشف", "مشفي", "المشفي")) and "الي" in words[max(0, i - 3) : i]
        ):
            return True
    return False


def _is_of_the_people(marked: Marked, place: PlaceMention) -> bool:
    """اعتدوا على أهالي س: the people of a place are hit there, where nothing else is named."""
    before = marked.sentence.tokens[place.first - 2 : place.first] if place.first > 1 else ()
    return place.role == "origin" and len(before) == 2 and before[0].plain == "علي" and before[1].plain in PEOPLE


def _without_departure(marked: Marked, frame: Frame, places: list[PlaceMention]) -> list[PlaceMention]:
    """من منطقة س باتجاه ص: where they set out from is no scene beside where they went; a retreat is where it began."""
    words = [t.plain for t in marked.sentence.tokens]
    goals = [p for p in places if TOWARDS & set(words[max(0, p.first - 3) : p.first])]
    if not goals and frame.main.sense == "deploy":
        return [p for p in places if not p.first or words[p.first - 1] != "من"]  # استقدمت تعزيزات من حاجز س
    if not goals:
        return places
    if frame.main.sense == "withdraw":
        return [p for p in places if p not in goals] or places
    return [
        p for p in places if p.last > goals[0].first or p in goals or "من" not in words[max(0, p.first - 3) : p.first]
    ]


def _where_it_lies(marked: Marked, place: PlaceMention) -> PlaceMention:
    """المخيم الواقع قرب صيدا: the place says where another one lies."""
    before = marked.sentence.tokens[max(0, place.first - 3) : place.first]
    if place.role == "scene" and LYING & {t.plain for t in before}:
        return replace(place, role="area")
    return place


def _is_the_speakers(marked: Marked, place: PlaceMention) -> bool:
    """Where the one who says it is: قال مصدر أمني في بغداد إن, مراسل الوكالة في اليمن."""
    for source in marked.sources:
        if source.is_carried:
            continue
        is_before = source.saying[1] <= source.scope[0]  # قال ... إن: what is said stands behind the saying
        if is_before and source.saying[0] < place.first < source.saying[1]:
            return True
        if source.first < place.first and place.last == source.last <= source.first + MOST_OF_A_SPEAKER:
            return True
        is_behind = source.scope[0] < source.saying[0]  # ...، بحسب مصدر طبي في مستشفى س
        if is_behind and source.first < place.first <= source.last + 1:
            between = marked.sentence.tokens[source.first : place.first]
            if all(t.kind == "word" for t in between) and between[-1].plain in ("في", "من"):
                return True
    return _is_where_it_was_said(marked, place)


def _is_where_it_was_said(marked: Marked, place: PlaceMention) -> bool:
    """قالت حركة في اليمن على حسابها إن ...: a place between a verb of saying that opens the sentence and إن."""
    if marked.sources or place.first > MOST_OF_A_SPEAKER:
        return False
    if not any(hit.entry.sense == "say" and hit.form.pos == "verb" for hit in marked.hits[0]):
        return False
    between = [t.plain for t in marked.sentence.tokens[place.last : place.last + MOST_OF_A_SPEAKER]]
    before = [t.plain for t in marked.sentence.tokens[: place.first]]
    return bool(THAT & set(between)) and not THAT & set(before)


def _before_next_verb(marked: Marked, frame: Frame, places: list[PlaceMention]) -> list[PlaceMention]:
    """The places up to the next verb of another doing, once one is named: سيطرت على س وقطعت الطريق إلى ص."""
    last = max(t.last for t in frame.triggers)
    if not any(p.first >= last for p in places):
        return places
    out: list[PlaceMention] = []
    for place in places:
        between = range(last, place.first)
        if out and any(_opens_another(marked, i) for i in between) and any(p.first >= last for p in out):
            break
        out.append(place)
    return out


def _opens_another(marked: Marked, i: int) -> bool:
    tokens = marked.sentence.tokens
    plain = tokens[i].plain
    if plain in MEANWHILE:
        return i + 1 >= len(tokens) or not tokens[i + 1].plain.startswith("كان")  # بينما كان يتنقل: where he was hit
    return (plain.startswith(("و", "ف")) and is_finite_verb(marked.hits[i])) or plain in RELATIVE


def _date(marked: Marked, frame: Frame, frames: Sequence[Frame]) -> DateMention | None:
    announced = frame.main.sense == "agree" and frame.main.pos != "verb"
    dates = [d for d in marked.dates if not d.is_duration and (announced or not _of_the_saying(marked, d))]
    dates = [d for d in dates if not _is_a_beginning(marked, d) and not _is_of_a_visit(marked, d, frame)]
    inside = [d for d in dates if _inside(d, frame)]
    if len(inside) > 1:
        inside = [d for d in inside if not _of_the_announcing(marked, d, frame)] or inside
    if inside and frame is not frames[0] and all(_is_later(d) for d in inside):
        opening = [d for d in dates if d.first < OPENS and d.last <= min(t.first for t in frames[0].triggers)]
        inside = opening or inside  # مساء الأربعاء هاجموا ... واستهدفوا لاحقا ...: of the same day
    if inside:
        first = min(t.first for t in frame.triggers)
        return min(inside, key=lambda d: (_is_wide(d), abs(d.first - first), d.first))
    if frame is not frames[0]:
        opening = [d for d in dates if d.first < 4 and d.last <= min(t.first for t in frames[0].triggers)]
        if opening:
            return opening[0]
    return None


def _is_of_a_visit(marked: Marked, date: DateMention, frame: Frame) -> bool:
    """تفقد السكان صباح اليوم موقع التفجير حيث دمرت متاجر: the day on which somebody came to see."""
    first = min(t.first for t in frame.triggers)
    words = [t.plain for t in marked.sentence.tokens]
    if date.first <= 1 or "حيث" not in words[date.last : first]:
        return False
    return any(is_finite_verb(marked.hits[i]) for i in range(date.first))


def _is_wide(date: DateMention) -> bool:
    """A month or a vague time beside a day tells of something else: قُتل أمس في ثالث هجوم هذا الشهر."""
    start, end = date.date.start, date.date.end
    if start is None or end is None:
        return date.anchor == "published"
    return day.fromisoformat(end) - day.fromisoformat(start) > timedelta(2)


def _is_later(date: DateMention) -> bool:
    return date.date.start is None and date.span.text.removeprefix("و").startswith(LATER)


def _of_the_announcing(marked: Marked, date: DateMention, frame: Frame) -> bool:
    """أعلن التنظيم، اليوم، مسؤوليته عن التفجير الذي وقع الخميس: the first day is the announcement's."""
    if not 1 < date.first < min(t.first for t in frame.triggers):
        return False
    return any(
        hit.entry.kind == "verb" and hit.entry.lemma in ANNOUNCING and hit.form.pos == "verb"
        for i in range(max(frame.first, date.first - MOST_OF_A_SPEAKER), date.first)
        for hit in marked.hits[i]
    )


def _is_a_beginning(marked: Marked, date: DateMention) -> bool:
    """منذ 26 آذار, منذ ساعات: since when something goes on, no day of one act; منذ يومين may also be "two days ago"."""
    if date.said is None or marked.sentence.tokens[date.first].plain not in ("منذ", "ومنذ"):
        return False
    return date.said.kind == "absolute" or date.said.unit == "hour"


def _of_the_saying(marked: Marked, date: DateMention) -> bool:
    """True for a date between the verb of saying and what is said, unless it opens the sentence."""
    if date.first <= 1:
        return False
    return any(is_said_on(source, date) for source in marked.sources)


def is_said_on(source: SourceMention, date: DateMention) -> bool:
    """قالت الوزارة أمس إن ...; ...، بحسب ما ذكر الأهالي أمس السبت: the day of the saying."""
    return source.saying[0] <= date.first < source.saying[1] or (
        date.first == source.saying[1] and source.scope[0] < source.saying[0]
    )


def _side(marked: Marked, toll: TollMention) -> str:
    if toll.side is None:
        return ""
    senses = {p.sense for p in marked.persons if toll.side[0] <= p.first < toll.side[1]}
    actors = [a for a in marked.actors if toll.side[0] <= a.first < toll.side[1] and a.actor.actor_id]
    if toll.is_part and not senses:  # مقتل سالم اليمني: part of a name
        actors = [a for a in actors if a.role != "nisba"]
    for actor in actors:
        return (STATE if actor.actor.kind == "state forces" else "") + (actor.actor.actor_id or "")
    if senses & {"civilian", "child", "woman"}:
        return CIVILIANS
    if "soldier" in senses:
        return SOLDIERS
    return MILITANTS if senses & {"fighter", "gunman"} else ""


def _tolls(marked: Marked, frame: Frame) -> tuple[TollMention, ...]:
    tolls = tuple(t for t in marked.tolls if _inside(t, frame) and t.role in ("total", "revised"))
    return tuple(
        t
        for t in tolls
        if not (_is_told_before(marked, frame, t) or _is_answered(marked, frame, t) or _is_recalled(marked, frame, t))
    )


def _is_recalled(marked: Marked, frame: Frame, toll: TollMention) -> bool:
    """ويأتي الانفجار بعد ستة أيام من تفجير قتل ثلاثة: the dead of what is only looked back at."""
    return any(
        cue.sense == "background"
        and cue.scope[0] <= toll.first < cue.scope[1]
        and not cue.scope[0] <= frame.main.first < cue.scope[1]
        for cue in marked.cues
    )


def _is_answered(marked: Marked, frame: Frame, toll: TollMention) -> bool:
    """أحرقوا المنازل انتقاما لمقتل رفيقهم: the dead behind the words of reply are not this act's."""
    for cue in marked.cues:
        opens = cue.first <= 1 and toll.last <= frame.main.first  # وانتقاما لمقتل قائدهم، هاجموا القرية
        if cue.sense == "response" and cue.first <= toll.first and (opens or frame.main.first < cue.first):
            between = {token.plain for token in marked.sentence.tokens[cue.last : toll.first]}
            if not between & {"،", "؛"} and marked.sentence.tokens[cue.last - 1].plain in REPLY_TO:
                return True
    return False


def _is_told_before(marked: Marked, frame: Frame, toll: TollMention) -> bool:
    """قتلى في تعز والتحالف يقصف حجة: the subject of the verb opens a clause of its own, behind the figure."""
    main = frame.main
    if main.pos != "verb" or toll.last > main.first or CASUALTY & {t.sense for t in frame.triggers}:
        return False
    return any(
        a.first > toll.last and a.last == main.first and marked.sentence.tokens[a.first].plain.startswith("و")
        for a in marked.actors
    )
