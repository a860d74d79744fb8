"""Incidents that never happened, each retold by several reports: what merging is measured on.

Every incident has a type, a place, a day, sides and a toll; every report that tells it picks its own words, its own way
to say the day, one of the spellings of the place, and a toll that may be a few off. Near misses are made on purpose:
the same place on another day, the same day at another place of the province.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from rasd.model.text import Report

# name and spellings, as outlets write them; all are in the project's gazetteer
PLACES = (
    ("بلدة سرمين", "مدينة سرمين", "سرمين"),
    ("مدينة أريحا", "اريحا", "مدينة أريحا"),
    ("مدينة الأتارب", "الاتارب", "بلدة الأتارب"),
    ("مدينة البوكمال", "البو كمال", "البوكمال"),
    ("مدينة الميادين", "الميادين", "بلدة الميادين"),
    ("مدينة جاسم", "جاسم", "بلدة جاسم"),
    ("مدينة منبج", "منبج", "مدينة منبج"),
    ("مدينة عفرين", "عفرين", "مدينة عفرين"),
    ("مدينة بنش", "بنش", "بلدة بنش"),
    ("مدينة الباب", "الباب", "مدينة الباب"),
)
DAYS = ("الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت")  # date.isoweekday() % 7
OUTLETS = ("شبكة شام", "عنب بلدي", "بلدي نيوز", "نورث برس", "تلفزيون سوريا", "حلب اليوم")

# {day} {place} {doer} {of_doer} {dead} {hurt}
STRIKE = (
    "قُتل {dead} مدنيين وأصيب {hurt} آخرون، {day}، جراء غارات جوية شنتها طائرات {doer} على {place}.",
    "شنت طائرات حربية تابعة {of_doer} غارات جوية على {place} {day}، ما أدى إلى مقتل {dead} مدنيين وإصابة {hurt} آخرين.",
    "استهدف الطيران الحربي التابع {of_doer} {place} بعدة غارات {day}، وأسفر القصف عن {dead} قتلى و{hurt} جرحى مدنيين.",
)
SHELLING = (
    "قصفت {doer} بالمدفعية {place} {day}، ما أسفر عن مقتل {dead} مدنيين وإصابة {hurt} آخرين.",
    "سقط {dead} قتلى و{hurt} جرحى من المدنيين، {day}، في قصف مدفعي {of_doer} استهدف {place}.",
    "تعرضت {place} {day} لقصف مدفعي من قبل {doer}، أدى إلى مقتل {dead} مدنيين وجرح {hurt} آخرين.",
)
BLAST = (
    "قُتل {dead} أشخاص وأصيب {hurt} آخرون، {day}، بانفجار سيارة مفخخة في {place}.",
    "انفجرت سيارة مفخخة وسط {place} {day}، ما أدى إلى مقتل {dead} مدنيين وإصابة {hurt} آخرين بجروح.",
    "هز انفجار سيارة مفخخة {place} {day} وأودى بحياة {dead} مدنيين وأوقع {hurt} جرحى.",
)
# a side, and how it stands behind what is its own
AIRMEN = (("النظام السوري", "للنظام السوري"), ("القوات الروسية", "للقوات الروسية"))
GUNNERS = (("قوات النظام", "لقوات النظام"), ("القوات التركية", "للقوات التركية"))
NOBODY = (("", ""),)


@dataclass(frozen=True, slots=True)
class Retelling:
    """A report, and which incident it tells."""

    report: Report
    incident: int


def retold(incidents: int, seed: int = 0) -> list[Retelling]:
    """Two to six reports for each of so many incidents, in the order of their days.

    >>> [one.incident for one in retold(1, seed=3)][:2]
    [0, 0]
    """
    draw = random.Random(seed)
    told: list[Retelling] = []
    first = date(2024, 1, 8)
    used: set[tuple[int, int]] = set()
    for number in range(incidents):
        # Neighbours in time and place are near misses: never the same place within two days of one another.
        while True:
            day, place = draw.randrange(incidents), draw.randrange(len(PLACES))
            if not any((day + off, place) in used for off in (-2, -1, 0, 1, 2)):
                break
        used.add((day, place))
        told += _told(draw, number, first + timedelta(days=day), PLACES[place])
    return sorted(told, key=lambda one: (one.report.published or first, one.report.report_id))


def _told(draw: random.Random, number: int, day: date, names: tuple[str, ...]) -> list[Retelling]:
    ways, doers = draw.choice(((STRIKE, AIRMEN), (SHELLING, GUNNERS), (BLAST, NOBODY)))
    (doer, of_doer), dead, hurt = draw.choice(doers), draw.randint(3, 10), draw.randint(3, 10)
    outlets = draw.sample(OUTLETS, draw.randint(2, len(OUTLETS)))
    reports = []
    for teller, outlet in enumerate(outlets):
        late = draw.choice((0, 0, 1))
        published = day + timedelta(days=late)
        killed = dead + (draw.choice((0, 0, 0, 1)) if teller else 0)
        words = draw.choice(ways).format(
            day=_day(draw, day, published), place=draw.choice(names), doer=doer, of_doer=of_doer, dead=killed, hurt=hurt
        )
        report_id = f"i{number:04}-{teller}"
        reports.append(Retelling(Report(report_id, words, published=published, outlet=outlet), number))
    return reports


def _day(draw: random.Random, day: date, published: date) -> str:
    name = DAYS[day.isoweekday() % 7]
    near = "اليوم" if day == published else "أمس"
    return draw.choice((f"{near} {name}", f"يوم {name}", near, f"{name} {day.day}/{day.month}/{day.year}"))
