"""One plain sentence an event, in English and in Arabic, built from the cells alone.

The words are data (data/notes.toml, data/event_types.toml); here is only the grammar: number, gender, order.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from rasd.lexicon.rows import DATA
from rasd.lexicon.types import event_types
from rasd.model.event import Actor, Date, Event, Place, Toll

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
# The type says the weapon already.
_SAID = {
    "Air/drone strike": "air strike",
    "Suicide bomb": "suicide bomb",
    "Grenade": "grenade",
    "Chemical weapon": "chemical",
}
_ARABIC = re.compile("[\u0620-\u064a]")
_FAR = re.compile(r"(\d+) km (.+)")
_YEARS = re.compile(r" *\([^)]*\d[^)]*\)")


def notes(event: Event) -> tuple[tuple[str, str], ...]:
    """Both sentences, as ``Event.notes`` holds them."""
    return ("en", note_en(event)), ("ar", note_ar(event))


@cache
def _words() -> Mapping[str, Mapping[str, Any]]:
    with (DATA / "notes.toml").open("rb") as file:
        return tomllib.load(file)


# English


def note_en(event: Event) -> str:
    """The event in English.

    >>> from rasd.model.text import Span
    >>> from rasd.model.event import Kind
    >>> note_en(Event("e", "r", "Battles", "Armed clash", Span(0, 3, "..."), killed=Toll(2, None)))
    'Armed clash: at least 2 killed.'
    """
    kind = event_types()[event.sub_event_type]
    opening = [kind.en[0].upper() + kind.en[1:], _sides_en(event, kind.second_en)]
    opening += [_places_en(event.places), _date_en(event.date)]
    details = [*_things_en(event), _tolls_en(event)]
    if event.status in _words()["status"]:
        details.append(_words()["status"][event.status]["en"])
    if event.attribution:
        details.append(f"according to {_quoted(event.attribution.name)}")
    return _sentence(opening, details, colon=": ", comma="; ")


def _sides_en(event: Event, second: str) -> str:
    first, other = _actor_en(event.actor1), _actor_en(event.actor2)
    if second == "between":
        if first and other:
            return f"between {first} and {other}"
        return f"involving {first or other}" if first or other else ""
    return " ".join([f"by {first}"] * bool(first) + [f"{second} {other}"] * bool(other))


def _actor_en(actor: Actor | None) -> str:
    if actor is None:
        return ""
    if actor.kind == "civilians" and actor.name == "Civilians":
        return "civilians"
    return _with_article(_quoted(actor.name)) if actor.name else "unnamed persons"


def _with_article(name: str) -> str:
    """The West Bank, the Government of Syria."""
    grammar = _words()["grammar"]
    takes = name.startswith(tuple(grammar["the_before"])) or name.endswith(tuple(grammar["the_ending"]))
    return f"the {name}" if takes else name


def _quoted(name: str) -> str:
    """A name in quotation marks where it stands in the report's own letters: «مصادر محلية»."""
    return f"«{name}»" if _ARABIC.search(name) and "«" not in name else name


def _places_en(places: Sequence[Place]) -> str:
    groups: dict[str, list[str]] = {}
    for place in places:
        groups.setdefault(_relation(place, places, "en") or place.relation or "in", []).append(
            _with_article(_quoted(place.name))
        )
    provinces = {place.admin1 for place in places if place.admin1}
    listed = ", ".join(f"{preposition} {_and(names)}" for preposition, names in groups.items())
    province = next(iter(provinces)) if len(provinces) == 1 else None
    if province and all(province != place.name for place in places):
        listed += f", {province}" if listed.endswith(")") else f" ({province})"
    return listed


def _relation(place: Place, places: Sequence[Place], language: str) -> str:
    """The words before a place; between needs two."""
    relation = place.relation or ""
    if relation == "between" and sum(other.relation == "between" for other in places) < 2:
        relation = "near"
    words: str = _words()["relation"].get(relation, {}).get(language, "")
    if not words and language == "ar" and (far := _FAR.fullmatch(relation)):  # 120 km south-west of
        direction = _words()["relation"].get(far[2], {}).get("ar", "من")
        return f"على بعد {far[1]} كم {direction}"
    return words


def _and(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _date_en(date: Date | None) -> str:
    if date is None or not (date.start or date.end):
        return ""
    part = _words()["part_of_day"].get(date.part_of_day, {}).get("en", "") if date.part_of_day else ""
    if not date.start or not date.end:
        days = f"on or after {_day_en(date.start)}" if date.start else f"on or before {_day_en(date.end or '')}"
    elif date.start == date.end:
        days = f"on {_day_en(date.start)}"
    else:
        days = f"between {_day_en(date.start, before=date.end)} and {_day_en(date.end)}"
    return f"{days} {part}".strip()


def _day_en(day: str, *, before: str = "") -> str:
    year, month, number = day.split("-")
    return _shortened(int(number), _MONTHS[int(month) - 1], year, shares=_shared(day, before))


def _shared(day: str, other: str) -> int:
    """How much of a day another one repeats: 0 nothing, 1 the year, 2 the month as well."""
    return (day[:4] == other[:4]) + (day[:7] == other[:7])


def _shortened(number: int, month: str, year: str, *, shares: int) -> str:
    return " ".join(str(part) for part in (number, month, year)[: 3 - shares])


def _things_en(event: Event) -> list[str]:
    things = []
    if event.count:
        noun = _counted(event)["en"]
        things.append(f"{event.count.value} {noun if event.count.value == 1 else _plural(noun)}")
    elif event.weapon and event.weapon.kind != _SAID.get(event.sub_event_type):
        things.append(f"weapon: {event.weapon.kind}")
    if event.target:
        things.append(f"target: {event.target.kind}")
    return things


def _counted(event: Event) -> Mapping[str, str]:
    nouns = _words()["count"]
    noun: Mapping[str, str] = nouns.get(event.weapon.kind if event.weapon else "other", nouns["other"])
    return noun


def _plural(noun: str) -> str:
    return "strikes or attacks" if noun == "strike or attack" else noun + "s"


def _tolls_en(event: Event) -> str:
    if _are_losses(event):
        return "losses without a number"
    told = [(event.killed, "killed"), (event.wounded, "wounded")]
    return ", ".join(_toll_en(toll, name) for toll, name in told if toll)


def _toll_en(toll: Toll, name: str) -> str:
    if toll.max is None:
        figure = f"at least {toll.min} {name}" if toll.min else f"an unknown number {name}"
    elif toll.min == toll.max:
        figure = f"{toll.min} {name}" if toll.min else f"nobody {name}"
    else:
        figure = f"{toll.min} to {toll.max} {name}"
    nouns = _words()["of"]
    if _is_all_of_one_kind(toll):
        who, number = toll.of[0]
        least = "" if toll.max else "at least "
        return f"{least}{number} {nouns[who]['en' if number == 1 else 'many']} {name}"
    parts = [f"{n} {nouns[who]['en' if n == 1 else 'many'] if who in nouns else who}" for who, n in toll.of]
    return f"{figure} (including {_and(parts)})" if parts else figure


def _is_all_of_one_kind(toll: Toll) -> bool:
    """Three killed, all of them civilians."""
    who, number = toll.of[0] if len(toll.of) == 1 else ("", 0)
    return toll.min == number > 0 and toll.max in (None, number) and who in _words()["of"]


def _are_losses(event: Event) -> bool:
    """Dead and wounded not told apart, and not counted."""
    return all(toll is not None and (toll.min, toll.max) == (0, None) for toll in (event.killed, event.wounded))


# Arabic


def note_ar(event: Event) -> str:
    """The event in Arabic.

    >>> from rasd.model.text import Span
    >>> from rasd.model.event import Count, Kind
    >>> strike = Event("e", "r", "Explosions/Remote violence", "Air/drone strike", Span(0, 3, "..."),
    ...     weapon=Kind("air strike", ()), count=Count(3, ()), killed=Toll(11, 11), wounded=Toll(2, 2))
    >>> note_ar(strike)
    'ضربة جوية: ثلاث غارات جوية؛ 11 قتيلا وجريحان.'
    """
    kind = event_types()[event.sub_event_type]
    opening = [kind.ar, _sides_ar(event, kind.second_ar), _places_ar(event.places), _date_ar(event.date)]
    details = [*_things_ar(event), _tolls_ar(event)]
    if event.status in _words()["status"]:
        details.append(_words()["status"][event.status]["ar"])
    if event.attribution:
        details.append(f"المصدر: {event.attribution.name}")
    return _sentence(opening, details, colon=": ", comma="؛ ")


def _sides_ar(event: Event, second: str) -> str:
    first, other = _actor_ar(event.actor1), _actor_ar(event.actor2)
    if second == "بين":
        if first and other:
            return f"بين {first} و{other}"
        return f"بمشاركة {first or other}" if first or other else ""
    return " ".join([f"من جانب {first}"] * bool(first) + [f"{second} {other}"] * bool(other))


def _actor_ar(actor: Actor | None) -> str:
    if actor is None:
        return ""
    return oblique_of(_YEARS.sub("", actor.name_ar or actor.name or "") or "أشخاص لم تُذكر أسماؤهم")


def oblique_of(name: str) -> str:
    """A name as it stands behind a preposition.

    >>> oblique_of("مستوطنون إسرائيليون"), oblique_of("حزب الله"), oblique_of("تلفزيون لبنان")
    ('مستوطنين إسرائيليين', 'حزب الله', 'تلفزيون لبنان')
    """
    words = name.split(" ")
    if not words[0].endswith("ون") or words[0].removeprefix("ال") in _words()["grammar"]["not_plural"]:
        return name
    return " ".join(word[:-2] + "ين" if word.endswith("ون") else word for word in words)


def _places_ar(places: Sequence[Place]) -> str:
    groups: dict[str, list[str]] = {}
    for place in places:
        groups.setdefault(_relation(place, places, "ar") or "في", []).append(place.name_ar or place.name)
    return "، و".join(f"{relation} {' و'.join(names)}" for relation, names in groups.items())


def _date_ar(date: Date | None) -> str:
    if date is None or not (date.start or date.end):
        return ""
    part = _words()["part_of_day"].get(date.part_of_day, {}).get("ar", "") if date.part_of_day else ""
    if not date.start or not date.end:
        days = f"في {_day_ar(date.start)} أو بعده" if date.start else f"في {_day_ar(date.end or '')} أو قبله"
    elif date.start == date.end:
        days = f"يوم {_day_ar(date.start)}"
    else:
        days = f"بين {_day_ar(date.start, before=date.end)} و{_day_ar(date.end)}"
    return f"{days} {part}".strip()


def _day_ar(day: str, *, before: str = "") -> str:
    year, month, number = day.split("-")
    return _shortened(int(number), _words()["month"][str(int(month))], year, shares=_shared(day, before))


def _things_ar(event: Event) -> list[str]:
    things = []
    if event.count:
        things.append(counted(event.count.value, _counted(event)))
    elif (
        event.weapon
        and event.weapon.kind != _SAID.get(event.sub_event_type)
        and event.weapon.kind in _words()["weapon"]
    ):
        things.append(f"السلاح: {_words()['weapon'][event.weapon.kind]}")
    if event.target and event.target.kind in _words()["target"]:
        things.append(f"الهدف: {_words()['target'][event.target.kind]}")
    return things


def _tolls_ar(event: Event) -> str:
    if _are_losses(event):
        return "خسائر بشرية لم يُذكر عددها"
    tolls = [(event.killed, "killed"), (event.wounded, "wounded")]
    return " و".join(_toll_ar(toll, _words()["toll"][name]) for toll, name in tolls if toll)


def _toll_ar(toll: Toll, noun: Mapping[str, str]) -> str:
    if toll.max is None:
        figure = f"{counted(toll.min, noun)} على الأقل" if toll.min else f"عدد غير معروف من ال{noun['few']}"
    elif toll.min == toll.max:
        figure = counted(toll.min, noun) if toll.min else f"لا {noun['few']}"
    else:
        figure = f"ما بين {toll.min} و{counted(toll.max, noun, spelled=False)}"
    nouns = _words()["of"]
    if _is_all_of_one_kind(toll):
        return f"{figure} من ال{nouns[toll.of[0][0]]['few']}"
    parts = [counted(number, nouns[who]) for who, number in toll.of if who in nouns]
    return f"{figure} (بينهم {' و'.join(parts)})" if parts else figure


def counted(number: int, noun: Mapping[str, str], *, spelled: bool = True) -> str:
    """A number with its noun in the right form.

    >>> dead = {"one": "قتيل", "two": "قتيلان", "few": "قتلى", "gender": "m"}
    >>> [counted(n, dead) for n in (1, 2, 3, 10, 11, 99, 100, 103, 2000)]
    ['قتيل واحد', 'قتيلان', 'ثلاثة قتلى', 'عشرة قتلى', '11 قتيلا', '99 قتيلا', '100 قتيل', '103 قتلى', '2000 قتيل']
    >>> raid = {"one": "غارة", "two": "غارتان", "few": "غارات", "gender": "f"}
    >>> [counted(n, raid) for n in (1, 2, 3, 11)]
    ['غارة واحدة', 'غارتان', 'ثلاث غارات', '11 غارة']
    """
    is_feminine = noun["gender"] == "f"
    if number == 1:
        return f"{noun['one']} {'واحدة' if is_feminine else 'واحد'}"
    if number == 2 and spelled:
        return noun["two"]
    if 3 <= number <= 10 and spelled:
        return f"{_words()['number'][str(number)][is_feminine]} {noun['few']}"
    rest = number % 100
    if 3 <= rest <= 10 or number == 2:
        return f"{number} {noun['few']}"
    return f"{number} {_accusative(noun) if rest >= 11 else noun['one']}"


def _accusative(noun: Mapping[str, str]) -> str:
    """The singular behind 11 to 99; feminine endings do not change, and a row may give its own form (``eleven``)."""
    words = noun["one"].split(" ")
    by_rule = " ".join(word if word.endswith(("ة", "ى", "ا", "اء")) else word + "ا" for word in words)
    return noun.get("eleven", by_rule)


def _sentence(opening: Sequence[str], details: Sequence[str], *, colon: str, comma: str) -> str:
    told = [part for part in details if part]
    if told and ": " in told[0]:  # "target: house" opens with a colon of its own
        colon = comma
    parts = comma.join(told)
    return " ".join(part for part in opening if part) + (colon + parts if parts else "") + "."
