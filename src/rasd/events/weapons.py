"""The weapon of an act: of the things named with it, the one that its type can have been done with."""

from __future__ import annotations

from collections.abc import Iterable

from rasd.events.circumstances import WEAPON_OF
from rasd.events.draft import Draft
from rasd.model.event import Kind
from rasd.model.mention import ObjectMention

# Types done without a weapon of their own: what is named beside them was found, carried or used in another act.
WITHOUT = frozenset(
    {
        "Arrests",
        "Agreement",
        "Change to group/activity",
        "Headquarters or base established",
        "Government regains territory",
        "Non-state actor overtakes territory",
        "Non-violent transfer of territory",
        "Abduction/forced disappearance",
        "Peaceful protest",
        "Other",
    }
)
# The weapons a type admits, the one that wins where several are named first; a type not listed takes what is named.
ADMITTED = {
    "Air/drone strike": ("drone", "barrel bomb", "air strike", "missile"),
    "Chemical weapon": ("chemical",),
    "Protest with intervention": ("tear gas", "small arms", "knife"),
    "Looting/property destruction": ("arson",),
    "Grenade": ("grenade",),
}
FIRST = frozenset({"Air/drone strike", "Protest with intervention"})
# Told with one of these, whichever telling of the act names it, an act was done with it: a suicide bomber in a car.
OVER_ALL = {"Suicide bomb": "car bomb", "Violent demonstration": "tear gas"}
# Arms that take part in a fight of many arms are not its weapon: شاركت فيها المدفعية, بأسلحة ثقيلة وخفيفة.
HEAVY = frozenset({"artillery", "rocket", "missile", "mortar"})
FIGHTS = frozenset({"clash", "confrontation", "repel"})


def weapon_of(lead: Draft, kind: str, drafts: Iterable[Draft]) -> Kind | None:
    """The weapon cell of an act told by these drafts, the leading one with the cells of all."""
    if kind in WITHOUT:
        return None
    over = (w for told in (lead, *drafts) for w in told.weapons if w.kind == OVER_ALL.get(kind))
    if (chosen := next(over, None)) is not None:
        return Kind(chosen.kind, (chosen.span,))
    for told in (lead, *drafts):
        named = _admitted(told, kind)
        if named:
            return Kind(named[0].kind, (named[0].span,))
    admitted = ADMITTED.get(kind)
    for trigger in lead.frame.triggers:
        weapon = WEAPON_OF.get(trigger.sense)
        if weapon is not None and (admitted is None or weapon in admitted):
            return Kind(weapon, (trigger.span,))
    return None


def _admitted(draft: Draft, kind: str) -> list[ObjectMention]:
    """The weapons of one draft that the type can have been done with, the likeliest first."""
    admitted = ADMITTED.get(kind)
    if admitted is not None:
        named = [w for w in draft.weapons if w.kind in admitted]
        return sorted(named, key=lambda w: admitted.index(w.kind)) if kind in FIRST else named
    if kind == "Armed clash" and draft.frame.main.sense in FIGHTS:
        return [w for w in draft.weapons if w.kind not in HEAVY]
    if kind == "Disrupted weapons use":  # أطلقوا النار على مسيرة: what was stopped, not what stopped it
        return sorted(draft.weapons, key=lambda w: w.kind == "small arms")
    return list(draft.weapons)
