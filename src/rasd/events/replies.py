"""Words of reply in one sentence: which of its acts answers, and which is only named as answered.

"قصف الفصيل القاعدة ردا على غارة على بلدته" answers what stands behind the words; "وفي رد على هذا الهجوم، قصف ..."
opens with them, and all acts of the sentence answer; "ردت القوات بقصف التل" is the answer itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from rasd.events.frames import Frame
from rasd.model.marked import Marked
from rasd.model.mention import CueMention
from rasd.text.letters import plain

# How far behind "in reply to" the act answered may begin.
NEAR = 7
TO = frozenset(["علي", "انتقاما", "ثارا", "للانتقام", "للثار"])
POINTING = frozenset("هذا هذه ذلك تلك".split())
# Behind these stands an act gone before, never the answer.
GONE_BEFORE = frozenset("بعد عقب منذ اثر غداه بعيد".split())
NESTED = frozenset("تعرض قيام مقتل استشهاد".split())


def reply_of(marked: Marked, frame: Frame, frames: Sequence[Frame]) -> CueMention | None:
    """The words of reply by which the act of this frame answers another."""
    if frame.main.pos != "verb" and frame.main.preposition in GONE_BEFORE:
        return None
    verb = _verb_of_reply(marked, frame)
    if verb is not None:
        return verb
    for cue in _replies(marked):
        if not _names_the_answered(cue):
            if frame is _answer_at(cue, frames):
                return cue
            continue
        answered = answered_frame(marked, cue, frames)
        before = [f for f in frames if f.main.first < cue.first and f is not answered]
        if frame is answered:
            continue
        if (before and frame is before[-1]) or (not before and frame.main.first >= cue.last):
            return cue
    return None


def _verb_of_reply(marked: Marked, frame: Frame) -> CueMention | None:
    """ورد الفصيل بقصف الثكنة: the act is what the reply was made with."""
    for trigger in frame.triggers:
        if trigger.light_sense == "answer" and trigger.preposition == "ب" and 0 <= trigger.light < trigger.first:
            first, last = trigger.light, trigger.light + 1
            span = marked.sentence.span(first, last)
            return CueMention(marked.sentence.index, first, last, span, trigger.at, "response", (first, frame.last))
    return None


def is_answered(marked: Marked, frame: Frame, frames: Sequence[Frame]) -> bool:
    """True for the act behind "in reply to"."""
    return any(_names_the_answered(cue) and answered_frame(marked, cue, frames) is frame for cue in _replies(marked))


def points_at_one_told(marked: Marked, cue: CueMention) -> bool:
    """ردا على ذلك، في رد على هذا الهجوم: the act answered was told just before."""
    words = {token.plain for token in marked.sentence.tokens[cue.first : cue.last + 2]}
    return bool(words & POINTING)


def answered_frame(marked: Marked, cue: CueMention, frames: Sequence[Frame]) -> Frame | None:
    """The frame of the act named behind the words of reply, before the next comma."""
    if not _names_the_answered(cue):
        return None
    tokens = marked.sentence.tokens
    for frame in frames:
        first = min(t.first for t in frame.triggers)
        if first < cue.last:
            continue
        between = [token.plain for token in tokens[cue.last : first]]
        reach = NEAR + 8 * bool(NESTED.intersection(between))
        if len(between) > reach or "،" in between or (frame.main.pos == "verb" and "ما" not in between):
            return None
        return frame
    return None


def _replies(marked: Marked) -> list[CueMention]:
    return [cue for cue in marked.cues if cue.sense == "response"]


def _names_the_answered(cue: CueMention) -> bool:
    """ردا على، انتقاما ل: the words name what is answered, where ردت القوات ب is the answer."""
    return bool(TO.intersection(map(plain, cue.span.text.split())))


def _answer_at(cue: CueMention, frames: Sequence[Frame]) -> Frame | None:
    """The act told by the verb of reply: the first that begins there or behind it."""
    return next((f for f in frames if max(t.first for t in f.triggers) >= cue.first), None)
