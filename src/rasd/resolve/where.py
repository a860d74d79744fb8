"""Where: one place of the gazetteer for a name, or none with a problem that says why.

A name that several places bear is decided by the area it is said to lie in, by the other places of the report, by the
country the report is about, and by size, in that order. A name no table has keeps its words and takes the province of
its area.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

from rasd.lexicon.gazetteer import Gazetteer, PlaceRow, candidates_for
from rasd.lexicon.problems import problem
from rasd.model.event import Place
from rasd.model.mention import PlaceMention
from rasd.model.value import replace
from rasd.text.letters import plain

SAME_KM = 12.0
"""Two rows nearer than this are one place."""
NEAR_KM = 120.0
BESIDE = 1000
"""What a province named in the same sentence counts, so that it is told apart from one named elsewhere."""
LEAST_KM, WIDE_KM = 10.0, 60.0
"""An unknown place lies within so many kilometres of its town; a wider area is no more than a province."""
MARGIN = 1.0
_TOLD = 6
COARSE_KINDS = frozenset({"country", "province", "countryside", "desert", "sea", "district"})
# What a class noun fits: a row of such a kind is preferred.
_FITS = {
    "quarter": {"quarter", "area", "village", "settled", "town"},
    "city": {"city", "town", "settled", "district"},
    "town": {"town", "village", "settled", "city"},
    "village": {"village", "settled", "town"},
    "district": {"district", "area", "town", "city", "settled"},
    "province": {"province"},
    "countryside": {"province", "area"},
    "area": {"area", "quarter", "town", "village", "settled", "district", "island", "valley", "mountain"},
}
# A point named after a town (مطار حلب) whose own place no table has lies in or near the town.
_NAMED_AFTER = frozenset(
    {
        "airport",
        "port",
        "prison",
        "hospital",
        "university",
        "college",
        "camp",
        "base",
        "crossing",
        "checkpoint",
        "road",
        "bridge",
        "market",
        "palace",
        "fort",
        "refinery",
        "plant",
        "dam",
        "square",
        "roundabout",
        "junction",
        "school",
        "mosque",
        "church",
        "front",
        "position",
        "field",
        "settlement",
        "valley",
        "farm",
        "complex",
        "headquarters",
    }
)


def resolve_places(
    mentions: Sequence[PlaceMention], gazetteer: Gazetteer, *, report_country_hint: str | None = None
) -> list[PlaceMention]:
    """All place mentions of a report, in order, with coordinates where one place remains."""
    rows = [_candidates(mention, gazetteer) for mention in mentions]
    areas = _areas(mentions)
    seats = {row.place_id for found in rows if len(found) > 1 for row in found if _is_seat(row, gazetteer)}
    countries, points, provinces = _setting(mentions, rows, report_country_hint)
    beside = _provinces_by_sentence(mentions, rows)
    chosen: list[PlaceRow | None] = [None] * len(mentions)
    out = list(mentions)
    # Areas first: what lies in them is decided by them.
    order = sorted(range(len(mentions)), key=lambda i: (areas[i] is not None, mentions[i].kind not in COARSE_KINDS))
    said: dict[str, PlaceRow] = {}
    for number in order:
        mention = mentions[number]
        outer = areas[number]
        area = chosen[outer] if outer is not None else None
        place_area = out[outer].place if outer is not None else None
        is_near = outer is not None and mentions[outer].role == "bearing"
        here = provinces + beside.get(mention.sentence, Counter())
        best, rivals = _choose(mention, rows[number], area, is_near, countries, points, here, said, seats)
        chosen[number] = best
        out[number] = _placed(mention, best, place_area, len(_places(rows[number])), rivals, gazetteer)
        if best is not None and mention.key:
            said.setdefault(mention.key, best)
    return _carried(out)


def _candidates(mention: PlaceMention, gazetteer: Gazetteer) -> list[PlaceRow]:
    return candidates_for(gazetteer, mention.key, mention.kind, mention.evidence in ("class", "whole"))


def _areas(mentions: Sequence[PlaceMention]) -> list[int | None]:
    """For each mention the number of the mention that is its area."""
    first: dict[int, int] = {}
    for number, mention in enumerate(mentions):
        first.setdefault(mention.sentence, number)
    out: list[int | None] = []
    for mention in mentions:
        at = first[mention.sentence] + mention.within
        is_in = mention.within >= 0 and at < len(mentions) and mentions[at].sentence == mention.sentence
        out.append(at if is_in else _town_before(mentions, len(out)) if mention.evidence == "whole" else None)
    return out


def _town_before(mentions: Sequence[PlaceMention], number: int) -> int | None:
    """اقتحموا البلدة القديمة: of the town that the sentence names, or of the one named last."""
    here = mentions[number].sentence
    behind = [n for n in range(number + 1, len(mentions)) if mentions[n].sentence == here]
    others: list[int] = [*behind, *range(number - 1, -1, -1)]
    for other in others:
        if mentions[other].kind in ("city", "town") and mentions[other].role in ("scene", "area"):
            return other
    return None


def _setting(
    mentions: Sequence[PlaceMention], rows: Sequence[Sequence[PlaceRow]], hint: str | None
) -> tuple[dict[str, float], list[tuple[float, float]], Counter[tuple[str, str]]]:
    """What the report is about: a share for every country, the sure points, the provinces."""
    weights: dict[str, float] = defaultdict(float)
    points: list[tuple[float, float]] = []
    provinces: Counter[tuple[str, str]] = Counter()
    for mention, found in zip(mentions, rows, strict=True):
        if not found:
            continue
        named = {row.country for row in found}
        if len(named) != 1:
            continue
        country = found[0].country
        weight = 0.3 if mention.role == "source" else 1.0
        if found[0].kind in ("village", "settled") and mention.evidence != "class":
            weight = 0.3
        weights[country] += weight
        if len({(row.country, row.admin1) for row in found}) == 1 and found[0].admin1 and mention.role != "source":
            provinces[country, found[0].admin1] += 1
            row = found[0]
            if row.kind not in COARSE_KINDS and row.latitude is not None and row.longitude is not None:
                points.append((row.latitude, row.longitude))
    if hint:
        weights[hint] += 2.0
    total = sum(weights.values()) or 1.0
    return {country: weight / total for country, weight in weights.items()}, list(dict.fromkeys(points))[:60], provinces


def _provinces_by_sentence(
    mentions: Sequence[PlaceMention], rows: Sequence[Sequence[PlaceRow]]
) -> dict[int, Counter[tuple[str, str]]]:
    """The provinces that the sure names of a sentence lie in, counted so that they outweigh those of the report."""
    out: dict[int, Counter[tuple[str, str]]] = defaultdict(Counter)
    for mention, found in zip(mentions, rows, strict=True):
        where = {(row.country, row.admin1) for row in found}
        if len(where) == 1 and found[0].admin1 and mention.role != "source":
            out[mention.sentence][where.pop()] += BESIDE
    return out


def _choose(
    mention: PlaceMention,
    rows: Sequence[PlaceRow],
    area: PlaceRow | None,
    is_near: bool,
    countries: dict[str, float],
    points: Sequence[tuple[float, float]],
    provinces: Counter[tuple[str, str]],
    said: dict[str, PlaceRow],
    seats: set[str],
) -> tuple[PlaceRow | None, Sequence[PlaceRow]]:
    """The row that is meant, or none and who else it may be; ``is_near``: the area is only said to be close by."""
    if not rows:
        return None, ()
    if area is not None and area.country:
        inside = [row for row in rows if _lies_in(row, area)]
        if not inside and area.kind == "country" and len(rows) == 1 and rows[0].rank < 2 and " " in mention.key:
            inside = list(rows)  # beside a border: a full name that one place bears outweighs the country next to it
        if not inside and is_near:
            inside = [row for row in rows if _reaches(row, area)]  # over the border, and still near
        if not inside:
            return None, ()  # bears the name, but stands elsewhere
        rows = _nearest(inside, area) if is_near else inside
    before = said.get(mention.key)
    if before is not None and before in rows and area is None:
        return before, ()
    fits = _FITS.get(mention.kind, ())
    if mention.kind in _NAMED_AFTER and mention.evidence == "class":
        # حاجز الروضة is named after no far village Rawda: a row of its own kind, a town of size, or the same province.
        rows = [
            row
            for row in rows
            if row.rank < 2 or row.population >= 20_000 or provinces[row.country, row.admin1] or area is not None
        ]
        if not rows:
            return None, ()
    if len(rows) == 1:
        lone = rows[0]
        if area is None and _is_out_of_place(lone, mention.key, countries, points):
            return None, ()
        return lone, ()
    scored = sorted(
        (
            (_score(row, fits, countries, points, provinces) + 1.5 * (row.place_id in seats), -n, row)
            for n, row in enumerate(rows)
        ),
        reverse=True,
    )
    top = scored[0]
    if area is None and _is_out_of_place(top[2], mention.key, countries, points):
        return None, ()
    if mention.kind in ("province", "country", "countryside"):
        return top[2], ()
    first = top[2]
    rivals = [
        row
        for score, _, row in scored[1:]
        if top[0] - score < MARGIN and _apart(row, first) and not _dwarfs(first, row)
    ]
    if rivals:
        return None, [top[2], *rivals]
    return top[2], ()


def _is_seat(row: PlaceRow, gazetteer: Gazetteer) -> bool:
    """A town that bears the name of its province is what the bare name means."""
    if row.kind in ("country", "province") or row.population < 10_000:
        return False
    return any(
        other.kind == "province" and (other.country, other.admin1) == (row.country, row.admin1)
        for name in row.names[:2]
        for other in gazetteer.find(name)
    )


def _dwarfs(one: PlaceRow, other: PlaceRow) -> bool:
    """London in England, not in Ontario: a great city against a town that no other word speaks for."""
    return one.population >= 1_000_000 and one.population >= 8 * other.population


def _score(
    row: PlaceRow,
    fits: Sequence[str] | set[str],
    countries: dict[str, float],
    points: Sequence[tuple[float, float]],
    provinces: Counter[tuple[str, str]],
) -> float:
    score = 4.0 * countries.get(row.country, 0.0)
    told = provinces[row.country, row.admin1]
    if told:
        score += 2.0 if told < BESIDE else 3.5
    if row.latitude is not None and row.longitude is not None and points:
        near = min(distance_km(row.latitude, row.longitude, *point) for point in points)
        if near < NEAR_KM:
            score += 1.5 * (1 - near / NEAR_KM)
    score += 0.7 * math.log10(row.population + 10) - 0.7
    if row.kind in fits:
        score += 1.0
    return score + (0.7 if row.rank == 0 else 0.3 if row.rank == 1 else 0.0)


def _is_out_of_place(
    row: PlaceRow, key: str, countries: dict[str, float], points: Sequence[tuple[float, float]]
) -> bool:
    """A hamlet of a country that the report does not speak of, and far from what it names, is a chance homonym."""
    if row.population >= 50_000 or row.kind in ("country", "province") or not countries:
        return False
    if countries.get(row.country, 0.0) >= 0.05 or (row.rank < 2 and " " in key):
        return False
    if row.latitude is None or row.longitude is None:
        return True
    return all(distance_km(row.latitude, row.longitude, *point) >= 60 for point in points)


def _lies_in(row: PlaceRow, area: PlaceRow) -> bool:
    if row.country != area.country:
        return False
    if area.kind == "country" or not area.admin1 or not row.admin1:
        return True
    if row.admin1 == area.admin1:
        return True
    if None in (row.latitude, row.longitude, area.latitude, area.longitude):
        return False
    # Borders of provinces are drawn finer than our tables: a place just over one is still meant.
    reach = 0.0 if area.kind == "province" else max(45.0, area.radius_km or 0.0)
    return distance_km(row.latitude, row.longitude, area.latitude, area.longitude) <= reach  # type: ignore[arg-type]


def _nearest(rows: Sequence[PlaceRow], area: PlaceRow) -> Sequence[PlaceRow]:
    """برقة شمال نابلس: of two villages of the name the one that is much nearer."""
    if area.latitude is None or area.longitude is None or area.kind in COARSE_KINDS:
        return rows
    far = sorted(
        (distance_km(row.latitude, row.longitude, area.latitude, area.longitude), number)
        for number, row in enumerate(rows)
        if row.latitude is not None and row.longitude is not None
    )
    if len(far) < 2 or far[1][0] < 2 * far[0][0] + SAME_KM:
        return rows
    return [rows[far[0][1]]]


def _reaches(row: PlaceRow, area: PlaceRow) -> bool:
    if None in (row.latitude, row.longitude, area.latitude, area.longitude):
        return area.kind == "country"
    reach = NEAR_KM + (area.radius_km or 0.0)
    return distance_km(row.latitude, row.longitude, area.latitude, area.longitude) <= reach  # type: ignore[arg-type]


def _apart(one: PlaceRow, other: PlaceRow) -> bool:
    if None in (one.latitude, one.longitude, other.latitude, other.longitude):
        return (one.country, one.admin1) != (other.country, other.admin1)
    return distance_km(one.latitude, one.longitude, other.latitude, other.longitude) > SAME_KM  # type: ignore[arg-type]


def _places(rows: Sequence[PlaceRow]) -> list[PlaceRow]:
    """The rows without those that are the same place again."""
    if len(rows) < 2:
        return list(rows)
    out: list[PlaceRow] = []
    for row in rows:
        if all(_apart(row, other) for other in out):
            out.append(row)
    return out


def _told(rows: Sequence[PlaceRow], gazetteer: Gazetteer) -> tuple[str, str]:
    """Places by name and province, or else country, in English and in Arabic."""
    english = "; ".join(f"{row.name_en} ({row.admin1 or row.country})" for row in rows)
    arabic = "؛ ".join(f"{row.names[0]} ({_province_ar(row, gazetteer)})" for row in rows)
    return english, arabic


def _province_ar(row: PlaceRow, gazetteer: Gazetteer) -> str:
    found = (other.names[0] for other in gazetteer.provinces(row.country) if other.admin1 == row.admin1)
    return next(found, row.admin1 or row.country)


def _placed(
    mention: PlaceMention,
    row: PlaceRow | None,
    area: Place | None,
    count: int,
    rivals: Sequence[PlaceRow],
    gazetteer: Gazetteer,
) -> PlaceMention:
    place = mention.place
    if row is None:
        country = area.country if area is not None else None
        admin1 = area.admin1 if area is not None else None
        problems = mention.problems
        if rivals:
            told = _told(rivals[:_TOLD], gazetteer)
            problems = (*problems, problem("ambiguous_place", ("places",), (mention.span,), count=count, rivals=told))
        elif mention.role in ("scene", "area"):
            problems = (*problems, problem("unknown_place", ("places",), (mention.span,)))
        precision = (
            3 if mention.kind in ("province", "country", "countryside") else 2 if mention.place.relation else None
        )
        placed = replace(
            place, country=country, admin1=admin1, candidates=count if rivals else 0, geo_precision=precision
        )
        if area is not None and mention.kind not in COARSE_KINDS and not rivals:
            placed = _at_its_area(placed, area)
        return replace(mention, place=placed, problems=problems)
    name, name_ar, radius = row.name_en, _spelling(row, mention.span.text), row.radius_km
    latitude, longitude = row.latitude, row.longitude
    precision = (
        3 if row.kind in ("country", "province") else 2 if row.kind in ("district", "desert", "sea", "river") else 1
    )
    if radius is not None and radius > 60:
        precision = 3
    place_id: str | None = row.place_id
    if (
        mention.kind in _NAMED_AFTER
        and row.kind not in ("country", "province")
        and row.kind in ("city", "town", "village", "settled")
        and mention.evidence == "class"
    ):
        name, name_ar, place_id = _of_kind(name, mention.kind), mention.span.text, None
        precision, radius = max(precision, 2), max(radius or 0.0, 10.0)
    elif mention.kind in _NAMED_AFTER and row.kind in ("country", "province") and mention.evidence == "class":
        name, name_ar, place_id, precision = _of_kind(name, mention.kind), mention.span.text, None, 3
    if latitude is None and row.admin1 and row.kind != "province":
        # Only its province is known: the point is the province's, and says so.
        seat = next((other for other in gazetteer.provinces(row.country) if other.admin1 == row.admin1), None)
        if seat is not None:
            latitude, longitude, radius, precision = seat.latitude, seat.longitude, seat.radius_km, 3
    if mention.kind == "countryside":
        around = next(
            (other for other in gazetteer.find(mention.span.text.removeprefix("ب")) if other.kind == "area"), None
        )
        if around is not None:
            latitude, longitude, radius, precision = around.latitude, around.longitude, around.radius_km, 2
        else:
            precision = 3
    if place.relation and precision == 1:
        precision = 2
    return replace(
        mention,
        place=Place(
            name=name,
            name_ar=name_ar,
            place_id=place_id,
            country=row.country or None,
            admin1=row.admin1 or None,
            admin2=row.admin2 or None,
            pcode=row.pcode or None,
            latitude=latitude,
            longitude=longitude,
            radius_km=radius,
            geo_precision=precision,
            relation=place.relation,
            candidates=count,
            evidence=place.evidence,
        ),
    )


def _at_its_area(place: Place, area: Place) -> Place:
    """A name that no table has, at the point of the town or province it is said to lie in, which is as far off."""
    if area.latitude is None or area.radius_km is None:
        return place
    precision = 3 if area.geo_precision == 3 or area.radius_km > WIDE_KM else 2
    return replace(
        place,
        latitude=area.latitude,
        longitude=area.longitude,
        radius_km=max(area.radius_km, LEAST_KM),
        geo_precision=precision,
    )


def _of_kind(name: str, kind: str) -> str:
    """Aleppo airport; Hermesh settlement stays as it is."""
    return name if name.endswith(kind) else f"{name} {kind}"


def _spelling(row: PlaceRow, written: str) -> str:
    """The row's Arabic name: of the many spellings of an extract the one the report uses, else its first."""
    if row.rank < 2:
        return row.names[0]
    words = plain(written)
    if any(words == "ال" + plain(name) for name in row.names):
        return written
    name = next((name for name in row.names if plain(name) == words), row.names[0])
    is_odd = "ى" in name[:-1] or name.startswith("آ") or (name.endswith("ه") and written.endswith("ة"))
    return written if is_odd and plain(name) == words else name


def _carried(mentions: list[PlaceMention]) -> list[PlaceMention]:
    """An unknown name takes the province of the same name elsewhere in the report, or of its list's other members."""
    by_words: dict[str, Place] = {}
    for mention in mentions:
        if mention.place.admin1 and not mention.key:
            by_words.setdefault(mention.span.text, mention.place)
    out = []
    for number, mention in enumerate(mentions):
        place = mention.place
        if place.latitude is None and place.country is None:
            like = by_words.get(mention.span.text)
            if like is None and mention.group >= 0:
                like = next(
                    (
                        other.place
                        for other in mentions
                        if other.sentence == mention.sentence and other.group == mention.group and other.place.admin1
                    ),
                    None,
                )
            if like is not None:
                mention = replace(mention, place=replace(place, country=like.country, admin1=like.admin1))
        out.append(mention)
        del number
    return out


def distance_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Kilometres between two points, near enough for places of one region.

    >>> round(distance_km(33.51, 36.29, 34.73, 36.72))
    141
    """
    across = (longitude - other_longitude) * math.cos(math.radians((latitude + other_latitude) / 2))
    return 111.2 * math.hypot(latitude - other_latitude, across)
