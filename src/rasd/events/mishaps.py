"""Reports of other things than armed conflict: an accident, a theft, a match. What sounds like an act is none."""

from __future__ import annotations

from collections.abc import Sequence

from rasd.events.draft import Draft
from rasd.events.kinds import IRREGULAR_KINDS, MILITARY_KINDS
from rasd.events.within import Act
from rasd.model.marked import Marked

# Told of accidents as well.
MISHAPS = frozenset({"die", "wound"})
# Told in other news as well, with another meaning.
FIGURATIVE = MISHAPS | {"strike", "attack", "explode", "burn", "take", "repel", "arrest", "kill", "target"}
# Told of thieves, of the police and of the mad as well, and no news of conflict where nobody in the report bears arms.
ORDINARY = MISHAPS | frozenset("arrest seize loot execute beat ram kill burn".split())
# Who or what makes a report one of conflict: sides, persons, weapons, acts that are nothing else.
SIDES = IRREGULAR_KINDS | {"external/other forces"}
ARMIES = ("Military", "Army")
ARMED = frozenset({"gunman", "fighter", "bomber"})
OF_CRIME = frozenset({"small arms", "knife", "vehicle ramming", "arson", "tear gas", "none"})
OF_CONFLICT = frozenset(
    "airstrike shelling suicide detonate assassinate ambush protest riot disperse incursion besiege clash".split()
)
# A report says what it is about in its first sentences.
OPENING = 3
MARTYR = "شهد"


def without_mishaps(acts: Sequence[Act], sentences: Sequence[Marked]) -> list[Act]:
    """The acts without those that a report of an accident or of a match only seems to tell."""
    drafts = [draft for act in acts for draft in act.drafts]
    is_violent = any(draft.senses - MISHAPS for draft in drafts)
    is_other = _is_about_other_things(sentences)
    is_ordinary = not _is_of_conflict(sentences)
    return [
        act
        for act in acts
        if not (
            (is_other and _lacks_arms(act, FIGURATIVE))
            or (not is_violent and _lacks_arms(act, MISHAPS))
            or (is_ordinary and all(draft.senses <= ORDINARY and not _is_martyrs(draft) for draft in act.drafts))
        )
    ]


def _is_of_conflict(sentences: Sequence[Marked]) -> bool:
    """Somebody in it bears arms who is no policeman, or a weapon of war, a blast, a protest is told."""
    return any(
        any(a.actor.kind in SIDES or (a.actor.name or "").startswith(ARMIES) for a in marked.actors)
        or any(p.sense in ARMED for p in marked.persons)
        or any(w.kind not in OF_CRIME for w in marked.weapons)
        or any(t.sense in OF_CONFLICT for t in marked.triggers)
        for marked in sentences
    )


def _is_about_other_things(sentences: Sequence[Marked]) -> bool:
    return any(c.sense == "silence" and c.reach == "sentence" for marked in sentences[:OPENING] for c in marked.cues)


def _lacks_arms(act: Act, senses: frozenset[str]) -> bool:
    """Nothing but such triggers, and neither a doer nor a weapon nor armed victims nor martyrs beside them."""
    return all(draft.senses <= senses and not _has_arms(draft) for draft in act.drafts)


def _has_arms(draft: Draft) -> bool:
    armed = any(a.actor.kind in MILITARY_KINDS for a in (*draft.actor1, *draft.actor2, *draft.unnamed))
    return armed or bool(draft.weapons) or _is_martyrs(draft)


def _is_martyrs(draft: Draft) -> bool:
    return any(MARTYR in t.span.text for t in draft.frame.triggers)
