"""Acts told in passing: in a report that is about something else, they count only where they are told with figures.

News of an act stands in the title or the first sentences. A column, an interview, news of talks or of a verdict names
acts further down, and few of them are told there with a day or a toll and a place.
"""

from __future__ import annotations

from collections.abc import Sequence

from rasd.events.draft import Draft
from rasd.events.needs import letters_of
from rasd.events.within import Act
from rasd.model.marked import Marked

# Sentences in which a report says what it is about: title, lead, the first of the body.
OPENING = 3
# In a text without a day and without a source up to here somebody reflects; the news would have opened it.
INFORMING = 5
NEEDED = "pD pc afv apfg"
# An act is told in one place when no more than this lies between its sentences.
NEAR = 2


def without_asides(acts: Sequence[Act], sentences: Sequence[Marked]) -> list[Act]:
    """The acts of a report that opens with one; of any other report only those that are told with what is needed."""
    last = OPENING if len(sentences) <= INFORMING or _informs(sentences[:INFORMING]) else 1
    if any(draft.sentence < last for act in acts for draft in act.drafts):
        return list(acts)
    return [act for act in acts if any(_is_told_fully(draft, act) for draft in act.drafts)]


def _is_told_fully(draft: Draft, act: Act) -> bool:
    """In one place, and as something that happened: scraps from all over an essay make no act."""
    if draft.status == "threatened":
        return False
    have = {x for d in act.drafts if 0 <= d.sentence - draft.sentence <= NEAR for x in letters_of(d)}
    return any(set(need) <= have for need in NEEDED.split())


def _informs(opening: Sequence[Marked]) -> bool:
    return any(marked.dates or any(not s.is_carried for s in marked.sources) for marked in opening)
