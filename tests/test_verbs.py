"""The conjugator against forms that stand in any grammar, and every row of verbs.csv against its own example."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from cases import read_cases
from rasd.lexicon.read import Lexicon, build
from rasd.lexicon.rows import DATA, read_rows
from rasd.lexicon.verbs import conjugate
from rasd.model.text import Sentence
from rasd.model.word import Form
from rasd.text.letters import plain
from rasd.text.tokens import tokens_of

ROWS = list(read_rows(DATA / "ar" / "verbs.csv", "ar/verbs.csv"))
CASES = read_cases(Path(__file__).parent / "cases" / "verbs.md")


def readings(lemma: str, form: str, **columns: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for surface, made in conjugate({"lemma": lemma, "form": form, **columns}):
        found.setdefault(surface, set()).add(told(made))
    return found


def told(form: Form) -> str:
    """past 3sm active, masdar s, agent sm ..."""
    if form.pos == "verb":
        return f"{form.tense} {form.person}{form.number}{form.gender} {form.voice}"
    return f"{form.pos} {form.number}{form.gender}" + (" construct" if form.state else "")


# One case a verb: title "lemma form present masdar", then "surface: reading" lines; "no surface" must not be made.
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_a_verb_is_conjugated(case) -> None:  # type: ignore[no-untyped-def]
    lemma, form, *rest = case.text.split()
    columns = dict(part.split("=", 1) for part in rest)
    found = readings(lemma, form, **columns)
    for line in case.expected:
        surface, _, reading = line.partition(": ")
        if surface.startswith("no "):
            assert plain(surface.removeprefix("no ")) not in found
        else:
            assert reading in found.get(plain(surface), set()), f"{surface}: {sorted(found.get(plain(surface), ()))}"


@pytest.fixture(scope="module")
def verbs(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    root = tmp_path_factory.mktemp("data")
    (root / "ar").mkdir()
    shutil.copy(DATA / "ar" / "verbs.csv", root / "ar" / "verbs.csv")
    return build([root / "ar"], root=root)


def test_every_example_reads_back_to_its_row(verbs: Lexicon) -> None:
    lost = []
    for line, row in ROWS:
        text = row["example"]
        hits = verbs.hits(Sentence(0, 0, len(text), tokens_of(text), text))
        if not any(hit.entry.at == f"ar/verbs.csv:{line}" for at in hits for hit in at):
            lost.append(f"{line}: {row['lemma']}")
    assert lost == []


def test_no_verb_meaning_stands_twice() -> None:
    twice = Counter((plain(row["lemma"]), row["form"], row["sense"]) for _, row in ROWS)
    assert [meaning for meaning, times in twice.items() if times > 1] == []


def test_every_dropped_form_would_be_made() -> None:
    useless = []
    for line, row in ROWS:
        made = set()
        for surface, form in conjugate({**row, "without": ""}):
            made |= {surface, form.pos, f"{form.pos}:{surface}"}
        useless += [f"{line}: {word}" for word in filter(None, row["without"].split("|")) if plain(word) not in made]
    assert useless == []


def test_frames_are_from_the_closed_list() -> None:
    subjects = {"event", "victim", "place", "munition", "thing", "source"}
    objects = {"ب", "على", "ل", "إلى", "عن", "من", "في", "مع", "بين", "نحو", "فوق", "event", "munition", "place"}
    for line, row in ROWS:
        for part in row["frame"].split():
            key, _, value = part.partition(":")
            known = {"s": subjects, "o": objects, "c": {"أن", "إن"}}.get(key)
            assert value in known if known is not None else key == "with" and "=" in value, f"{line}: {part}"


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ({"lemma": "قَصَفَ", "form": "XI"}, "no verb form"),
        ({"lemma": "قَصَفَ", "form": "I", "masdar": "قَصْف"}, "needs its present"),
        ({"lemma": "قَصَفَ", "form": "I", "present": "يَقْصِفُ"}, "needs its masdar"),
    ],
)
def test_a_row_that_cannot_be_conjugated_is_refused(row: dict[str, str], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        list(conjugate(row))


def test_a_phrase_is_conjugated_in_its_first_word() -> None:
    found = readings("لَقِيَ مَصْرَعَهُ", "I", present="يَلْقَى", masdar="لِقَاء", passive="no")
    assert "past 3sm active" in found["لقي مصرعه"]
    assert "past 3pm active" in found["لقوا مصرعهم"]
