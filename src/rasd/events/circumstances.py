"""What, where, when and how many: the mentions of a frame's stretch of the sentence become its cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rasd.events.draft import Draft
from rasd.events.frames import Frame
from rasd.events.overlaps import main_target
from rasd.model.marked import Marked
from rasd.model.mention import CountMention, DateMention, Mention, ObjectMention, PlaceMention, TollMention

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
    weapons = tuple(w for w in marked.weapons if _inside(w, frame))
    return replace(
        draft,
        target=_target(marked, frame),
        weapons=weapons,
        count=_count(marked, frame),
        places=_places(marked, frame, frames),
        date=_date(marked, frame, frames),
        tolls=_tolls(marked, frame, frames),
        victims=tuple(
            p for p in marked.persons if _inside(p, frame) and p.first >= min(t.first for t in frame.triggers)
        ),
    )


def _inside(mention: Mention, frame: Frame) -> bool:
    return frame.first <= mention.first < frame.last


def _target(marked: Marked, frame: Frame) -> ObjectMention | None:
    main = frame.main
    behind = [t for t in marked.targets if _inside(t, frame) and t.first >= main.last]
    if main.light_sense == "suffer":
        behind = [t for t in marked.targets if _inside(t, frame) and t.last <= main.first] or behind
    return main_target(tuple(behind))


def _count(marked: Marked, frame: Frame) -> CountMention | None:
    for trigger in (frame.main, *frame.triggers):
        for count in marked.counts:
            if _inside(count, frame) and count.first < trigger.last and trigger.first < count.last + 1:
                return count
    return next((c for c in marked.counts if _inside(c, frame)), None)


def _places(marked: Marked, frame: Frame, frames: Sequence[Frame]) -> tuple[PlaceMention, ...]:
    usable = [p for p in marked.places if p.role not in ("source", "origin")]
    inside = [p for p in usable if _inside(p, frame)]
    if not inside and frame is not frames[0]:
        # a place that opens the sentence holds for all its acts: وفي مأرب، هاجم ... وقصف ...
        opening = [p for p in usable if p.first < 6 and p.last <= min(t.first for t in frames[0].triggers)]
        inside = opening
    scenes = [p for p in inside if p.role == "scene"]
    if not scenes:
        bearings = [p for p in inside if p.role == "bearing"]
        scenes = bearings[:1]
    areas = [p for p in inside if p.role == "area"]
    return (*scenes, *areas)


def _date(marked: Marked, frame: Frame, frames: Sequence[Frame]) -> DateMention | None:
    dates = [d for d in marked.dates if not d.is_duration and not _of_the_saying(marked, d)]
    inside = [d for d in dates if _inside(d, frame)]
    if inside:
        first = min(t.first for t in frame.triggers)
        return min(inside, key=lambda d: (abs(d.first - first), d.first))
    if frame is not frames[0]:
        opening = [d for d in dates if d.first < 4 and d.last <= min(t.first for t in frames[0].triggers)]
        if opening:
            return opening[0]
    return None


def _of_the_saying(marked: Marked, date: DateMention) -> bool:
    """True for a date between the verb of saying and what is said, unless it opens the sentence."""
    if date.first <= 1:
        return False
    return any(s.saying[0] <= date.first < s.saying[1] for s in marked.sources)


def _tolls(marked: Marked, frame: Frame, frames: Sequence[Frame]) -> tuple[TollMention, ...]:
    return tuple(t for t in marked.tolls if _inside(t, frame) and t.role in ("total", "revised"))
