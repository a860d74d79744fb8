"""The cells of one act from all the drafts that tell of it: the leading draft's, filled in by the others'."""

from __future__ import annotations

from rasd.events.draft import Draft
from rasd.events.sides import joined_sides
from rasd.events.within import Act
from rasd.model.mention import DateMention, PlaceMention
from rasd.model.value import replace
from rasd.text.letters import plain

UNKNOWN = "مجهول"
# قذيفة مجهولة المصدر: of the thing, not of whoever fired it.
OF_UNKNOWN_ORIGIN = "مجهوله"


def whole(act: Act) -> Draft:
    """The leading draft with the cells that it lacks taken from the others, in the order of the report."""
    lead = act.lead
    others = sorted(act.drafts[1:], key=lambda d: (d.is_title, d.sentence))
    for other in others:
        doer, hit = joined_sides((lead.actor1, lead.actor2), (other.actor1, other.actor2))
        lead = replace(
            lead,
            senses=lead.senses | other.senses,
            actor1=doer,
            unnamed=lead.unnamed or other.unnamed,
            actor2=hit,
            victims=lead.victims or other.victims,
            target=lead.target or other.target,
            weapons=lead.weapons or other.weapons,
            count=lead.count or other.count,
            places=_better_places(lead, other),
            place_is_carried=lead.place_is_carried and (other.place_is_carried or not other.places),
            date=_better_date(lead, other),
            date_is_carried=lead.date_is_carried and (other.date is None or other.date_is_carried),
            tolls=(*lead.tolls, *other.tolls) if not (other.is_title and lead.tolls) else lead.tolls,
            sides=(*lead.sides, *other.sides) if not (other.is_title and lead.tolls) else lead.sides,
            source=lead.source or other.source,
            response=lead.response or other.response,
            why=lead.why or other.why,
        )
    return _with_doubt(lead)


def _with_doubt(lead: Draft) -> Draft:
    """مسلحون مجهولون: a doer whom nobody knows is suspected (codebook), unless somebody names one after all."""
    if lead.status != "reported" or lead.actor1:
        return lead
    doers = (a for a in lead.unnamed if plain(a.span.text) != OF_UNKNOWN_ORIGIN)
    unknown = next((a for a in doers if UNKNOWN in plain(a.span.text)), None)
    return replace(lead, status="suspected", status_words=(unknown,)) if unknown is not None else lead


def _better_places(lead: Draft, other: Draft) -> tuple[PlaceMention, ...]:
    if not lead.places or (lead.place_is_carried and other.places and not other.place_is_carried):
        return other.places
    if other.places and not (other.is_title or other.place_is_carried) and _coarseness(other) < _coarseness(lead):
        return (*other.places, *(replace(p, role="area") for p in lead.places if p not in other.places))
    return lead.places


def _coarseness(draft: Draft) -> int:
    scenes = [p for p in draft.places if p.role != "area"]
    return min((_level(p) for p in scenes), default=9)


def _level(place: PlaceMention) -> int:
    return {"country": 5, "province": 4, "countryside": 4, "region": 4, "district": 3, "city": 2, "sea": 4}.get(
        place.kind, 1
    )


def _better_date(lead: Draft, other: Draft) -> DateMention | None:
    if lead.date is None or (lead.date_is_carried and other.date is not None and not other.date_is_carried):
        return other.date
    if lead.date.date.start is None and other.date is not None and other.date.date.start is not None:
        return other.date
    return lead.date
