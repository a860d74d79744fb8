"""Places: names that a class noun, a locative, a list or their own fame shows to be places.

One pass over the words of a sentence: a class noun (بلدة, حقل, حاجز) opens a phrase and may be followed by a name the
gazetteer does not know; a name of the gazetteer alone needs a locative before it (في, قرب, شمال), to be well known, or
an act that hit it. What stands before the phrase gives the role and the relation (on the outskirts, north of, from).
"""

from __future__ import annotations

from collections.abc import Sequence

from rasd.lexicon.gazetteer import LONGER, NAMES, SECOND, Gazetteer, candidates_for
from rasd.mentions.place_evidence import evidence_of
from rasd.mentions.place_lists import more_of
from rasd.mentions.place_names import phrase_at
from rasd.mentions.place_roles import role_of, with_areas
from rasd.mentions.place_words import Name, Reader
from rasd.model.event import Place
from rasd.model.mention import PlaceMention
from rasd.model.text import Sentence
from rasd.model.value import replace
from rasd.model.word import Hit, tokens_with_any
from rasd.text.letters import plain

_BUILDING = frozenset(("settlement", "relation"))


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
    names: list[Name] = []
    reader = Reader(sentence, words, hits, classes, relations, gazetteer)
    place = 0
    group = 0
    for at in candidates:
        if at < place:
            continue
        name = phrase_at(reader, at)
        if name is None:
            continue
        evidence = evidence_of(reader, name)
        if not evidence:
            continue
        role, relation = role_of(reader, name)
        members = [name, *more_of(reader, name)]
        number = group if len(members) > 1 else -1
        group += len(members) > 1
        for index, member in enumerate(members):
            found.append(
                _mention(
                    reader,
                    member,
                    role,
                    relation,
                    number,
                    _shown_by(member) or (evidence if index == 0 else "list"),
                )
            )
        names.extend(members)
        place = members[-1].end
    return with_areas(words, names, found, gazetteer)


def _shown_by(name: Name) -> str:
    if name.klass is None:
        return ""
    return "whole" if name.klass.fields["unknown"] == "whole" else "class"


def _opens_name(words: list[str], hit: Hit) -> bool:
    return not hit.enclitic and "ف" not in hit.proclitics and not _is_indefinite(words, hit)


def _is_indefinite(words: list[str], hit: Hit) -> bool:
    """موقعا, قاعدتان, معسكرين: the ending shows that no name follows in the genitive."""
    word = words[hit.last - 1]
    if word.endswith("ا"):
        return not word.endswith("تا") and not plain(hit.entry.lemma).endswith("ا")
    return hit.form.number == "d" and word.endswith(("ان", "ين"))


def _mention(reader: Reader, name: Name, role: str, relation: str, group: int, evidence: str) -> PlaceMention:
    span = reader.sentence.span(name.first, name.last)
    skipped = sum(1 for clitic in name.proclitics if clitic != "ال") if name.first == name.start else 0
    if skipped:
        span = replace(span, start=span.start + skipped, text=span.text[skipped:])
    rows = candidates_for(reader.gazetteer, name.key, name.kind, name.klass is not None)
    at = name.klass.at if name.klass is not None else f"places:{rows[0].place_id}" if rows else ""
    kind = name.kind
    place = Place(span.text, span.text, relation=relation or None, candidates=len(rows), evidence=(span,))
    return PlaceMention(
        reader.sentence.index, name.first, name.last, span, at, place, kind, role, group, name.key, -1, evidence
    )
