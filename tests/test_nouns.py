"""Declension, and the rows that are declined."""

from pathlib import Path

import pytest

from cases import read_cases
from rasd.lexicon import load
from rasd.lexicon.nouns import decline
from rasd.lexicon.rows import DATA, read_rows
from rasd.text.sentences import sentences_of

LEXICON = load()
CASES = read_cases(Path(__file__).parent / "cases" / "nouns.md")
FILES = ("nouns", "weapons", "targets", "persons")
WEAPONS = {
    "air strike", "drone", "rocket", "missile", "artillery", "mortar", "barrel bomb", "IED", "car bomb", "suicide bomb",
    "mine", "unexploded ordnance", "grenade", "small arms", "knife", "arson", "vehicle ramming", "chemical", "tear gas",
}  # fmt: skip
PERSONS = {
    "civilian", "child", "woman", "fighter", "soldier", "leader", "gunman", "bomber", "person", "anybody",
    "untold", "protester", "settler",
}  # fmt: skip


@pytest.mark.parametrize(
    ("lemma", "plural", "gender", "expected"),
    [
        ("غارة", "ات", "f", {"غاره": "s", "غارتان": "d", "غارتين": "d", "غارتي": "d", "غارات": "p"}),
        ("هجوم", "هجمات", "m", {"هجوم": "s", "هجوما": "s", "هجومان": "d", "هجومين": "d", "هجمات": "p"}),
        ("مسلح", "ون", "m", {"مسلحون": "p", "مسلحين": "p", "مسلحو": "p", "مسلحي": "p", "مسلحا": "s", "مسلحان": "d"}),
        ("قتيل", "قتلى", "m", {"قتيلا": "s", "قتيلي": "d", "قتلي": "p"}),
        ("لغم", "ألغام", "m", {"لغما": "s", "الغاما": "p", "لغمين": "d"}),
        ("مدني", "ون", "mf", {"مدنيا": "s", "مدنيه": "s", "مدنيات": "p", "مدنيتين": "d"}),
        ("راعٍ", "رعاة", "m", {"راع": "s", "راعي": "s", "راعيا": "s", "راعيان": "d", "رعاه": "p"}),
        ("لاجئ", "ون", "m", {"لاجي": "s", "لاجيين": "p"}),
        ("طائرة مسيّرة", "طائرات مسيّرة", "f", {"طايره مسيره": "s", "طايرتين مسيرتين": "d", "طايرات مسيره": "p"}),
        ("صاروخ موجه", "صواريخ موجهة", "m", {"صاروخا موجها": "s", "صاروخين موجهين": "d", "صواريخ موجهه": "p"}),
        ("عملية إطلاق نار", "عمليات إطلاق نار", "f", {"عمليتي اطلاق نار": "d", "عمليات اطلاق نار": "p"}),
        ("مسلح مجهول", "مسلحون مجهولون", "m", {"مسلحين مجهولين": "p", "مسلحا مجهولا": "s"}),
        ("عبوة ناسفة محلية الصنع", "", "f", {"عبوتين ناسفتين محليتين الصنع": "d"}),
    ],
)
def test_a_noun_has_its_written_forms(lemma: str, plural: str, gender: str, expected: dict[str, str]) -> None:
    forms = {}
    for word, form in decline({"lemma": lemma, "plural": plural, "gender": gender}):
        forms.setdefault(word, form.number)
    assert {word: forms.get(word) for word in expected} == expected


@pytest.mark.parametrize(
    ("lemma", "plural", "absent"),
    [
        ("غارة", "ات", ["غارها", "غاراتا"]),
        ("صاروخ", "صواريخ", ["صواريخا"]),
        ("قتيل", "قتلى", ["قتليا", "قتلا"]),
        ("إطلاق نار", "", ["اطلاقان نار", "اطلاقين نار"]),
    ],
)
def test_forms_that_nobody_writes_are_not_made(lemma: str, plural: str, absent: list[str]) -> None:
    forms = {word for word, _ in decline({"lemma": lemma, "plural": plural})}
    assert not forms.intersection(absent)


def test_further_nouns_of_a_row_are_declined_like_its_own() -> None:
    forms = {
        word: form.number for word, form in decline({"lemma": "مبنى", "plural": "مبان", "also": "بناية+ات|كوخ+أكواخ"})
    }
    assert (forms["بنايتين"], forms["بنايات"], forms["اكواخ"]) == ("d", "p", "p")


def test_a_form_before_a_genitive_takes_no_article() -> None:
    states = {word: form.state for word, form in decline({"lemma": "غارة", "plural": "ات"})}
    assert (states["غارتي"], states["غارتين"]) == ("construct", "")


@pytest.mark.parametrize("file", FILES)
def test_every_example_reads_back_to_its_own_row(file: str) -> None:
    lost = []
    for line, row in read_rows(DATA / "ar" / f"{file}.csv", file):
        at = f"ar/{file}.csv:{line}"
        found = {
            hit.entry.at for sentence in sentences_of(row["example"]) for hits in LEXICON.hits(sentence) for hit in hits
        }
        if at not in found:
            lost.append(f"{at} {row['lemma']}: {row['example']}")
    assert not lost, "\n".join(lost)


@pytest.mark.parametrize("file", FILES)
def test_every_row_has_an_example_a_source_and_a_gender(file: str) -> None:
    for line, row in read_rows(DATA / "ar" / f"{file}.csv", file):
        assert row["example"] and row["source"] and row["gender"] in {"m", "f", "mf"}, f"{file}.csv:{line}"


def test_weapons_and_persons_are_of_the_closed_lists() -> None:
    for file, kinds in (("weapons", WEAPONS), ("persons", PERSONS)):
        for line, row in read_rows(DATA / "ar" / f"{file}.csv", file):
            assert row["sense"] in kinds | {"none"}, f"{file}.csv:{line}"
    for line, row in read_rows(DATA / "ar" / "targets.csv", "targets"):
        assert row["side"] in {"civil", "military", "either"}, f"targets.csv:{line}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_event_nouns(case) -> None:  # type: ignore[no-untyped-def]
    """The longest noun row at each place."""
    found = []
    for sentence in sentences_of(case.text):
        place = 0
        hits = LEXICON.hits(sentence)
        while place < len(hits):
            nouns = [hit for hit in hits[place] if hit.entry.kind == "noun"]
            if not nouns:
                place += 1
                continue
            if nouns[0].entry.sense != "other":
                found.append(f"{nouns[0].entry.sense}: {sentence.span(nouns[0].first, nouns[0].last).text}")
            place = nouns[0].last
    assert found == case.expected
