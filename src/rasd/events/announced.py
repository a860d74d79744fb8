"""Who announces an act of their own: أعلن الجهاز اعتقال ثلاثة، أعلن القائد وقف إطلاق النار."""

from __future__ import annotations

from rasd.events.frames import ANNOUNCING, MOST_BETWEEN, Frame
from rasd.model.marked import Marked
from rasd.model.mention import ActorMention

# Acts that the one who announces them did. A death or an attack is as often announced by those who suffered it.
OWN_ACTS = frozenset(
    {"arrest", "take", "intercept", "destroy", "assassinate", "agree", "sweep", "exercise", "establish", "deploy"}
    | {"withdraw", "defuse", "seize", "target", "strike", "airstrike", "shelling", "launch"}
)
# An army's word for killing or capturing: تحييد ثلاثة عناصر.
OWN_WORDS = frozenset({"تحييد"})


def announcer(marked: Marked, frame: Frame) -> tuple[ActorMention, ...]:
    """The subject of the verb of announcing that governs a verbal noun; () when there is none."""
    main = frame.main
    if main.pos == "verb" or (main.is_definite and not main.enclitic):
        return ()
    if main.sense not in OWN_ACTS and marked.sentence.tokens[main.first].plain not in OWN_WORDS:
        return ()
    for i in range(main.first - 1, max(-1, main.first - 1 - MOST_BETWEEN), -1):
        verbs = (h for h in marked.hits[i] if h.entry.kind == "verb" and h.form.pos == "verb")
        if not any(verb.entry.lemma in ANNOUNCING for verb in verbs):
            continue
        behind = [a for a in marked.actors if i < a.first < main.first and not a.preposition and a.actor.name]
        ahead = [a for a in marked.actors if a.last <= i and i - a.last <= 3 and not a.preposition and a.actor.name]
        return tuple(behind[:1] or ahead[-1:])
    return ()
