"""Stand-in until the conjugator lands."""
from collections.abc import Iterator
from rasd.model.word import Form
from rasd.text.letters import plain

def conjugate(row: dict[str, str]) -> Iterator[tuple[str, Form]]:
    yield plain(row["lemma"]), Form("verb", "s", "m", "3", "past", "either")
