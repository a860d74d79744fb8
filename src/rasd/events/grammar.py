"""What roles are read from: which actors can be a side of an act, what is a clause, who belongs together."""

from __future__ import annotations

from collections.abc import Sequence

from rasd.events.frames import Frame
from rasd.events.wording import COMPLEMENT, RESULT, STRONG, is_finite_verb
from rasd.model.marked import Marked
from rasd.model.mention import ActorMention

Actors = tuple[ActorMention, ...]

# Verbal nouns whose genitive is the one that was hit (اعتقال الحوثيين), unless an object follows it.
OBJECT_NOUNS = frozenset(
    "kill wound assassinate arrest abduct execute intercept destroy burn besiege seize die disperse".split()
)
# Verbs whose perfect is written alike in the active and the passive.
TWO_VOICED = frozenset(("kill", "wound", "arrest", "abduct", "execute", "assassinate"))
LIGHT_DOING = frozenset(("do", "answer", "begin", "continue", "stop"))
RELATIVE = frozenset(("التي", "الذي", "الذين", "اللذين", "اللذان"))
SIDES = {"named", "head", "unnamed", "protesters", "civilians"}
# Kinds of sides that govern: they do not protest.
GOVERNING = frozenset(("state forces", "external/other forces"))
OWNER = "تابعة ل"
# Heads of things that men sit in, and what only they do: a patrol that raids is not the one raided.
MANNED = frozenset(("force", "army", "police", "regime", "enemy", "militia", "faction", "navy", "aircraft"))
# How many words may stand between a noun and who did it.
ADJACENT = 4
# Senses whose words tell of no one who does it.
HAPPENINGS = frozenset({"explode", "fall", "die"})
USABLE = frozenset({"named", "nisba", "head", "civilians", "unnamed", "protesters"})
# Complementisers that carry the subject with them: إنه قصف.
POINTING = frozenset("انه انها بانه بانها وانه وانها انهم بانهم".split())
# Words behind which something else is told than the act: its aim, another act, whose words these are.
ELSEWHERE = frozenset(
    "بهدف بغيه بغرض لمنع مشيرا مشيره موكدا موكده لافتا لافته قبل بعد عقب بالتزامن بالتوازي فيما "
    "اثناء غداه منذ حتي".split()
)
# Behind a comma these tell what went on besides: وسط تحليق لطائرات الجيش; وسط المدينة is a place.
AMID = frozenset(("وسط", "وهي", "وهو", "وهم"))
# Behind these a nisba says who is meant: يعتقد أنها إسرائيلية.
GUESSED = frozenset("انها انه بانها بانه".split())
GUESSING = frozenset("يعتقد يرجح يشتبه يظن قيل يبدو المرجح المعتقد".split())


def usable(marked: Marked) -> list[ActorMention]:
    """The actors that can be a side: no backers, no speakers, no adjective of a thing that is no arm."""
    return [
        actor
        for actor in marked.actors
        if actor.role in USABLE and not _speaks(marked, actor) and (actor.role != "nisba" or _says_whose(marked, actor))
    ]


def _speaks(marked: Marked, actor: ActorMention) -> bool:
    return any(s.first <= actor.first < s.last for s in marked.sources)


def _says_whose(marked: Marked, actor: ActorMention) -> bool:
    """قصف تركي، صواريخ إيرانية, أهداف إسرائيلية: an act, a munition or an armed thing (not الأراضي اليمنية)."""
    tokens = marked.sentence.tokens
    if actor.first and tokens[actor.first - 1].plain in GUESSED:
        return True
    heads = (*marked.triggers, *marked.weapons, *(t for t in marked.targets if t.side == "military"))
    for head in heads:
        if 0 <= actor.first - head.last <= 2 and all(
            t.kind == "word" and t.plain.startswith("ال") == tokens[actor.first].plain.startswith("ال")
            for t in tokens[head.last : actor.first]
        ):
            return True
    return any(
        a.role == "nisba" and a.last <= actor.first <= a.last + 1 and _says_whose(marked, a)
        for a in marked.actors
        if a is not actor and a.first < actor.first
    )


def named_again(marked: Marked, doer: Actors, actors: Sequence[ActorMention]) -> Actors:
    """طائرات يعتقد أنها إسرائيلية: who the unnamed doer is thought to be."""
    if len(doer) != 1 or doer[0].actor.name is not None:
        return doer
    tokens = marked.sentence.tokens
    for actor in actors:
        gap = tokens[doer[0].last : actor.first]
        if actor.first >= doer[0].last and len(gap) <= 4 and any(t.plain in GUESSING for t in gap):
            return (actor,)
    return doer


def guessed(marked: Marked, frame: Frame, actors: Sequence[ActorMention]) -> Actors:
    """طائرات حربية يعتقد أنها تركية, without a side for a subject: the guess is all there is."""
    tokens = marked.sentence.tokens
    for actor in actors:
        if not frame.first <= actor.first < frame.last or not (actor.role == "nisba" or actor.preposition == "تابعة ل"):
            continue
        before = tokens[max(0, actor.first - 3) : actor.first]
        if any(t.plain in GUESSED for t in before) and any(t.plain in GUESSING for t in before):
            return (actor,)
    return ()


def group_of(actor: ActorMention, actors: Sequence[ActorMention]) -> Actors:
    """The actor with those joined to it."""
    if actor.group < 0:
        return (actor,)
    return tuple(a for a in actors if a.group == actor.group)


def same_side(actor: ActorMention, others: Sequence[ActorMention]) -> bool:
    """True when the actor is one of the others under whatever words (the army, its soldiers)."""
    name = actor.actor.actor_id or actor.actor.name
    return name is not None and any((o.actor.actor_id or o.actor.name) == name for o in others)


def clear(marked: Marked, first: int, last: int) -> bool:
    """No verb and no opener of a clause among these tokens."""
    tokens, hits = marked.sentence.tokens, marked.hits
    for i in range(first, last):
        plain = tokens[i].plain
        if plain in STRONG or plain in COMPLEMENT or plain in RESULT or plain in "؛:." or is_finite_verb(hits[i]):
            return False
    return True


def is_barrier(marked: Marked, first: int, last: int, own: frozenset[int] = frozenset()) -> bool:
    """True when something else than the act is told from one of these tokens on; ``own`` are the act's own words."""
    tokens, hits = marked.sentence.tokens, marked.hits
    for i in range(first, last):
        plain = tokens[i].plain
        if i in own:
            continue
        if plain in STRONG or plain in COMPLEMENT or plain in ELSEWHERE or plain in "؛.":
            return True
        if plain in AMID and i and tokens[i - 1].plain == "،":
            return True
        if is_finite_verb(hits[i]) and not holds(plain):
            return True
    return False


def holds(plain: str) -> bool:
    """A verb that says whose a place or thing is: يسيطر عليها، يستخدمها."""
    return plain.removesuffix("ها").removesuffix("ه").removesuffix("هما") in HOLDING


HOLDING = frozenset(
    "يسيطر تسيطر يسيطرون يستخدم تستخدم يستخدمهما تستخدمهما يحتل تحتل يتحصن تتحصن يتمركز تتمركز يتواجد تتواجد تنتشر "
    "ينتشر تتخذ يتخذ كان كانت يقع تقع يقعان تخضع يخضع يعود تعود يتبع تتبع ضم تضم يضم ينقل تنقل يقل تقل تقلهم يستقل "
    "تستقل ينتمي تنتمي ينتمون يستقلون يحمل تحمل شملت تشمل طالت تطال".split()
)


def clause_start(marked: Marked, verb: int, before: int) -> tuple[int, bool]:
    """Where the clause of a verb begins, and whether it begins with a pronoun for its subject (إنه، أنها)."""
    tokens = marked.sentence.tokens
    for i in range(verb - 1, before - 1, -1):
        plain = tokens[i].plain
        if plain in COMPLEMENT or plain in STRONG or plain in "؛." or is_finite_verb(marked.hits[i]):
            return i + 1, plain in POINTING
    return before, False


def own_words(frame: Frame) -> frozenset[int]:
    """The tokens of the frame's triggers, light and relative verbs."""
    own: set[int] = set()
    for trigger in frame.triggers:
        own.update(range(trigger.first, trigger.last))
        own.update((trigger.light, trigger.relative))
    return frozenset(own)
