"""A draft: one act as one sentence tells it, before the sentences of a report are made one list."""

from __future__ import annotations

from dataclasses import dataclass

from rasd.events.frames import Frame
from rasd.model.event import Why
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
)


@dataclass(frozen=True, slots=True)
class Draft:
    """The cells of one act, still as the mentions that say them."""

    sentence: int
    frame: Frame
    senses: frozenset[str]
    actor1: tuple[ActorMention, ...] = ()
    unnamed: tuple[ActorMention, ...] = ()
    """Doers without a name (مسلحون مجهولون): their words are kept, the cell stays empty."""
    actor2: tuple[ActorMention, ...] = ()
    victims: tuple[PersonMention, ...] = ()
    target: ObjectMention | None = None
    weapons: tuple[ObjectMention, ...] = ()
    count: CountMention | None = None
    places: tuple[PlaceMention, ...] = ()
    date: DateMention | None = None
    date_is_carried: bool = False
    place_is_carried: bool = False
    tolls: tuple[TollMention, ...] = ()
    status: str = "reported"
    status_cue: CueMention | None = None
    source: SourceMention | None = None
    separate: bool = False
    """Words say that another incident begins here (في سياق متصل)."""
    response: CueMention | None = None
    is_title: bool = False
    why: tuple[Why, ...] = ()

    @property
    def is_definite(self) -> bool:
        """The trigger points back at something told (الهجوم، هذا القصف) and brings no doer of its own."""
        return self.frame.main.is_definite and self.frame.main.pos != "verb"
