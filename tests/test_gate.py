"""Reports of something else are left at once; reports of armed conflict never are, however short or long."""

import pytest

from rasd.model.text import Report
from rasd.pipeline import Coder

SPORT = (
    "شهد الملعب معركة كروية قوية بين الفريقين، وشن لاعبو الفريق الضيف هجمات متتالية في الشوط الأول، وسيطر أصحاب "
    "الأرض على وسط الملعب، ثم سجل المهاجم هدف الفوز برأسية جميلة قبل النهاية بدقائق، وصفق الجمهور طويلا للمدرب الذي "
    "قاد الفريق إلى الصدارة للمرة الأولى منذ أعوام، فيما اعتذر الحارس للجماهير عن خطئه في الدقيقة الأخيرة من اللقاء."
)
FILLER = "افتتح الوزير المعرض الزراعي وتجول في أجنحته واستمع إلى شرح عن المحاصيل الجديدة وطرق الري الحديثة. "


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder.load()


@pytest.mark.parametrize(
    "text",
    [
        "قصفت المدفعية أطراف البلدة.",
        "مقتل شخص برصاص مجهولين في درعا.",
        "أطلق مجهولون النار على سيارة قرب المعبر.",
        "تظاهر العشرات في المدينة مطالبين بالكهرباء.",
        "انفـجار عبوة ناسفة بسيارة.",
        "اشتباكات بين فصيلين في ريف حلب.",
        "اعتقلت الشرطة شابين من بلدة عزون.",
    ],
)
def test_a_short_report_of_conflict_is_read(coder: Coder, text: str) -> None:
    assert coder.gate.lets_pass(text)


@pytest.mark.parametrize(
    "text",
    [
        SPORT + FILLER * 12,
        "وقعت الشركتان اتفاقا لتوريد النفط مدته عشر سنوات، وقال المدير إن الاتفاق يفتح أسواقا جديدة. " + FILLER * 3,
        FILLER * 20,
        "",
        " \n",
        "12 % -- !",
    ],
)
def test_a_report_of_something_else_is_left(coder: Coder, text: str) -> None:
    assert not coder.gate.lets_pass(text)


@pytest.mark.parametrize("before", [0, 100, 400])
def test_one_item_of_a_long_bulletin_is_enough(coder: Coder, before: int) -> None:
    item = (
        "قصفت طائرات حربية بلدة سرمين بالصواريخ، ما أدى إلى مقتل خمسة مدنيين وجرح عشرة آخرين. ورد مقاتلو الفصائل "
        "بقصف مواقع لقوات النظام بقذائف الهاون، واندلعت اشتباكات بين الطرفين على محور القرية قتل فيها أربعة جنود. "
    )
    text = FILLER * before + item * 4 + FILLER * before
    assert coder.gate.lets_pass(text)
    assert coder.code(Report("r", text)) != []
