"""A sentence with everything that was found in it: what the events stage works on."""

from __future__ import annotations

from rasd.model.mention import (
    ActorMention,
    CountMention,
    CueMention,
    DateMention,
    ObjectMention,
    PersonMention,
    PlaceMention,
    SourceMention,
    TollMention,
    TriggerMention,
)
from rasd.model.text import Sentence
from rasd.model.value import dataclass
from rasd.model.word import Hit

# The first sentences say what a report is about: cues are looked for there also where no act is told.
OPENING = 5


@dataclass(frozen=True, slots=True)
class Marked:
    """One sentence and its mentions, each kind in the order of the text."""

    sentence: Sentence
    hits: tuple[tuple[Hit, ...], ...]
    triggers: tuple[TriggerMention, ...] = ()
    actors: tuple[ActorMention, ...] = ()
    persons: tuple[PersonMention, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    dates: tuple[DateMention, ...] = ()
    tolls: tuple[TollMention, ...] = ()
    counts: tuple[CountMention, ...] = ()
    weapons: tuple[ObjectMention, ...] = ()
    targets: tuple[ObjectMention, ...] = ()
    sources: tuple[SourceMention, ...] = ()
    cues: tuple[CueMention, ...] = ()
