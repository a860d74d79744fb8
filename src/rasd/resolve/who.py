"""Who it is: one actor for each mention of a report, or none.

A partisan name ("the enemy"), a shared one ("the coalition") and a bare head ("the group") are read by what the outlet
means by them, by the country the report is about, by the year, and by who was named before. What stays open has no
name, and keeps its words.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from rasd.lexicon.actors import ActorIndex, ActorRow, Outlet, Stand, actor_index, bare_key
from rasd.lexicon.clitics import bare
from rasd.model.event import Actor
from rasd.model.mention import ActorMention
from rasd.model.value import dataclass, replace
from rasd.text.letters import plain

# Heads that the country of the report decides before an earlier mention does.
_BY_COUNTRY_FIRST = frozenset(("enemy", "aggressor", "regime", "legitimacy", "mobilisation", "resistance", "faction"))
# Heads of one organisation: the noun itself stands in the name pointed back at (التنظيم -> تنظيم الدولة).
_GROUP = frozenset(("group", "body", "qaida"))
_IRREGULARS = frozenset(("militia", "faction", "gunmen", "fighters", "rebels", "militants", "opposition", "resistance"))
_WIDER = {"air": "army", "navy": "army", "force": "army", "leader": "army", "fighters": "faction", "security": "police"}
_BRANCHES = ("(air force)", "(navy)", "(air defence)", "(ground forces)")
# Senses of nouns that a side is called by again.
_NAMING = frozenset(("force", "army", "police", "militia", "faction", "resistance", "opposition", "rebels"))
_MEN = frozenset(("member", "part", "leader", "organ", "fighters", "gunmen"))
# How far one country must be ahead of the next to be the report's.
_AHEAD = 1.3
# What a country must weigh to be what the report is about.
_ENOUGH = 2
# How many mentions back a head may point: more than any report has, so that a long bulletin stays cheap.
_REMEMBERED = 500


@dataclass(frozen=True, slots=True)
class _Context:
    """What a report is about and who tells it."""

    told: Outlet | None
    weights: Counter[str]
    day: str
    index: ActorIndex
    named: frozenset[str]
    """The sides that the report names without doubt anywhere."""
    near: dict[int, set[str]]
    """The countries whose sides a sentence names."""
    said: dict[str, tuple[list[str], frozenset[str]]]
    """What was read of the words of mentions, see ``_words_of``: each bare head asks for those of all before it."""


def resolve_actors(
    mentions_by_sentence: Iterable[Sequence[ActorMention]],
    *,
    outlet: str | None = None,
    published: date | None = None,
    countries: Mapping[str, float] | None = None,
    index: ActorIndex | None = None,
) -> list[ActorMention]:
    """The mentions of a report in order, each with its actor chosen; ``name`` None where nothing decides.

    ``countries`` weighs the countries of the report's places (ISO 3166-1 alpha-2), as far as they are known.
    """
    index = index or actor_index()
    mentions = [mention for sentence in mentions_by_sentence for mention in sentence]
    if not mentions:
        return []
    told = outlet_of(outlet, index)
    weights = _weights(mentions, countries or {}, told, index)
    day = published.isoformat() if published else ""
    context = _Context(told, weights, day, index, _named_once(mentions), _near(mentions, index), {})
    earlier: deque[tuple[ActorMention, ActorRow]] = deque(maxlen=_REMEMBERED)
    out = []
    for mention in mentions:
        chosen = _choice(mention, earlier, context)
        if chosen is not None:
            row = _of_no_branch(index.actors[chosen], index)
            mention = replace(mention, actor=_actor(row, mention), role=_role(mention))
            if mention.role != "parent" and row.kind not in ("civilians", "protesters"):
                earlier.append((mention, row))
        elif mention.actor.name is not None:
            mention = replace(mention, actor=replace(mention.actor, name=None, name_ar=None, actor_id=None))
        elif mention.role == "head" and mention.head in ("body", "qaida"):
            continue  # an authority or organisation that nobody named before is no side
        out.append(mention)
    return out


def _of_no_branch(row: ActorRow, index: ActorIndex) -> ActorRow:
    """The forces whose branch a row is: "Turkish aircraft" are Turkey's forces, no side of their own."""
    if row.name.endswith(_BRANCHES) and row.parent in index.actors:
        return index.actors[row.parent]
    return row


def outlet_of(outlet: str | None, index: ActorIndex) -> Outlet | None:
    """The outlet by its name or the domain of its address.

    >>> outlet_of("https://www.sana.sy/?p=1", actor_index()).camp
    'pro-Damascus'
    """
    if not outlet:
        return None
    name = outlet.strip().lower()
    if name in index.outlets:
        return index.outlets[name]
    host = name.partition("://")[2].partition("/")[0] or name.partition("/")[0]
    parts = host.split(".")
    return next((index.outlets[d] for i in range(len(parts)) if (d := ".".join(parts[i:])) in index.outlets), None)


def _weights(
    mentions: Sequence[ActorMention], countries: Mapping[str, float], told: Outlet | None, index: ActorIndex
) -> Counter[str]:
    """How much each country is what the report is about."""
    weights: Counter[str] = Counter()
    for country, weight in countries.items():
        weights[country] += weight  # type: ignore[assignment]
    for mention in mentions:
        if mention.country:
            weights[mention.country] += 1
        for actor_id in mention.candidates if len(mention.candidates) == 1 and mention.head != "shared" else ():
            row = index.actors[actor_id]
            # A coalition or a mission fights abroad: where it comes from says nothing of where the report is.
            if row.country and not mention.country and row.kind != "external/other forces":
                weights[row.country] += 1
    if told is not None and told.country:
        weights[told.country] += 0.5  # type: ignore[assignment]
    return weights


def _named_once(mentions: Sequence[ActorMention]) -> frozenset[str]:
    return frozenset(m.candidates[0] for m in mentions if len(m.candidates) == 1 and m.head != "shared")


def _near(mentions: Sequence[ActorMention], index: ActorIndex) -> dict[int, set[str]]:
    near: dict[int, set[str]] = {}
    for mention in mentions:
        of = [mention.country, *(index.actors[c].country for c in mention.candidates if len(mention.candidates) == 1)]
        near.setdefault(mention.sentence, set()).update(filter(None, of))
    return near


def _choice(
    mention: ActorMention,
    earlier: Sequence[tuple[ActorMention, ActorRow]],
    context: _Context,
) -> str | None:
    candidates = mention.candidates
    if candidates == ("protesters",):
        return _stand("protesters", context) or "protesters"
    if len(candidates) == 1:
        country = context.index.actors[candidates[0]].country
        # A name that others bear too is this side's only where the report is about its country.
        if mention.head == "shared" and country and context.weights and not context.weights[country]:
            return _by_its_noun(mention, context)
        return candidates[0]
    if candidates:
        return _among(candidates, earlier, context) or _by_its_noun(mention, context)
    if mention.role == "head":
        return _carried(mention, earlier, context)
    if mention.head in ("youths", "protesters", "tribes") and mention.role == "unnamed":
        return _stand(mention.head, context, mention.sentence)
    if mention.role == "unnamed" and context.told is not None and mention.head in ("militants", "faction", "gunmen"):
        return context.told.says.get(mention.head)
    return None


def _by_its_noun(mention: ActorMention, context: _Context) -> str | None:
    """A shared name that is a noun too is read as one: the border guards of the country the report is about."""
    word = context.index.words.get(" ".join(_own_words(mention, context.index)))
    return _stand(word.sense, context, mention.sentence) if word is not None else None


def _among(
    candidates: tuple[str, ...],
    earlier: Sequence[tuple[ActorMention, ActorRow]],
    context: _Context,
) -> str | None:
    """One of several sides of the same name: the year first, then the outlet, the text, and the country."""
    left = [c for c in candidates if _is_active(context.index.actors[c], context.day)] or list(candidates)
    if len({context.index.actors[c].country for c in left}) == 1:
        left = [c for c in left if not c.endswith("-state")] or left  # the ministry is its police before its state
    if len(left) == 1:
        return left[0]
    parents = [c for c in left if all(c == o or context.index.actors[o].parent == c for o in left)]
    if parents:
        return parents[0]
    if context.told is not None:
        said = [c for c in left if c in context.told.says.values()]
        if len(said) == 1:
            return said[0]
    named = [row.actor_id for _, row in earlier if row.actor_id in left]
    if named:
        return named[-1]
    later = [c for c in left if c in context.named]
    if len(later) == 1:
        return later[0]
    return _heaviest(left, context.weights, context.index) or _older(left, context.day, context.index)


def _older(left: Sequence[str], day: str, index: ActorIndex) -> str | None:
    """Without a day, of two sides that followed each other in one country: the only one with an end."""
    if day or len({index.actors[c].country for c in left}) != 1:
        return None
    ended = [c for c in left if index.actors[c].active_to]
    return ended[0] if len(ended) == 1 else None


def _heaviest(ids: Sequence[str], weights: Counter[str], index: ActorIndex) -> str | None:
    ranked = sorted(((weights[index.actors[c].country], c) for c in ids), reverse=True)
    everywhere = [c for c in ids if not index.actors[c].country]
    if ranked[0][0] <= 0 and len(everywhere) == 1:
        return everywhere[0]
    if ranked[0][0] <= 0 or (len(ranked) > 1 and ranked[0][0] < ranked[1][0] * _AHEAD):
        return None
    return ranked[0][1]


def _is_active(row: ActorRow, day: str) -> bool:
    if not day:
        return True
    year = day[:4]
    # A year as the end means its last days: the Syrian army of before is there until December 2024.
    return (not row.active_to or year <= row.active_to[:4]) and (not row.active_from or row.active_from[:4] <= year)


def _carried(
    mention: ActorMention,
    earlier: Sequence[tuple[ActorMention, ActorRow]],
    context: _Context,
) -> str | None:
    """Whom a bare head points back at."""
    head = mention.head
    if context.told is not None and head in context.told.says and _is_at_home(context.told.says[head], head, context):
        return context.told.says[head]
    by_country = _stand(head, context, mention.sentence)
    if by_country and head in _BY_COUNTRY_FIRST:
        return by_country
    if (
        by_country
        and head == "army"
        and context.told is not None
        and context.index.actors[by_country].country == context.told.country
    ):
        return by_country  # a paper's own army needs no adjective
    nouns = _group_nouns(mention, context.index) if head in _GROUP else frozenset()
    if head not in _GROUP and not _is_owned(mention, context.index):
        same = _called_so(mention, earlier, context)
        if same is not None:
            return same
        if by_country and head in _IRREGULARS:
            return by_country
    for before, row in reversed(earlier):
        if before.role == "parent" or not _fits(head, nouns, row):
            continue
        return row.actor_id
    return (
        by_country
        if head not in _GROUP or (by_country and _fits(head, nouns, context.index.actors[by_country]))
        else None
    )


def _is_at_home(actor_id: str, head: str, context: _Context) -> bool:
    """Whether an outlet's own word can mean its own foe here: "the enemy" of a foreign war is somebody else's."""
    country = context.index.actors[actor_id].country
    if not country or context.weights[country] or not context.weights or context.told is None:
        return True
    foremost = max(context.weights, key=lambda c: context.weights[c])
    if context.weights[foremost] < _ENOUGH or foremost == context.told.country:
        return True
    return any(stand.actor_id == actor_id for stand in context.index.stands.get((foremost, head), ()))


def _called_so(
    mention: ActorMention, earlier: Sequence[tuple[ActorMention, ActorRow]], context: _Context
) -> str | None:
    """The side last called by the same words: الوحدات are وحدات حماية الشعب, وزارة الدفاع that of who announced."""
    said, nouns = _words_of(mention, context)
    noun = nouns if len(said) == 1 else frozenset()
    for before, row in reversed(earlier):
        if before.role == "parent" or not (mention.head == "force" or _fits(mention.head, frozenset(), row)):
            continue
        their_words, their_nouns = _words_of(before, context)
        if noun & their_nouns or (len(said) > 1 and their_words[: len(said)] == said):
            return row.actor_id
    return None


def _words_of(mention: ActorMention, context: _Context) -> tuple[list[str], frozenset[str]]:
    """The mention's own words, and the rows of its nouns for forces and groups; read once a report."""
    text = mention.span.text
    known = context.said.get(text)
    if known is None:
        known = context.said[text] = _own_words(mention, context.index), _nouns(mention, context.index)
    return known


def _own_words(mention: ActorMention, index: ActorIndex) -> list[str]:
    """The words of a mention without those for its members: الوحدات in عنصران من الوحدات."""
    words = bare_key(mention.span.text).split()
    return [w for w in words if w != "من" and not any(r.word and r.word.sense in _MEN for r in index.read(w))]


def _is_owned(mention: ActorMention, index: ActorIndex) -> bool:
    """قواتها، مقاتليه: a pronoun says whose, so it is the side told of last."""
    words = mention.span.text.split()
    return any(reading.pronoun for reading in index.read(plain(words[-1])))


def _nouns(mention: ActorMention, index: ActorIndex) -> frozenset[str]:
    """The rows of the nouns for forces and groups in a mention, whatever their number."""
    readings = (r for word in mention.span.text.split() for r in index.read(plain(word)))
    return frozenset(r.word.at for r in readings if r.word is not None and r.word.sense in _NAMING)


def _group_nouns(mention: ActorMention, index: ActorIndex) -> frozenset[str]:
    """The nouns for an organisation among the words: {"حزب"} in عناصر تابعة للحزب."""
    readings = [reading for word in mention.span.text.split() for reading in index.read(plain(word))]
    return frozenset(r.key for r in readings if r.word is not None and r.word.sense in _GROUP)


def _fits(head: str, nouns: frozenset[str], row: ActorRow) -> bool:
    """Whether a bare head can point back at an actor named before."""
    if head in _GROUP:
        return not nouns.isdisjoint(bare(plain(word)) for word in row.name_ar.split())
    if head == "aircraft":
        return row.kind == "state forces" or "oalition" in row.name
    if head in ("army", "air", "navy"):
        return row.kind == "state forces" and "-pol" not in row.actor_id and not row.actor_id.endswith("-state")
    if head in ("police", "security"):
        return row.kind == "state forces" and "pol" in row.actor_id.split("-")
    if head == "coalition":
        return "oalition" in row.name
    if head in ("member", "leader"):
        return row.kind in ("rebel group", "political militia", "state forces")
    if head == "force":
        return row.kind in ("state forces", "external/other forces") or "قوات" in row.name_ar
    if head in _IRREGULARS:
        return row.kind in ("rebel group", "political militia", "identity militia")
    return False


def _stand(head: str, context: _Context, sentence: int = -1) -> str | None:
    """Who the bare head is in the country of the report."""
    found: dict[str, str] = {}
    for country in context.weights:
        for sense in (head, _WIDER.get(head, "")):
            rows = [
                stand
                for stand in context.index.stands.get((country, sense), ())
                if (
                    stand.bare == "yes"
                    or (context.told is not None and context.told.camp and context.told.camp in stand.bare.split("|"))
                )
                and _is_standing(stand, context.day)
            ]
            if rows and country not in found:
                found[country] = rows[0].actor_id
    if not found:
        return None
    foremost = max(context.weights.values())
    if foremost >= 1 and max(context.weights[country] for country in found) * _AHEAD < foremost:
        return None  # the police of a country whose forces no table has, not those of the outlet's
    if len(set(found.values())) == 1:
        return next(iter(found.values()))
    ranked = sorted(((context.weights[country], country) for country in found), reverse=True)
    if ranked[0][0] < ranked[1][0] * _AHEAD and found[ranked[0][1]] != found[ranked[1][1]]:
        beside = {found[country] for country in context.near.get(sentence, ()) if country in found}
        return (
            beside.pop() if len(beside) == 1 else None
        )  # whose side the sentence names, when two countries are told of
    return found[ranked[0][1]]


def _is_standing(stand: Stand, day: str) -> bool:
    return not day or ((not stand.since or stand.since <= day) and (not stand.until or day <= stand.until))


def _actor(row: ActorRow, mention: ActorMention) -> Actor:
    return Actor(row.name, row.name_ar, row.actor_id, row.kind, mention.actor.evidence)


def _role(mention: ActorMention) -> str:
    return "named" if mention.role == "head" else mention.role
