"""Cues: words that set the status of what is told beside them, or link it to another event.

The rows of cues.csv say what a cue means and how far it reaches; verbs whose sense alone is a cue (deny, threaten ...)
need no row there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rasd.model.mention import CueMention
from rasd.model.text import Sentence
from rasd.model.word import WILL, Hit, tokens_with_any
from rasd.text.clauses import Clause, clauses_of, is_finite
from rasd.text.letters import plain

Hits = Sequence[Sequence[Hit]]

# verb sense -> cue sense, scope
_OF_VERBS = {
    "deny": ("denied", "rest"),
    "threaten": ("threatened", "rest"),
    "plan": ("threatened", "rest"),
    "demand": ("hypothetical", "rest"),
}
_TAGS = frozenset(("cue", WILL, *(f"verb:{sense}" for sense in _OF_VERBS)))
_WINDOW = 10
_DAYS = frozenset("ايام يوما اسابيع اسبوعا اشهر شهرا سنوات".split())
_ACCUSED = "accused"
# Senses of what is meant, and not told as done.
_NOT_DONE = frozenset(("threatened", "hypothetical"))
_NOT_YET = frozenset(("threatened",))
# Words behind which something done is told.
_UPON = frozenset("بعدما بعيد عقب وعقب اثر غداه".split())
_AFTER = frozenset(("بعد", "وبعد", "منذ"))
_MEANWHILE = frozenset("فيما بينما وبينما حيث كما لكن ولكن".split())
_DEATHS = frozenset(("kill", "die", "assassinate"))
_AND_THAT = frozenset(("وان", "وانه", "وانها", "وانهم"))
_NOT_STATUS = frozenset(("saying", "own_words", "none"))


def find_cues(sentence: Sentence, hits: Hits, clauses: Sequence[Clause] | None = None) -> list[CueMention]:
    """The cues of one sentence in order; ``clauses`` when the caller has cut the sentence already."""
    found: list[tuple[Hit, str, str, int]] = []
    past = 0
    for i in tokens_with_any(hits, _TAGS):
        if i < past:
            continue
        row = hits[i]
        cue = _days_after(sentence, hits, i) or _cue_at(sentence, hits, i)
        if (accusation := _accusation(sentence, hits, i)) is not None:
            found.append(accusation)
        if cue is not None:
            found.append(cue)
            past = cue[0].last
            continue
        future = _verb_cue(row)
        if future is not None:
            found.append(future)
    found = [cue for cue in found if cue[1] not in _NOT_STATUS]
    if not found:
        return []
    if clauses is None:
        clauses = clauses_of(sentence, hits)
    return [_mention(sentence, hits, clauses, *cue) for cue in found]


def _cue_at(sentence: Sentence, hits: Hits, i: int) -> tuple[Hit, str, str, int] | None:
    """The longest cue that begins at a token: its hit, sense, scope and the token where what it covers begins.

    Of two of one length the one that needs a further word, and has it, says more.
    """
    best: tuple[Hit, str, str, int] | None = None
    for hit in hits[i]:
        if hit.entry.kind != "cue" or hit.enclitic or "ال" in hit.proclitics or hit.entry.sense == _ACCUSED:
            continue
        if best is not None and hit.last < best[0].last:
            break
        fields = hit.entry.fields
        if fields["place"] == "start" and not _at_start(sentence, i):
            continue
        if fields["needs"]:
            needed = _needed(sentence, hits, hit.last, fields["needs"].split("|"))
            if needed >= 0:
                return hit, hit.entry.sense, fields["scope"], needed
        elif best is None:
            best = hit, hit.entry.sense, fields["scope"], hit.last if fields["scope"] == "rest" else hit.first
    return best


def _days_after(sentence: Sentence, hits: Hits, i: int) -> tuple[Hit, str, str, int] | None:
    """بعد أربعة أيام على تفجير: like بعد أيام من, with the number of the days."""
    tokens = sentence.tokens
    if tokens[i].plain != "بعد" or i + 3 >= len(tokens) or tokens[i + 2].plain not in _DAYS:
        return None
    is_number = tokens[i + 1].kind == "number" or any(hit.entry.kind == "number" for hit in hits[i + 1])
    hit = next((hit for hit in hits[i] if hit.entry.kind == "cue"), None)
    if hit is None or not is_number or tokens[i + 3].plain not in ("من", "علي"):
        return None
    return hit._replace(last=i + 4), "background", "clause", i


def _accusation(sentence: Sentence, hits: Hits, i: int) -> tuple[Hit, str, str, int] | None:
    """اتهمت كييف بشن هجوم: beside naming the act, the word says that the outlet does not adopt it."""
    for hit in hits[i]:
        if hit.entry.kind == "cue" and hit.entry.sense == _ACCUSED:
            if _needed(sentence, hits, hit.last, hit.entry.fields["needs"].split("|")) >= 0:
                return hit, "suspected", hit.entry.fields["scope"], hit.first
    return None


def _verb_cue(row: Sequence[Hit]) -> tuple[Hit, str, str, int] | None:
    if not row:
        return None
    is_certain = all(hit.entry.sense in _OF_VERBS for hit in row if hit.entry.kind == "verb")  # ترد may be an answer
    for hit in row:
        if is_certain and hit.form.pos == "verb" and hit.entry.sense in _OF_VERBS and not hit.enclitic:
            sense, scope = _OF_VERBS[hit.entry.sense]
            return hit, sense, scope, hit.last
    # سيهاجم: only when every reading has the sin of the future (سيطر has none)
    if all("س" in hit.proclitics for hit in row if hit.entry.kind == "verb") and any(
        hit.entry.kind == "verb" and hit.form.tense == "present" for hit in row
    ):
        hit = next(hit for hit in row if hit.entry.kind == "verb")
        return hit, "threatened", "clause", hit.first
    return None


_PAUSES = frozenset("،,؛;:.-–•*")


def _at_start(sentence: Sentence, i: int) -> bool:
    """Whether a word opens the sentence or stands behind a pause."""
    tokens = sentence.tokens
    return (
        i == 0
        or tokens[i - 1].plain in _PAUSES
        or all(token.kind == "mark" or token.plain in ("و", "ف") for token in tokens[:i])
    )


def _needed(sentence: Sentence, hits: Hits, first: int, words: Sequence[str]) -> int:
    """Where one of the words that a cue needs stands behind it, -1 for nowhere."""
    tense = next((word for word in words if word.startswith("+")), "")
    wanted = {plain(word) for word in words}
    for k in range(first, min(first + _WINDOW, len(hits))):
        if sentence.tokens[k].plain in wanted:
            return k
        if tense == "+date" and any(hit.entry.kind in ("month", "day") for hit in hits[k]):
            return k if k < first + 3 else -1
        if tense in ("+past", "+verb") and is_finite(hits[k]):
            tenses = {hit.form.tense for hit in hits[k] if hit.form.pos == "verb"}
            return k if tense == "+verb" or tenses == {"past"} else -1
    return -1


def _mention(
    sentence: Sentence, hits: Hits, clauses: Sequence[Clause], hit: Hit, sense: str, scope: str, start: int
) -> CueMention:
    reach = _range(sentence, clauses, hit, scope, start)
    if sense in _NOT_DONE and scope in ("rest", "clause"):
        reach = reach[0], _turn(sentence, hits, sense, max(hit.last, reach[0]), reach[1])
    if scope == "phrase":
        reach = hit.first, _end_of_phrase(sentence, hits, hit.last)
    return CueMention(
        sentence.index,
        hit.first,
        hit.last,
        sentence.span(hit.first, hit.last),
        hit.entry.at,
        sense,
        reach,
        scope,
    )


def _turn(sentence: Sentence, hits: Hits, sense: str, first: int, last: int) -> int:
    """Where a sentence passes from what is meant to what was done: وعدت بتعزيزات غداة هجوم; هدد بالقصف، وقتل ثلاثة."""
    tokens = sentence.tokens
    for j in range(first + 1, last):
        word = tokens[j].plain
        if word in _UPON or (sense in _NOT_YET and (word in _AFTER or word in _MEANWHILE)):
            return j
        if word in _AFTER and j + 1 < last and (tokens[j + 1].plain == "ان" or _is_death(hits[j + 1])):
            return j  # دعا إلى هجمات بعد مقتل القائد
        if word in _AND_THAT and j + 1 < last and not is_finite(hits[j + 1]):
            return j
        is_joined = tokens[j - 1].plain in _PAUSES or word.startswith(("و", "ف"))
        if is_joined and is_finite(hits[j]):
            if {hit.form.tense for hit in hits[j] if hit.form.pos == "verb"} == {"past"}:
                return j
    return last


def _is_death(row: Sequence[Hit]) -> bool:
    return any(hit.entry.sense in _DEATHS and hit.form.pos != "verb" for hit in row)


def _end_of_phrase(sentence: Sentence, hits: Hits, first: int) -> int:
    """Up to the next pause or verb: what a claim is about in بزعم محاولته الطعن، أطلق الجنود."""
    for j in range(first, len(hits)):
        if sentence.tokens[j].plain in _PAUSES or is_finite(hits[j]):
            return j
    return len(hits)


def _range(sentence: Sentence, clauses: Sequence[Clause], hit: Hit, scope: str, start: int) -> tuple[int, int]:
    end = len(sentence.tokens)
    if scope == "words":
        return hit.first, hit.last
    if scope == "rest":
        return start, end
    if scope == "around":
        return _around(sentence, clauses, hit)
    if scope == "back":
        return 0, hit.first
    if scope == "clause":
        return start, next((c.last for c in _grown(clauses) if c.first <= start < c.last), end)
    return 0, end


def _around(sentence: Sentence, clauses: Sequence[Clause], hit: Hit) -> tuple[int, int]:
    """The clause the cue stands in; with the next one when it is but an opener before a comma (والعام الماضي، ...)."""
    grown = list(_grown(clauses))
    for k, clause in enumerate(grown):
        if clause.first <= hit.first < clause.last:
            is_opener = clause.last - hit.last <= 3 and sentence.tokens[clause.last - 1].plain in _PAUSES
            short = is_opener and hit.first - clause.first <= 1 and k + 1 < len(grown)
            return clause.first, grown[k + 1].last if short else clause.last
    return 0, len(sentence.tokens)


def _grown(clauses: Sequence[Clause]) -> Iterator[Clause]:
    """Clauses together with the relative and complement clauses that hang on them."""
    first, last, opener = -1, -1, ""
    for clause in clauses:
        if clause.opener in ("relative", "complement") and first >= 0:
            last = clause.last
            continue
        if first >= 0:
            yield Clause(first, last, opener)
        first, last, opener = clause
    if first >= 0:
        yield Clause(first, last, opener)
