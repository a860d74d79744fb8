"""Who says so: the name of the speaker, the words that say it, and the stretch of the sentence it covers.

Three ways of saying are read: a verb with its speaker (أفاد مصدر محلي بأن ...), an attribution without a verb of its
own (بحسب، وفقا ل، نقلا عن: cues of sense ``saying``), and a name before a colon. Verbs of saying are the rows of
verbs.csv with the senses of ``MANNERS``; the nouns that speak are the rows of sources.csv.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rasd.mentions.saying import COMPLEMENTISERS, MANNERS, NEGATIONS, Hits, relays
from rasd.mentions.speakers import Names
from rasd.model.mention import SourceMention
from rasd.model.text import Sentence
from rasd.model.value import replace
from rasd.model.word import Hit, tokens_with_any
from rasd.text.clauses import is_finite
from rasd.text.quotes import quotes_of

_ATTRIBUTES = frozenset(("saying", "own_words"))
_NO_VERBS = frozenset(("بين", "وبين", "تبين", "وتبين", "يتبين"))
"""The preposition between, never the verb it is spelt like; and "it turned out", which nobody says."""
_UNSAID = frozenset(("background", "suspected", "hypothetical", "running"))
"""Cues spelt like a verb of saying that nobody says: يذكر أن، يعتقد أن."""
_BEFORE_MASDAR = frozenset("في من علي عن الي بعد قبل عدم دون منذ مع خلال".split())
"""Behind these a word like ذكر is the verbal noun."""
_SAYING = frozenset(f"verb:{sense}" for sense in MANNERS)
_ATTRIBUTING = frozenset(f"cue:{sense}" for sense in _ATTRIBUTES)
_NOT_SAYING = frozenset(f"cue:{sense}" for sense in _UNSAID)


def sources_of(sentences: Sequence[Sentence], hits: Sequence[Hits]) -> list[list[SourceMention]]:
    """The sources of all sentences of a report, pick-up words carried back, quotations that run on given a speaker."""
    out: list[list[SourceMention]] = []
    carried: SourceMention | None = None
    quotes = quotes_of(sentences[0].raw) if sentences else ()
    speaking: list[tuple[int, SourceMention]] = []  # (where the quotation ends, who speaks it)
    for sentence, row in zip(sentences, hits, strict=True):
        found = find_sources(sentence, row, carried)
        for end, speaker in speaking:
            last = sum(1 for token in sentence.tokens if token.start < end)
            if last and not any(mention.scope[0] == 0 for mention in found):
                found.insert(0, _spoken_on(speaker, sentence.index, last))
        out.append(found)
        told = [mention for mention in found if not mention.reaches_back and mention.manner != "accuse"]
        if told:
            carried = told[-1]
            speaking = [
                (quote.end, carried) for quote in quotes if quote.start < sentence.end < quote.end and quote.is_closed
            ]
        else:
            speaking = [pair for pair in speaking if pair[0] > sentence.end]
    return out


def _spoken_on(speaker: SourceMention, sentence: int, last: int) -> SourceMention:
    """The speaker of a quotation in a further sentence of it, up to token ``last``."""
    return replace(speaker, sentence=sentence, first=0, last=1, scope=(0, last), is_carried=True, saying=(0, 0))


def find_sources(sentence: Sentence, hits: Hits, carried: SourceMention | None = None) -> list[SourceMention]:
    """The sources named in one sentence, in its order; ``carried`` is the last source of the sentences before.

    Every mention's ``scope`` is the stretch of this sentence that is said by it.
    """
    verbs = [(i, hit) for i in tokens_with_any(hits, _SAYING) for hit in hits[i] if _is_saying_verb(hit)]
    cues = [hit for i in tokens_with_any(hits, _ATTRIBUTING) for hit in hits[i] if _attributes(hit)]
    tokens = sentence.tokens
    colon = 0
    if ":" in sentence.types:
        colon = next((i for i in range(1, min(len(tokens), 12)) if tokens[i].plain == ":"), 0)
    if not verbs and not cues and not colon:
        return []
    unsaid = set(tokens_with_any(hits, _NOT_SAYING))
    return _Reader(sentence, hits, carried).read(verbs, cues, unsaid, colon)


_HEADS_OF_A_BULLETIN = frozenset({"محافظه", "ريف", "مدينه", "منطقه", "ولايه"})


def _attributes(hit: Hit) -> bool:
    return hit.entry.kind == "cue" and hit.entry.sense in _ATTRIBUTES


def _is_saying_verb(hit: Hit) -> bool:
    kind, _, sense, _, fields = hit.entry
    return (
        kind == "verb"
        and hit.form.pos == "verb"
        and (sense in MANNERS or "=say" in fields.get("frame", ""))
        and hit.form.person in ("3", "")
        and not hit.enclitic
    )


class _Reader(Names):
    """One sentence while its sources are read."""

    __slots__ = ("is_cut",)

    def __init__(self, sentence: Sentence, hits: Hits, carried: SourceMention | None) -> None:
        super().__init__(sentence, hits, carried)
        self.is_cut = carried is not None and self._opens_anew()

    def read(self, verbs: list[tuple[int, Hit]], cues: list[Hit], unsaid: set[int], colon: int) -> list[SourceMention]:
        found: list[SourceMention] = []
        past = 0
        attributed = {cue.last + k for cue in cues for k in (0, 1)}
        attributed |= unsaid
        for i, hit in verbs:
            if i < past or i in attributed or self.tokens[i].plain in _NO_VERBS:
                continue
            mention = self._by_verb(i, hit)
            if mention is not None:
                found.append(mention)
                past = max(mention.saying[1], i + 1)
        for cue in cues:
            if any(mention.saying[0] <= cue.first < mention.saying[1] for mention in found):
                continue
            mention = self._by_cue(cue, found)
            if mention is not None:
                found.append(mention)
        if colon and not any(mention.saying[0] <= colon for mention in found):
            found.extend(self._by_colon(colon))
        found.sort(key=lambda mention: mention.saying)
        return self._bounded(found)

    def _by_verb(self, i: int, hit: Hit) -> SourceMention | None:
        if i and self.tokens[i - 1].plain in NEGATIONS:
            return None
        if any(h.form.pos == "masdar" for h in self.hits[i]) and self._word(i - 1) in _BEFORE_MASDAR:
            return None
        # نقل is said by an agency, done by an ambulance: such a verb needs a speaker that is known to speak
        is_sure = hit.entry.sense in MANNERS
        manner = MANNERS.get(hit.entry.sense, "say")
        first = self._past_dates(i + 1)
        if manner == "say" and any(token.plain.startswith("مسوولي") for token in self.tokens[i + 1 : i + 7]):
            manner = "claim"
        last = self._name_end(first, hit.entry.sense)
        if last > first and self._word(last) == "عن":
            # نقلت وكالة عن مصدر قوله: the claim is the second one's
            relayed = self._name_end(last + 1, hit.entry.sense)
            if relayed > last + 1 and self._source_at(last + 1, relayed) and self._complement(relayed):
                first, last = last + 1, relayed
        if last > first and self._is_spoken_to(first):
            return None
        speaks = self._source_at(first, last)
        frame = hit.entry.fields.get("frame", "")
        if "s:event" in frame and not any(h.entry.sense in ("statement", "report") for h in speaks):
            return None  # وردت القوات ب...: news comes in, nobody says it by coming in
        complement = self._complement(last if last > first else first, frame, near=last > first and not speaks)
        if any(entry.entry.sense == "vague" for entry in speaks):
            return None
        if last > first:
            if not speaks and not (is_sure and (complement or manner == "claim")):
                return None
            if manner == "claim" and not complement:
                complement = last
            end = complement or last
            for cue in (h for row in self.hits[last:end] for h in row if relays(h)):
                name_end = self._name_end(cue.last, "say")
                if name_end > cue.last:
                    first, last = cue.last, name_end
            if complement == 0 and self._follows_as(i):
                return self._mention(first, last, (i, end), (0, i), manner, hit)
            scope = (end, len(self.tokens))
            if self._points_back(first, last):
                return self._carry((i, end), scope, manner, hit)
            return self._mention(first, last, (i, end), scope, manner, hit)
        return self._bare(i, hit, manner, complement) if is_sure else None

    def _bare(self, i: int, hit: Hit, manner: str, complement: int) -> SourceMention | None:
        """The speaker stands before the verb, or in an earlier sentence."""
        if not complement:
            return None
        scope = (complement, len(self.tokens))
        start = self._clause_start(i)
        begin = self._past_dates(start)
        if begin < i:
            last = self._name_end(begin, "say")
            if last == i and (self._source_at(begin, last) or (start == 0 and hit.form.tense == "present")):
                return self._mention(begin, last, (begin, complement), scope, manner, hit)
            if last == i - 1 and self._word(last) == "قد" and self._source_at(begin, last):
                return self._mention(begin, last, (begin, complement), scope, manner, hit)
        if hit.form.voice == "passive" or (hit.entry.sense == "believe" and hit.form.tense == "present"):
            return None  # يُعتقد أن: nobody says it
        if self.is_cut:
            return None
        return self._carry((i, complement), scope, manner, hit)

    def _follows_as(self, i: int) -> bool:
        return i > 0 and self.tokens[i - 1].plain in ("كما", "ما", "حسبما", "بحسبما", "وفقما")

    def _by_cue(self, cue: Hit, found: list[SourceMention]) -> SourceMention | None:
        tokens, hits = self.tokens, self.hits
        if cue.entry.sense == "own_words":
            manner = "allege" if "زعم" in cue.entry.lemma else "say"
            return self._carry((cue.first, cue.last), (0, cue.first), manner, cue)
        first = cue.last
        if self._word(first) == "ما":
            first += 1
        manner = "say"
        has_verb = False
        if first < len(tokens):
            for hit in hits[first]:
                if _is_saying_verb(hit):
                    manner, has_verb = MANNERS.get(hit.entry.sense, "say"), True
        if has_verb:
            first = self._past_dates(first + 1)  # بحسب ما أفاد به اليوم ناطق
        if self._word(first) in ("ل", "عن"):
            first += 1
        last = self._name_end(first, "say")
        speaks = self._source_at(first, last)
        if last <= first or not (has_verb or speaks or (self._is_pause(cue.first - 1) and not hits[first])):
            return None
        begins = all(token.kind == "mark" or token.plain in ("و", "ف") for token in tokens[: cue.first])
        rest = [k for k in range(last, len(tokens)) if tokens[k].kind != "mark"]
        if begins and not any(is_finite(hits[k]) for k in rest) and len(rest) < 5:
            return self._mention(first, last, (cue.first, last), (0, 0), manner, cue, reaches_back=True)
        if begins:
            end = last
            while end < len(tokens) and (tokens[end].kind == "mark" or tokens[end].plain in COMPLEMENTISERS):
                end += 1
            return self._mention(first, last, (cue.first, end), (end, len(tokens)), manner, cue)
        start = 0
        if found:
            start = max(
                (k for k in range(cue.first) if tokens[k].plain in ("فيما", "بينما", "فيما", "وفيما")), default=0
            )
        return self._mention(first, last, (cue.first, last), (start, len(tokens)), manner, cue)

    def _by_colon(self, colon: int) -> Iterator[SourceMention]:
        if self.tokens[0].plain in _HEADS_OF_A_BULLETIN:
            return  # محافظة الرقة: ... stands over an item of a bulletin
        last = self._name_end(0, "say")
        speaks = self._source_at(0, last)
        if (
            last == colon
            and colon + 1 < len(self.tokens)
            and speaks
            and not any(token.plain == "-" for token in self.tokens[:colon])
        ):
            yield self._mention(0, last, (0, colon + 1), (colon + 1, len(self.tokens)), "say", speaks[0])

    def _opens_anew(self) -> bool:
        """من جهة أخرى، في سياق متصل: whoever spoke before does not speak on."""
        return any(
            hit.entry.kind == "cue" and hit.entry.sense == "separate" and hit.entry.fields["scope"] == "paragraph"
            for row in self.hits[:2]
            for hit in row
        )

    def _mention(
        self,
        first: int,
        last: int,
        saying: tuple[int, int],
        scope: tuple[int, int],
        manner: str,
        hit: Hit,
        *,
        reaches_back: bool = False,
    ) -> SourceMention:
        return SourceMention(
            self.sentence.index,
            first,
            last,
            self._name_span(first, last),
            hit.entry.at,
            scope,
            manner,
            saying=saying,
            reaches_back=reaches_back,
        )

    def _carry(self, saying: tuple[int, int], scope: tuple[int, int], manner: str, hit: Hit) -> SourceMention | None:
        if self.carried is None:
            return None
        return SourceMention(
            self.sentence.index,
            saying[0],
            saying[1],
            self.carried.span,
            hit.entry.at,
            scope,
            manner,
            is_carried=True,
            saying=saying,
        )

    def _opening_of(self, i: int) -> int:
        """Where the clause of a verb begins: before فيما, و, and the comma."""
        while i > 0 and (self.tokens[i - 1].plain in ("فيما", "بينما", "كما", "و", "حين") or self._is_pause(i - 1)):
            i -= 1
        return i

    def _bounded(self, found: list[SourceMention]) -> list[SourceMention]:
        """Each saying ends where the next one with a verb begins."""
        out = []
        for k, mention in enumerate(found):
            first, last = mention.scope
            for other in found[k + 1 :]:
                if other.scope[0] >= other.saying[1] > first and mention.scope[0] >= mention.saying[1]:
                    last = min(last, self._opening_of(other.saying[0]))
                    break
            out.append(mention if last == mention.scope[1] else replace(mention, scope=(first, max(first, last))))
        return out
