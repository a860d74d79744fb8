"""Figures that are no act's own or only now its own: sums that rise, sums since a day, parts of another figure."""

from __future__ import annotations

from collections.abc import Iterator

from rasd.mentions.figures import NONE, Find, numeral_before, opens_figure, slots
from rasd.mentions.joined_people import joined
from rasd.mentions.people import People, people_at
from rasd.mentions.person_nouns import Clause

# From this number on a figure in the same sentence as "since" is a running total even in a relative clause.
_MANY, _THOUSANDS = 100, 2000
_REACH = 25


_WAS = frozenset({"كانت", "وكانت"})


def total_frame(clause: Clause, i: int, _: list[Find]) -> Iterator[Find]:
    """ "ارتفع عدد القتلى إلى خمسة": the figure as it stands now; "ليرتفع" and "since" make it a running one."""
    hit = clause.has(i, "total") or clause.senses[i]["tally"]
    rise = next((j for j in range(i - 1, max(i - 5, -1), -1) if clause.has(j, "rise")), None)
    limit = min(hit.last + 16, len(clause.hits))
    if rise is None:
        rise = next((j for j in range(hit.last, limit) if clause.has(j, "rise")), None)
    counted = people_at(clause, hit.last) if hit.last < len(clause.hits) else None
    is_killed = not any(stem in clause.word(hit.last - 1) for stem in ("جرح", "مصاب", "اصاب"))
    if counted is not None and counted.is_counted and any("ب" in h.proclitics for h in clause.hits[hit.last]):
        yield Find(i, counted.last, *slots(is_killed, (counted.low, counted.high)), counted, at=i)
        return
    if rise is None:
        return
    before = numeral_before(clause, i)
    if before is not None and rise < before[0]:  # "يرتفع إلى 600 عدد القتلى"
        told = People(before[0], hit.last, before[1], before[2], True, i)
        role = "running" if clause.word(rise).startswith("ل") else "revised"
        yield Find(rise, hit.last, *slots(is_killed, (before[1], before[2])), told, role, at=i)
        return
    proclitics = clause.senses[rise]["rise"].proclitics
    limit = min(max(hit.last, rise + 1) + 16, len(clause.hits))
    for j in range(max(hit.last, rise + 1), limit):
        if clause.sentence.tokens[j].plain in ".؛":
            return
        if clause.word(j) in ("من", "منذ"):
            continue
        if (
            clause.word(j - 1) not in ("الي", "بلغ", "بلغت", "علي", "عند", "نحو", "اكثر")
            and clause.word(j) != "الي"
            and not clause.has(j - 1, "rise")
        ):
            continue
        if clause.word(j) == "الي":
            continue
        people = people_at(clause, j)
        if people is not None and people.is_counted:
            role = "running" if "ل" in proclitics or clause.word(rise).startswith("ل") else "revised"
            bounds = (people.low, people.high)
            lumped = "ضحايا" in clause.word(hit.last - 1)
            killed, wounded = slots(is_killed or lumped, bounds)
            yield Find(min(i, rise), people.last, killed, wounded, people, role, at=i)
            opposite = clause.has(people.last, "injured")
            if opposite:
                return
            return


def material_frame(clause: Clause, i: int, _: list[Find]) -> Iterator[Find]:
    """ "اقتصرت الأضرار على الماديات": nobody was hurt."""
    hit = clause.senses[i]["material"]
    if (
        clause.word(i).startswith("اقتصر")
        or any(clause.word(j).startswith("اقتصر") for j in range(max(0, i - 4), i))
        or "فقط" in clause.word(hit.last - 1)
    ):
        yield Find(i, hit.last, NONE, NONE, at=i)


def among_frame(clause: Clause, i: int, finds: list[Find]) -> Iterator[Find]:
    """ "بينهم طفلان": a part of the figure before it."""
    hit = clause.senses[i]["among"]
    before = next((find for find in reversed(finds) if find.role != "subset" and find.people is not None), None)
    if before is None or i - before.last > 25 or (before.killed == NONE or before.wounded == NONE):
        return
    people = people_at(clause, hit.last)
    if people is None or (not people.is_sure and people.noun < 0):
        return
    first: People = people
    while people is not None:  # "بينهم طفلان وامرأة": one part for each group
        people = joined(clause, people) if not people.group else people
        bounds = (people.low, people.high)
        killed = bounds if before.killed is not None else None
        wounded = bounds if before.wounded is not None else None
        start = i if people is first or people.first == first.first else people.first
        yield Find(start, people.last, killed, wounded, people, "subset", at=i)
        following = people.last
        if not clause.word(following).startswith("و") or opens_figure(clause, following):
            return
        people = people_at(clause, following + 1 if clause.word(following) == "و" else following)
        if people is not None and not (people.is_sure and people.noun >= 0 and people.group):
            return


def with_roles(clause: Clause, finds: list[Find]) -> list[Find]:
    """The finds with what "among them" and "since" make of them."""
    for k in range(1, len(finds)):
        before, find = finds[k - 1], finds[k]
        is_noun = clause.has(find.at, "dead") or clause.has(find.at, "injured")
        same = (before.killed is None) == (find.killed is None) and (before.wounded is None) == (find.wounded is None)
        near = find.first <= before.last + 2 and (
            clause.word(find.first)[0] == "و" or clause.word(find.first - 1) == "و"
        )
        if before.role == "subset" and is_noun and same and near:
            finds[k] = find._replace(role="subset")
        elif before.role in ("revised", "running") and (is_noun or clause.has(find.at, "hits")) and near and not same:
            finds[k] = find._replace(role=before.role)
    earlier = next((i for i in sorted(clause.senses) if clause.has(i, "tally") and clause.word(i - 1) in _WAS), None)
    if earlier is not None:  # "وكانت حصيلة أولى أفادت بمقتل ثلاثة": no longer so
        finds = [f if f.first < earlier else f._replace(role="running") for f in finds]
    since = [i for i in clause.senses if clause.has(i, "since")]
    wars = [i for i in clause.senses if clause.has(i, "war")]
    lately = [i for i in clause.senses if clause.has(i, "lately")]
    if not since and not wars and not lately and not any(map(_is_of_years, finds)):
        return finds
    out = []
    for find in finds:
        is_running = find.role in ("total", "revised") and (
            any(_is_since(clause, find, i) for i in since)
            or (bool(wars) and low_of(find) >= _MANY)
            or _is_of_years(find)
            or (find.role == "revised" and any(find.first <= i < find.last for i in lately))
        )
        out.append(find._replace(role="running") if is_running else find)
    return out


def _is_of_years(find: Find) -> bool:
    """ "آلاف القتلى": no single act is told with so many, and so vaguely."""
    return low_of(find) >= _THOUSANDS and all(b is None or b[1] is None for b in (find.killed, find.wounded))


def low_of(find: Find) -> int:
    """The figure itself: of a lumped one the upper bound."""
    return max(max(bounds[0], bounds[1] or 0) for bounds in (find.killed, find.wounded, NONE) if bounds)


def _is_since(clause: Clause, find: Find, i: int) -> bool:
    """Whether "since" at token ``i`` makes the figure a running total, and does not date a clause beside it."""
    low = low_of(find)
    if low >= _MANY:
        return True
    if max(i - find.last, find.first - i) > _REACH:
        return False
    if find.first <= i < find.last:
        return True
    first, last = (find.last, i) if i >= find.last else (i, find.first)
    return low > 1 and not any(clause.has(j, "which") for j in range(first, last))
