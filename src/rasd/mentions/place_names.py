"""Names of places: a class noun with its name, a name of the gazetteer, a capital by what it is called."""

from __future__ import annotations

from collections.abc import Sequence

from rasd.lexicon.clitics import bare
from rasd.lexicon.gazetteer import NameMatch, kind_of
from rasd.mentions.place_words import (
    POINTS,
    TANWIN,
    TOWNS,
    Name,
    Reader,
    is_definite,
    is_never,
    is_number,
    is_ordinary,
    is_plural,
    quoted_end,
    relation_at,
)
from rasd.model.word import Entry, Hit
from rasd.text.letters import plain

_CAPITAL = "عاصمه"
# Classes whose names are seldom in a table, and seldom anything but a name.
_NAMED_FREELY = frozenset({"checkpoint", "roundabout", "square", "bridge", "junction", "valley", "hill", "crossing"})
# What may be written onto a word; a word that begins so is rather no second half of a name.
_WRITTEN_ON = ("ال", "و", "ف", "ب", "ل", "ي", "ت", "ن")


def phrase_at(reader: Reader, at: int) -> Name | None:
    """The name that begins at a word, with its class noun or without."""
    whole = reader.gazetteer.match(reader.words, at)
    hit = reader.classes[at]
    if hit is not None and hit.entry.fields["unknown"] == "whole":
        if whole is None or whole.last <= hit.last:
            return _whole(reader, at, hit) if reader.words[hit.last - 1].startswith("ال") else None
        return _known(reader, at, whole, None, False)
    if hit is None or (hit.first == at and is_definite(reader, hit) and hit.form.number != "d"):
        if whole is None:
            return None
        if hit is not None and whole.last == at + 1:  # المدينة, القاعدة: a class noun, no name
            return None
        return _known(reader, *_named_capital(reader, at, whole), None, False)
    after = hit.last
    plural = hit.form.number in ("d", "p")
    quoted = quoted_end(reader, after)
    named = reader.gazetteer.match(reader.words, after) if after < len(reader.words) and not quoted else None
    if named is not None and (named.proclitics and named.proclitics != ("ال",)):
        named = None
    if (
        named is not None
        and named.last == after + 1
        and (reader.classes[after] is not None or reader.words[after] in reader.gazetteer.heads)
        and not (named.exact and hit.entry.sense in TOWNS and is_plural(reader.classes[after]))
    ):
        named = None  # مركز المدينة: a class noun again, no name; مدينة الميادين is one
    if named is not None and named.last == after + 1 and reader.gazetteer.common.get(reader.words[after]) == "never":
        if (plural and hit.entry.sense in TOWNS) or hit.entry.sense in POINTS - TOWNS - {"quarter"}:
            named = None  # قاعدة التحالف, مدن البلاد
    if hit.entry.sense == "countryside":
        return _countryside(reader, at, hit, whole, named)
    if whole is not None and named is not None and whole.last == named.last and whole.key != named.key:
        if any(row.kind == "province" for row in reader.gazetteer.rows(whole.key)):
            return _known(reader, at, whole, None, False)  # قطاع غزة
    least = after if hit.entry.fields["in_name"] == "yes" or named is None else named.last
    if (
        whole is not None
        and whole.last > after
        and whole.last > least - (named is None)
        and (named is None or whole.last >= named.last)
    ):
        return _known(reader, at, whole, hit, plural)
    if quoted and (
        hit.entry.fields["unknown"] == "no"
        or is_never(reader, after + 1)
        or not "ء" <= reader.words[after + 1][0] <= "ي"
    ):
        inner = reader.gazetteer.match(reader.words, after + 1)
        quoted = quoted if inner is not None and inner.last == quoted - 1 and inner.exact else -1
        if quoted < 0:
            return None
    if quoted:
        inner = reader.gazetteer.match(reader.words, after + 1)
        key = inner.key if inner is not None and inner.last == quoted - 1 else ""
        return _classed(reader, at, hit, after + 1, quoted - 1, quoted, key, True)
    if named is not None and (named.exact or named.last - named.first > 1 or _is_loose(reader, named, hit)):
        return _classed(reader, at, hit, after, named.last, named.last, named.key, named.exact)
    end = unknown_end(reader, after, hit)
    return _classed(reader, at, hit, after, end, end, "", False) if end else None


def _whole(reader: Reader, at: int, hit: Hit) -> Name:
    """البلدة القديمة, السجن المركزي: no name, and still one place of the town that is spoken of."""
    key = " ".join(map(bare, reader.words[at : hit.last]))
    known = key if key in reader.gazetteer.names else ""
    return Name(at, at, hit.last, hit.last, known, hit.entry.sense, bool(known), hit.entry, False, hit.proclitics)


def _countryside(reader: Reader, at: int, hit: Hit, whole: NameMatch | None, named: NameMatch | None) -> Name | None:
    """ريف حماة الشمالي: the country around a town, spoken of by province; ريف دمشق is itself a province."""
    if whole is not None and any(row.kind == "province" for row in reader.gazetteer.rows(whole.key)):
        return _known(reader, at, whole, None, False)
    if named is None or not named.exact:
        return None
    last = named.last
    while last < len(reader.words) and any(h.entry.sense == "side_adjective" for h in reader.hits[last]):
        last += 1
    plural = hit.form.number in ("d", "p")
    return Name(
        at,
        named.first if plural else at,
        last,
        last,
        named.key,
        "countryside",
        True,
        hit.entry,
        plural,
        hit.proclitics,
    )


def _known(reader: Reader, at: int, match: NameMatch, hit: Hit | None, plural: bool) -> Name | None:
    kind = hit.entry.sense if hit is not None else kind_of(reader.gazetteer, match.key)
    last = past_tail(reader, match.last, hit is not None or kind in POINTS)
    klass = hit.entry if hit else None
    size = match.last - match.first
    start, proclitics = at, match.proclitics
    if (hit is None and not proclitics) or proclitics == ("ال",):
        start, before = _capital(reader, at)
        proclitics = before or proclitics
    return Name(start, at, last, last, match.key, kind, match.exact, klass, plural, proclitics, size)


def _named_capital(reader: Reader, at: int, whole: NameMatch) -> tuple[int, NameMatch]:
    """العاصمة الأفغانية كابول: the name behind what the town is called, where both are one place."""
    if not whole.key.startswith(_CAPITAL) or whole.last >= len(reader.words):
        return at, whole
    named = reader.gazetteer.match(reader.words, whole.last)
    if named is None or named.proclitics or not named.exact:
        return at, whole
    called = {row.place_id for row in reader.gazetteer.rows(whole.key)}
    is_one = any(row.place_id in called for row in reader.gazetteer.rows(named.key))
    return (whole.last, named) if is_one else (at, whole)


def _capital(reader: Reader, at: int) -> tuple[int, tuple[str, ...]]:
    """Where the phrase of a capital begins, with its clitics: في العاصمة صنعاء, بالعاصمة الليبية طرابلس."""
    for start in (at - 1, at - 2):
        if start < 0:
            break
        word = reader.words[start]
        if word.endswith(_CAPITAL) and len(word) <= len(_CAPITAL) + 3:
            clitic = word.removesuffix(_CAPITAL).removesuffix("ال")[:1]
            return start, (clitic,) if clitic else ()
        if not word.startswith("ال"):
            break
    return at, ()


def _classed(reader: Reader, at: int, hit: Hit, first: int, last: int, end: int, key: str, exact: bool) -> Name:
    plural = hit.form.number in ("d", "p")
    in_name = hit.entry.fields["in_name"] == "yes" and not plural
    if plural:
        whole = one_of(reader, hit.entry, reader.words[first:last])
        key, exact = (whole, True) if whole else (key, exact)
    last = end if in_name and end > last else last
    tail = past_tail(reader, end, in_name)
    if tail > end:
        last = end = tail
    proclitics = hit.proclitics
    return Name(at, at if in_name else first, last, end, key, hit.entry.sense, exact, hit.entry, plural, proclitics)


def one_of(reader: Reader, klass: Entry, words: Sequence[str]) -> str:
    """The key of a full name of which the plural gives only the second half: حقلي كونيكو والعمر; "" without one."""
    if klass.fields["in_name"] != "yes":
        return ""
    key = " ".join(map(bare, (plain(klass.lemma), *words)))
    return key if key in reader.gazetteer.names else ""


def past_tail(reader: Reader, at: int, classed: bool) -> int:
    """Past the adjectives that belong to a name: النفطي, الحدودي, المحتلة."""
    while at < len(reader.words):
        hit = relation_at(reader, at)
        if hit is None or not (hit.entry.sense == "tail_any" or (classed and hit.entry.sense == "tail")):
            break
        at += 1
    return at


def _is_loose(reader: Reader, match: NameMatch, hit: Hit) -> bool:
    """A known name whose article differs from the table's: still the name, unless the word is an ordinary one."""
    return not is_ordinary(reader, match.first) and hit.entry.fields["unknown"] == "strong"


def unknown_end(reader: Reader, at: int, hit: Hit) -> int:
    """Past a name that no table has, or 0 when the word after the class noun is no name."""
    trust = hit.entry.fields["unknown"]
    if at >= len(reader.words) or reader.sentence.tokens[at].kind != "word":
        return 0
    if trust == "no" and not (hit.entry.sense == "district" and _is_situated(reader, at)):
        return 0
    if trust == "weak" and hit.form.number == "p":
        return 0
    word = reader.words[at]
    if len(word) < 3 and word not in reader.gazetteer.heads:
        return 0
    if is_never(reader, at) or _is_phrase_word(reader, at):
        return 0
    head = word in reader.gazetteer.heads
    if word.startswith("ال") and hit.entry.sense == "road" and is_number(reader, at):
        return at + 1
    if hit.entry.sense in _NAMED_FREELY and _is_name_of_two(reader, at):
        return at + 2
    if not head and (
        is_ordinary(reader, at) or (trust == "weak" and not word.startswith("ال") and not _is_bare_name(reader, at))
    ):
        return 0
    end = at + 1
    if head:
        if end >= len(reader.words) or reader.sentence.tokens[end].kind != "word" or is_never(reader, end):
            return 0
        end += 1
    elif _is_second_word(reader, end):
        end += 1
    return end


def _is_name_of_two(reader: Reader, at: int) -> bool:
    """حاجز منكت الحطب: two words that mean nothing else to us, the second with the article."""
    if at + 1 >= len(reader.words) or reader.hits[at] or reader.hits[at + 1]:
        return False
    word, second = reader.words[at], reader.words[at + 1]
    return (
        second.startswith("ال")
        and not word.startswith(_WRITTEN_ON)
        and word not in reader.gazetteer.common
        and second not in reader.gazetteer.common
    )


def _is_second_word(reader: Reader, at: int) -> bool:
    """A foreign name of two words: مدينة كراسني ليمان، ...; no word we know, and a mark behind it."""
    if at + 1 >= len(reader.words) or reader.sentence.tokens[at].kind != "word" or reader.hits[at]:
        return False
    word, first = reader.words[at], reader.words[at - 1]
    if reader.sentence.tokens[at + 1].kind != "mark" or first.startswith("ال") or is_never(reader, at):
        return False
    return not word.startswith(_WRITTEN_ON) and not word.endswith(("ا", "ه")) and word not in reader.gazetteer.common


def _is_situated(reader: Reader, at: int) -> bool:
    """مركز الحصن بقطاع الداير: a place written onto ب follows at once, so the word before it is a place too."""
    behind = reader.classes[at + 1] if at + 1 < len(reader.words) else None
    return reader.words[at].startswith("ال") and behind is not None and "ب" in behind.proclitics


def _is_phrase_word(reader: Reader, at: int) -> bool:
    """Its ending or beginning shows an adjective, a pronoun or a preposition: سكنية, نفوذها, لتدريب, عسكريةً."""
    word = reader.words[at]
    token = reader.sentence.tokens[at]
    if TANWIN in reader.sentence.raw[token.start : token.end]:
        return True
    if word.startswith("ال"):
        return False
    return len(word) > 4 and (
        word.endswith(("يه", "ها", "هم", "ته", "تين", "يين")) or word.startswith(("لل", "وال", "بال", "وب", "ول"))
    )


def _is_bare_name(reader: Reader, at: int) -> bool:
    """An indefinite word that is followed by nothing that would make it a common noun with its genitive."""
    after = reader.words[at + 1] if at + 1 < len(reader.words) else "."
    return not after.startswith("ال") or len(after) < 4
