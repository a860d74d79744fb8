"""Words of saying, and what stands around the name of a speaker: that-clauses, quotation marks, dates, statements."""

from __future__ import annotations

from collections.abc import Sequence

from rasd.model.text import Sentence, Token
from rasd.model.word import Hit
from rasd.text.clauses import is_finite

MANNERS = {
    "say": "say",
    "believe": "say",
    "deny": "deny",
    "claim": "claim",
    "accuse": "accuse",
    "threaten": "threaten",
    "allege": "allege",
}
Hits = Sequence[Sequence[Hit]]

# Closed classes of the grammar: what opens a told clause, and what ends the name of a speaker.
COMPLEMENTISERS = frozenset(
    stem + pronoun
    for stem in ("ان", "بان", "فان")
    for pronoun in ("", "ه", "ها", "هم", "هما", "نا", "ني", "نه", "نهم", "هن")
)
STOPS = COMPLEMENTISERS | frozenset(
    [
        "علي",
        "عن",
        "الي",
        "حول",
        "بشان",
        "ضد",
        "مع",
        "بعد",
        "قبل",
        "منذ",
        "عقب",
        "اثر",
        "خلال",
        "اثناء",
        "عبر",
        "لدي",
        "عند",
        "حتي",
        "ثم",
        "لكن",
        "ولكن",
        "لم",
        "لن",
        "لا",
        "ما",
        "مما",
        "كما",
        "حيث",
        "اذ",
        "فيما",
        "بينما",
        "عندما",
        "كان",
        "كانت",
        "كانوا",
        "قد",
        "هو",
        "هي",
        "وهو",
        "وهي",
        "وهم",
        "هم",
        "الذي",
        "التي",
        "الذين",
        "اللذين",
        "اللتين",
        "وقد",
        "ولم",
        "ولا",
        "وما",
        "لان",
        "لانه",
        "انما",
        "بل",
        "وان",
        "وانه",
        "وانها",
        "ايضا",
        "كذلك",
        "ردا",
        "بحسب",
        "وفق",
        "وفقا",
        "حسب",
        "نقلا",
        "قوله",
        "قولها",
        "قولهم",
        "ذلك",
        "عما",
        "بما",
        "لما",
    ]
)
NEGATIONS = frozenset(["لم", "ولم", "لن", "ولن", "لا", "ولا", "دون"])
_PREPOSITIONS = {"عن": "o:عن", "الي": "o:إلى", "علي": "o:على"}
_PRONOUNS = (
    "به",
    "بها",
    "بهم",
    "له",
    "لها",
    "لهم",
    "فيه",
    "فيها",
    "عنه",
    "عنها",
    "منه",
    "منها",
    "عليه",
    "عليها",
    "اليه",
    "اليها",
)
_SMALL = frozenset(
    ("ايضا", "كذلك", "بدوره", "بدورها", "،", ",", "و", "وكان", "وكانت", "كان", "كانت", "فيما", "كما", *_PRONOUNS)
)
"""What may stand between a verb of saying and its speaker."""
QUOTES = frozenset('"«»“”„‹›')
OPENING = frozenset('"«“„‹')
_DATES = frozenset(("day", "month"))
_TIMES = frozenset(
    [
        "offset",
        "offset_night",
        "part",
        "overnight",
        "ago",
        "earlier",
        "later",
        "vague",
        "since",
        "eve",
        "equals",
        "third",
    ]
)
"""Senses of times.csv that cannot stand in a name (الأمين العام, القوات الموالية can)."""


class Words:
    """The words of one sentence, and what stands around the name of a speaker."""

    __slots__ = ("hits", "sentence", "tokens")

    def __init__(self, sentence: Sentence, hits: Hits) -> None:
        self.sentence = sentence
        self.tokens: Sequence[Token] = sentence.tokens
        self.hits = hits

    def _is_ali(self, i: int) -> bool:
        """The name علي, which folds to the preposition على: told apart by its last letter as written."""
        token = self.tokens[i]
        return token.plain == "علي" and self.sentence.raw[token.end - 1] == "ي"

    def _source_at(self, first: int, last: int) -> list[Hit]:
        return [hit for row in self.hits[first:last] for hit in row if hit.entry.kind == "source"]

    def _complement(self, i: int, frame: str = "", near: bool = False) -> int:
        """The index behind أن, a colon or an opening quotation mark; that of a told act; 0 when nothing is told.

        ``frame``: what the verb says it is followed by (عن، إلى، على).
        ``near``: only dates and "in a statement" may stand between (what is not known to speak might not).
        """
        tokens, hits = self.tokens, self.hits
        past = 0
        for k in range(i, min(len(tokens), i + 14)):
            if k < past:
                continue
            token = tokens[k]
            word = token.plain
            if word in OPENING and not self._opens_speech(k):
                past = self._closing(k) + 1  # a name in quotation marks
                continue
            relay = next((h for h in hits[k] if h.entry.kind == "cue" and h.entry.sense == "saying"), None)
            if relay is not None and not near:
                past = relay.last
                continue
            if word in COMPLEMENTISERS:
                return k + 1
            if word == ":" or (word in OPENING and k > i and self._opens_speech(k)):
                return k + 1
            if word in OPENING and k == i and self._opens_speech(k):
                return k + 1
            if token.kind == "mark" and word not in '،,()"«»“”-':
                return 0
            row = hits[k]
            preposition = _PREPOSITIONS.get(word)
            if preposition is not None:
                if k == i and preposition in frame:
                    return k + 1
                if near:
                    return 0
                continue
            if near and word in STOPS:
                return 0
            if not row:
                continue
            if any(names_an_act(hit) for hit in row) and not self._is_statement(k):
                return k
            if is_finite(row) and k > i:
                return 0
        return 0

    def _opens_speech(self, i: int) -> bool:
        """Whether a quotation mark at ``i`` opens speech rather than a name: long, or it begins with "that"."""
        if self.tokens[i].plain not in OPENING:
            return False
        return self._word(i + 1) in COMPLEMENTISERS or not self._closes_soon(i)

    def _closes_soon(self, i: int) -> bool:
        return self._closing(i) > i

    def _closing(self, i: int) -> int:
        """Where the quotation mark at ``i`` is closed within five words; ``i`` itself when it is not."""
        return next((k for k in range(i + 1, min(i + 7, len(self.tokens))) if self.tokens[k].plain in QUOTES), i)

    def _past_dates(self, i: int) -> int:
        """The index behind dates and small words (قال له أمس، ...)."""
        while i < len(self.tokens) and (self._is_date(i) or self.tokens[i].plain in _SMALL):
            if self.tokens[i].plain in "،," and not self._is_date(i + 1):
                break
            i += max((h.last - h.first for h in self.hits[i] if _dates(h)), default=1)
        return i

    def _is_date(self, i: int) -> bool:
        row = self.hits[i] if i < len(self.hits) else ()
        if not row:
            return False
        for hit in row:  # asked of every word of a name: a loop is half the price of any(...)
            if _dates(hit):
                return True
        # الشهر نفسه behind مطلع
        return i > 0 and any(h.entry.sense in ("unit", "which") for h in row) and self._is_date(i - 1)

    def _is_statement(self, i: int) -> bool:
        return i < len(self.hits) and any(
            (hit.entry.kind == "source" and hit.entry.sense in ("statement", "report")) or _dates(hit)
            for hit in self.hits[i]
        )

    def _sense_at(self, i: int) -> str:
        return next((hit.entry.sense for hit in self.hits[i] if hit.entry.kind == "source"), "")

    def _word(self, i: int) -> str:
        return self.tokens[i].plain if 0 <= i < len(self.tokens) else ""

    def _is_pause(self, i: int) -> bool:
        return self._word(i) in ("،", ",", "؛", ".", "-")

    def _clause_start(self, i: int) -> int:
        start = i
        while start > 0 and self.tokens[start - 1].plain not in ("،", ",", "؛", ":", "."):
            start -= 1
        return start


def _dates(hit: Hit) -> bool:
    kind = hit.entry.kind
    return not hit.enclitic and (kind in _DATES or (kind == "time" and hit.entry.sense in _TIMES))


def relays(hit: Hit) -> bool:
    return hit.entry.kind == "cue" and hit.entry.lemma == "نقلا عن"


_NO_ACT = frozenset(
    ("", "other", "none", "say", "deny", "claim", "accuse", "allege", "believe", "threaten", "demand", "hold", "be")
)
_TOLD_TOLLS = frozenset(("death", "injury", "dead", "injured", "losses", "harm", "blow"))


def names_an_act(hit: Hit, definite: bool = False) -> bool:
    """A word for something that happened, or for its victims: what a source tells, not who it is."""
    kind, sense = hit.entry.kind, hit.entry.sense
    if "ال" in hit.proclitics and not definite:
        return False
    if kind == "verb":
        return hit.form.pos == "masdar" and sense not in _NO_ACT
    return (kind == "noun" and sense not in _NO_ACT) or (kind == "toll" and sense in _TOLD_TOLLS)
