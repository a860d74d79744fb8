"""One sentence in English and one in Arabic, from the cells alone, the Arabic in agreement."""

import csv
import re
import tomllib
from pathlib import Path

import pytest

from make import span, strike
from rasd import code
from rasd.events.notes import note_ar, note_en
from rasd.lexicon.rows import DATA
from rasd.lexicon.types import event_types
from rasd.model.event import Actor, Attribution, Count, Date, Event, Kind, Place, Toll

ARMY = Actor("Syrian regime forces", "الجيش العربي السوري", "syr-army", "state forces", ())
HOUTHIS = Actor("Houthis", "الحوثيون", "yem-houthis", "rebel group", ())
BARE: dict[str, object] = {
    "actor1": None, "target": None, "weapon": None, "count": None, "places": (), "date": None, "killed": None,
}  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "english", "arabic"),
    [
        ({}, "Air or drone strike.", "ضربة جوية."),
        (
            {"actor1": ARMY, "actor2": HOUTHIS},
            "Air or drone strike by Syrian regime forces on the Houthis.",
            "ضربة جوية من جانب الجيش العربي السوري على الحوثيين.",
        ),
        (
            {"sub_event_type": "Armed clash", "actor1": ARMY, "actor2": HOUTHIS},
            "Armed clash between Syrian regime forces and the Houthis.",
            "اشتباك مسلح بين الجيش العربي السوري والحوثيين.",
        ),
        (
            {"sub_event_type": "Armed clash", "actor1": HOUTHIS},
            "Armed clash involving the Houthis.",
            "اشتباك مسلح بمشاركة الحوثيين.",
        ),
        (
            {"weapon": Kind("air strike", ()), "count": Count(1, ())},
            "Air or drone strike: 1 air strike.",
            "ضربة جوية: غارة جوية واحدة.",
        ),
        (
            {"weapon": Kind("air strike", ()), "count": Count(2, ())},
            "Air or drone strike: 2 air strikes.",
            "ضربة جوية: غارتان جويتان.",
        ),
        ({"weapon": Kind("drone", ())}, "Air or drone strike; weapon: drone.", "ضربة جوية؛ السلاح: طائرة مسيرة."),
        ({"killed": Toll(1, 1)}, "Air or drone strike: 1 killed.", "ضربة جوية: قتيل واحد."),
        (
            {"killed": Toll(2, 2), "wounded": Toll(3, 3)},
            "Air or drone strike: 2 killed, 3 wounded.",
            "ضربة جوية: قتيلان وثلاثة جرحى.",
        ),
        ({"killed": Toll(11, 11)}, "Air or drone strike: 11 killed.", "ضربة جوية: 11 قتيلا."),
        ({"killed": Toll(20, None)}, "Air or drone strike: at least 20 killed.", "ضربة جوية: 20 قتيلا على الأقل."),
        ({"killed": Toll(0, 0)}, "Air or drone strike: nobody killed.", "ضربة جوية: لا قتلى."),
        (
            {"killed": Toll(0, None)},
            "Air or drone strike: an unknown number killed.",
            "ضربة جوية: عدد غير معروف من القتلى.",
        ),
        ({"wounded": Toll(2, 5)}, "Air or drone strike: 2 to 5 wounded.", "ضربة جوية: ما بين 2 و5 جرحى."),
        (
            {"killed": Toll(5, 5, (("children", 2), ("women", 1)))},
            "Air or drone strike: 5 killed (including 2 children and 1 woman).",
            "ضربة جوية: خمسة قتلى (بينهم طفلان وامرأة واحدة).",
        ),
        (
            {"places": (Place("Sarmin", "سرمين", admin1="Idlib"), Place("Binnish", "بنش", admin1="Idlib"))},
            "Air or drone strike in Sarmin and Binnish (Idlib).",
            "ضربة جوية في سرمين وبنش.",
        ),
        (
            {"places": (Place("Hatla", "حطلة", relation="outskirts of"),)},
            "Air or drone strike on the outskirts of Hatla.",
            "ضربة جوية في أطراف حطلة.",
        ),
        (
            {"date": Date("2024-11-14", "2024-11-14", 1, "dawn")},
            "Air or drone strike on 14 November 2024 at dawn.",
            "ضربة جوية يوم 14 تشرين الثاني/نوفمبر 2024 فجرا.",
        ),
        (
            {"date": Date("2024-11-12", "2024-11-13", 2)},
            "Air or drone strike between 12 and 13 November 2024.",
            "ضربة جوية بين 12 و13 تشرين الثاني/نوفمبر 2024.",
        ),
        (
            {"date": Date("2024-12-31", "2025-01-02", 2)},
            "Air or drone strike between 31 December 2024 and 2 January 2025.",
            "ضربة جوية بين 31 كانون الأول/ديسمبر 2024 و2 كانون الثاني/يناير 2025.",
        ),
        (
            {"places": (Place("Hatla", "حطلة", relation="between"),)},
            "Air or drone strike near Hatla.",
            "ضربة جوية قرب حطلة.",
        ),
        (
            {"killed": Toll(2, 2, (("civilians", 2),)), "wounded": Toll(1, 1, (("children", 1),))},
            "Air or drone strike: 2 civilians killed, 1 child wounded.",
            "ضربة جوية: قتيلان من المدنيين وجريح واحد من الأطفال.",
        ),
        ({"date": Date(None, None, 3)}, "Air or drone strike.", "ضربة جوية."),
        (
            {"killed": Toll(20, None, (("fighters", 20),))},
            "Air or drone strike: at least 20 fighters killed.",
            "ضربة جوية: 20 قتيلا على الأقل من المقاتلين.",
        ),
        (
            {"killed": Toll(0, None), "wounded": Toll(0, None)},
            "Air or drone strike: losses without a number.",
            "ضربة جوية: خسائر بشرية لم يُذكر عددها.",
        ),
        (
            {"places": (Place("Hatla", "حطلة", relation="north-eastern part of"),)},
            "Air or drone strike in the north-eastern part of Hatla.",
            "ضربة جوية في شمال شرق حطلة.",
        ),
        (
            {"places": (Place("Hatla", "حطلة", relation="120 km south-west of"),)},
            "Air or drone strike 120 km south-west of Hatla.",
            "ضربة جوية على بعد 120 كم جنوب غرب حطلة.",
        ),
        (
            {"places": (Place("West Bank", "الضفة الغربية"),)},
            "Air or drone strike in the West Bank.",
            "ضربة جوية في الضفة الغربية.",
        ),
        (
            {"places": (Place("حطلة", "حطلة"),)},
            "Air or drone strike in «حطلة».",
            "ضربة جوية في حطلة.",
        ),
        (
            {"status": "suspected", "attribution": Attribution("مصادر محلية", ())},
            "Air or drone strike: suspected; according to «مصادر محلية».",
            "ضربة جوية: غير مؤكد؛ المصدر: مصادر محلية.",
        ),
    ],
)
def test_a_note_says_the_cells(cells: dict[str, object], english: str, arabic: str) -> None:
    event = strike(**(BARE | cells))
    assert (note_en(event), note_ar(event)) == (english, arabic)


def test_a_note_leaves_out_the_years_of_an_actor() -> None:
    actor = Actor("Syrian regime", "الحكومة السورية (حتى 2024)", None, "state forces", (span("استهدف"),))
    assert note_ar(strike(**(BARE | {"actor1": actor}))) == "ضربة جوية من جانب الحكومة السورية."


@pytest.mark.parametrize("name", event_types())
def test_every_type_has_a_note(name: str) -> None:
    event: Event = strike(sub_event_type=name, actor2=HOUTHIS)
    assert note_en(event).endswith(".") and "الحوثيين" in note_ar(event)


def test_every_kind_of_weapon_and_target_can_be_said_in_arabic() -> None:
    words = tomllib.loads((DATA / "notes.toml").read_text(encoding="utf-8"))
    for file, table in (("weapons.csv", "weapon"), ("targets.csv", "target")):
        path = DATA / "ar" / file
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
        kinds = {row["sense"] for row in csv.DictReader(lines)} - {"none", ""}
        assert kinds <= set(words[table]), f"notes.toml lacks {sorted(kinds - set(words[table]))}"


@pytest.mark.parametrize(
    ("text", "english", "arabic"),
    [
        (
            "استهدف قصف مدفعي، فجر اليوم الجمعة، بلدة سرمين، ما أدى إلى مقتل مدني.",
            "فجر اليوم الجمعة: the words name two days, 2024-03-14 and 2024-03-15.",
            "اللفظ «فجر اليوم الجمعة» يسمي يومين: 14 آذار/مارس 2024 و15 آذار/مارس 2024.",
        ),
        (
            "قصفت طائرات حربية بلدة المنصورة، ما أسفر عن مقل ثلاثة مدنيين.",
            "«مقل» is read as «مقتل»",
            "قُرئ اللفظ «مقل» على أنه «مقتل».",
        ),
        (
            "قصفت طائرات حربية بلدة المنصورة، ما أسفر عن مقل ثلاثة مدنيين.",
            "7 places bear this name: Al Mansurah (Dakahlia); Al Mansurah (Doha).",
            "عدد الأماكن التي تحمل هذا الاسم 7: المنصورة (الدقهلية)؛ المنصورة (الدوحة).",
        ),
        (
            "قصفت طائرة مسيرة سيارة في قرية أم الزعلان، فقُتل فلسطينيين.",
            "فلسطينيين may be two or several.",
            "قد يُقصد بلفظ «فلسطينيين» اثنان أو أكثر.",
        ),
        (
            "قصفت طائرة مسيرة سيارة في قرية أم الزعلان، فقُتل فلسطينيين.",
            "No table of places has أم الزعلان.",
            "لا يرد «أم الزعلان» في أي من جداول الأماكن.",
        ),
        (
            "قتل مسلحون مجهولون مدنيا في بلدة سرمين.",
            "The doer is told only as مسلحون مجهولون.",
            "لا يُذكر الفاعل إلا بلفظ «مسلحون مجهولون».",
        ),
        (
            "قصفت قوات النظام بلدة سرمين، ردا على الهجوم، ما أدى إلى إصابة مدني.",
            "No act told here is the one answered.",
            "ليس فيما يرويه التقرير فعل يكون هذا ردا عليه.",
        ),
    ],
)
def test_a_problem_is_told_in_both_languages(text: str, english: str, arabic: str) -> None:
    told = {one.message: one.message_ar for each in code(text, published="2024-03-14") for one in each.problems}
    assert told.get(english) == arabic, told


def test_every_problem_of_the_codebook_has_sentences() -> None:
    words = tomllib.loads((DATA / "notes.toml").read_text(encoding="utf-8"))["problem"]
    page = (Path(__file__).parent.parent / "docs" / "codebook.md").read_text(encoding="utf-8")
    assert set(words) == set(re.findall(r"^\| `(\w+)` \|", page.split("## Problems")[1], re.MULTILINE))
