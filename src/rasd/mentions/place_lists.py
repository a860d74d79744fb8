"""Lists of places: what و and a comma go on with, under the class noun that opened the list."""

from __future__ import annotations

from rasd.lexicon.clitics import bare
from rasd.lexicon.gazetteer import kind_of
from rasd.mentions.place_names import one_of, past_tail, phrase_at, unknown_end
from rasd.mentions.place_words import (
    NO_FORM,
    ORDINARY,
    Name,
    Reader,
    is_definite,
    is_never,
    is_ordinary,
    is_plural,
    known_from,
    quoted_end,
)
from rasd.model.word import Hit

_COMMAS = frozenset({"،", ",", "-", "–", "/", "؛"})


def more_of(reader: Reader, name: Name) -> list[Name]:
    """The further members of a list: و or a comma and another name, with or without its own class noun."""
    out: list[Name] = []
    last = name
    head = _under_plural(reader, name)
    while True:
        member = _member(reader, last, head)
        if member is None:
            return out
        out.append(member)
        last = member
        if member.plural:
            head = member  # حقلي س وص ومطاري ع وغ: the list goes on with another class noun


def _under_plural(reader: Reader, name: Name) -> Name:
    """على محاور دوار س وص: the list goes on with what the plural before its first member says."""
    if name.plural or name.klass is None or name.start == 0:
        return name
    before = reader.classes[name.start - 1]
    if before is None or before.last != name.start or not is_plural(before) or is_definite(reader, before):
        return name
    return name._replace(klass=before.entry, plural=True)


def _member(reader: Reader, last: Name, head: Name) -> Name | None:
    at = last.end
    if at >= len(reader.words):
        return None
    comma = reader.words[at] in _COMMAS
    if comma:
        at += 1
        if at >= len(reader.words):
            return None
    joined = False
    if reader.words[at] == "و" and at + 1 < len(reader.words):
        at += 1
        joined = True
    token = reader.sentence.tokens[at]
    if token.kind != "word" and not (quoted_end(reader, at) and head.plural):
        return None
    word = reader.words[at]
    joined = joined or (word.startswith("و") and (len(word) > 3 or _is_province(reader, word[1:])))
    if comma and not joined and not head.plural:
        return None
    if not joined and not comma:
        return None
    hit = reader.classes[at]
    if hit is not None and not is_definite(reader, hit) and not (set(hit.proclitics) - {"و"}):
        member = phrase_at(reader, at)
        if member is None or (member.klass is None and not member.exact):
            return None
        return member if member.kind != "" else None
    match = reader.gazetteer.match(reader.words, at)
    klass = head.klass if head.plural else None
    if (
        match is not None
        and match.exact
        and set(match.proclitics) <= {"و", "ال"}
        and (("و" in match.proclitics) or comma or joined)
    ):
        rows = reader.gazetteer.rows(match.key)
        single = match.last - match.first == 1
        stem = reader.words[at][1:] if "و" in match.proclitics else reader.words[at]
        if (
            klass is None
            and single
            and _is_doubtful_member(reader, at, stem, head)
            and rows[0].kind not in ("country", "province")
        ):
            return None
        kind = klass.sense if klass is not None else kind_of(reader.gazetteer, match.key)
        key = (klass is not None and one_of(reader, klass, (stem, *reader.words[at + 1 : match.last]))) or match.key
        end = past_tail(reader, match.last, klass is not None)
        return Name(at, at, end, end, key, kind, True, klass, head.plural, match.proclitics, match.last - match.first)
    if klass is None or klass.fields["unknown"] == "no":
        return None
    class_hit = Hit(at, at, klass, reader.hits[at][0].form if reader.hits[at] else NO_FORM, (), "")
    quoted = quoted_end(reader, at)
    if quoted:
        inner = reader.gazetteer.match(reader.words, at + 1)
        key = inner.key if inner is not None and inner.last == quoted - 1 else ""
        return Name(at, at + 1, quoted - 1, quoted, key, klass.sense, bool(key), klass, True, ())
    glued = joined and word.startswith("و")
    end = _unknown_joined(reader, at, class_hit) if glued else unknown_end(reader, at, class_hit)
    key = one_of(reader, klass, (word[1:] if glued else word, *reader.words[at + 1 : max(end, at + 1)]))
    if key and not end:
        end = at + 1
    if not end:
        return None
    return Name(at, at, end, end, key, klass.sense, bool(key), klass, True, ("و",) if joined else ())


def _is_province(reader: Reader, stem: str) -> bool:
    return len(stem) == 2 and any(row.kind == "province" for row in reader.gazetteer.rows(bare(stem)))


def _is_doubtful_member(reader: Reader, at: int, stem: str, head: Name) -> bool:
    """A word of another meaning behind و: a place only where a class noun opened the list (حي كلابة والروضة)."""
    common = reader.gazetteer.common.get(stem, "")
    if head.klass is not None and common in ("", "loose"):
        return any(
            hit.entry.kind in ORDINARY and hit.form.pos in ("verb", "word", "noun") and hit.entry.kind != "verb"
            for hit in reader.hits[at]
            if hit.last == at + 1
        )
    if common == "loose" and any(row.population >= known_from(row) for row in reader.gazetteer.find(stem)):
        return False  # الضفة الغربية والقدس: a great town in a list of places
    return bool(common) or is_ordinary(reader, at)


def _unknown_joined(reader: Reader, at: int, hit: Hit) -> int:
    """As ``unknown_end``, for a word that و is written onto."""
    stem = reader.words[at][1:]
    if (
        len(stem) < 3
        or is_never(reader, at)
        or is_ordinary(reader, at)
        or reader.gazetteer.common.get(stem) in ("never", "word", "person")
    ):
        return 0
    if stem in reader.gazetteer.heads:
        end = at + 1
        return end + 1 if end < len(reader.words) and reader.sentence.tokens[end].kind == "word" else 0
    if not stem.startswith("ال") and hit.entry.fields["unknown"] != "strong":
        return 0
    return at + 1
