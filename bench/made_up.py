"""Made-up reports in any number, for measuring the desk on a store as large as a monitor's of several years.

Each report tells some events that never happened, a sentence each with a few words between them, at places of the
gazetteer, over years; now and then an event is told by further outlets, with other words and a toll that is a few off.
The coder reads them as it reads any report, so that events have evidence, problems and notes as real ones have.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from rasd.lexicon.gazetteer import Gazetteer, load_gazetteer

FIRST = date(2015, 1, 1)
DAYS = 3_500
COUNTRIES = ("SY", "IQ", "YE", "PS", "LB", "SD")
OUTLETS = ("وكالة الضفاف", "شبكة البيدر", "إذاعة النورج", "وكالة السنابل", "شبكة المعبر", "إذاعة الربوة", "موقع الدرب")

# {place} {side} {other} {dead} {hurt} {few}; all of it is the project's own.
SENTENCES = (
    "قُتل {dead} مدنيين وأصيب {hurt} آخرون، {day}، جراء قصف مدفعي شنته {side} على {place}.",
    "شنت طائرات حربية تابعة {of_side} غارات جوية على {place} {day}، ما أدى إلى مقتل {dead} مدنيين وإصابة {hurt} آخرين.",
    "انفجرت سيارة مفخخة في {place} {day}، ما أسفر عن مقتل {dead} أشخاص وجرح {hurt} آخرين.",
    "اندلعت اشتباكات عنيفة بين {side} و{other} في محيط {place} {day}، وقُتل خلالها {dead} عناصر.",
    "أطلق مسلحون مجهولون النار على سيارة مدنية قرب {place} {day}، ما أدى إلى مقتل شخص وإصابة {hurt} آخرين.",
    "اعتقلت {side} {few} شبان في {place} {day} بعد مداهمة منازلهم.",
    "انفجر لغم أرضي بسيارة مدنية على أطراف {place} {day}، ما أدى إلى إصابة {hurt} أشخاص.",
    "استهدفت طائرة مسيرة تابعة {of_side} موقعا في {place} {day}، دون ورود أنباء عن إصابات.",
    "خرج العشرات في مظاهرة في {place} {day} للمطالبة بالإفراج عن المعتقلين.",
    "قصفت {side} بالصواريخ أحياء سكنية في {place} {day}، ما أدى إلى مقتل {dead} مدنيين على الأقل.",
    "هاجم مسلحون من {other} حاجزا {of_side} قرب {place} {day}، وأسفر الهجوم عن مقتل {dead} جنود وإصابة {hurt}.",
    "اختطف مسلحون مجهولون {few} مدنيين من {place} {day} واقتادوهم إلى جهة مجهولة.",
)
# Sides, as they stand after a verb and after «تابعة».
SIDES = {
    "SY": (("قوات النظام", "لقوات النظام"), ("القوات الروسية", "للقوات الروسية"), ("القوات التركية", "للقوات التركية")),
    "IQ": (("القوات العراقية", "للقوات العراقية"), ("القوات التركية", "للقوات التركية")),
    "YE": (("جماعة الحوثي", "لجماعة الحوثي"), ("قوات التحالف العربي", "للتحالف العربي")),
    "PS": (("القوات الإسرائيلية", "للقوات الإسرائيلية"),),
    "LB": (("القوات الإسرائيلية", "للقوات الإسرائيلية"), ("الجيش اللبناني", "للجيش اللبناني")),
    "SD": (("قوات الدعم السريع", "لقوات الدعم السريع"), ("الجيش السوداني", "للجيش السوداني")),
}
OTHERS = {
    "SY": ("هيئة تحرير الشام", "قوات سوريا الديمقراطية", "تنظيم داعش"), "IQ": ("تنظيم داعش", "حزب العمال الكردستاني"),
    "YE": ("تنظيم القاعدة", "المقاومة الشعبية"), "PS": ("كتائب القسام", "سرايا القدس"), "LB": ("حزب الله",),
    "SD": ("الحركة الشعبية", "قوات الدعم السريع"),
}  # fmt: skip
BETWEEN = (
    "وقال شهود إن أصوات الانفجارات سُمعت من مسافات بعيدة.", "وهرعت فرق الإسعاف إلى المكان بعد دقائق.",
    "ولم يصدر أي تعليق رسمي حتى كتابة الخبر.", "وشهدت الطرق المؤدية إلى المنطقة ازدحاما شديدا.",
    "وتعاني المنطقة منذ أشهر من نقص في الدواء والوقود.", "وطالب الأهالي المنظمات بإرسال مساعدات عاجلة.",
    "وأغلقت المدارس أبوابها بقية الأسبوع.", "ونقل المصابون إلى مشفى ميداني قريب.",
    "ويخشى السكان من تكرار ذلك في الأيام المقبلة.", "وبقيت الكهرباء مقطوعة عن معظم الأحياء حتى المساء.",
    "وتوقفت حركة الأسواق ساعات قبل أن تعود تدريجيا.", "وذكر مراسلنا أن الوضع عاد إلى الهدوء ليلا.",
    "ويقع الطريق الرئيس على مقربة من الحقول الزراعية.", "وكان المجلس المحلي قد حذر من ذلك الشهر الماضي.",
)  # fmt: skip
NUMBERS = ("ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة")
WEEK = ("الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت")  # date.isoweekday() % 7


class Happening(NamedTuple):
    """What is told: a sentence's number, where, when, the sides and the toll."""

    sentence: int
    place: str
    day: date
    side: tuple[str, str]
    other: str
    dead: int
    hurt: int


def reports(number: int, events: int, seed: int = 1) -> Iterator[dict[str, str]]:
    """So many reports, as lines of JSON Lines have them, with about so many events in all.

    >>> one, other = reports(2, 6)
    >>> one["report_id"], one["lang"], one["text"].count(".") >= 3
    ('m000000', 'ar', True)
    """
    draw = random.Random(seed)
    where = places(load_gazetteer())
    draw.shuffle(where)
    told: list[Happening] = []
    for at in range(number):
        day = FIRST + timedelta(days=at * DAYS // number)
        mine = []
        for _ in range(events * (at + 1) // number - events * at // number):
            # One in six tells what was told before.
            again = draw.choice(told[-200:]) if told and draw.random() < 0.16 else None
            mine.append(again if again and (day - again.day).days <= 3 else happening(draw, where, day))
        told += mine
        first = mine[0]
        yield {
            "report_id": f"m{at:06}",
            "text": "\n".join(words(draw, one, day) for one in mine),
            "title": f"{first.place}: أخبار {WEEK[day.isoweekday() % 7]}",
            "published": day.isoformat(),
            "outlet": draw.choice(OUTLETS),
            "url": f"https://outlet.example/{at}",
            "lang": "ar",
        }


def places(gazetteer: Gazetteer) -> list[tuple[str, str]]:
    """What a report calls thousands of towns and all provinces, and their countries; one name in thirty is none."""
    provinces = {(row.country, row.name_en): row.names[0] for one in COUNTRIES for row in gazetteer.provinces(one)}
    found = [(f"محافظة {name}", country) for (country, _), name in provinces.items()]
    for _, _, row in gazetteer.all_rows():
        if row.kind in ("town", "city", "settled", "village") and row.latitude is not None:
            province = provinces.get((row.country, row.admin1))
            if province and len(row.names[0]) > 3:
                found.append((f"بلدة {row.names[0]} في محافظة {province}", row.country))
    found.sort()
    nowhere = [(f"بلدة كفرزندوقة {number}", "SY") for number in range(len(found) // 30)]
    return found + nowhere


def happening(draw: random.Random, where: list[tuple[str, str]], day: date) -> Happening:
    """Something that did not happen; some towns see more of it than others."""
    name, country = where[int(len(where) * draw.random() ** 2)]
    sides, others = SIDES[country], OTHERS[country]
    ago = draw.choice((0, 0, 0, 1, 1, 2))
    dead = min(int(draw.paretovariate(1.1)) + 2, 10)
    return Happening(
        draw.randrange(len(SENTENCES)), name, day - timedelta(days=ago), draw.choice(sides),
        draw.choice(others), dead, draw.randrange(3, 11),
    )  # fmt: skip


def words(draw: random.Random, one: Happening, published: date) -> str:
    """A happening in the words of one outlet."""
    dead = min(max(one.dead + draw.choice((0, 0, 0, 1)), 3), 10)
    told = SENTENCES[one.sentence].format(
        place=one.place, day=f"يوم {WEEK[one.day.isoweekday() % 7]}", side=one.side[0], of_side=one.side[1],
        other=one.other, dead=NUMBERS[dead - 3], hurt=NUMBERS[one.hurt - 3], few=NUMBERS[one.dead % 4],
    )  # fmt: skip
    return " ".join((told, *draw.sample(BETWEEN, draw.randrange(1, 4))))


def write(path: Path, number: int, events: int) -> None:
    """The reports as a file."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in reports(number, events))
