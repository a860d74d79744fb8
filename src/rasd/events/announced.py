"""Who announces an act of their own: أعلن الجهاز اعتقال ثلاثة، أعلن القائد وقف إطلاق النار."""

from __future__ import annotations

from rasd.events.frames import Frame
from rasd.events.grammar import same_side
from rasd.events.named import is_announced
from rasd.events.wording import ANNOUNCING, MOST_BETWEEN
from rasd.model.marked import Marked
from rasd.model.mention import ActorMention

# Acts that the one who announces them did. A death or an attack is as often announced by those who suffered it.
OWN_ACTS = frozenset(
    {"arrest", "take", "intercept", "destroy", "assassinate", "agree", "sweep", "exercise", "establish", "deploy"}
    | {"withdraw", "defuse", "seize", "repel", "target", "strike", "airstrike", "shelling", "launch"}
)
# An army's word for killing or capturing: تحييد ثلاثة عناصر.
OWN_WORDS = frozenset({"تحييد", "تصفيه", "القضاء"})
# نفت الوزارة شن غارات: who denies an act is the one said to have done it.
OF_OWN = ANNOUNCING | {"نَفَى"}
CONFIRMING = frozenset({"أَكَّدَ", "أَفَادَ", "قَالَ"})
ARMED = frozenset({"state forces", "rebel group", "political militia", "external/other forces"})
# What those are called whom one kills and says so.
FOES = frozenset({"militants", "rebels", "gunmen"})


def announcer(marked: Marked, frame: Frame) -> tuple[ActorMention, ...]:
    """The subject of the verb of announcing that governs a verbal noun; () when there is none."""
    main = frame.main
    word = marked.sentence.tokens[main.first].plain
    is_verb = main.pos == "verb" and main.sense != "repel" and not _is_what_is_announced(marked, frame)
    is_known = main.is_definite and not main.enclitic and word not in OWN_WORDS and not is_announced(marked, frame)
    if is_verb or is_known:
        return ()
    if main.sense in OWN_ACTS or word in OWN_WORDS:
        return _sayer(
            marked, frame, ANNOUNCING | CONFIRMING if word in OWN_WORDS or main.sense == "intercept" else OF_OWN
        )
    return _killer(marked, frame)


def _is_what_is_announced(marked: Marked, frame: Frame) -> bool:
    """أعلن الحزب قصف القاعدة: right behind who announces stands the verbal noun that is written like a verb."""
    first = frame.main.first
    if not any(source.saying[1] == first and not source.is_carried for source in marked.sources):
        return False
    return any(hit.form.pos == "masdar" for hit in marked.hits[first])


def _killer(marked: Marked, frame: Frame) -> tuple[ActorMention, ...]:
    """أعلن الجيش مقتل ستة إرهابيين: an armed side that announces the death of its foes killed them."""
    if frame.main.sense != "kill":
        return ()
    said = tuple(a for a in _sayer(marked, frame, ANNOUNCING | CONFIRMING) if a.actor.kind in ARMED)
    dead = [a for t in marked.tolls if t.side for a in marked.actors if t.side[0] <= a.first < t.side[1]]
    return said if said and dead and all(_is_foe(a, said[0]) for a in dead) else ()


def _is_foe(actor: ActorMention, said: ActorMention) -> bool:
    """Called so, or the soldiers of another state of whom its army or ministry of defence tells."""
    if same_side(actor, (said,)):
        return False
    of_armies = all((a.actor.actor_id or "").endswith("-mil") for a in (actor, said))
    return actor.head in FOES or of_armies


def _sayer(marked: Marked, frame: Frame, verbs: frozenset[str]) -> tuple[ActorMention, ...]:
    main = frame.main
    for i in range(main.first - 1, max(-1, main.first - 1 - MOST_BETWEEN), -1):
        said = (h for h in marked.hits[i] if h.entry.kind == "verb" and h.form.pos == "verb")
        if not any(verb.entry.lemma in verbs for verb in said):
            continue
        behind = [a for a in marked.actors if i < a.first < main.first and a.actor.name and not _is_aside(marked, a)]
        ahead = [a for a in marked.actors if a.last <= i and i - a.last <= 3 and not a.preposition and a.actor.name]
        return tuple(behind[:1] or ahead[-1:])
    return ()


def _is_aside(marked: Marked, actor: ActorMention) -> bool:
    """Behind a preposition, unless it says whose the speaker is: الإعلام الحربي للمقاومة."""
    if not actor.preposition:
        return False
    armed = actor.actor.kind in ARMED and actor.preposition == "ل"
    return not (armed and any(s.first < actor.first < s.last for s in marked.sources))
