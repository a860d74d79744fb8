"""Acts told in passing: in a report that is about something else, they count only where they are told with figures.

News of an act stands in the title or the first sentences. A column, an interview, news of talks or of a verdict names
acts further down, and few of them are told there with a day or a toll and a place.
"""

from __future__ import annotations

from collections.abc import Sequence

from rasd.events.needs import letters_of
from rasd.events.whole import whole
from rasd.events.within import Act
from rasd.model.marked import Marked

# Sentences in which a report says what it is about: title, lead, the first of the body.
OPENING = 3
# In a text without a day and without a source up to here somebody reflects; the news would have opened it.
INFORMING = 5
NEEDED = "pD pc"


def without_asides(acts: Sequence[Act], sentences: Sequence[Marked]) -> list[Act]:
    """The acts of a report that opens with one; of any other report only those that are told with what is needed."""
    last = OPENING if len(sentences) <= INFORMING or _informs(sentences[:INFORMING]) else 1
    if any(draft.sentence < last for act in acts for draft in act.drafts):
        return list(acts)
    return [act for act in acts if any(set(need) <= letters_of(whole(act)) for need in NEEDED.split())]


def _informs(opening: Sequence[Marked]) -> bool:
    return any(marked.dates or any(not s.is_carried for s in marked.sources) for marked in opening)
