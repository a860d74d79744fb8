"""Reports of other things than armed conflict: an accident, a theft, a match. What sounds like an act is none.

Most words of violence are told of quarrels, thieves and drivers too. Such an act is one of conflict only in company: an
armed side somewhere in the report, a bomb, a crowd in the street, or words of politics (data/gate.toml).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from functools import cache

from rasd.events.draft import Draft
from rasd.events.facts import MILITARY_KINDS
from rasd.events.within import Act
from rasd.lexicon.actors import actor_index
from rasd.lexicon.clitics import without_proclitics
from rasd.lexicon.rows import DATA
from rasd.model.marked import Marked
from rasd.model.mention import ActorMention

# Told of accidents as well.
MISHAPS = frozenset({"die", "wound"})
# Told in other news as well, with another meaning.
FIGURATIVE = MISHAPS | {"strike", "attack", "explode", "burn", "take", "repel", "arrest", "kill", "target"}
# Told of thieves, of the police and of the mad: no act without an armed side, in one line either.
ORDINARY = MISHAPS | frozenset("arrest seize loot execute beat ram kill burn".split())
# What is an act without an armed side in the report.
ALONE = frozenset(
    "explode detonate suicide shelling airstrike launch fall intercept chemical grenade protest riot disperse "
    "assassinate abduct agree".split()
)
# So many dead of an attack, a shooting or an arson are more than a quarrel.
FEWEST_DEAD = 2
MASSACRES = frozenset({"attack", "shoot", "kill", "execute"})
BOMBS = frozenset(
    {"IED", "mine", "car bomb", "suicide bomb", "rocket", "missile", "mortar", "drone", "barrel bomb", "grenade"}
)
# Sides that carry arms as such (column sort of actors.csv): not the police, a state or a court.
ARMED_SORTS = frozenset(
    {"state forces", "rebel group", "political militia", "identity militia", "external/other forces"}
)
# Heads of a side that is not named, and armed all the same.
ARMED_HEADS = frozenset(
    "gunmen fighters army enemy coalition militants regime resistance rebels qaida aggressor opposition".split()
)
ARMED_PERSONS = frozenset({"gunman", "fighter", "bomber"})
# A report says what it is about in its first sentences.
OPENING = 3
MARTYR = "شهد"


def without_mishaps(acts: Sequence[Act], sentences: Sequence[Marked]) -> list[Act]:
    """The acts without those that a report of an accident, a crime or a match only seems to tell."""
    if not acts:
        return []
    drafts = [draft for act in acts for draft in act.drafts]
    is_violent = any(draft.senses - MISHAPS for draft in drafts)
    is_other = _is_about_other_things(sentences)
    has_company = _has_company(drafts, sentences)
    is_private = not has_company and _says(sentences[:OPENING], _words("private"))
    return [
        act
        for act in acts
        if (has_company or _stands_alone(act, len(sentences) < OPENING, is_private))
        and not ((is_other and _lacks_arms(act, FIGURATIVE)) or (not is_violent and _lacks_arms(act, MISHAPS)))
    ]


def _is_about_other_things(sentences: Sequence[Marked]) -> bool:
    return any(c.sense == "silence" and c.reach == "sentence" for marked in sentences[:OPENING] for c in marked.cues)


def _lacks_arms(act: Act, senses: frozenset[str]) -> bool:
    """Nothing but such triggers, and neither a doer nor a weapon nor armed victims nor martyrs beside them."""
    return all(draft.senses <= senses and not _has_arms(draft) for draft in act.drafts)


def _has_arms(draft: Draft) -> bool:
    sides = (*draft.actor1, *draft.actor2, *draft.unnamed)
    armed = any(a.actor.kind in MILITARY_KINDS and a.role != "nisba" for a in sides)
    return armed or bool(draft.weapons) or _is_martyrs(draft)


def _is_martyrs(draft: Draft) -> bool:
    return any(MARTYR in t.span.text for t in draft.frame.triggers)


def _has_company(drafts: Iterable[Draft], sentences: Sequence[Marked]) -> bool:
    """Whether anything in the report is of armed conflict or of politics."""
    if any(_is_armed(actor) for marked in sentences for actor in marked.actors):
        return True
    if any(person.sense in ARMED_PERSONS for marked in sentences for person in marked.persons):
        return True
    if any(w.kind in BOMBS for draft in drafts for w in draft.weapons):
        return True
    if len(sentences) < OPENING and any(_may_be_armed(a) for marked in sentences for a in marked.actors):
        return True
    if any(t.sense in ("protest", "riot") for marked in sentences for t in marked.triggers):
        return True
    return _says(sentences, _words("politics"))


def _says(sentences: Sequence[Marked], words: frozenset[str]) -> bool:
    return any(
        stem in words
        for marked in sentences
        for token in marked.sentence.tokens
        for stem, _ in without_proclitics(token.plain)
    )


def _is_armed(actor: ActorMention) -> bool:
    if actor.role == "nisba":
        return False
    if actor.actor.actor_id is None:
        return actor.head in ARMED_HEADS
    row = actor_index().actors.get(actor.actor.actor_id)
    if row is None:  # a side of a user's own tables
        return actor.actor.kind in MILITARY_KINDS
    return row.sort in ARMED_SORTS


def _may_be_armed(actor: ActorMention) -> bool:
    """In a line or two a bare head or an adjective has to do (برصاص إسرائيلي)."""
    return actor.actor.kind in MILITARY_KINDS and not _is_police(actor)


def _is_police(actor: ActorMention) -> bool:
    row = actor_index().actors.get(actor.actor.actor_id or "")
    return actor.head in ("police", "state") or (row is not None and row.sort in ("police", "state"))


@cache
def _words(table: str) -> frozenset[str]:
    with (DATA / "gate.toml").open("rb") as file:
        return frozenset(tomllib.load(file)[table])


def _stands_alone(act: Act, is_short: bool, is_private: bool) -> bool:
    """An act that needs no company, by what it is or by its dead; a line or two are too short to show their subject."""
    senses = {sense for draft in act.drafts for sense in draft.senses}
    if senses & ALONE or any(_is_martyrs(draft) for draft in act.drafts):
        return True
    if is_short and not senses <= ORDINARY:
        return True
    dead = max((t.killed[0] for d in act.drafts for t in d.tolls if t.killed), default=0)
    return dead >= FEWEST_DEAD and not is_private and bool(senses & MASSACRES)
