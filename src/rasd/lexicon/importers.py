"""Place tables from elsewhere, turned into a ``places.csv`` of a user's lexicon folder.

``geonames``: a country dump of geonames.org (tab-separated, no header). ``cod-ab``: an OCHA table of places with
P-codes and Arabic names, whatever its columns are called. ``csv``: the columns of our own tables.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rasd.errors import LexiconError
from rasd.lexicon.gazetteer import CITY, COLUMNS, TOWN, USER_TABLE, Gazetteer, PlaceRow, load_gazetteer

FORMATS = ("geonames", "cod-ab", "csv")
MORE = ("admin2", "pcode")
_ARABIC = re.compile("[ء-ي]")
_GEONAMES_KINDS = {
    "PPLC": "city",
    "PPLA": "city",
    "PPLA2": "town",
    "PPLX": "quarter",
    "ADM1": "province",
    "ADM2": "district",
    "AIRP": "airport",
    "AIRB": "base",
    "MT": "mountain",
    "MTS": "mountain",
    "HLL": "hill",
    "WAD": "valley",
    "DAM": "dam",
    "OILF": "field",
    "CMP": "camp",
    "PRT": "port",
    "ISL": "island",
    "RFCP": "camp",
}


def import_places(path: Path, kind: str, folder: Path, *, country: str = "") -> int:
    """Write the places of a file to ``places.csv`` of a folder, after those already there; gives how many were read.

    Raises LexiconError, with the line, for a row that cannot be read. A row without an Arabic name is left out.
    """
    readers = {"geonames": _geonames, "cod-ab": _cod_ab, "csv": _own}
    if kind not in readers:
        raise LexiconError(str(path), 0, f"the format must be one of {', '.join(FORMATS)}")
    rows = list(readers[kind](path, country))
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / USER_TABLE
    header = (*COLUMNS, *MORE)
    known: list[dict[str, str]] = []
    if target.exists():
        with target.open(encoding="utf-8", newline="") as file:
            known = [{name: row.get(name) or "" for name in header} for row in csv.DictReader(file)]
    seen = {_identity(row) for row in rows}
    merged = [row for row in known if _identity(row) not in seen] + rows
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(merged)
    return len(rows)


def _identity(row: dict[str, str]) -> tuple[str, ...]:
    return (row.get("pcode", ""), row["name_ar"], row["name_en"], row["country"], row["admin1"])


def _geonames(path: Path, country: str) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            cells = line.rstrip("\n").split("\t")
            if len(cells) < 15:
                raise LexiconError(str(path), number, f"{len(cells)} cells where a GeoNames dump has 19")
            arabic = [name for name in (cells[1], *cells[3].split(",")) if _ARABIC.search(name)]
            if not arabic or (country and cells[8] != country):
                continue
            people = int(cells[14] or 0)
            kind = _GEONAMES_KINDS.get(cells[7]) or (
                "city" if people >= CITY else "town" if people >= TOWN else "village"
            )
            yield _row(
                number,
                path,
                arabic,
                cells[2] or cells[1],
                kind,
                cells[8],
                "",
                cells[4],
                cells[5],
                f"GeoNames {cells[0]}",
            )


def _cod_ab(path: Path, country: str) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = csv.DictReader(file)
        columns = _cod_columns(table.fieldnames or (), path)
        cells = [{ours: (row.get(theirs) or "").strip() for ours, theirs in columns.items()} for row in table]
    usual = Counter(_country_of(cell["pcode"]) for cell in cells).most_common(1)
    gazetteer = load_gazetteer()
    out = []
    for number, cell in enumerate(cells, start=2):
        arabic = _arabic_names(cell["name_ar"])
        if not arabic:
            continue
        code = country or cell.get("country", "")[:2] or _country_of(cell["pcode"]) or usual[0][0]
        parents = [name.strip() for name in cell.get("parents", "").split(">") if name.strip()]
        admin1 = cell.get("admin1", "") or next((name for name in parents if _province(gazetteer, code, name)), "")
        admin2 = cell.get("admin2", "") or (parents[-1] if parents else "")
        # "Afrin (Afrin)", "ALEPPO : Akramiyah": the table tells homonyms apart, and quarters, inside the name.
        name_en = re.sub(r"\s*\(.*", "", cell["name_en"].rpartition(" : ")[2]).strip() or cell["name_en"]
        kind = "quarter" if " : " in cell["name_en"] else "village"
        row = _row(
            number,
            path,
            arabic,
            name_en,
            kind,
            code,
            _province(gazetteer, code, admin1) or admin1,
            cell["latitude"],
            cell["longitude"],
            "OCHA COD-AB",
        )
        row["admin2"], row["pcode"] = admin2, cell["pcode"]
        out.append(row)
    _give_provinces(out, gazetteer)
    yield from out


def _arabic_names(cell: str) -> list[str]:
    """The spellings in one cell: parted by / | or _, a qualifier behind - or in brackets dropped.

    >>> _arabic_names("جب الأبيض_بيوض"), _arabic_names("ابين- عفرين"), _arabic_names("مدينة حلب : الأكرمية")
    (['جب الأبيض', 'بيوض'], ['ابين'], ['الأكرمية'])
    """
    names = [re.sub(r"\s*[-(].*", "", name).strip() for name in re.split(r"[/|_]", cell.rpartition(" : ")[2])]
    return [name for name in dict.fromkeys(names) if len(name) > 1 and _ARABIC.search(name)]


def _province(gazetteer: Gazetteer, country: str, name: str) -> str:
    """Our name of a province, or "" when none of the country's is called so."""
    wanted = _letters(name)
    return next((row.admin1 for row in gazetteer.provinces(country) if wanted and _letters(row.name_en) == wanted), "")


def _letters(name: str) -> str:
    return re.sub(r"^(al|ar|as|ad|at|an)-|[^a-z]", "", name.lower())


def _give_provinces(rows: list[dict[str, str]], gazetteer: Gazetteer) -> None:
    """Where the file names no province, the districts get the one that most of our own places beside theirs lie in."""
    towns: dict[tuple[str, int, int], list[PlaceRow]] = {}
    for _, _, place in gazetteer.all_rows():
        if place.admin1 and place.kind != "province" and place.latitude is not None and place.longitude is not None:
            towns.setdefault((place.country, round(place.latitude), round(place.longitude)), []).append(place)
    votes: dict[tuple[str, str], Counter[str]] = {}
    near: list[str] = []
    for row in rows:
        found = ""
        if not row["admin1"] and row["latitude"]:
            lat, lon = float(row["latitude"]), float(row["longitude"])
            cells = ((row["country"], round(lat) + a, round(lon) + b) for a in (-1, 0, 1) for b in (-1, 0, 1))
            beside = [place for cell in cells for place in towns.get(cell, ())]
            if beside:
                best = min(beside, key=lambda p: ((p.latitude or 0) - lat) ** 2 + ((p.longitude or 0) - lon) ** 2)
                found = best.admin1
                votes.setdefault((row["country"], row["admin2"]), Counter())[found] += 1
        near.append(found)
    for row, found in zip(rows, near, strict=True):
        if not row["admin1"] and found:
            district = votes[row["country"], row["admin2"]]
            row["admin1"] = district.most_common(1)[0][0] if row["admin2"] else found


def _country_of(pcode: str) -> str:
    """The country a P-code begins with; Syria's communities (C1353) bear none.

    >>> _country_of("SY070001"), _country_of("C1353"), _country_of("IRQ01")
    ('SY', 'SY', 'IQ')
    """
    if pcode.startswith("C") and pcode[1:].isdigit():
        return "SY"
    if not re.match("[A-Z]{2}", pcode):
        return ""
    return {"IRQ": "IQ", "SYR": "SY", "YEM": "YE", "LBN": "LB", "LBY": "LY", "SDN": "SD"}.get(pcode[:3], pcode[:2])


def _cod_columns(names: object, path: Path) -> dict[str, str]:
    """Our names for the columns of an OCHA table, by what theirs begin and end with."""
    found: dict[str, str] = {}
    patterns = {
        "pcode": r"(?i)(place|community|comm|loc|adm\d?)?_?p_?code$|^pcode$",
        "name_ar": r"(?i)(name|nahya|community|place|adm\d)?.*_?ar(abic)?$",
        "name_en": r"(?i)(name|community|place|adm\d)?.*_?en(glish)?$",
        "latitude": r"(?i)^(lat|latitude|latitude_y|y|point_y)$",
        "longitude": r"(?i)^(lon|long|longitude|longitude_x|x|point_x)$",
        "parents": r"(?i)^parents_en$",
        "admin1": r"(?i)^(admin1|adm1|governorate)(name)?_?(en)?$",
        "admin2": r"(?i)^(admin2|adm2|district)(name)?_?(en)?$",
        "country": r"(?i)^(country|iso2|admin0pcode|adm0_pcode)$",
    }
    columns = [str(name) for name in names] if isinstance(names, list | tuple) else []
    for ours, pattern in patterns.items():
        taken = set(found.values())
        match = next((c for c in columns if c not in taken and re.search(pattern, c) and _plain_column(ours, c)), None)
        if match:
            found[ours] = match
    missing = [name for name in ("pcode", "name_ar", "name_en", "latitude", "longitude") if name not in found]
    if missing:
        raise LexiconError(str(path), 1, f"no column for {', '.join(missing)}; the file has {', '.join(columns)}")
    return found


def _plain_column(ours: str, column: str) -> bool:
    return ours not in ("name_ar", "name_en", "pcode") or not re.match(
        r"(?i)(admin|adm|parents|governorate|district|sub)", column
    )


def _own(path: Path, country: str) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = csv.DictReader(file)
        missing = [name for name in COLUMNS[:9] if name not in (table.fieldnames or ())]
        if missing:
            raise LexiconError(str(path), 1, f"no column {', '.join(missing)}")
        for number, row in enumerate(table, start=2):
            if row["name_ar"].startswith("#"):
                continue
            out = {name: (row.get(name) or "").strip() for name in (*COLUMNS, *MORE)}
            out["country"] = out["country"] or country
            _degrees(path, number, out["latitude"], out["longitude"])
            yield out


def _row(
    number: int,
    path: Path,
    arabic: list[str],
    name_en: str,
    kind: str,
    country: str,
    admin1: str,
    latitude: str,
    longitude: str,
    source: str,
) -> dict[str, str]:
    _degrees(path, number, latitude, longitude)
    return {
        "name_ar": arabic[0],
        "aliases_ar": "|".join(dict.fromkeys(arabic[1:])),
        "name_en": name_en,
        "aliases_en": "",
        "kind": kind,
        "country": country,
        "admin1": admin1,
        "latitude": latitude,
        "longitude": longitude,
        "radius_km": "2",
        "source": source,
        "note": "",
    }


def _degrees(path: Path, number: int, latitude: str, longitude: str) -> None:
    if not latitude and not longitude:
        return
    try:
        good = -90 <= float(latitude) <= 90 and -180 <= float(longitude) <= 180
    except ValueError:
        good = False
    if not good:
        raise LexiconError(str(path), number, f"no place on earth: {latitude!r}, {longitude!r}")
