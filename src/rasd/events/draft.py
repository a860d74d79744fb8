"""A draft: one act as one sentence tells it, before the sentences of a report are made one list."""

from __future__ import annotations

from rasd.events.frames import Frame
from rasd.events.wording import CASUALTY
from rasd.model.event import Why
from rasd.model.mention import (
    ActorMention,
    CountMention,
    CueMention,
    DateMention,
    Mention,
    ObjectMention,
    PersonMention,
    PlaceMention,
    SourceMention,
    TollMention,
)
from rasd.model.value import dataclass
from rasd.text.letters import plain

FAILED = ("فشل", "اخفاق", "اخفق", "تخفق", "يخفق")
# An act behind these is named as gone before, so it may be one told above.
BEFORE_NOW = frozenset({"بعد", "عقب", "اثر", "قبل", "غداه"})


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
    sides: tuple[str, ...] = ()
    """For each toll whose dead and hurt they are: an actor id, "civilians", or "" when not said."""
    status: str = "reported"
    status_cue: CueMention | None = None
    status_words: tuple[Mention, ...] = ()
    """What makes an act context where no cue says so: an older day, or the opener of the passage."""
    source: SourceMention | None = None
    separate: bool = False
    """Words say that another incident begins here (في سياق متصل)."""
    also: bool = False
    """Words say that more follows (كما، كذلك)."""
    response: CueMention | None = None
    is_title: bool = False
    is_named: bool = False
    """Only named as something known (the inquiry into the murder), not told."""
    another: bool = False
    """Words set the act apart from one of its kind (هجوم آخر)."""
    telling: int = 0
    """Which saying of the sentence tells it: "..., وقال الحزب إن ..." tells anew."""
    why: tuple[Why, ...] = ()

    @property
    def is_definite(self) -> bool:
        """The trigger is a noun with the article or a pronoun (الهجوم، قصفهم)."""
        return self.frame.main.is_definite and self.frame.main.pos != "verb"

    @property
    def repels(self) -> bool:
        """Its verb says that somebody stopped an attack, not that the attack failed by itself."""
        main = self.frame.main
        told = main.pos == "verb" or main.light >= 0 or bool(main.enclitic)
        return main.sense == "repel" and told and not any(word in plain(main.span.text) for word in FAILED)

    @property
    def points_back(self) -> bool:
        """A definite noun names an act told before (الهجوم، تصدت القوات لهذا الهجوم)."""
        if self.frame.main.sense == "repel":
            return any(t.is_definite and t.pos != "verb" for t in self.frame.triggers)
        main = self.frame.main
        if main.pos != "verb" and main.preposition in BEFORE_NOW and not self.date:
            return True
        return (self.is_definite or main.is_relative) and main.sense not in CASUALTY
