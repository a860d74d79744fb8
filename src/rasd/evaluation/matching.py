"""Which coded event is which gold event: the most alike pairs first, each matched once."""

from __future__ import annotations

from collections.abc import Sequence

from rasd.evaluation.gold import Record
from rasd.evaluation.names import alike, occurrences, overlap, sentence
from rasd.lexicon.types import event_types


def matches(text: str, gold: Sequence[Record], coded: Sequence[Record]) -> dict[int, int]:
    """Gold event -> coded event, the most alike pairs first."""
    pairs = [(-likeness(text, a, b), i, j) for i, a in enumerate(gold) for j, b in enumerate(coded)]
    matched: dict[int, int] = {}
    taken: set[int] = set()
    for negative, i, j in sorted(pairs):
        if negative < 0 and i not in matched and j not in taken:
            matched[i] = j
            taken.add(j)
    return matched


def likeness(text: str, gold: Record, coded: Record) -> float:
    """0.0: not the same event. The type counts up to 2, the trigger 2, the place 1, the actor a half."""
    types = event_types()
    other = types.get(coded.get("sub_event_type") or "")
    if other is None or other.event_type != types[gold["type"]].event_type:
        return 0.0
    near = _nearness(text, gold["trigger"], coded.get("trigger") or {})
    is_place = any(place_right(text, a, b) for a in gold["places"] for b in coded.get("places") or ())
    is_actor = bool(gold["actor1"]) and actor_right(text, gold, coded, "actor1")
    if not near and not (is_place and is_actor):
        return 0.0
    is_type = bool(coded["sub_event_type"] == gold["type"])
    return 1.0 + is_type + near + is_place + 0.5 * is_actor


def _nearness(text: str, trigger: str, span: Record) -> float:
    """2.0: the same words; 1.0: the same sentence as one of the places where the gold trigger stands."""
    at = (span.get("start", -1), span.get("end", -1))
    stands = occurrences(text, trigger)
    if any(overlap(at, other) for other in stands):
        return 2.0
    return 1.0 if any(overlap(at, sentence(text, start)) for start, _ in stands) else 0.0


def actor_right(text: str, gold: Record, coded: Record, cell: str) -> bool:
    """Whether the side is the same: by its name, or by words that the gold quotes for it."""
    actor = coded.get(cell)
    if not actor:
        return False
    if alike(gold[cell], actor.get("name")):
        return True
    verbatim, spans = gold[f"{cell}_text"], evidence(actor)
    stands = occurrences(text, verbatim)
    return any(overlap(span, other) for span in spans for other in stands) or any(
        alike(verbatim, text[start:end]) for start, end in spans
    )


def place_right(text: str, gold: Record, place: Record) -> bool:
    """Whether a coded place is the gold one: by either name, or by the words it rests on."""
    if alike(gold.get("name_en"), place.get("name")) or alike(gold["text"], place.get("name_ar")):
        return True
    return any(alike(gold["text"], text[start:end]) for start, end in evidence(place))


def evidence(cell: Record) -> list[tuple[int, int]]:
    """Where the words of a cell stand, in code points of the text."""
    return [(span["start"], span["end"]) for span in cell.get("evidence") or ()]
