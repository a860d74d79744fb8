"""Places: names that a class noun, a locative, a list or their own fame shows to be places.

One pass over the words of a sentence: a class noun (بلدة, حقل, حاجز) opens a phrase and may be followed by a name the
gazetteer does not know; a name of the gazetteer alone needs a locative before it (في, قرب, شمال) or to be well known.
What stands before the phrase gives the role and the relation (on the outskirts, north of, coming from).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rasd.lexicon.clitics import bare
from rasd.lexicon.gazetteer import (
    LONGER,
    NAMES,
    REGION,
    SECOND,
    Gazetteer,
    NameMatch,
    PlaceRow,
    candidates_for,
    kind_of,
)
from rasd.model.event import Place
from rasd.model.mention import PlaceMention
from rasd.model.text import Sentence
from rasd.model.value import replace
from rasd.model.word import Entry, Form, Hit, tokens_with_any
from rasd.text.letters import plain

COARSE = {"country": 0, "sea": 1, "province": 1, "countryside": 2, "desert": 2, "district": 2, "river": 2}
SEATS = frozenset({"city", "province", "country"})
POINTS = frozenset(
    {
        "base",
        "camp",
        "field",
        "crossing",
        "checkpoint",
        "airport",
        "port",
        "dam",
        "prison",
        "hospital",
        "settlement",
        "road",
        "bridge",
        "roundabout",
        "square",
        "junction",
        "market",
        "palace",
        "fort",
        "refinery",
        "plant",
        "farm",
        "mosque",
        "church",
        "university",
        "school",
        "college",
        "complex",
        "headquarters",
        "company",
        "position",
        "hill",
        "village",
        "quarter",
        "town",
    }
)
_OPEN, _CLOSE = frozenset("\"“”«‘'’(["), frozenset("\"“”»’'‘)]")
_BUILDING = frozenset(("settlement", "relation"))
TANWIN = "\u064b"
_TOWNS = frozenset({"city", "town", "village"})
_CAPITAL = "عاصمه"
# Words that open the second half of a person's name as well as a village's.
_KUNYAS = frozenset(["ابو", "ام", "ابن", "بن", "عبد", "ابي"])
# Classes whose names are seldom in a table, and seldom anything but a name.
_NAMED_FREELY = frozenset({"checkpoint", "roundabout", "square", "bridge", "junction", "valley", "hill", "crossing"})
# Verbs and their nouns whose object is a place as often as a thing, and those whose subject is one.
_HITS = frozenset(
    {"airstrike", "strike", "target", "shelling", "raid", "incursion", "take", "besiege", "attack", "destroy", "sweep"}
)
# Nouns of acts that a place stands behind: معارك القلمون, تفجير سوروج.
_NAMED_BY_PLACE = frozenset({"clash", "confrontation", "explode", "detonate", "suicide", "sweep", "withdraw"})
_SUBJECTS = frozenset({"suffer", "witness"})
_MOVES = frozenset({"move", "explode"})
_PREPOSITIONS = frozenset({"in", "to", "from", "near", "part", "bearing", "side", "between", "origin"})
_SETTLED = frozenset({"city", "town", "village", "settled", "quarter", "camp", "district"})
# Between the verb and its object stands its subject, of so many words at most.
_SUBJECT_REACH = 5
_PARTING = frozenset("التي الذي الذين اللذين ان انه انها بعد قبل خلال اثناء كما بينما فيما حيث ثم او مع حول ضد".split())
# What may be written onto a word; a word that begins so is rather no second half of a name.
_WRITTEN_ON = ("ال", "و", "ف", "ب", "ل", "ي", "ت", "ن")
_COMMAS = frozenset({"،", ",", "-", "–", "/", "؛"})
_ORDINARY = frozenset(
    {
        "verb",
        "noun",
        "weapon",
        "target",
        "person",
        "toll",
        "number",
        "month",
        "day",
        "time",
        "source",
        "cue",
        "actor",
        "settlement",
        "relation",
    }
)


class _Name(NamedTuple):
    """A name in its phrase before roles are given."""

    start: int
    """first token of the phrase, class noun and all"""
    first: int
    last: int
    """tokens of the span"""
    end: int
    """where the phrase ends"""
    key: str
    kind: str
    exact: bool
    klass: Entry | None
    plural: bool
    proclitics: tuple[str, ...]
    size: int = 1
    """words of the name itself, without class noun and tail"""


def find_places(sentence: Sentence, hits: Sequence[tuple[Hit, ...]], gazetteer: Gazetteer) -> list[PlaceMention]:
    """The places of a sentence in order, each with its role; coordinates where only one place has the name."""
    tokens = sentence.tokens
    words = [token.plain for token in tokens]
    classes: list[Hit | None] = [None] * len(words)
    relations: dict[int, Hit] = {}
    for at in tokens_with_any(hits, _BUILDING):
        for hit in hits[at]:
            kind = hit.entry.kind
            if kind == "settlement":
                if classes[at] is None and _opens_name(words, hit):
                    classes[at] = hit
            elif kind == "relation" and not hit.enclitic and "ال" not in hit.proclitics:
                before = relations.get(hit.last)
                if before is None or hit.first < before.first:
                    relations[hit.last] = hit
    hopes = gazetteer.hopes(words)
    candidates = [
        at
        for at, hope in enumerate(hopes)
        if hope & NAMES or classes[at] is not None or (hope & LONGER and at + 1 < len(words) and hopes[at + 1] & SECOND)
    ]
    if not candidates:
        return []
    found: list[PlaceMention] = []
    names: list[_Name] = []
    reader = _Reader(sentence, words, hits, classes, relations, gazetteer)
    place = 0
    group = 0
    for at in candidates:
        if at < place:
            continue
        name = reader.phrase(at)
        if name is None:
            continue
        evidence = reader.evidence(name)
        if not evidence:
            continue
        role, relation = reader.role(name)
        members = [name, *reader.more(name)]
        number = group if len(members) > 1 else -1
        group += len(members) > 1
        for index, member in enumerate(members):
            found.append(
                reader.mention(
                    member,
                    role,
                    relation,
                    number,
                    _shown_by(member) or (evidence if index == 0 else "list"),
                )
            )
        names.extend(members)
        place = members[-1].end
    return _with_areas(words, names, found, gazetteer)


def _shown_by(name: _Name) -> str:
    if name.klass is None:
        return ""
    return "whole" if name.klass.fields["unknown"] == "whole" else "class"


def _known_from(row: PlaceRow) -> int:
    """How many people make a town known by its bare name; in far countries more, where names are often persons' too."""
    return 100_000 if row.country in REGION else 250_000


def _is_plural(hit: Hit | None) -> bool:
    return hit is not None and hit.form.number == "p"


def _opens_name(words: list[str], hit: Hit) -> bool:
    return not hit.enclitic and "ف" not in hit.proclitics and not _is_indefinite(words, hit)


def _is_indefinite(words: list[str], hit: Hit) -> bool:
    """موقعا, قاعدتان, معسكرين: the ending shows that no name follows in the genitive."""
    word = words[hit.last - 1]
    if word.endswith("ا"):
        return not word.endswith("تا") and not plain(hit.entry.lemma).endswith("ا")
    return hit.form.number == "d" and word.endswith(("ان", "ين"))


class _Reader:
    """The words of one sentence and what the tables say of them."""

    __slots__ = ("classes", "gazetteer", "hits", "relations", "sentence", "words")

    def __init__(
        self,
        sentence: Sentence,
        words: list[str],
        hits: Sequence[tuple[Hit, ...]],
        classes: list[Hit | None],
        relations: dict[int, Hit],
        gazetteer: Gazetteer,
    ) -> None:
        self.sentence, self.words, self.hits = sentence, words, hits
        self.classes, self.relations, self.gazetteer = classes, relations, gazetteer

    # -- names ---------------------------------------------------------------------------------------------------

    def phrase(self, at: int) -> _Name | None:
        """The name that begins at a word, with its class noun or without."""
        whole = self.gazetteer.match(self.words, at)
        hit = self.classes[at]
        if hit is not None and hit.entry.fields["unknown"] == "whole":
            if whole is None or whole.last <= hit.last:
                return self._whole(at, hit) if self.words[hit.last - 1].startswith("ال") else None
            return self._known(at, whole, None, False)
        if hit is None or (hit.first == at and self._is_definite(hit) and hit.form.number != "d"):
            if whole is None:
                return None
            if hit is not None and whole.last == at + 1:  # المدينة, القاعدة: a class noun, no name
                return None
            return self._known(*self._named_capital(at, whole), None, False)
        after = hit.last
        plural = hit.form.number in ("d", "p")
        quoted = self._quoted(after)
        named = self.gazetteer.match(self.words, after) if after < len(self.words) and not quoted else None
        if named is not None and (named.proclitics and named.proclitics != ("ال",)):
            named = None
        if (
            named is not None
            and named.last == after + 1
            and (self.classes[after] is not None or self.words[after] in self.gazetteer.heads)
            and not (named.exact and hit.entry.sense in _TOWNS and _is_plural(self.classes[after]))
        ):
            named = None  # مركز المدينة: a class noun again, no name; مدينة الميادين is one
        if named is not None and named.last == after + 1 and self.gazetteer.common.get(self.words[after]) == "never":
            if (plural and hit.entry.sense in _TOWNS) or hit.entry.sense in POINTS - _TOWNS - {"quarter"}:
                named = None  # قاعدة التحالف, مدن البلاد
        if hit.entry.sense == "countryside":
            return self._countryside(at, hit, whole, named)
        if whole is not None and named is not None and whole.last == named.last and whole.key != named.key:
            if any(row.kind == "province" for row in self.gazetteer.rows(whole.key)):
                return self._known(at, whole, None, False)  # قطاع غزة
        least = after if hit.entry.fields["in_name"] == "yes" or named is None else named.last
        if (
            whole is not None
            and whole.last > after
            and whole.last > least - (named is None)
            and (named is None or whole.last >= named.last)
        ):
            return self._known(at, whole, hit, plural)
        if quoted and (
            hit.entry.fields["unknown"] == "no"
            or self._is_never(after + 1)
            or not "ء" <= self.words[after + 1][0] <= "ي"
        ):
            inner = self.gazetteer.match(self.words, after + 1)
            quoted = quoted if inner is not None and inner.last == quoted - 1 and inner.exact else -1
            if quoted < 0:
                return None
        if quoted:
            inner = self.gazetteer.match(self.words, after + 1)
            key = inner.key if inner is not None and inner.last == quoted - 1 else ""
            return self._classed(at, hit, after + 1, quoted - 1, quoted, key, True)
        if named is not None and (named.exact or named.last - named.first > 1 or self._is_loose(named, hit)):
            return self._classed(at, hit, after, named.last, named.last, named.key, named.exact)
        end = self._unknown(after, hit)
        return self._classed(at, hit, after, end, end, "", False) if end else None

    def _whole(self, at: int, hit: Hit) -> _Name:
        """البلدة القديمة, السجن المركزي: no name, and still one place of the town that is spoken of."""
        key = " ".join(map(bare, self.words[at : hit.last]))
        known = key if key in self.gazetteer.names else ""
        return _Name(at, at, hit.last, hit.last, known, hit.entry.sense, bool(known), hit.entry, False, hit.proclitics)

    def _countryside(self, at: int, hit: Hit, whole: NameMatch | None, named: NameMatch | None) -> _Name | None:
        """ريف حماة الشمالي: the country around a town, spoken of by province; ريف دمشق is itself a province."""
        if whole is not None and any(row.kind == "province" for row in self.gazetteer.rows(whole.key)):
            return self._known(at, whole, None, False)
        if named is None or not named.exact:
            return None
        last = named.last
        while last < len(self.words) and any(h.entry.sense == "side_adjective" for h in self.hits[last]):
            last += 1
        plural = hit.form.number in ("d", "p")
        return _Name(
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

    def _known(self, at: int, match: NameMatch, hit: Hit | None, plural: bool) -> _Name | None:
        kind = hit.entry.sense if hit is not None else kind_of(self.gazetteer, match.key)
        last = self._tail(match.last, hit is not None or kind in POINTS)
        klass = hit.entry if hit else None
        size = match.last - match.first
        start, proclitics = at, match.proclitics
        if (hit is None and not proclitics) or proclitics == ("ال",):
            start, before = self._capital(at)
            proclitics = before or proclitics
        return _Name(start, at, last, last, match.key, kind, match.exact, klass, plural, proclitics, size)

    def _named_capital(self, at: int, whole: NameMatch) -> tuple[int, NameMatch]:
        """العاصمة الأفغانية كابول: the name behind what the town is called, where both are one place."""
        if not whole.key.startswith(_CAPITAL) or whole.last >= len(self.words):
            return at, whole
        named = self.gazetteer.match(self.words, whole.last)
        if named is None or named.proclitics or not named.exact:
            return at, whole
        called = {row.place_id for row in self.gazetteer.rows(whole.key)}
        is_one = any(row.place_id in called for row in self.gazetteer.rows(named.key))
        return (whole.last, named) if is_one else (at, whole)

    def _capital(self, at: int) -> tuple[int, tuple[str, ...]]:
        """Where the phrase of a capital begins, with its clitics: في العاصمة صنعاء, بالعاصمة الليبية طرابلس."""
        for start in (at - 1, at - 2):
            if start < 0:
                break
            word = self.words[start]
            if word.endswith(_CAPITAL) and len(word) <= len(_CAPITAL) + 3:
                clitic = word.removesuffix(_CAPITAL).removesuffix("ال")[:1]
                return start, (clitic,) if clitic else ()
            if not word.startswith("ال"):
                break
        return at, ()

    def _classed(self, at: int, hit: Hit, first: int, last: int, end: int, key: str, exact: bool) -> _Name:
        plural = hit.form.number in ("d", "p")
        in_name = hit.entry.fields["in_name"] == "yes" and not plural
        if plural:
            whole = self._one_of(hit.entry, self.words[first:last])
            key, exact = (whole, True) if whole else (key, exact)
        last = end if in_name and end > last else last
        tail = self._tail(end, in_name)
        if tail > end:
            last = end = tail
        proclitics = hit.proclitics
        return _Name(
            at, at if in_name else first, last, end, key, hit.entry.sense, exact, hit.entry, plural, proclitics
        )

    def _one_of(self, klass: Entry, words: Sequence[str]) -> str:
        """The key of a full name of which the plural gives only the second half: حقلي كونيكو والعمر; "" without one."""
        if klass.fields["in_name"] != "yes":
            return ""
        key = " ".join(map(bare, (plain(klass.lemma), *words)))
        return key if key in self.gazetteer.names else ""

    def _tail(self, at: int, classed: bool) -> int:
        """Past the adjectives that belong to a name: النفطي, الحدودي, المحتلة."""
        while at < len(self.words):
            hit = self._relation_at(at)
            if hit is None or not (hit.entry.sense == "tail_any" or (classed and hit.entry.sense == "tail")):
                break
            at += 1
        return at

    def _relation_at(self, at: int) -> Hit | None:
        for hit in self.hits[at]:
            if hit.entry.kind == "relation" and hit.last == at + 1:
                return hit
        return None

    def _quoted(self, at: int) -> int:
        """The token past the closing quote when a short quoted name begins here, else 0."""
        if at + 2 >= len(self.words) or self.sentence.tokens[at].kind != "mark" or self.words[at] not in _OPEN:
            return 0
        for end in range(at + 2, min(at + 6, len(self.words))):
            if self.sentence.tokens[end].kind == "mark":
                return end + 1 if self.words[end] in _CLOSE else 0
        return 0

    def _is_definite(self, hit: Hit) -> bool:
        return "ال" in hit.proclitics

    def _is_loose(self, match: NameMatch, hit: Hit) -> bool:
        """A known name whose article differs from the table's: still the name, unless the word is an ordinary one."""
        return not self._is_ordinary(match.first) and hit.entry.fields["unknown"] == "strong"

    def _unknown(self, at: int, hit: Hit) -> int:
        """Past a name that no table has, or 0 when the word after the class noun is no name."""
        trust = hit.entry.fields["unknown"]
        if at >= len(self.words) or self.sentence.tokens[at].kind != "word":
            return 0
        if trust == "no" and not (hit.entry.sense == "district" and self._is_situated(at)):
            return 0
        if trust == "weak" and hit.form.number == "p":
            return 0
        word = self.words[at]
        if len(word) < 3 and word not in self.gazetteer.heads:
            return 0
        if self._is_never(at) or self._is_phrase_word(at):
            return 0
        head = word in self.gazetteer.heads
        if word.startswith("ال") and hit.entry.sense == "road" and self._is_number(at):
            return at + 1
        if hit.entry.sense in _NAMED_FREELY and self._is_name_of_two(at):
            return at + 2
        if not head and (
            self._is_ordinary(at) or (trust == "weak" and not word.startswith("ال") and not self._is_bare_name(at))
        ):
            return 0
        end = at + 1
        if head:
            if end >= len(self.words) or self.sentence.tokens[end].kind != "word" or self._is_never(end):
                return 0
            end += 1
        elif self._is_second_word(end):
            end += 1
        return end

    def _is_name_of_two(self, at: int) -> bool:
        """حاجز منكت الحطب: two words that mean nothing else to us, the second with the article."""
        if at + 1 >= len(self.words) or self.hits[at] or self.hits[at + 1]:
            return False
        word, second = self.words[at], self.words[at + 1]
        return (
            second.startswith("ال")
            and not word.startswith(_WRITTEN_ON)
            and word not in self.gazetteer.common
            and second not in self.gazetteer.common
        )

    def _is_second_word(self, at: int) -> bool:
        """A foreign name of two words: مدينة كراسني ليمان، ...; no word we know, and a mark behind it."""
        if at + 1 >= len(self.words) or self.sentence.tokens[at].kind != "word" or self.hits[at]:
            return False
        word, first = self.words[at], self.words[at - 1]
        if self.sentence.tokens[at + 1].kind != "mark" or first.startswith("ال") or self._is_never(at):
            return False
        return not word.startswith(_WRITTEN_ON) and not word.endswith(("ا", "ه")) and word not in self.gazetteer.common

    def _is_situated(self, at: int) -> bool:
        """مركز الحصن بقطاع الداير: a place written onto ب follows at once, so the word before it is a place too."""
        behind = self.classes[at + 1] if at + 1 < len(self.words) else None
        return self.words[at].startswith("ال") and behind is not None and "ب" in behind.proclitics

    def _is_number(self, at: int) -> bool:
        """شارع الأربعين, طريق الستين: roads are called by round numbers."""
        return any(hit.entry.kind == "number" and hit.entry.sense == "cardinal" for hit in self.hits[at])

    def _is_phrase_word(self, at: int) -> bool:
        """Its ending or beginning shows an adjective, a pronoun or a preposition: سكنية, نفوذها, لتدريب, عسكريةً."""
        word = self.words[at]
        token = self.sentence.tokens[at]
        if TANWIN in self.sentence.raw[token.start : token.end]:
            return True
        if word.startswith("ال"):
            return False
        return len(word) > 4 and (
            word.endswith(("يه", "ها", "هم", "ته", "تين", "يين")) or word.startswith(("لل", "وال", "بال", "وب", "ول"))
        )

    def _is_bare_name(self, at: int) -> bool:
        """An indefinite word that is followed by nothing that would make it a common noun with its genitive."""
        after = self.words[at + 1] if at + 1 < len(self.words) else "."
        return not after.startswith("ال") or len(after) < 4

    def _is_never(self, at: int) -> bool:
        word = self.words[at]
        common = self.gazetteer.common
        if common.get(word) == "never" or self._relation_at(at) is not None:
            return True
        stem = word[2:] if word.startswith("ال") else word
        if common.get(stem) == "never":
            return True
        hit = self.classes[at]
        return hit is not None and word not in self.gazetteer.heads

    def _is_ordinary(self, at: int) -> bool:
        """The word has a meaning of its own in the language data."""
        for hit in self.hits[at]:
            if (
                hit.last == at + 1
                and not hit.enclitic
                and hit.entry.kind in _ORDINARY
                and hit.form.state != "construct"
            ):
                return True
        return self.gazetteer.common.get(self.words[at], "") in ("word", "never")

    # -- evidence ------------------------------------------------------------------------------------------------

    def evidence(self, name: _Name) -> str:
        """What shows that the words are a place; "" when nothing does."""
        if name.klass is not None:
            return "class"
        rows = self.gazetteer.rows(name.key)
        best = rows[0]
        people = max(row.population for row in rows)
        single = name.size == 1
        token = self.sentence.tokens[name.first]
        if single and (not name.exact or TANWIN in self.sentence.raw[token.start : token.end]):
            return ""
        locative = self._locative(name)
        if single:
            written = self._written(name)
            common = self.gazetteer.common.get(written, "")
            if not locative and common in ("", "loose", "person") and self._is_hit(name, common):
                return "name"
            if common == "apart":
                return "locative" if locative == "strong" and self._stands_apart(name) else ""
            if common in ("loose", "person"):
                return "locative" if locative == "strong" and (common == "loose" or people >= 20_000) else ""
            if common in ("never", "word"):
                return ""
            if self._after_person(name):
                return ""
            great = best.kind in ("country", "province") or any(row.population >= _known_from(row) for row in rows)
            if len(written) <= 3 and not great and locative != "strong":
                return ""
            if (
                self._is_ordinary(name.first)
                and not (great and locative)
                and not (locative == "strong" and people >= 20_000)
            ):
                return ""
            if great:
                return "locative" if locative else "name"
            return "locative" if locative else ""
        if not locative and (self._after_person(name) or self._is_persons_name(name)):
            return ""
        return "locative" if locative else "name"

    def _is_hit(self, name: _Name, common: str) -> bool:
        """قصفت طائرات روسية سرمين, اقتحام بنش, تعرضت منبج لقصف: what an act says it hit, a settlement we know."""
        before = name.start - 1
        if before < 0 or name.proclitics not in ((), ("ال",)) or self._is_ordinary(name.first):
            return False
        if not any(row.kind in _SETTLED for row in self.gazetteer.rows(name.key)):
            return False
        if common == "person" and name.end < len(self.words) and self.sentence.tokens[name.end].kind == "word":
            if not self.hits[name.end]:
                return False  # a second name behind it
        senses = _HITS | _MOVES if common == "" else _HITS | {"explode"} if common == "loose" else _HITS
        for hit in self.hits[before]:
            if hit.last != name.start or hit.enclitic or "ال" in hit.proclitics:
                continue
            is_verb = hit.form.pos == "verb"
            if is_verb and hit.entry.sense in _SUBJECTS:
                return True
            if hit.entry.sense in (senses if is_verb else _HITS | _NAMED_BY_PLACE):
                return not is_verb or common != "person"
        return self._is_object(before, senses)

    def _is_object(self, before: int, senses: frozenset[str]) -> bool:
        """A verb of such a sense, and nothing but its subject up to the word ``before``."""
        for at in range(before - 1, max(-1, before - 1 - _SUBJECT_REACH), -1):
            if any(hit.form.pos == "verb" and hit.entry.sense in senses and not hit.enclitic for hit in self.hits[at]):
                words = range(at + 1, before + 1)
                return all(self.sentence.tokens[i].kind == "word" and not self._parts_clause(i) for i in words)
        return False

    def _parts_clause(self, at: int) -> bool:
        """A preposition, a relative or a conjunction, alone or written onto the word."""
        if self.words[at] in _PARTING or any(hit.entry.sense in _PREPOSITIONS for hit in self.hits[at]):
            return True
        return any({"ب", "ل", "و", "ف"} & set(hit.proclitics) for hit in self.hits[at])

    def _stands_apart(self, name: _Name) -> bool:
        """في حجة، في صور.: not بحجة, and not في صور الملابس."""
        after = self.words[name.end] if name.end < len(self.words) else "."
        return not set(name.proclitics) - {"ال"} and not (after.startswith("ال") and not self._relation_at(name.end))

    def _is_persons_name(self, name: _Name) -> bool:
        """صلاح الدين, or فارس أبو سمرة behind a word we do not know, without a locative: somebody of that name."""
        before = name.start - 1
        if before >= 0 and self.words[name.first] in _KUNYAS:
            if self.sentence.tokens[before].kind == "word" and not self.hits[before]:
                return True
        return self.gazetteer.common.get(" ".join(self.words[name.first : name.last])) == "person"

    def _written(self, name: _Name) -> str:
        """The plain word of a single-word name without what is written onto it, article kept."""
        word = self.words[name.first]
        for clitic in name.proclitics:
            if clitic != "ال":
                word = word[1:]
        if "ال" in name.proclitics and not word.startswith("ال"):
            word = "ال" + word.removeprefix("ل")
        return word

    def _locative(self, name: _Name) -> str:
        """strong: في, ب, a bearing, a part before it; weak: على, إلى, من, ل; "" none."""
        for clitic in name.proclitics:
            if clitic == "ب":
                return "strong"
        hit = None if {"ل", "و", "ف"} & set(name.proclitics) else self.relations.get(name.start)
        if hit is not None:
            return {
                "in": "strong",
                "near": "strong",
                "part": "strong",
                "bearing": "strong",
                "countryside": "strong",
                "side": "strong",
                "to": "weak",
                "from": "weak",
                "origin": "strong",
                "between": "weak",
            }.get(hit.entry.sense, "")
        return "weak" if "ل" in name.proclitics else ""

    def _after_person(self, name: _Name) -> bool:
        before = name.first - 1
        if before < 0 or name.proclitics:
            return False
        return self.gazetteer.common.get(self.words[before]) == "person" or self.words[before] in (
            "بن",
            "ابن",
            "ابو",
            "ال",
            "عبد",
        )

    # -- role and relation ---------------------------------------------------------------------------------------

    def role(self, name: _Name) -> tuple[str, str]:
        """The role and the relation that the words before a phrase give it."""
        if "و" in name.proclitics or "ف" in name.proclitics:
            return "scene", ""
        own = self._side(name) + "countryside of" if name.kind == "countryside" else ""
        hit = self.relations.get(name.start)
        if own:
            return ("origin" if hit is not None and hit.entry.sense == "origin" else "scene"), own
        if hit is None:
            return ("source" if self._is_party(name) else "scene"), ""
        sense, relation = hit.entry.sense, hit.entry.fields["relation"]
        if "ب" in name.proclitics or "ل" in name.proclitics:
            return ("bearing", "near") if sense == "side" else ("scene", "")
        if sense == "head":
            return "source", ""
        if sense == "origin":
            return "origin", ""
        if name.kind == "country" and sense in ("from", "between"):
            return ("origin" if sense == "from" else "source"), ""
        if sense == "between":
            return ("bearing" if hit.last - hit.first > 1 else "scene"), "between"
        if sense == "side":
            return "bearing", self._distance(hit.first) or relation
        if sense == "bearing":
            distance = self._distance(hit.first)
            if name.kind in ("country", "province", "sea") and not distance:
                return "scene", f"{relation}ern part of"
            return "bearing", f"{distance} {relation} of".strip()
        if sense == "near":
            distance = self._distance(hit.first)
            return "scene", f"{distance} from" if distance else relation
        if sense == "from":
            distance = self._distance(hit.first)
            if distance:
                return "bearing", f"{distance} from"
            origin = self.relations.get(hit.first)
            return ("origin", "") if origin is not None and origin.entry.sense == "origin" else ("scene", "")
        if sense == "part":
            return "scene", "" if relation == "in" else relation
        return "scene", ""

    def _side(self, name: _Name) -> str:
        """The bearing adjectives of ريف حماة الشمالي: "northern ", "south-eastern "."""
        sides = [
            hit.entry.fields["relation"]
            for at in range(name.first, name.end)
            for hit in self.hits[at]
            if hit.entry.sense == "side_adjective"
        ]
        if len(sides) > 1:
            return f"{sides[0].removesuffix('ern')}-{sides[1]} "
        return f"{sides[0]} " if sides else ""

    def _is_party(self, name: _Name) -> bool:
        """A country or a capital without a locative is a government, unless a noun stands over it (قصف دمشق)."""
        if name.klass is not None or self._locative(name) or name.start < name.first:
            return False
        if name.kind != "country" and self.gazetteer.common.get(self._written(name)) != "capital":
            return False
        before = name.start - 1
        if name.end < len(self.words) and self.words[name.end] in ("علي", "ضد"):
            return True  # هجوم كييف على موسكو: the noun's subject
        if before > 0 and self.words[before].startswith("ال") and self._is_verb(before - 1):
            return False  # قصف الطيران صنعاء: what the subject before it hit
        return before < 0 or not any(
            hit.entry.kind in ("noun", "target", "person", "weapon") or hit.form.pos == "masdar"
            for hit in self.hits[before]
            if hit.last == name.start and not hit.enclitic and "ال" not in hit.proclitics
        )

    def _is_verb(self, at: int) -> bool:
        return any(hit.form.pos == "verb" and hit.last == at + 1 and not hit.enclitic for hit in self.hits[at])

    def _distance(self, at: int) -> str:
        """ "15 km" before a bearing, or ""."""
        window = self.words[max(0, at - 4) : at]
        if not any(word.startswith(("كم", "كيلو", "كلم", "ميل", "متر")) for word in window):
            return ""
        unit = "km"
        for word in window:
            if word.startswith("ميل"):
                unit = "miles"
            elif word.startswith("متر"):
                unit = "m"
        numbers = [word for word in window if word[0].isdigit()]
        return f"{numbers[-1]} {unit}" if numbers else ""

    # -- lists ---------------------------------------------------------------------------------------------------

    def more(self, name: _Name) -> list[_Name]:
        """The further members of a list: و or a comma and another name, with or without its own class noun."""
        out: list[_Name] = []
        last = name
        head = self._under_plural(name)
        while True:
            member = self._member(last, head)
            if member is None:
                return out
            out.append(member)
            last = member
            if member.plural:
                head = member  # حقلي س وص ومطاري ع وغ: the list goes on with another class noun

    def _under_plural(self, name: _Name) -> _Name:
        """على محاور دوار س وص: the list goes on with what the plural before its first member says."""
        if name.plural or name.klass is None or name.start == 0:
            return name
        before = self.classes[name.start - 1]
        if before is None or before.last != name.start or not _is_plural(before) or self._is_definite(before):
            return name
        return name._replace(klass=before.entry, plural=True)

    def _member(self, last: _Name, head: _Name) -> _Name | None:
        at = last.end
        if at >= len(self.words):
            return None
        comma = self.words[at] in _COMMAS
        if comma:
            at += 1
            if at >= len(self.words):
                return None
        joined = False
        if self.words[at] == "و" and at + 1 < len(self.words):
            at += 1
            joined = True
        token = self.sentence.tokens[at]
        if token.kind != "word" and not (self._quoted(at) and head.plural):
            return None
        word = self.words[at]
        joined = joined or (word.startswith("و") and (len(word) > 3 or self._is_province(word[1:])))
        if comma and not joined and not head.plural:
            return None
        if not joined and not comma:
            return None
        hit = self.classes[at]
        if hit is not None and not self._is_definite(hit) and not (set(hit.proclitics) - {"و"}):
            member = self.phrase(at)
            if member is None or (member.klass is None and not member.exact):
                return None
            return member if member.kind != "" else None
        match = self.gazetteer.match(self.words, at)
        klass = head.klass if head.plural else None
        if (
            match is not None
            and match.exact
            and set(match.proclitics) <= {"و", "ال"}
            and (("و" in match.proclitics) or comma or joined)
        ):
            rows = self.gazetteer.rows(match.key)
            single = match.last - match.first == 1
            stem = self.words[at][1:] if "و" in match.proclitics else self.words[at]
            if (
                klass is None
                and single
                and self._is_doubtful_member(at, stem, head)
                and rows[0].kind not in ("country", "province")
            ):
                return None
            kind = klass.sense if klass is not None else kind_of(self.gazetteer, match.key)
            key = (klass is not None and self._one_of(klass, (stem, *self.words[at + 1 : match.last]))) or match.key
            end = self._tail(match.last, klass is not None)
            return _Name(
                at, at, end, end, key, kind, True, klass, head.plural, match.proclitics, match.last - match.first
            )
        if klass is None or klass.fields["unknown"] == "no":
            return None
        class_hit = Hit(at, at, klass, self.hits[at][0].form if self.hits[at] else _NO_FORM, (), "")
        quoted = self._quoted(at)
        if quoted:
            inner = self.gazetteer.match(self.words, at + 1)
            key = inner.key if inner is not None and inner.last == quoted - 1 else ""
            return _Name(at, at + 1, quoted - 1, quoted, key, klass.sense, bool(key), klass, True, ())
        glued = joined and word.startswith("و")
        end = self._unknown_joined(at, class_hit) if glued else self._unknown(at, class_hit)
        key = self._one_of(klass, (word[1:] if glued else word, *self.words[at + 1 : max(end, at + 1)]))
        if key and not end:
            end = at + 1
        if not end:
            return None
        return _Name(at, at, end, end, key, klass.sense, bool(key), klass, True, ("و",) if joined else ())

    def _is_province(self, stem: str) -> bool:
        return len(stem) == 2 and any(row.kind == "province" for row in self.gazetteer.rows(bare(stem)))

    def _is_doubtful_member(self, at: int, stem: str, head: _Name) -> bool:
        """A word of another meaning behind و: a place only where a class noun opened the list (حي كلابة والروضة)."""
        common = self.gazetteer.common.get(stem, "")
        if head.klass is not None and common in ("", "loose"):
            return any(
                hit.entry.kind in _ORDINARY and hit.form.pos in ("verb", "word", "noun") and hit.entry.kind != "verb"
                for hit in self.hits[at]
                if hit.last == at + 1
            )
        if common == "loose" and any(row.population >= _known_from(row) for row in self.gazetteer.find(stem)):
            return False  # الضفة الغربية والقدس: a great town in a list of places
        return bool(common) or self._is_ordinary(at)

    def _unknown_joined(self, at: int, hit: Hit) -> int:
        """As ``_unknown``, for a word that و is written onto."""
        stem = self.words[at][1:]
        if (
            len(stem) < 3
            or self._is_never(at)
            or self._is_ordinary(at)
            or self.gazetteer.common.get(stem) in ("never", "word", "person")
        ):
            return 0
        if stem in self.gazetteer.heads:
            end = at + 1
            return end + 1 if end < len(self.words) and self.sentence.tokens[end].kind == "word" else 0
        if not stem.startswith("ال") and hit.entry.fields["unknown"] != "strong":
            return 0
        return at + 1

    # -- mentions ------------------------------------------------------------------------------------------------

    def mention(self, name: _Name, role: str, relation: str, group: int, evidence: str) -> PlaceMention:
        span = self.sentence.span(name.first, name.last)
        skipped = sum(1 for clitic in name.proclitics if clitic != "ال") if name.first == name.start else 0
        if skipped:
            span = replace(span, start=span.start + skipped, text=span.text[skipped:])
        rows = candidates_for(self.gazetteer, name.key, name.kind, name.klass is not None)
        at = name.klass.at if name.klass is not None else f"places:{rows[0].place_id}" if rows else ""
        kind = name.kind
        place = Place(span.text, span.text, relation=relation or None, candidates=len(rows), evidence=(span,))
        return PlaceMention(
            self.sentence.index, name.first, name.last, span, at, place, kind, role, group, name.key, -1, evidence
        )


def _with_areas(
    words: list[str], names: list[_Name], found: list[PlaceMention], gazetteer: Gazetteer
) -> list[PlaceMention]:
    """Give the role of an area to a place that another is said to lie in: حي X في Y, X بمحافظة Y, X، محافظة Y."""
    for index in range(1, len(found)):
        inner, outer = found[index - 1], found[index]
        if inner.role == "source" or outer.role in ("source", "origin"):
            continue
        link = _link(words[names[index - 1].end : names[index].start], names[index])
        if not link or (outer.group >= 0 and outer.group == inner.group):
            continue
        a, b = _coarseness(inner, gazetteer), _coarseness(outer, gazetteer)
        gap = words[names[index - 1].end : names[index].start]
        if any(word in _BESIDE for word in gap) and outer.role == "scene":
            found[index] = replace(outer, role="bearing")  # بلدة س المحاذية لأوكرانيا: beside it, not in it
            found[index - 1] = replace(inner, within=index)
            continue
        classed = link == "in" and inner.evidence == outer.evidence == "class"
        finer = b < a or (b == a and (classed or (inner.kind in POINTS and b <= 3)))
        if outer.role == "bearing" or (link == "beside" and outer.place.relation == "near" and (finer or a >= 4)):
            # بلدة عياش غربي دير الزور, وادي العزية قرب زبقين: no area, but in all likelihood of the same province
            if finer or a >= 4 or inner.key == "":
                found[index] = replace(outer, role="bearing")
                found[index - 1] = replace(inner, within=index)
        elif inner.role == "area" and inner.group < 0 and link == "in" and outer.kind in SEATS:
            found[index] = replace(outer, role="area")  # قرية س بمديرية ص في الحديدة: the town stands for its province
        elif link == "in" and inner.kind == "district" and outer.kind == "city":
            found[index] = replace(outer, role="area")  # مديرية س في عدن
            found[index - 1] = replace(inner, within=index)
        elif finer and (link == "in" or outer.kind in ("province", "country", "district", "city", "countryside")):
            found[index] = replace(outer, role="area")
            for member in range(index - 1, -1, -1):
                if member != index - 1 and (inner.group < 0 or found[member].group != inner.group):
                    break
                found[member] = replace(found[member], within=index)
        elif a < b and inner.role in ("scene", "area") and (link == "in" or a <= 1) and inner.group < 0:
            found[index - 1] = replace(inner, role="area")
            found[index] = replace(outer, within=index - 1)
    return found


# Adjectives that set two places beside each other, whatever preposition follows.
_BESIDE = frozenset(
    "المحاذيه المحاذي المتاخمه المتاخم المجاوره المجاور الحدوديه الحدودي "
    "القريبه القريب المطله المطل المقابله المقابل".split()
)
_LINKS = frozenset({"في", "فى", "من", "التابعه", "التابع", "ل", "الواقعه", "الواقع", "ضمن", "داخل"})
_FILLERS = frozenset(
    {
        "شمال",
        "جنوب",
        "شرق",
        "غرب",
        "شمالي",
        "جنوبي",
        "شرقي",
        "غربي",
        "شماليه",
        "شرقيه",
        "غربيه",
        "جنوبيه",
        "وسط",
        "محيط",
        "ضواحي",
        "اطراف",
        "اقصي",
        "قرب",
        "بالقرب",
        "بجوار",
        "جوار",
        "القريبه",
        "القريب",
        "المجاوره",
        "المجاور",
    }
)


def _link(gap: list[str], outer: _Name) -> str:
    """How two names stand to each other: "in" (a preposition), "beside" (nothing or a mark between), "" apart."""
    if len(gap) > 4:
        return ""
    inside = "ب" in outer.proclitics or "ل" in outer.proclitics
    marks = 0
    for word in gap:
        stem = word[1:] if word[0] in "بل" and word[1:] in _FILLERS else word
        if stem != word or word in _LINKS:
            inside = True
        elif stem in _FILLERS:
            continue
        elif word in ("،", ",", "-", "–", "(", ")", '"', "”", "»"):
            marks += 1
        elif word.startswith("ال") and len(word) > 4:
            continue  # an adjective of the first name
        else:
            return ""
    if "و" in outer.proclitics:
        return ""
    if inside:
        return "in"
    return "beside" if marks <= 2 else ""


def _coarseness(mention: PlaceMention, gazetteer: Gazetteer) -> int:
    kind = mention.kind
    if kind in COARSE:
        return COARSE[kind]
    if kind == "city":
        return 3
    rows = gazetteer.rows(mention.key) if mention.key else ()
    if kind == "area" and any(row.kind == "province" for row in rows):
        return 1  # منطقة جازان: in Saudi Arabia the province itself
    if mention.evidence != "class" and rows:
        if rows[0].kind == "country":
            return 0
        if rows[0].kind == "area" and (rows[0].radius_km or 0.0) >= _REGION_KM:
            return 1  # دارفور, تهامة: a region of several provinces
        if max(row.population for row in rows) >= 50_000 or any(row.kind == "province" for row in rows):
            return 3
    return {"area": 4, "town": 4, "settled": 4, "valley": 4, "mountain": 4, "village": 5, "quarter": 6}.get(kind, 7)


_REGION_KM = 60.0
_NO_FORM = Form("noun")
