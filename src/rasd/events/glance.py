"""Whether a report can hold an event at all: asked before places, sides and speakers are read, which costs the most.

Nothing is decided here: what is left at a glance is what later steps would leave without a single act, whatever else
its sentences say. tests/test_pipeline.py holds that against reports read whole.
"""

from __future__ import annotations

from collections.abc import Sequence

from rasd.events.asides import OPENING
from rasd.events.status import QUESTION, SILENCING
from rasd.model.marked import Marked
from rasd.model.mention import TriggerMention

# Whatever the act is: see ``is_silenced``, which spares crowds one of these.
ALWAYS_SILENCING = SILENCING - {"silence"}


def may_hold_events(sentences: Sequence[Marked]) -> bool:
    """False when no act can come of the sentences, of which triggers, cues, dates and tolls are known.

    An act needs a trigger that nothing silences; where the opening has none it is told in passing, and then it needs
    a day or a figure (``without_asides``).
    """
    telling = [marked for marked in sentences if any(not _is_silent(marked, trigger) for trigger in marked.triggers)]
    if not telling:
        return False
    return telling[0].sentence.index < OPENING or any(marked.dates or marked.tolls for marked in telling)


def _is_silent(marked: Marked, trigger: TriggerMention) -> bool:
    if marked.sentence.tokens[-1].plain in QUESTION:
        return True
    return any(c.sense in ALWAYS_SILENCING and c.scope[0] <= trigger.first < c.scope[1] for c in marked.cues)
