"""Weapons, targets and persons in a sentence."""

from pathlib import Path

import pytest

from cases import Case, read_cases
from rasd.lexicon import load
from rasd.lexicon.rows import DATA, read_rows
from rasd.mentions.objects import find_persons, find_targets, find_weapons
from rasd.text.sentences import sentences_of

LEXICON = load()
FOLDER = Path(__file__).parent / "cases"


def found(finder, text: str) -> list:  # type: ignore[no-untyped-def,type-arg]
    return [m for sentence in sentences_of(text) for m in finder(sentence, LEXICON.hits(sentence))]


@pytest.mark.parametrize("case", read_cases(FOLDER / "weapons.md"), ids=lambda case: case.title)
def test_weapons(case: Case) -> None:
    assert [f"{m.kind}: {m.span.text}" for m in found(find_weapons, case.text)] == case.expected


@pytest.mark.parametrize("case", read_cases(FOLDER / "targets.md"), ids=lambda case: case.title)
def test_targets(case: Case) -> None:
    assert [f"{m.kind}: {m.span.text}" for m in found(find_targets, case.text)] == case.expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قتل مدنيان وجرح ثلاثة جنود", [("civilian", "d", 2, "مدنيان"), ("soldier", "p", None, "جنود")]),
        ("أطلق مسلحون مجهولون النار", [("gunman", "p", None, "مسلحون مجهولون")]),
        ("قتل مسلح في الوادي", [("fighter", "s", None, "مسلح")]),
        ("انتهى خلاف في الحي المدني", []),
        ("أعلن حزب العمال الكردستاني موقفه", []),
        ("سقطت طائرة بدون طيار", []),
        ("نقلت مروحية عسكرية المؤن", []),
        ("هاجم مستوطنون مزارعين", [("settler", "p", None, "مستوطنون"), ("civilian", "p", None, "مزارعين")]),
        ("دخل الحراس المستوطنة", [("soldier", "p", None, "الحراس")]),
        ("أصيبت طفلتان وامرأة", [("child", "d", 2, "طفلتان"), ("woman", "s", None, "وامرأة")]),
    ],
)
def test_persons(text: str, expected: list[tuple[str, str, int | None, str]]) -> None:
    assert [(m.sense, m.number, m.count, m.span.text) for m in found(find_persons, text)] == expected


def test_a_weapon_keeps_its_preposition_and_number() -> None:
    (weapon,) = found(find_weapons, "استهدفوا النقطة بصاروخين")
    assert (weapon.kind, weapon.number, weapon.preposition, weapon.span.text) == ("missile", "d", "ب", "بصاروخين")


def test_a_target_knows_its_side_and_whether_it_points_back() -> None:
    (target,) = found(find_targets, "سقطت القذيفة على المنزل")
    assert (target.kind, target.side, target.preposition, target.is_definite) == ("house", "civil", "على", True)


@pytest.mark.parametrize(
    ("file", "finder"), [("weapons", find_weapons), ("targets", find_targets), ("persons", find_persons)]
)
def test_every_example_is_found_as_its_own_row(file: str, finder) -> None:  # type: ignore[no-untyped-def]
    lost = []
    for line, row in read_rows(DATA / "ar" / f"{file}.csv", file):
        if row["sense"] != "none" and f"ar/{file}.csv:{line}" not in {m.at for m in found(finder, row["example"])}:
            lost.append(f"{file}.csv:{line} {row['lemma']}: {row['example']}")
    assert not lost, "\n".join(lost)
