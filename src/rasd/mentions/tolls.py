"""Casualty figures: who was killed and wounded, how many, and which figures are no event's own.

Each word of tolls.csv that can open a figure has a frame below that says where its people stand: behind a verbal
noun (مقتل ثلاثة), before or behind a verb, before a noun of the dead (ثلاثة قتلى), or nowhere (دون إصابات).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rasd.lexicon.problems import problem
from rasd.mentions.figures import Find, is_of_them
from rasd.mentions.joined_people import end_of_phrase
from rasd.mentions.people import People
from rasd.mentions.person_nouns import Clause, Hits
from rasd.mentions.tallies import among_frame, low_of, material_frame, total_frame, with_roles
from rasd.mentions.toll_nouns import (
    bodies_frame,
    harm_frame,
    hits_frame,
    losses_frame,
    of_noun,
    of_people,
    result_frame,
)
from rasd.mentions.toll_verbs import life_frame, meet_frame, of_verb
from rasd.model.event import Problem
from rasd.model.mention import TollMention
from rasd.model.text import Sentence, Span
from rasd.model.word import Hit, tokens_with, tokens_with_any

_ALSO = 5


def find_tolls(sentence: Sentence, hits: Hits) -> list[TollMention]:
    """The casualty figures of a sentence, in the order of the text.

    >>> from rasd.lexicon import load
    >>> from rasd.text.sentences import sentences_of
    >>> [s] = sentences_of("أسفر القصف عن مقتل 3 أشخاص وإصابة رابع")
    >>> [(m.killed, m.wounded, m.span.text) for m in find_tolls(s, load().hits(s))]
    [((3, 3), None, 'مقتل 3 أشخاص'), (None, (1, 1), 'وإصابة رابع')]
    """
    if not tokens_with_any(hits, _COUNTING):
        return []
    senses: dict[int, dict[str, Hit]] = {}
    for i in tokens_with(hits, "toll"):
        here = senses[i] = {}
        for hit in hits[i]:
            if hit.entry.kind == "toll":
                here.setdefault(hit.entry.sense, hit)
    clause = Clause(sentence, hits, senses)
    finds: list[Find] = []
    done = 0
    for i in sorted(senses):
        if i < done:
            continue
        for sense in senses[i]:
            frame = _FRAMES.get(sense)
            if frame is None:
                continue
            found = list(frame(clause, i, finds))
            if found:
                finds += found
                done = max(done, i + 1, *(find.last for find in found if find.last > i))
                break
    finds = with_roles(clause, finds)
    return [_mention(clause, find, _groups(finds, k)) for k, find in enumerate(finds)]


_FRAMES: dict[str, Callable[[Clause, int, list[Find]], Iterator[Find]]] = {
    "death": of_noun(True),
    "injury": of_noun(False),
    "kill": of_verb("kill"),
    "slay": of_verb("slay"),
    "die": of_verb("die"),
    "pass": of_verb("pass"),
    "expire": of_verb("expire"),
    "hurt": of_verb("hurt"),
    "strike": of_verb("strike"),
    "wound": of_verb("wound"),
    "meet": meet_frame,
    "life": life_frame,
    "dead": of_people(True),
    "injured": of_people(False),
    "body": bodies_frame,
    "hits": hits_frame,
    "losses": losses_frame,
    "harm": harm_frame,
    "total": total_frame,
    "tally": total_frame,
    "material": material_frame,
    "among": among_frame,
    "result": result_frame,
}
_COUNTING = frozenset(f"toll:{sense}" for sense in _FRAMES)


def _is_of_those_told(clause: Clause, find: Find) -> bool:
    """One by his name or title, or so many "of them": in another sentence, of those counted there."""
    people = find.people
    if people is None:
        return low_of(find) == 1
    return (not people.is_counted and people.low == people.high == 1) or is_of_them(clause, people)


def _groups(finds: list[Find], k: int) -> tuple[tuple[str, int], ...]:
    """Who the people of a figure are: its own word, and the parts that follow it."""
    people = finds[k].people
    found = [(people.group, people.low)] if people is not None and people.group else []
    if finds[k].role != "subset":
        for find in finds[k + 1 :]:
            if find.role != "subset":
                break
            if find.people is not None and find.people.group:
                found.append((find.people.group, find.people.low))
    return tuple(dict(found).items())


def _without_and(clause: Clause, people: People) -> Span:
    """The words for the people, without the "and" that is written onto the first."""
    span = clause.sentence.span(people.first, people.last)
    kinds = [hit for hit in clause.hits[people.first] if hit.entry.kind in ("number", "person", "toll", "nisba")]
    if span.text[0] == "و" and kinds and all("و" in hit.proclitics for hit in kinds):
        return Span(span.start + 1, span.end, span.text[1:])
    return span


def _mention(clause: Clause, find: Find, groups: tuple[tuple[str, int], ...]) -> TollMention:
    people = find.people
    victims = side = None
    problems: tuple[Problem, ...] = ()
    if people is not None:
        end = max(people.last, end_of_phrase(clause, people.last))
        side = (people.first, end)
        victims = _without_and(clause, people)
        cells = tuple(cell for cell, bounds in (("killed", find.killed), ("wounded", find.wounded)) if bounds)
        if people.is_ambiguous:
            problems += (problem("ambiguous_number", cells, (victims,)),)
        if find.read_as:
            word = clause.sentence.span(find.at, find.at + 1)
            problems += (problem("misspelling", cells, (word,), word=clause.word(find.at), meant=find.read_as),)
    at = find.at if find.at >= 0 else find.first
    rows = clause.senses.get(at) or {}
    row = next((hit.entry.at for sense, hit in rows.items() if sense in _FRAMES), "mentions/tolls.py")
    return TollMention(
        sentence=clause.sentence.index,
        first=find.first,
        last=find.last,
        span=clause.sentence.span(find.first, find.last),
        at=row,
        killed=find.killed,
        wounded=find.wounded,
        of=groups,
        role=find.role,
        victims=victims,
        side=side,
        problems=problems,
        is_added=any(
            clause.has(j, "also") for j in range(max(0, find.first - _ALSO), min(find.last + 2, len(clause.hits)))
        ),
        is_part=_is_of_those_told(clause, find),
    )
