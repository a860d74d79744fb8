"""The role and the relation of a place, and which place lies in which."""

from __future__ import annotations

from rasd.lexicon.gazetteer import Gazetteer
from rasd.mentions.place_evidence import locative_of
from rasd.mentions.place_words import POINTS, SETTLED, Name, Reader, is_verb, written
from rasd.model.mention import PlaceMention
from rasd.model.value import replace

COARSE = {"country": 0, "sea": 1, "province": 1, "countryside": 2, "desert": 2, "district": 2, "river": 2}
SEATS = frozenset({"city", "province", "country"})


def role_of(reader: Reader, name: Name) -> tuple[str, str]:
    """The role and the relation that the words before a phrase give it."""
    if "و" in name.proclitics or "ف" in name.proclitics:
        return "scene", ""
    own = _side(reader, name) + "countryside of" if name.kind == "countryside" else ""
    hit = reader.relations.get(name.start)
    if own:
        return ("origin" if hit is not None and hit.entry.sense == "origin" else "scene"), own
    if hit is None:
        return ("source" if _is_party(reader, name) else "scene"), ""
    sense, relation = hit.entry.sense, hit.entry.fields["relation"]
    if "ب" in name.proclitics or "ل" in name.proclitics:
        return ("bearing", "near") if sense == "side" else ("scene", "")
    if sense == "head":
        return "source", ""
    if sense == "origin":
        return "origin", ""
    if name.kind == "country" and sense in ("from", "between"):
        return ("origin" if sense == "from" else "source"), ""
    if sense == "between":
        return ("bearing" if hit.last - hit.first > 1 else "scene"), "between"
    if sense == "side":
        return "bearing", _distance(reader, hit.first) or relation
    if sense == "bearing":
        distance = _distance(reader, hit.first)
        if name.kind in ("country", "province", "sea") and not distance:
            return "scene", f"{relation}ern part of"
        return "bearing", f"{distance} {relation} of".strip()
    if sense == "near":
        distance = _distance(reader, hit.first)
        return "scene", f"{distance} from" if distance else relation
    if sense == "from":
        distance = _distance(reader, hit.first)
        if distance:
            return "bearing", f"{distance} from"
        origin = reader.relations.get(hit.first)
        return ("origin", "") if origin is not None and origin.entry.sense == "origin" else ("scene", "")
    if sense == "part":
        return "scene", "" if relation == "in" else relation
    return "scene", ""


def _side(reader: Reader, name: Name) -> str:
    """The bearing adjectives of ريف حماة الشمالي: "northern ", "south-eastern "."""
    sides = [
        hit.entry.fields["relation"]
        for at in range(name.first, name.end)
        for hit in reader.hits[at]
        if hit.entry.sense == "side_adjective"
    ]
    if len(sides) > 1:
        return f"{sides[0].removesuffix('ern')}-{sides[1]} "
    return f"{sides[0]} " if sides else ""


def _is_party(reader: Reader, name: Name) -> bool:
    """A country or a capital without a locative is a government, unless a noun stands over it (قصف دمشق)."""
    if name.klass is not None or locative_of(reader, name) or name.start < name.first:
        return False
    if name.kind != "country" and reader.gazetteer.common.get(written(reader, name)) != "capital":
        return False
    before = name.start - 1
    if name.end < len(reader.words) and reader.words[name.end] in ("علي", "ضد"):
        return True  # هجوم كييف على موسكو: the noun's subject
    if before > 0 and reader.words[before].startswith("ال") and is_verb(reader, before - 1):
        return False  # قصف الطيران صنعاء: what the subject before it hit
    return before < 0 or not any(
        hit.entry.kind in ("noun", "target", "person", "weapon") or hit.form.pos == "masdar"
        for hit in reader.hits[before]
        if hit.last == name.start and not hit.enclitic and "ال" not in hit.proclitics
    )


def _distance(reader: Reader, at: int) -> str:
    """ "15 km" before a bearing, or ""."""
    window = reader.words[max(0, at - 4) : at]
    if not any(word.startswith(("كم", "كيلو", "كلم", "ميل", "متر")) for word in window):
        return ""
    unit = "km"
    for word in window:
        if word.startswith("ميل"):
            unit = "miles"
        elif word.startswith("متر"):
            unit = "m"
    numbers = [word for word in window if word[0].isdigit()]
    return f"{numbers[-1]} {unit}" if numbers else ""


def with_areas(
    words: list[str], names: list[Name], found: list[PlaceMention], gazetteer: Gazetteer
) -> list[PlaceMention]:
    """Give the role of an area to a place that another is said to lie in: حي X في Y, X بمحافظة Y, X، محافظة Y."""
    for index in range(1, len(found)):
        inner, outer = found[index - 1], found[index]
        if inner.role == "source" or outer.role in ("source", "origin"):
            continue
        link = _link(words[names[index - 1].end : names[index].start], names[index])
        if not link or (outer.group >= 0 and outer.group == inner.group):
            continue
        a, b = _coarseness(inner, gazetteer), _coarseness(outer, gazetteer)
        gap = words[names[index - 1].end : names[index].start]
        if any(word in _BESIDE for word in gap) and outer.role == "scene":
            found[index] = replace(outer, role="bearing")  # بلدة س المحاذية لأوكرانيا: beside it, not in it
            found[index - 1] = replace(inner, within=index)
            continue
        classed = link == "in" and inner.evidence == outer.evidence == "class"
        finer = b < a or (b == a and (classed or (inner.kind in POINTS and b <= 3)))
        if link == "in" and outer.kind == "area" and outer.evidence != "class" and inner.kind in SETTLED:
            finer = True  # مدينة س في الغوطة الشرقية: a region with a name of its own, whatever size the town is called
        if outer.role == "bearing" or (link == "beside" and outer.place.relation == "near" and (finer or a >= 4)):
            # بلدة عياش غربي دير الزور, وادي العزية قرب زبقين: no area, but in all likelihood of the same province
            if finer or a >= 4 or inner.key == "":
                found[index] = replace(outer, role="bearing")
                found[index - 1] = replace(inner, within=index)
        elif inner.role == "area" and inner.group < 0 and link == "in" and outer.kind in SEATS:
            found[index] = replace(outer, role="area")  # قرية س بمديرية ص في الحديدة: the town stands for its province
        elif link == "in" and inner.kind == "district" and outer.kind == "city":
            found[index] = replace(outer, role="area")  # مديرية س في عدن
            found[index - 1] = replace(inner, within=index)
        elif finer and (link == "in" or outer.kind in ("province", "country", "district", "city", "countryside")):
            found[index] = replace(outer, role="area")
            for member in range(index - 1, -1, -1):
                if member != index - 1 and (inner.group < 0 or found[member].group != inner.group):
                    break
                found[member] = replace(found[member], within=index)
        elif a < b and inner.role in ("scene", "area") and (link == "in" or a <= 1) and inner.group < 0:
            found[index - 1] = replace(inner, role="area")
            found[index] = replace(outer, within=index - 1)
    return found


# Adjectives that set two places beside each other, whatever preposition follows.
_BESIDE = frozenset(
    "المحاذيه المحاذي المتاخمه المتاخم المجاوره المجاور الحدوديه الحدودي "
    "القريبه القريب المطله المطل المقابله المقابل".split()
)
_LINKS = frozenset({"في", "فى", "من", "التابعه", "التابع", "ل", "الواقعه", "الواقع", "ضمن", "داخل"})
_FILLERS = frozenset(
    {
        "شمال",
        "جنوب",
        "شرق",
        "غرب",
        "شمالي",
        "جنوبي",
        "شرقي",
        "غربي",
        "شماليه",
        "شرقيه",
        "غربيه",
        "جنوبيه",
        "وسط",
        "محيط",
        "ضواحي",
        "اطراف",
        "اقصي",
        "قرب",
        "بالقرب",
        "بجوار",
        "جوار",
        "القريبه",
        "القريب",
        "المجاوره",
        "المجاور",
    }
)


def _link(gap: list[str], outer: Name) -> str:
    """How two names stand to each other: "in" (a preposition), "beside" (nothing or a mark between), "" apart."""
    if len(gap) > 4:
        return ""
    inside = "ب" in outer.proclitics or "ل" in outer.proclitics
    marks = 0
    for word in gap:
        stem = word[1:] if word[0] in "بل" and word[1:] in _FILLERS else word
        if stem != word or word in _LINKS:
            inside = True
        elif stem in _FILLERS:
            continue
        elif word in ("،", ",", "-", "–", "(", ")", '"', "”", "»"):
            marks += 1
        elif word.startswith("ال") and len(word) > 4:
            continue  # an adjective of the first name
        else:
            return ""
    if "و" in outer.proclitics:
        return ""
    if inside:
        return "in"
    return "beside" if marks <= 2 else ""


def _coarseness(mention: PlaceMention, gazetteer: Gazetteer) -> int:
    kind = mention.kind
    if kind in COARSE:
        return COARSE[kind]
    if kind == "city":
        return 3
    rows = gazetteer.rows(mention.key) if mention.key else ()
    if kind == "area" and any(row.kind == "province" for row in rows):
        return 1  # منطقة جازان: in Saudi Arabia the province itself
    if mention.evidence != "class" and rows:
        if rows[0].kind == "country":
            return 0
        if rows[0].kind == "area" and (rows[0].radius_km or 0.0) >= _REGION_KM:
            return 1  # دارفور, تهامة: a region of several provinces
        if max(row.population for row in rows) >= 50_000 or any(row.kind == "province" for row in rows):
            return 3
    return {"area": 4, "town": 4, "settled": 4, "valley": 4, "mountain": 4, "village": 5, "quarter": 6}.get(kind, 7)


_REGION_KM = 60.0
