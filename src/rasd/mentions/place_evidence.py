"""What shows that a name of the gazetteer is a place here: a locative, its fame, an act that hit it."""

from __future__ import annotations

from rasd.mentions.place_words import (
    SETTLED,
    TANWIN,
    Name,
    Reader,
    is_ordinary,
    known_from,
    relation_at,
    written,
)

# Words that open the second half of a person's name as well as a village's.
_KUNYAS = frozenset(["ابو", "ام", "ابن", "بن", "عبد", "ابي"])
# Verbs and their nouns whose object is a place as often as a thing, and those whose subject is one.
_HITS = frozenset(
    {"airstrike", "strike", "target", "shelling", "raid", "incursion", "take", "besiege", "attack", "destroy", "sweep"}
)
# Acts whose goal stands behind على.
_STRUCK = frozenset({"airstrike", "strike", "shelling"})
_STRUCK_REACH = 4
# Nouns of acts that a place stands behind: معارك القلمون, تفجير سوروج.
_NAMED_BY_PLACE = frozenset({"clash", "confrontation", "explode", "detonate", "suicide", "sweep", "withdraw"})
_SUBJECTS = frozenset({"suffer", "witness"})
_MOVES = frozenset({"move", "explode"})
_PREPOSITIONS = frozenset({"in", "to", "from", "near", "part", "bearing", "side", "between", "origin"})
# Between the verb and its object stands its subject, of so many words at most.
_SUBJECT_REACH = 5
_PARTING = frozenset("التي الذي الذين اللذين ان انه انها بعد قبل خلال اثناء كما بينما فيما حيث ثم او مع حول ضد".split())


def evidence_of(reader: Reader, name: Name) -> str:
    """What shows that the words are a place; "" when nothing does."""
    if name.klass is not None:
        return "class"
    rows = reader.gazetteer.rows(name.key)
    best = rows[0]
    people = max(row.population for row in rows)
    single = name.size == 1
    token = reader.sentence.tokens[name.first]
    if single and (not name.exact or TANWIN in reader.sentence.raw[token.start : token.end]):
        return ""
    locative = locative_of(reader, name)
    if single:
        word = written(reader, name)
        common = reader.gazetteer.common.get(word, "")
        if locative != "strong" and common in ("", "loose", "person") and _is_hit(reader, name, common):
            return "name"
        if common == "apart":
            return "locative" if locative == "strong" and _stands_apart(reader, name) else ""
        if common in ("loose", "person"):
            return "locative" if locative == "strong" and (common == "loose" or people >= 20_000) else ""
        if common in ("never", "word"):
            return ""
        if _after_person(reader, name):
            return ""
        great = best.kind in ("country", "province") or any(row.population >= known_from(row) for row in rows)
        if len(word) <= 3 and not great and locative != "strong":
            return ""
        if (
            is_ordinary(reader, name.first)
            and not (great and locative)
            and not (locative == "strong" and people >= 20_000)
        ):
            return ""
        if great:
            return "locative" if locative else "name"
        return "locative" if locative else ""
    if not locative and (_after_person(reader, name) or _is_persons_name(reader, name)):
        return ""
    return "locative" if locative else "name"


def _is_hit(reader: Reader, name: Name, common: str) -> bool:
    """قصفت طائرات روسية سرمين, اقتحام بنش, تعرضت منبج لقصف: what an act says it hit, a settlement we know."""
    before = name.start - 1
    if before < 0 or name.proclitics not in ((), ("ال",)) or is_ordinary(reader, name.first):
        return False
    if not any(row.kind in SETTLED for row in reader.gazetteer.rows(name.key)):
        return False
    if common == "person" and name.end < len(reader.words) and reader.sentence.tokens[name.end].kind == "word":
        if not reader.hits[name.end]:
            return False  # a second name behind it
    senses = _HITS | _MOVES if common == "" else _HITS | {"explode"} if common == "loose" else _HITS
    for hit in reader.hits[before]:
        if hit.last != name.start or hit.enclitic or "ال" in hit.proclitics:
            continue
        is_verb = hit.form.pos == "verb"
        if is_verb and hit.entry.sense in _SUBJECTS:
            return True
        if hit.entry.sense in (senses if is_verb else _HITS | _NAMED_BY_PLACE):
            return not is_verb or common != "person"
    return _is_struck(reader, before) or _is_object(reader, before, senses)


def _is_struck(reader: Reader, before: int) -> bool:
    """غارات عنيفة على بنش: على behind a noun of striking, with no more than its adjectives between."""
    if reader.words[before] != "علي":
        return False
    for at in range(before - 1, max(-1, before - 1 - _STRUCK_REACH), -1):
        if any(hit.form.pos != "verb" and hit.entry.sense in _STRUCK and not hit.enclitic for hit in reader.hits[at]):
            return True
        if reader.sentence.tokens[at].kind != "word" or _parts_clause(reader, at):
            return False
    return False


def _is_object(reader: Reader, before: int, senses: frozenset[str]) -> bool:
    """A verb of such a sense, and nothing but its subject up to the word ``before``."""
    for at in range(before - 1, max(-1, before - 1 - _SUBJECT_REACH), -1):
        if any(hit.form.pos == "verb" and hit.entry.sense in senses and not hit.enclitic for hit in reader.hits[at]):
            words = range(at + 1, before + 1)
            return all(reader.sentence.tokens[i].kind == "word" and not _parts_clause(reader, i) for i in words)
    return False


def _parts_clause(reader: Reader, at: int) -> bool:
    """A preposition, a relative or a conjunction, alone or written onto the word."""
    if reader.words[at] in _PARTING or any(hit.entry.sense in _PREPOSITIONS for hit in reader.hits[at]):
        return True
    return any({"ب", "ل", "و", "ف"} & set(hit.proclitics) for hit in reader.hits[at])


def _stands_apart(reader: Reader, name: Name) -> bool:
    """في حجة، في صور.: not بحجة, and not في صور الملابس."""
    after = reader.words[name.end] if name.end < len(reader.words) else "."
    return not set(name.proclitics) - {"ال"} and not (after.startswith("ال") and not relation_at(reader, name.end))


def _is_persons_name(reader: Reader, name: Name) -> bool:
    """صلاح الدين, or فارس أبو سمرة behind a word we do not know, without a locative: somebody of that name."""
    before = name.start - 1
    if before >= 0 and reader.words[name.first] in _KUNYAS:
        if reader.sentence.tokens[before].kind == "word" and not reader.hits[before]:
            return True
    return reader.gazetteer.common.get(" ".join(reader.words[name.first : name.last])) == "person"


def locative_of(reader: Reader, name: Name) -> str:
    """strong: في, ب, a bearing, a part before it; weak: على, إلى, من, ل; "" none."""
    for clitic in name.proclitics:
        if clitic == "ب":
            return "strong"
    hit = None if {"ل", "و", "ف"} & set(name.proclitics) else reader.relations.get(name.start)
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


def _after_person(reader: Reader, name: Name) -> bool:
    before = name.first - 1
    if before < 0 or name.proclitics:
        return False
    return reader.gazetteer.common.get(reader.words[before]) == "person" or reader.words[before] in (
        "بن",
        "ابن",
        "ابو",
        "ال",
        "عبد",
    )
