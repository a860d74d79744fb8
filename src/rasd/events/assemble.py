"""The events of one report, from its marked sentences: frames, roles, cells, one list, then the record."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date

from rasd.events.announced import announcer
from rasd.events.answers import answers
from rasd.events.asides import without_asides
from rasd.events.carry import carried
from rasd.events.circumstances import with_circumstances
from rasd.events.civilians import HIT_CIVILIANS, civilians_hit, crowd_of
from rasd.events.days import with_days
from rasd.events.draft import BEFORE_NOW, Draft
from rasd.events.facts import MILITARY_KINDS
from rasd.events.frames import Frame, frames_of
from rasd.events.kinds import event_type_of, sub_event
from rasd.events.layout import is_bulletin, repeats_of, titles_of
from rasd.events.mishaps import without_mishaps
from rasd.events.named import is_only_named
from rasd.events.needs import has_what_it_needs, is_told_well, kept
from rasd.events.overlaps import scenes, without_overlaps
from rasd.events.reasons import reasons, with_status_words
from rasd.events.recall import with_background
from rasd.events.replies import is_answered, reply_of
from rasd.events.roles import roles_of
from rasd.events.sides import crowd_first
from rasd.events.status import cue, is_silenced, source_of, status_of
from rasd.events.sums import without_sums
from rasd.events.tolls import total
from rasd.events.weapons import weapon_of
from rasd.events.whole import whole
from rasd.events.within import Act, Words, acts_of, finest
from rasd.events.wording import CASUALTY
from rasd.lexicon.actors import actor_index
from rasd.lexicon.problems import problem
from rasd.model.event import Actor, Attribution, Count, Event, Kind, Problem, Why
from rasd.model.marked import Marked
from rasd.model.mention import ActorMention, PlaceMention
from rasd.model.text import Report
from rasd.model.value import replace

BLOODLESS = frozenset(
    {"Arrests", "Agreement", "Change to group/activity", "Headquarters or base established", "Peaceful protest"}
)
OTHERS = frozenset({"اخري", "اخر", "اخرين", "ثان", "ثانيه", "ثانيا"})
# What went before the taking of ground, in a clause of "after".
LOST_GROUND = frozenset({"clash", "confrontation", "withdraw", "attack"})


def events_of(report: Report, sentences: Sequence[Marked]) -> list[Event]:
    """The events of a report, in the order in which it first tells them."""
    sentences = [without_overlaps(marked) for marked in sentences]
    drafts = kept(carried(_drafts(sentences), sentences))
    acts = acts_of(drafts, Words(sentences))
    acts = [act for act in acts if _is_worth(act, report.published)]
    acts = without_mishaps(acts, sentences)
    acts.sort(key=lambda act: min((d.sentence, d.frame.main.first) for d in act.drafts))
    acts = without_asides(without_sums(acts, sentences), sentences)
    acts = with_status_words(with_background(acts, sentences, report.published))
    acts = with_days(acts, sentences, report.published)
    events = [_event(report, act) for act in acts]
    return answers(acts, events, sentences)


def _drafts(sentences: Sequence[Marked]) -> list[Draft]:
    drafts: list[Draft] = []
    repeats, of_items = repeats_of(sentences), is_bulletin(sentences)
    titles = titles_of(sentences, repeats)
    for marked in sentences:
        if marked.sentence.index in repeats:
            continue
        frames = frames_of(marked)
        after = 0
        for frame in frames:
            if not is_silenced(marked, frame):
                draft = _draft(marked, frame, frames, after)
                if is_answered(marked, frame, frames):
                    if not _is_told_there(draft):
                        after = frame.triggers[-1].last
                        continue
                    draft = replace(draft, status="background" if draft.status == "reported" else draft.status)
                is_title = marked.sentence.index in titles and not of_items
                if drafts:
                    drafts[-1] = _taken_from(drafts[-1], draft)
                drafts.append(replace(draft, is_title=is_title, separate=draft.separate or of_items))
            after = frame.triggers[-1].last
    return drafts


def _other_party(marked: Marked, frame: Frame, doer: tuple[ActorMention, ...]) -> tuple[ActorMention, ...]:
    """توصلت الحكومة والفصيل إلى اتفاق، توصل الفصيل إلى اتفاق مع الحكومة: with whom an agreement was reached."""
    if frame.main.sense != "agree":
        return ()
    last = doer[-1].last
    named = (a for a in marked.actors if a.actor.name and a.role != "parent")
    behind = (a for a in named if a.first >= last and a.actor.name != doer[0].actor.name)
    return tuple(a for a in behind if a.preposition == "مع" or (a.preposition == "و" and a.first == last))[:1]


def _taken_from(taking: Draft, draft: Draft) -> Draft:
    """سيطر س على البلدة بعد معارك مع ص، بعد انسحاب ص منها: from whom the ground was taken."""
    main = draft.frame.main
    if taking.frame.main.sense != "take" or taking.actor2 or taking.sentence != draft.sentence:
        return taking
    if main.pos == "verb" or main.preposition not in BEFORE_NOW or main.sense not in LOST_GROUND:
        return taking
    others = tuple(a for a in (*draft.actor1, *draft.actor2) if a.actor.kind in MILITARY_KINDS)
    mine = {a.actor.name for a in taking.actor1}
    return replace(taking, actor2=tuple(a for a in others if a.actor.name not in mine)[:1])


def _is_told_there(draft: Draft) -> bool:
    """An act named as answered tells something of its own: who did it to whom, or where (ردا على هجوم X على Y)."""
    main = draft.frame.main
    sides = {a.actor.name for a in (*draft.actor1, *draft.unnamed)}, {a.actor.name for a in draft.actor2}
    if all(sides) and not sides[0] & sides[1] and not (main.is_definite and main.number == "p"):
        return True
    return bool(draft.places and not draft.place_is_carried) and bool(draft.actor1 or draft.actor2 or draft.tolls)


def _is_another(marked: Marked, frame: Frame) -> bool:
    """هجوم آخر، غارة جوية أخرى."""
    behind = marked.sentence.tokens[frame.main.last : frame.main.last + 2]
    return frame.main.pos != "verb" and not frame.main.is_definite and any(t.plain in OTHERS for t in behind)


def _names_others(marked: Marked, frame: Frame) -> bool:
    """مواقع أخرى: what is hit is set apart from what was hit before."""
    tokens = marked.sentence.tokens
    return any(
        frame.main.last <= t.first < frame.last and t.last < len(tokens) and tokens[t.last].plain in OTHERS
        for t in marked.targets
    )


def _is_among_the_dead(marked: Marked, actor: ActorMention) -> bool:
    """مقتل عنصرين من أفرادها في هجوم: those men did nothing."""
    return any(t.side is not None and t.side[0] <= actor.first < t.side[1] for t in marked.tolls)


def _draft(marked: Marked, frame: Frame, frames: Sequence[Frame], after: int) -> Draft:
    doer, hit, rule = roles_of(marked, frame, after)
    doer = tuple(a for a in doer if a.actor.name is not None or not _is_among_the_dead(marked, a))
    if not doer and (found := announcer(marked, frame)):
        doer, rule = found, "announces an act of their own"
        hit = tuple(a for a in hit if a not in doer) or _other_party(marked, frame, doer)
    status, status_cue = status_of(marked, frame)
    draft = Draft(
        sentence=marked.sentence.index,
        frame=frame,
        senses=frozenset(t.sense for t in frame.triggers),
        actor1=tuple(a for a in doer if a.actor.name is not None),
        unnamed=tuple(a for a in doer if a.actor.name is None),
        actor2=tuple(a for a in hit if a.actor.name is not None),
        status=status,
        status_cue=status_cue,
        source=source_of(marked, frame),
        separate=cue(marked, frame, "separate") is not None,
        telling=len({s.scope[0] for s in marked.sources if not s.is_carried and s.scope[0] <= frame.main.first}),
        another=_is_another(marked, frame),
        also=cue(marked, frame, "also") is not None or _names_others(marked, frame),
        response=reply_of(marked, frame, frames),
        is_named=is_only_named(marked, frame),
        why=(Why("actor1", rule, doer[0].at),) if doer else (),
    )
    return with_circumstances(marked, draft, frames)


def _is_worth(act: Act, published: date | None) -> bool:
    """True when the drafts together bring what the leading trigger needs."""
    together = whole(act)
    if not (any(has_what_it_needs(d) for d in act.drafts) or has_what_it_needs(together)):
        return False
    return is_told_well(act.drafts, together, published)


def _first(values: Iterable[object]) -> object | None:
    return next((v for v in values if v), None)


def _event(report: Report, act: Act) -> Event:
    lead = whole(act)
    kind, rule = sub_event(lead)
    doer, hit = crowd_first(lead.actor1, lead.actor2, kind or "Other")
    lead = replace(lead, actor1=doer, actor2=hit)
    trigger = _telling(act, kind).frame.main.span
    event_id = hashlib.sha256(f"{report.report_id}|{trigger.start}|{trigger.end}|{kind}".encode()).hexdigest()[:16]
    places = _scenes(lead)
    tolls, sides = (lead.tolls, lead.sides) if _may_kill(lead, kind) else ((), ())
    killed, wounded = total(tolls, sides, "killed"), total(tolls, sides, "wounded")
    weapon = weapon_of(lead, kind or "Other", act.drafts)
    problems = list(_problems(lead, places))
    event = Event(
        event_id=event_id,
        report_id=report.report_id,
        event_type=event_type_of(kind or "Other"),
        sub_event_type=kind or "Other",
        trigger=trigger,
        actor1=_actor(lead.actor1) or crowd_of(lead, kind or "Other"),
        actor2=_side_hit(lead, kind),
        target=Kind(lead.target.kind, (lead.target.span,)) if lead.target else None,
        weapon=weapon,
        count=Count(lead.count.value, (lead.count.span,)) if lead.count else None,
        places=tuple(p.place for p in places),
        date=lead.date.date if lead.date else None,
        killed=killed,
        wounded=wounded,
        status=lead.status,
        status_evidence=tuple(m.span for m in (lead.status_cue, *lead.status_words) if m is not None),
        attribution=Attribution(lead.source.span.text, (lead.source.span,)) if lead.source else None,
        problems=tuple(problems),
    )
    return replace(event, why=reasons(event, lead, rule))


def _may_kill(lead: Draft, kind: str) -> bool:
    """Arrests, moves and truces have no dead of their own, unless their own words tell of some."""
    return kind not in BLOODLESS or bool(lead.senses & CASUALTY)


def _telling(act: Act, kind: str) -> Draft:
    """The draft whose words name the act as what it is: the leading one, or the first that tells of its type."""
    if act.lead.frame.main.sense == "attack":
        return act.lead  # a strike may be called so
    in_order = (act.lead, *sorted(act.drafts, key=lambda d: (d.is_title, d.sentence)))
    return next((d for d in in_order if sub_event(d)[0] == kind), act.lead)


def _scenes(draft: Draft) -> tuple[PlaceMention, ...]:
    """The scenes, no place twice; the areas where no scene is named."""
    out: list[PlaceMention] = []
    for place in finest(scenes(draft.places)):
        if not any(p.place.name_ar == place.place.name_ar for p in out):
            out.append(place)
    return tuple(out)


def _actor(mentions: tuple[ActorMention, ...]) -> Actor | None:
    """One actor cell; joint actors are named together."""
    if not mentions:
        return None
    first = mentions[0].actor
    if len(mentions) == 1:
        return first
    names = list(dict.fromkeys(m.actor.name for m in mentions if m.actor.name))
    names_ar = list(dict.fromkeys(m.actor.name_ar for m in mentions if m.actor.name_ar))
    evidence = tuple(span for m in mentions for span in m.actor.evidence)
    return Actor(" and ".join(names) or None, " و".join(names_ar) or None, first.actor_id, first.kind, evidence)


def _side_hit(draft: Draft, kind: str) -> Actor | None:
    """The side that was hit; civilians only where the type can have them."""
    armed = tuple(a for a in draft.actor2 if a.actor.kind != "civilians")
    if kind in HIT_CIVILIANS or len(armed) == len(draft.actor2):
        return _actor(draft.actor2) or civilians_hit(draft, kind)
    return _actor(armed)


def _problems(draft: Draft, places: Sequence[PlaceMention]) -> Iterable[Problem]:
    if draft.date is not None:
        yield from draft.date.problems
    for toll in draft.tolls:
        yield from toll.problems
    if draft.unnamed and not draft.actor1:
        spans = tuple(span for a in draft.unnamed for span in a.actor.evidence)
        meant = list(dict.fromkeys(actor_id for a in draft.unnamed for actor_id in a.candidates))
        if len(meant) > 1:
            known = actor_index().actors
            rivals = (", ".join(meant), "، ".join(known[one].name_ar if one in known else one for one in meant))
            yield problem("ambiguous_actor", ("actor1",), spans, meant=rivals)
        else:
            yield problem("unnamed_actor", ("actor1",), spans)
    for place in places:
        yield from place.problems
