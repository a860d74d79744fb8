"""Who says so: the name of the speaker, the words that say it, and the stretch of the sentence it covers.

Three ways of saying are read: a verb with its speaker (أفاد مصدر محلي بأن ...), an attribution without a verb of its
own (بحسب، وفقا ل، نقلا عن: cues of sense ``saying``), and a name before a colon. Verbs of saying are the rows of
verbs.csv with the senses of ``MANNERS``; the nouns that speak are the rows of sources.csv.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rasd.model.mention import SourceMention
from rasd.model.text import Sentence, Span, Token
from rasd.model.value import replace
from rasd.model.word import Hit, tokens_with_any
from rasd.text.clauses import is_finite
from rasd.text.letters import plain
from rasd.text.quotes import quotes_of

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
_ATTRIBUTES = frozenset(("saying", "own_words"))

# Closed classes of the grammar: what opens a told clause, and what ends the name of a speaker.
COMPLEMENTISERS = frozenset(
    stem + pronoun
    for stem in ("ان", "بان", "فان")
    for pronoun in ("", "ه", "ها", "هم", "هما", "نا", "ني", "نه", "نهم", "هن")
)
_STOPS = COMPLEMENTISERS | frozenset(
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
_NEGATIONS = frozenset(["لم", "ولم", "لن", "ولن", "لا", "ولا", "دون"])
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
_NO_VERBS = frozenset(("بين", "وبين", "تبين", "وتبين", "يتبين"))
"""The preposition between, never the verb it is spelt like; and "it turned out", which nobody says."""
_UNSAID = frozenset(("background", "suspected", "hypothetical", "running"))
"""Cues spelt like a verb of saying that nobody says: يذكر أن، يعتقد أن."""
_BEFORE_MASDAR = frozenset("في من علي عن الي بعد قبل عدم دون منذ مع خلال".split())
"""Behind these a word like ذكر is the verbal noun."""
_QUOTES = frozenset('"«»“”„‹›')
_OPENING = frozenset('"«“„‹')
_BRACKETS = frozenset("()[]")
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
_TAKES_MORE = frozenset(("office", "monitor"))
"""Behind these the next noun is part of the name, whatever else it means: وزارة الدفاع، غرفة عمليات."""
_LONGEST_NAME = 16
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


class _Reader:
    """One sentence while its sources are read."""

    __slots__ = ("carried", "hits", "is_cut", "sentence", "tokens")

    def __init__(self, sentence: Sentence, hits: Hits, carried: SourceMention | None) -> None:
        self.sentence = sentence
        self.tokens: Sequence[Token] = sentence.tokens
        self.hits = hits
        self.carried = carried
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

    # --- a verb and its speaker

    def _by_verb(self, i: int, hit: Hit) -> SourceMention | None:
        if i and self.tokens[i - 1].plain in _NEGATIONS:
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
            for cue in (h for row in self.hits[last:end] for h in row if _relays(h)):
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

    # --- an attribution without a verb, a name before a colon

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
            first += 1
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

    # --- the name

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
                if word not in _QUOTES or (word in _OPENING and not in_quotes and not self._closes_soon(i)):
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
                (word in _STOPS and not self._is_ali(i))
                or self._is_date(i)
                or (token.kind == "number" and head != "outlet")
            ):
                break
            if word == "في" and self._is_statement(i + 1):
                break
            if word == "من" and self._word(i + 1) in ("جهته", "جهتها", "جانبه", "جانبها", "ان", "خلال", "بين", "جهه"):
                break
            if word == "ل" and self._word(i + 1) in _QUOTES:
                break
            if word == "في" and i == first:
                break
            if (i > first and self._is_object(i, sense)) or (not takes_next and self._ends_name(i, first)):
                break
            takes_next = False
            i += 1
        while i > first and (tokens[i - 1].plain in ("في", "من", "و", "ل") or tokens[i - 1].plain in _OPENING - {'"'}):
            i -= 1
        return i if any(token.kind != "mark" for token in tokens[first:i]) else first

    def _ends_name(self, i: int, first: int) -> bool:
        """Whether the word is what is told rather than who tells it: an act in the construct, a verb, "with" an act."""
        row = self.hits[i]
        if not row:
            return False
        if is_finite(row):
            return True
        is_act = any(_is_act(hit) for hit in row) and not (i == first + 1 and self._is_unit(first))
        if any("ب" in hit.proclitics for hit in row):
            word = self.tokens[i].plain
            return is_act or not word.startswith("بال")
        if any(hit.form.pos == "agent" and hit.entry.sense in MANNERS and "ال" not in hit.proclitics for hit in row):
            return i > first
        if any("ال" in hit.proclitics for hit in row):
            complement = self._word(i + 1)  # أعلنت القوات الروسية التصدي لهجوم، القبض على خمسة
            takes_one = complement == "على" or (complement.startswith("ل") and not complement.startswith("لل"))
            return i > first and takes_one and any(_is_act(hit, definite=True) for hit in row)
        if i == first:
            return any(hit.form.pos == "masdar" or _is_act(hit) for hit in row) and not any(
                hit.entry.sense in ("other", "agree", "answer", "back") for hit in row
            )
        return is_act

    def _is_object(self, i: int, sense: str) -> bool:
        """Whether a word behind the speaker is what a claim or an accusation is about rather than part of the name."""
        word = self.tokens[i].plain
        if word.startswith("مسوولي"):
            return True  # أعلن التنظيم مسؤوليته
        if sense == "claim":
            return any(_is_act(hit, definite=True) for hit in self.hits[i])
        if sense == "accuse":
            follows_on = self.tokens[i - 1].plain in ("في", "من", "باسم")
            return not follows_on and (not word.startswith(("ال", "في", "باسم")) or word.endswith("ين"))
        return False

    def _is_spoken_to(self, i: int) -> bool:
        """تابع لمؤسسة, قال للصحفيين: "to" is written on the word."""
        return any("ل" in hit.proclitics for hit in self.hits[i] if hit.entry.kind == "source")

    def _is_ali(self, i: int) -> bool:
        """The name علي, which folds to the preposition على: told apart by its last letter as written."""
        token = self.tokens[i]
        return token.plain == "علي" and self.sentence.raw[token.end - 1] == "ي"

    def _is_unit(self, i: int) -> bool:
        """كتائب الشهداء, سرايا القتال: what follows the head of a unit is its name."""
        return any(hit.entry.sense in ("head", "troops") for hit in self.hits[i])

    def _is_audience(self, hit: Hit, head: str) -> bool:
        """لوكالة كذا, للصحفيين: spoken to; but the spokesman of a ministry is spoken of as its own."""
        return hit.entry.sense in ("outlet", "media") or (hit.entry.sense == "person" and head != "person")

    def _source_at(self, first: int, last: int) -> list[Hit]:
        return [hit for row in self.hits[first:last] for hit in row if hit.entry.kind == "source"]

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

    # --- what stands around the name

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
            if word in _OPENING and not self._opens_speech(k):
                past = self._closing(k) + 1  # a name in quotation marks
                continue
            relay = next((h for h in hits[k] if h.entry.kind == "cue" and h.entry.sense == "saying"), None)
            if relay is not None and not near:
                past = relay.last
                continue
            if word in COMPLEMENTISERS:
                return k + 1
            if word == ":" or (word in _OPENING and k > i and self._opens_speech(k)):
                return k + 1
            if word in _OPENING and k == i and self._opens_speech(k):
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
            if near and word in _STOPS:
                return 0
            if not row:
                continue
            if any(_is_act(hit) for hit in row) and not self._is_statement(k):
                return k
            if is_finite(row) and k > i:
                return 0
        return 0

    def _opens_speech(self, i: int) -> bool:
        """Whether a quotation mark at ``i`` opens speech rather than a name: long, or it begins with "that"."""
        if self.tokens[i].plain not in _OPENING:
            return False
        return self._word(i + 1) in COMPLEMENTISERS or not self._closes_soon(i)

    def _closes_soon(self, i: int) -> bool:
        return self._closing(i) > i

    def _closing(self, i: int) -> int:
        """Where the quotation mark at ``i`` is closed within five words; ``i`` itself when it is not."""
        return next((k for k in range(i + 1, min(i + 7, len(self.tokens))) if self.tokens[k].plain in _QUOTES), i)

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


def _dates(hit: Hit) -> bool:
    kind = hit.entry.kind
    return not hit.enclitic and (kind in _DATES or (kind == "time" and hit.entry.sense in _TIMES))


def _relays(hit: Hit) -> bool:
    return hit.entry.kind == "cue" and hit.entry.lemma == "نقلا عن"


_NO_ACT = frozenset(
    ("", "other", "none", "say", "deny", "claim", "accuse", "allege", "believe", "threaten", "demand", "hold", "be")
)
_TOLD_TOLLS = frozenset(("death", "injury", "dead", "injured", "losses", "harm", "blow"))


def _is_act(hit: Hit, definite: bool = False) -> bool:
    """A word for something that happened, or for its victims: what a source tells, not who it is."""
    kind, sense = hit.entry.kind, hit.entry.sense
    if "ال" in hit.proclitics and not definite:
        return False
    if kind == "verb":
        return hit.form.pos == "masdar" and sense not in _NO_ACT
    return (kind == "noun" and sense not in _NO_ACT) or (kind == "toll" and sense in _TOLD_TOLLS)
