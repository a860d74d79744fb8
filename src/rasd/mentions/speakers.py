"""Where the name of a speaker begins and ends, and which names stand for one named before."""

from __future__ import annotations

from rasd.mentions.saying import MANNERS, OPENING, QUOTES, STOPS, Hits, Words, names_an_act
from rasd.model.mention import SourceMention
from rasd.model.text import Sentence, Span
from rasd.model.word import Hit
from rasd.text.clauses import is_finite
from rasd.text.letters import plain

_BRACKETS = frozenset("()[]")
_TAKES_MORE = frozenset(("office", "monitor"))
"""Behind these the next noun is part of the name, whatever else it means: وزارة الدفاع، غرفة عمليات."""
_LONGEST_NAME = 16


class Names(Words):
    """Names of speakers: where they begin and end, and which stand for one named before."""

    __slots__ = ("carried",)

    def __init__(self, sentence: Sentence, hits: Hits, carried: SourceMention | None) -> None:
        super().__init__(sentence, hits)
        self.carried = carried

    def _name_end(self, first: int, sense: str) -> int:
        """Where the noun phrase of the speaker that begins at ``first`` ends; ``first`` itself when none begins."""
        tokens, hits = self.tokens, self.hits
        i, limit = first, min(len(tokens), first + _LONGEST_NAME)
        if i >= limit or self._opens_speech(i):
            return first
        head = ""
        takes_next = False
        in_quotes = False
        while i < limit:
            token, row = tokens[i], hits[i]
            word = token.plain
            if token.kind == "mark":
                if word in _BRACKETS and i > first:
                    i += 1
                    continue
                if word not in QUOTES or (word in OPENING and not in_quotes and not self._closes_soon(i)):
                    break
                in_quotes = not in_quotes
                i += 1
                continue
            if in_quotes:
                i += 1
                continue
            phrase = next((h for h in row if h.entry.kind == "source"), None) if row else None
            if phrase is not None and "ب" not in phrase.proclitics:
                if "ل" in phrase.proclitics and i > first and self._is_audience(phrase, head):
                    break
                head = head or phrase.entry.sense
                takes_next = phrase.entry.sense in _TAKES_MORE and self._word(i + 1).startswith("ال")
                if phrase.last - phrase.first > 1:
                    i, takes_next = phrase.last, False
                else:
                    i += 1
                continue
            if (
                (word in STOPS and not self._is_ali(i))
                or self._is_date(i)
                or (token.kind == "number" and head != "outlet")
            ):
                break
            if word == "في" and self._is_statement(i + 1):
                break
            if word == "من" and self._word(i + 1) in ("جهته", "جهتها", "جانبه", "جانبها", "ان", "خلال", "بين", "جهه"):
                break
            if word == "ل" and self._word(i + 1) in QUOTES:
                break
            if word == "في" and i == first:
                break
            if (i > first and self._is_object(i, sense)) or (not takes_next and self._ends_name(i, first)):
                break
            takes_next = False
            i += 1
        while i > first and (tokens[i - 1].plain in ("في", "من", "و", "ل") or tokens[i - 1].plain in OPENING - {'"'}):
            i -= 1
        return i if any(token.kind != "mark" for token in tokens[first:i]) else first

    def _ends_name(self, i: int, first: int) -> bool:
        """Whether the word is what is told rather than who tells it: an act in the construct, a verb, "with" an act."""
        row = self.hits[i]
        if not row:
            return False
        if is_finite(row):
            return True
        is_act = any(names_an_act(hit) for hit in row) and not (i == first + 1 and self._is_unit(first))
        if any("ب" in hit.proclitics for hit in row):
            word = self.tokens[i].plain
            return is_act or not word.startswith("بال")
        if any(hit.form.pos == "agent" and hit.entry.sense in MANNERS and "ال" not in hit.proclitics for hit in row):
            return i > first
        if any("ال" in hit.proclitics for hit in row):
            complement = self._word(i + 1)  # أعلنت القوات الروسية التصدي لهجوم، القبض على خمسة
            takes_one = complement == "على" or (complement.startswith("ل") and not complement.startswith("لل"))
            return i > first and takes_one and any(names_an_act(hit, definite=True) for hit in row)
        if i == first:
            return any(hit.form.pos == "masdar" or names_an_act(hit) for hit in row) and not any(
                hit.entry.sense in ("other", "agree", "answer", "back") for hit in row
            )
        return is_act

    def _is_object(self, i: int, sense: str) -> bool:
        """Whether a word behind the speaker is what a claim or an accusation is about rather than part of the name."""
        word = self.tokens[i].plain
        if word.startswith("مسوولي"):
            return True  # أعلن التنظيم مسؤوليته
        if sense == "claim":
            return any(names_an_act(hit, definite=True) for hit in self.hits[i])
        if sense == "accuse":
            follows_on = self.tokens[i - 1].plain in ("في", "من", "باسم")
            return not follows_on and (not word.startswith(("ال", "في", "باسم")) or word.endswith("ين"))
        return False

    def _is_spoken_to(self, i: int) -> bool:
        """تابع لمؤسسة, قال للصحفيين: "to" is written on the word."""
        return any("ل" in hit.proclitics for hit in self.hits[i] if hit.entry.kind == "source")

    def _is_unit(self, i: int) -> bool:
        """كتائب الشهداء, سرايا القتال: what follows the head of a unit is its name."""
        return any(hit.entry.sense in ("head", "troops") for hit in self.hits[i])

    def _is_audience(self, hit: Hit, head: str) -> bool:
        """لوكالة كذا, للصحفيين: spoken to; but the spokesman of a ministry is spoken of as its own."""
        return hit.entry.sense in ("outlet", "media") or (hit.entry.sense == "person" and head != "person")

    def _points_back(self, first: int, last: int) -> bool:
        """المصدر, المصادر ذاتها, الناطق: a definite head alone that stands for a speaker named before."""
        if self.carried is None or not self.tokens[first].plain.startswith("ال"):
            return False
        if any(self._sense_at(i) != "refers" for i in range(first + 1, last)):
            return False
        sense = self._sense_at(first)
        if sense in ("source", "person", "statement") or (last > first + 1 and sense):
            return True
        stem = self.tokens[first].plain[2:6]
        return bool(sense) and any(stem in word for word in self._carried_words())

    def _carried_words(self) -> list[str]:
        return [plain(word) for word in self.carried.span.text.split()] if self.carried else []

    def _name_span(self, first: int, last: int) -> Span:
        """The span without the preposition that is written on the first word (وفقا لشبكة, بمصدر)."""
        span = self.sentence.span(first, last)
        proclitics = next((h.proclitics for h in self.hits[first] if h.entry.kind == "source"), ())
        letters = "".join(p for p in proclitics if p != "ال")
        if span.text.startswith("لل"):
            return Span(span.start + 2, span.end, span.text[2:])  # للضابط: the article is lost in the letters
        if letters and span.text.startswith(letters):
            return Span(span.start + len(letters), span.end, span.text[len(letters) :])
        return span
