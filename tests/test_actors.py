"""Actors: what is found in a sentence, which words it covers, and whom it is read as."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from cases import Case, read_cases
from rasd.lexicon.actors import ActorIndex, actor_index
from rasd.lexicon.rows import DATA, read_rows
from rasd.mentions.actors import find_actors
from rasd.model.mention import ActorMention
from rasd.resolve.who import outlet_of, resolve_actors
from rasd.text.sentences import sentences_of

INDEX = actor_index()
CASES = read_cases(Path(__file__).parent / "cases" / "actors.md")


def actors_of(text: str, outlet: str | None = None, published: date | None = None) -> list[ActorMention]:
    found = [find_actors(sentence, (), INDEX) for sentence in sentences_of(text)]
    return resolve_actors(found, outlet=outlet, published=published, index=INDEX)


def line_of(mention: ActorMention) -> str:
    """name | words | role | preposition, with what is empty left out at the end."""
    cells = [mention.actor.name or "-", mention.span.text, mention.role, mention.preposition]
    return " | ".join(cells).rstrip(" |")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_actors_of_a_text_are_found_with_their_words(case: Case) -> None:
    mentions = actors_of(case.text, case.outlet, case.published)
    assert [line_of(mention) for mention in mentions] == case.expected
    for mention in mentions:
        for span in mention.actor.evidence:
            assert case.text[span.start : span.end] == span.text


def test_joint_actors_share_a_group() -> None:
    first, second, third = actors_of("قصفت المدفعية التركية والجيش الوطني السوري القرية، وقتل طفل")
    assert first.group == second.group >= 0
    assert third.group == -1


def test_every_name_belongs_to_an_actor() -> None:
    with (DATA / "actor_names.csv").open(encoding="utf-8", newline="") as file:
        unknown = {row["actor_id"] for row in csv.DictReader(file)} - set(INDEX.actors)
    assert not unknown


@pytest.mark.parametrize("name", ["country_actors.csv"])
def test_every_stand_belongs_to_an_actor(name: str) -> None:
    assert not {row["actor_id"] for _, row in read_rows(DATA / name, name)} - set(INDEX.actors)


def test_what_outlets_say_are_actors() -> None:
    said = {actor_id for outlet in INDEX.outlets.values() for actor_id in outlet.says.values()}
    assert not said - set(INDEX.actors)


@pytest.mark.parametrize("row", [row for _, row in read_rows(DATA / "ar" / "actor_words.csv", "ar/actor_words.csv")],
                         ids=lambda row: row["lemma"])  # fmt: skip
def test_the_example_of_a_word_holds_the_word(row: dict[str, str], index: ActorIndex = INDEX) -> None:
    [sentence] = sentences_of(row["example"])
    words = [token.plain for token in sentence.tokens]
    keys = {" ".join(r.key for r in [reading]) for word in words for reading in index.read(word)}
    senses = {index.words[key].sense for key in keys if key in index.words}
    starts = {key for key in keys if key in index.beginnings}
    assert row["sense"] in senses or starts


def test_an_outlet_is_known_by_name_and_by_address() -> None:
    by_name, by_address = outlet_of("عنب بلدي", INDEX), outlet_of("https://www.enabbaladi.net/archives/1", INDEX)
    assert by_name is by_address is not None
    assert outlet_of("https://example.org/1", INDEX) is None
