"""Mentions: stretches of a sentence that say what they are, and which row of the language data made them so.

Every mention gives the sentence it stands in and its tokens ``first`` up to, not including, ``last``.
"""

from __future__ import annotations

from typing import NamedTuple

from rasd.model.event import Actor, Date, Place, Problem
from rasd.model.text import Span
from rasd.model.value import dataclass


@dataclass(frozen=True, slots=True)
class Mention:
    """The part all mentions share."""

    sentence: int
    first: int
    last: int
    span: Span
    at: str
    """The row: "ar/verbs.csv:12"."""


@dataclass(frozen=True, slots=True)
class ActorMention(Mention):
    """A side, named or described (المسلحون, مدنيين, قوات الاحتلال)."""

    actor: Actor
    """Resolved; ``name`` None for unnamed armed persons."""
    role: str = "named"
    """named | nisba (an adjective: غارة تركية) | civilians | unnamed (gunmen, a bomber, persons) |
    head (a bare head to be carried back: التنظيم, القوات) | parent (behind المدعومة من: never the doer)"""
    preposition: str = ""
    """What is written on it or stands before it: "", "ل", "على", "من قبل", "بين", "و", "تابعة ل" ..."""
    group: int = -1
    """Joint actors (الحوثيين وقوات صالح) share a group number within the sentence; -1 alone."""
    candidates: tuple[str, ...] = ()
    """Actor ids the words may stand for, until ``rasd.resolve.who`` has chosen one or none."""
    head: str = ""
    """What the head noun says: army, force, air, police, militia, group, enemy, coalition, civilians ..."""
    country: str = ""
    """ISO 3166-1 alpha-2 of the nisba in the phrase (قوات تركية), "" where there is none."""


@dataclass(frozen=True, slots=True)
class PlaceMention(Mention):
    """A named place in its phrase."""

    place: Place
    kind: str = ""
    """country, province, district, city, town, village, quarter, camp, base, field, crossing, road, sea ..."""
    role: str = "scene"
    """scene | area (contains a scene named beside it) | bearing (شمال X, 15 km from X) |
    origin (قادمة من X, من أبناء X) | source (part of an actor's or a source's name: never a place of the event)"""
    group: int = -1
    """Members of one list (بلدتي X وY) share a group number within the sentence; -1 alone."""
    key: str = ""
    """How the gazetteer knows the name; "" when it does not, and the words alone are kept."""
    within: int = -1
    """Which mention of its sentence (in order) is the area it is said to lie in; -1 none."""
    evidence: str = ""
    """What makes it a place: class (a class noun) | whole (البلدة القديمة: no name behind it) | locative | list | name
    (well known by itself, or told as what was hit)"""
    problems: tuple[Problem, ...] = ()


class Said(NamedTuple):
    """What date words say, before a calendar is laid on them: ``rasd.lexicon.calendar`` does that."""

    kind: str
    """day (offset) | weekday | ago | absolute | period | during | overnight | event | same | words"""
    offset: int = 0
    """Days from the anchor: -1 yesterday; weeks from this one for a period."""
    weekdays: tuple[int, ...] = ()
    """Monday is 0."""
    which: str = ""
    """last | before_last | this | next | same"""
    unit: str = ""
    """hour | day | week | month | year"""
    number: tuple[int, int | None] | None = None
    """How many units, lowest and highest; highest None: some."""
    days: tuple[int, int] | None = None
    """Days of the month, first and last."""
    month: int | None = None
    year: int | None = None
    year_which: str = ""
    is_hijri: bool = False
    third: str = ""
    """start | middle | end | earlier | later"""
    part: str = ""
    """dawn | morning | noon | afternoon | evening | midnight | night_of | night_before | early | late"""
    until: Said | None = None
    """The other end: من 28 أيار حتى 3 حزيران."""


@dataclass(frozen=True, slots=True)
class DateMention(Mention):
    """A date expression, resolved against the publication date where there is one."""

    date: Date
    anchor: str = "published"
    """published | absolute | event ("two days later": resolved by the events stage from ``shift_days``) | same
    ("on the same day")"""
    shift_days: tuple[int, int] | None = None
    is_duration: bool = False
    """for hours, lasting six hours, since ...: not the day of the act by itself"""
    problems: tuple[Problem, ...] = ()
    said: Said | None = None
    """What the words say, so that the report as a whole can move the anchor."""


@dataclass(frozen=True, slots=True)
class TollMention(Mention):
    """One casualty figure."""

    killed: tuple[int, int | None] | None
    """(min, max) as GOLD.md says; (0, 0) said to be none; None not said by these words."""
    wounded: tuple[int, int | None] | None
    of: tuple[tuple[str, int], ...] = ()
    """who: civilians, children, women, fighters"""
    role: str = "total"
    """total | subset (among them) | running (since the start of the year: no event's) | revised (rose to)"""
    victims: Span | None = None
    """The words for who was hit: "ثلاثة جنود" in مقتل ثلاثة جنود."""
    side: tuple[int, int] | None = None
    """Token range of the noun phrase of the victims, for the actors found in it."""
    problems: tuple[Problem, ...] = ()
    is_part: bool = False
    """One by a name or a title, or so many "of them": in another sentence, of those already counted."""
    is_added: bool = False
    """With a word that adds (أيضا, كذلك): more than those told before."""


@dataclass(frozen=True, slots=True)
class CountMention(Mention):
    """How many strikes or munitions, never persons."""

    value: int
    thing: str = "strike"
    """strike (غارات، ضربات، مرات) | munition (قذائف، صواريخ)"""
    is_ordinal: bool = False
    """A fourth raid (غارة رابعة) is one raid."""


@dataclass(frozen=True, slots=True)
class SourceMention(Mention):
    """Somebody who says something: the span is the name of whom the claim is attributed to."""

    scope: tuple[int, int]
    """Token range of this sentence that the saying covers."""
    manner: str = "say"
    """say | deny | claim (تبنى) | accuse | threaten | allege (زعم)"""
    is_carried: bool = False
    """True when the words only point back (وأضاف المصدر): ``span`` is then the span of the earlier name."""
    saying: tuple[int, int] = (0, 0)
    """Token range of the saying itself, verb to complementiser; a date in it is the statement's, not the act's."""
    reaches_back: bool = False
    """The attribution stands alone in its sentence (... البلدة.وفقا لقناة كذا.): it is that of the one before."""


@dataclass(frozen=True, slots=True)
class CueMention(Mention):
    """Words that set the status or the link of what they cover."""

    sense: str
    """suspected | denied | threatened | background | hypothetical | response | separate (new incident follows) |
    same (points back at the same event) | truce_frame ..."""
    scope: tuple[int, int]
    """Token range of the sentence that the cue covers."""
    reach: str = "sentence"
    """clause | rest | sentence | words | paragraph (it also holds for the sentences behind, until another opener)"""


@dataclass(frozen=True, slots=True)
class TriggerMention(Mention):
    """Words that can name an event."""

    sense: str
    """A key of [trigger] in data/senses.toml."""
    pos: str
    """verb | masdar | noun | agent | patient"""
    voice: str = ""
    """active | passive | either; "" for nouns"""
    number: str = "s"
    """s | d | p of the event noun; of the verb's subject for verbs"""
    is_definite: bool = False
    """With the article or an attached pronoun: may point back at an event already told (الهجوم)."""
    enclitic: str = ""
    light: int = -1
    """Token of the light verb that carries the noun (شن ... هجوما), -1 without one."""
    light_sense: str = ""
    """do | suffer | happen | witness | passive | begin | continue | stop"""
    light_voice: str = ""
    relative: int = -1
    """Token of a light verb in a relative clause behind the noun (غارة نفذها ...), -1 without one."""
    relative_sense: str = ""
    preposition: str = ""
    """What is written on it or stands before it: "في", "ب", "ل", "بعد", "خلال", "اثر" ..."""
    is_negated: bool = False
    tense: str = ""
    """past | present for verbs (its own or its light verb's)"""
    is_described: bool = False
    """A verb with a pronoun that points back at the noun it describes: مواقع استولت عليها القوات."""
    is_relative: bool = False
    """A verb right behind الذي, التي: الصاروخ الذي سقط."""


@dataclass(frozen=True, slots=True)
class ObjectMention(Mention):
    """A weapon or a target: a thing of a closed list of kinds."""

    kind: str
    """weapon: air strike, drone, rocket ...; target: headquarters, base, house ... (the ``sense`` of the row)"""
    number: str = ""
    """s | d | p; "" when the form does not tell"""
    preposition: str = ""
    """What is written on it or stands before it: "", "ب", "ل", "على", "من", "قرب" ..."""
    side: str = ""
    """Of a target: civil | military | either; "" for weapons."""
    is_definite: bool = False
    """With the article: may point back (المنزل)."""
    enclitic: str = ""
    """The attached pronoun (مواقعهم, منزله), or ""."""


@dataclass(frozen=True, slots=True)
class PersonMention(Mention):
    """Persons named by what they are (مدنيين, جنديان, مسلحون مجهولون): victims, doers or speakers."""

    sense: str
    """civilian | child | woman | fighter | soldier | leader | gunman | bomber | person | protester | settler"""
    number: str = ""
    """s | d | p; "" when the form does not tell"""
    count: int | None = None
    """Two for a dual; else not told by the word itself."""
    preposition: str = ""
    is_definite: bool = False
    enclitic: str = ""
