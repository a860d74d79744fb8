"""Frames: which triggers of one sentence tell of one act, and which stretch of the sentence is theirs.

"قتل ستة في قصف على الحي" has two triggers and one act; "قصف الحي واعتقل شابين" has two of each.
"""

from __future__ import annotations

from dataclasses import dataclass

from rasd.events.links import LINKS, Pair
from rasd.events.told import told
from rasd.events.wording import CASUALTY, CAUSE, COMPLEMENT, MOST_BETWEEN, REPLY_TO, STOPS, STRONG, is_finite_verb
from rasd.model.marked import Marked
from rasd.model.mention import TriggerMention


@dataclass(frozen=True, slots=True)
class Frame:
    """The triggers of one act in one sentence."""

    main: TriggerMention
    triggers: tuple[TriggerMention, ...]
    first: int
    """The tokens that are the act's: ``first`` up to, not including, ``last``."""
    last: int


def frames_of(marked: Marked) -> list[Frame]:
    """The acts of a sentence in order, each with its triggers and its stretch of the sentence."""
    groups: list[tuple[list[TriggerMention], TriggerMention]] = []
    found = told(marked)
    for trigger, behind in zip(found, [*found[1:], None], strict=False):
        main = _linked(marked, groups[-1], trigger, behind) if groups else None
        if main is None:
            groups.append(([trigger], trigger))
        else:
            groups[-1][0].append(trigger)
            groups[-1] = (groups[-1][0], main)
    if not groups:
        return []
    starts = [0] + [
        _start(marked, (after := groups[i - 1][0][-1].last), min(_opening(t, after) for t in groups[i][0]))
        for i in range(1, len(groups))
    ]
    ends = [*starts[1:], len(marked.sentence.tokens)]
    return [
        Frame(main, tuple(triggers), start, end)
        for (triggers, main), start, end in zip(groups, starts, ends, strict=True)
    ]


def _linked(
    marked: Marked,
    group: tuple[list[TriggerMention], TriggerMention],
    b: TriggerMention,
    behind: TriggerMention | None,
) -> TriggerMention | None:
    a = group[0][-1]
    if _parted_by_reply(marked, a, b):
        return None
    between = tuple(token.plain for token in marked.sentence.tokens[a.last : b.first])
    pair = Pair(marked, a, b, between, noun_preposition(marked, b), behind)
    for link in LINKS:
        answer = link(pair)
        if answer:
            # what caused the casualties of an act already told is part of that act
            told_already = pair.a.sense in CASUALTY and group[1].sense not in CASUALTY
            return group[1] if answer == "a" or told_already else b
    return None


def _parted_by_reply(marked: Marked, a: TriggerMention, b: TriggerMention) -> bool:
    """قصف التل ردا على هجوم; وردا على القصف، هاجم: what is answered is another act than what answers."""
    for cue in marked.cues:
        if cue.sense != "response" or marked.sentence.tokens[cue.last - 1].plain not in REPLY_TO:
            continue
        if a.last <= cue.first and cue.last <= b.first <= cue.last + MOST_BETWEEN:
            return True
        if (
            cue.last <= a.first
            and a.first - cue.last < 3
            and b.sense not in CASUALTY
            and "،" not in (token.plain for token in marked.sentence.tokens[cue.last : a.first])
            and "،" in (token.plain for token in marked.sentence.tokens[a.last : b.first])
        ):
            return True
    return False


def noun_preposition(marked: Marked, trigger: TriggerMention) -> str:
    """The preposition of a trigger's noun phrase, also before its number: بثلاث غارات، في سلسلة غارات."""
    if trigger.preposition or trigger.pos == "verb":
        return trigger.preposition
    for i in range(trigger.first - 1, max(-1, trigger.first - 4), -1):
        word = marked.sentence.tokens[i].plain
        if word in CAUSE:
            return word
        for hit in marked.hits[i]:
            if hit.entry.kind in ("number", "noun", "masdar", "quantity") and hit.proclitics:
                if hit.proclitics[-1] in ("ب", "ل"):
                    return hit.proclitics[-1]
                break
        if marked.sentence.tokens[i].kind == "mark":
            return ""
    return ""


def _opening(trigger: TriggerMention, after: int) -> int:
    """The light verb before a noun, unless the act before has it too."""
    return trigger.light if after <= trigger.light < trigger.first else trigger.first


def _start(marked: Marked, after: int, before: int) -> int:
    """Where the stretch of the next act begins: the last strong opener, else the last comma, else its own words."""
    tokens = marked.sentence.tokens
    comma = -1
    for i in range(before, after - 1, -1):
        plain = tokens[i].plain
        if plain in STRONG or plain in STOPS:
            return i
        if i < before and (plain in COMPLEMENT or (plain.startswith("و") and is_finite_verb(marked.hits[i]))):
            return i
        if plain == "،" and comma < 0:
            comma = i
    return comma if comma >= 0 else before
