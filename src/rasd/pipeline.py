"""The one place that lines the stages up: a report goes in, its events come out.

sentences -> hits -> mentions (one function a kind) -> resolved (when, where, who) -> events
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple, TypeVar

from rasd import __version__
from rasd.events.assemble import events_of
from rasd.events.glance import may_hold_events
from rasd.events.notes import notes
from rasd.lexicon import Lexicon, load
from rasd.lexicon.actors import ActorIndex, actor_index, load_actors
from rasd.lexicon.clitics import bare
from rasd.lexicon.gate import Gate
from rasd.lexicon.gazetteer import Gazetteer, load_gazetteer
from rasd.mentions.actors import find_actors
from rasd.mentions.counts import find_counts
from rasd.mentions.cues import find_cues
from rasd.mentions.dates import find_dates
from rasd.mentions.objects import find_persons, find_targets, find_weapons
from rasd.mentions.places import find_places
from rasd.mentions.sources import sources_of
from rasd.mentions.tolls import find_tolls
from rasd.mentions.triggers import find_triggers, trigger_senses
from rasd.model.event import Event
from rasd.model.marked import OPENING, Marked
from rasd.model.mention import ActorMention, DateMention, Mention, PlaceMention, SourceMention, TriggerMention
from rasd.model.text import Report, Sentence
from rasd.model.value import replace
from rasd.model.word import Hits
from rasd.resolve.when import settled
from rasd.resolve.where import resolve_places
from rasd.resolve.who import outlet_of, resolve_actors
from rasd.text.noise import Mender
from rasd.text.sentences import sentences_of

M = TypeVar("M", bound=Mention)


def _known_words(lexicon: Lexicon, gazetteer: Gazetteer, actors: ActorIndex) -> Callable[[str], bool]:
    """Whether a plain word stands in the lexicon, the gazetteer or the words for actors."""
    return lambda word: lexicon.knows(word) or bare(word) in gazetteer.names or actors.knows(word)


# Whose papers write of home unless they say otherwise.
AT_WAR = frozenset({"SY", "IQ", "YE", "SD", "LY", "PS"})


@dataclass(slots=True)
class Coder:
    """The language data, loaded once, and the stages over it.

    >>> coder = Coder.load()
    >>> [e.sub_event_type for e in coder.code(Report("r1", "قصفت طائرات حربية روسية بلدة سرمين في ريف إدلب."))]
    ['Air/drone strike']
    """

    lexicon: Lexicon
    gazetteer: Gazetteer
    actors: ActorIndex
    mender: Mender
    gate: Gate
    """which reports are left at once."""

    @classmethod
    def load(cls, lexicon_dirs: Iterable[Path] = ()) -> Coder:
        """The coder with the project's language data and a user's folders over it."""
        folders = tuple(lexicon_dirs)
        lexicon = load(folders)
        actors = load_actors(folders) if folders else actor_index()
        gate = Gate(lexicon, actors, trigger_senses())
        gazetteer = load_gazetteer(folders)
        return cls(
            lexicon, gazetteer, actors, Mender(_known_words(lexicon, gazetteer, actors), lexicon.has_pronoun), gate
        )

    @property
    def version(self) -> tuple[tuple[str, str], ...]:
        """What coded an event: name, version, and the hash of the language data."""
        return (("name", "rasd"), ("version", __version__), ("lexicon", self.lexicon.version))

    def code(self, report: Report) -> list[Event]:
        """The events that one report tells of."""
        if not self.gate.lets_pass(report.text):
            return []
        marked = self._read(report, sentences_of(report.text), is_whole=False)
        version = self.version
        return [replace(event, notes=notes(event), coder=version) for event in events_of(report, marked)]

    def _home(self, report: Report) -> str | None:
        """The country that a paper from a land at war writes about, where its report does not say."""
        told = outlet_of(report.outlet or report.url, self.actors)
        return told.country if told is not None and told.country in AT_WAR else None

    def mark(self, report: Report, sentences: Sequence[Sentence] | None = None) -> list[Marked]:
        """The sentences of a report with everything found in them, resolved."""
        return self._read(report, sentences_of(report.text) if sentences is None else sentences, is_whole=True)

    def _read(self, report: Report, sentences: Sequence[Sentence], *, is_whole: bool) -> list[Marked]:
        """The sentences with their mentions; none where a glance shows that they hold no event.

        ``is_whole`` False: of sentences without a trigger only that is read which acts near them may point back at.
        """
        sentences = self.mender.all(sentences)
        hits = [self.lexicon.hits(sentence) for sentence in sentences]
        triggers = [find_triggers(s, h) for s, h in zip(sentences, hits, strict=True)]
        looks = [_Look(True, True)] * len(sentences) if is_whole else list(_looks(triggers))
        glances = [_glanced_at(*each, report.published) for each in zip(sentences, hits, triggers, looks, strict=True)]
        if not (is_whole or may_hold_events(glances)):
            return []
        read = [(s, h) for s, h, look in zip(sentences, hits, looks, strict=True) if look.at_scene]
        found = [place for s, h in read for place in find_places(s, h, self.gazetteer)]
        places = resolve_places(found, self.gazetteer, report_country_hint=self._home(report))
        dates = settled([d for glance in glances for d in glance.dates], report.published)
        actors = resolve_actors(
            [find_actors(s, h, self.actors) for s, h in read],
            outlet=report.outlet or report.url,
            published=report.published,
            countries=_countries(places),
            index=self.actors,
        )
        count = len(sentences)
        by_sentence = zip(
            glances,
            _by_sentence(count, places),
            _by_sentence(count, dates),
            _by_sentence(count, actors),
            sources_of(sentences, hits),
            looks,
            strict=True,
        )
        return [_marked(*each) for each in by_sentence]


class _Look(NamedTuple):
    """How closely a sentence is read."""

    at_scene: bool
    """for what acts beside it may point back at: places, sides, days, things"""
    at_acts: bool
    """for what only its own acts can have: the dead, weapons, cues"""


# Sentences before an act that set its scene.
SCENE = 2


def _looks(triggers: Sequence[Sequence[TriggerMention]]) -> Iterator[_Look]:
    """Sentences are read that have a trigger, set the scene of one that has, stand right behind it, or open the report.

    What stands further off is carried to no act; it is a fifth of what long reports say.
    """
    telling = [bool(found) for found in triggers]
    for i, tells in enumerate(telling):
        yield _Look(i < OPENING or any(telling[max(0, i - 1) : i + 1 + SCENE]), tells)


def _glanced_at(
    sentence: Sentence, hits: Hits, triggers: Sequence[TriggerMention], look: _Look, published: date | None
) -> Marked:
    """The mentions that are found without any others: triggers (also those that are part of a name), dates, tolls."""
    return Marked(
        sentence,
        hits,
        triggers=tuple(triggers),
        dates=tuple(find_dates(sentence, hits, published)) if look.at_scene else (),
        tolls=tuple(find_tolls(sentence, hits)) if look.at_acts else (),
        cues=tuple(find_cues(sentence, hits)) if look.at_acts or sentence.index < OPENING else (),
    )


def _marked(
    glance: Marked,
    places: Sequence[PlaceMention],
    dates: Sequence[DateMention],
    actors: Sequence[ActorMention],
    sources: Sequence[SourceMention],
    look: _Look,
) -> Marked:
    sentence, hits = glance.sentence, glance.hits
    if not look.at_scene:
        return glance if not sources else replace(glance, sources=tuple(sources))
    targets = find_targets(sentence, hits)
    triggers = glance.triggers
    if triggers:
        things = (target for target in targets if target.last - target.first > 1)
        mentions: tuple[Mention, ...] = (*places, *dates, *actors, *sources, *things)
        named = {i for m in mentions if m.sentence == sentence.index for i in range(m.first, m.last)}
        if any(t.last - t.first == 1 and t.first in named for t in triggers):
            triggers = tuple(find_triggers(sentence, hits, names=named))
    return replace(
        glance,
        triggers=triggers,
        actors=tuple(actors),
        persons=tuple(find_persons(sentence, hits)) if look.at_acts else (),
        places=tuple(places),
        dates=tuple(dates),
        counts=tuple(find_counts(sentence, hits)) if look.at_acts else (),
        weapons=tuple(find_weapons(sentence, hits)) if look.at_acts else (),
        targets=tuple(targets),
        sources=tuple(sources),
    )


def _countries(places: Sequence[PlaceMention]) -> dict[str, float]:
    return dict(Counter(p.place.country for p in places if p.place.country))


def _by_sentence(count: int, mentions: Iterable[M]) -> list[list[M]]:
    out: list[list[M]] = [[] for _ in range(count)]
    for mention in mentions:
        out[mention.sentence].append(mention)
    return out
