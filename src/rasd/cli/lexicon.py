"""``rasd lexicon``: check the language data, show how a word is read, count the rows."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click

from rasd.cli.options import own_language_data
from rasd.lexicon import Lexicon, load
from rasd.lexicon.check import mistakes
from rasd.lexicon.rows import DATA
from rasd.model.text import Sentence
from rasd.model.word import Form, Hit
from rasd.text.sentences import sentences_of


@click.group()
def lexicon() -> None:
    """The language data: CSV files that a linguist edits (docs/lexicon.md)."""


@lexicon.command()
@own_language_data
def check(folders: tuple[Path, ...]) -> None:
    """Say in a sentence, with file and line, what is wrong with any row.

    \b
    rasd lexicon check
    rasd lexicon check --lexicon my-words/
    """
    found = mistakes([DATA / "ar", *folders], root=DATA)
    for mistake in found:
        click.echo(mistake)
    if found:
        sys.exit(1)
    click.echo(f"{len(load(folders).entries)} rows, no mistakes")


@lexicon.command()
@click.argument("words", nargs=-1, required=True)
@own_language_data
def show(words: tuple[str, ...], folders: tuple[Path, ...]) -> None:
    """All readings of a written word or phrase: lemma, form, clitics, meaning and the row that says so.

    \b
    rasd lexicon show وبالغارات
    """
    lexicon = load(folders)
    for sentence in sentences_of(" ".join(words)):
        _show(lexicon, sentence)


@lexicon.command()
@own_language_data
def stats(folders: tuple[Path, ...]) -> None:
    """How many rows, and how many written forms they make."""
    lexicon = load(folders)
    rows = Counter(kind for kind, *_ in lexicon.entries)
    for kind, number in sorted(rows.items()):
        click.echo(f"{kind:12}{number:8}")
    click.echo(f"{'rows':12}{len(lexicon.entries):8}")
    click.echo(f"{'word forms':12}{len(lexicon.forms):8}")
    click.echo(f"{'phrases':12}{len(lexicon.phrases):8}")


def _show(lexicon: Lexicon, sentence: Sentence) -> None:
    for token, hits in zip(sentence.tokens, lexicon.hits(sentence), strict=True):
        if token.kind != "word":
            continue
        if not hits:
            click.echo(f"{token.plain}: not in the language data")
        for hit in hits:
            words = sentence.span(hit.first, hit.last).text
            click.echo(f"{words}: {_reading(hit)}")


def _reading(hit: Hit) -> str:
    clitics = [f"{' + '.join(hit.proclitics)} +"] if hit.proclitics else []
    after = [f"+ {hit.enclitic}"] if hit.enclitic else []
    written = " ".join([*clitics, hit.entry.lemma, *after])
    meaning = f"{hit.entry.kind} {hit.entry.sense}".strip()
    return f"{written} | {_form(hit.form)} | {meaning} | {hit.entry.at}"


_NAMES = {"s": "singular", "d": "dual", "p": "plural", "m": "masculine", "f": "feminine"}


def _form(form: Form) -> str:
    person = [f"{form.person}rd person" if form.person == "3" else f"person {form.person}"] if form.person else []
    parts = [form.pos, form.tense, form.voice, *person, _NAMES.get(form.gender, ""), _NAMES.get(form.number, "")]
    return " ".join(part for part in [*parts, form.state] if part)
