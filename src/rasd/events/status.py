"""Whether an act is reported as fact, suspected, denied, threatened or recalled, and whose claim it is."""

from __future__ import annotations

from rasd.events.frames import Frame
from rasd.events.wording import CASUALTY
from rasd.model.marked import Marked
from rasd.model.mention import CueMention, SourceMention

# The order in which cues win: background over suspected (codebook).
ORDER = ("background", "denied", "threatened", "suspected")
# Cues whose words silence an act: nobody says that it happened.
# What the police do about ordinary crime as well.
POLICE = frozenset({"arrest", "seize", "raid", "sweep", "repel"})
RELATIVE = frozenset("التي الذي الذين اللذان اللذين اللتان اللتين اللواتي ممن".split())
# Whose object troops may be, how far behind, and what begins something else in between.
HITTING = frozenset({"strike", "target", "airstrike", "shelling", "attack", "destroy", "launch", "ambush"})
OBJECT_REACH = 9
CLAUSES = frozenset("، . ؛ بعد قبل مع وسط اثر عقب كما فيما بينما حيث ان وصول".split())
QUESTION = frozenset("؟?")
CROWDS = frozenset({"protest", "riot", "disperse"})
SILENCING = frozenset({"hypothetical", "silence", "general", "running", "anniversary", "frame"})


def status_of(marked: Marked, frame: Frame) -> tuple[str, CueMention | None]:
    """The status of the act and the cue that says so."""
    over = [c for c in marked.cues if c.scope[0] <= frame.main.first < c.scope[1]]
    for status in ORDER:
        for cue in over:
            if cue.sense == status:
                return status, cue
    return "reported", None


def is_silenced(marked: Marked, frame: Frame) -> bool:
    """True when a cue over the trigger makes it no act: a question, a hypothesis, a statistic, a court case."""
    if marked.sentence.tokens[-1].plain in QUESTION or _is_a_trait(marked, frame):
        return True
    if frame.main.sense == "deploy" and frame.main.pos != "verb" and _is_what_was_hit(marked, frame):
        return True
    if {t.sense for t in frame.triggers} <= CASUALTY and any(c.sense == "illness" for c in marked.cues):
        return True
    if frame.main.sense in POLICE and any(c.sense == "crime" for c in marked.cues):
        return True
    silencing = SILENCING - {"silence"} if frame.main.sense in CROWDS else SILENCING  # a protest against prices is one
    return any(c.sense in silencing and c.scope[0] <= frame.main.first < c.scope[1] for c in marked.cues)


def _is_what_was_hit(marked: Marked, frame: Frame) -> bool:
    """شنت غارات على تعزيزات للفصيل، استهدفت تجمعات: the troops are the target of the act before them."""
    before = [t for t in marked.triggers if t.sense in HITTING and t.last <= frame.main.first]
    if not before or frame.main.light >= 0:
        return False
    words = {t.plain for t in marked.sentence.tokens[before[-1].last : frame.main.first]}
    return frame.main.first - before[-1].last <= OBJECT_REACH and not words & CLAUSES


def _is_a_trait(marked: Marked, frame: Frame) -> bool:
    """A verb of the present in a relative clause says what somebody does as a rule: القوة التي تقاتل المتمردين."""
    main = frame.main
    if main.pos != "verb" or main.tense != "present" or not main.first:
        return False
    return marked.sentence.tokens[main.first - 1].plain in RELATIVE


def cue(marked: Marked, frame: Frame, sense: str) -> CueMention | None:
    """The first cue of that sense that stands in the frame's stretch or covers its trigger."""
    for mention in marked.cues:
        if mention.sense == sense and (
            frame.first <= mention.first < frame.last or mention.scope[0] <= frame.main.first < mention.scope[1]
        ):
            return mention
    return None


def source_of(marked: Marked, frame: Frame) -> SourceMention | None:
    """Who says it: the source whose saying covers the trigger, the nearest where several do."""
    covering = [s for s in marked.sources if s.scope[0] <= frame.main.first < s.scope[1] and s.manner != "deny"]
    return max(covering, key=lambda s: s.scope[0], default=None)
