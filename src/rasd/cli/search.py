"""``rasd search``: reports by words, day, type and place."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from rasd.cli.code import Day
from rasd.cli.options import dataset_of, in_workspace


@click.command()
@click.argument("words", nargs=-1)
@in_workspace
@click.option("--since", type=Day(), metavar="DATE", help="Published on this day or later.")
@click.option("--until", type=Day(), metavar="DATE", help="Published on this day or earlier.")
@click.option("--type", "kind", metavar="TYPE", help="Telling of an event whose type or sub-type begins so.")
@click.option("--place", metavar="NAME", help="Telling of an event in this place, province or country, in any script.")
@click.option("--most", type=click.IntRange(1), default=20, show_default=True, help="How many are shown.")
@click.option("--format", "form", type=click.Choice(("text", "jsonl")), default="text", show_default=True)
def search(
    words: tuple[str, ...],
    folder: Path | None,
    since: date | None,
    until: date | None,
    kind: str | None,
    place: str | None,
    most: int,
    form: str,
) -> None:
    """The reports with all of WORDS, the latest first. Articles, clitics, hamza and vowel marks make no difference.

    \b
    rasd search 'قصف دير الزور' --since 2024-03-01
    rasd search '"برميل متفجر"' --type Explosions --place Idlib --format jsonl
    """
    from rasd.export.terminal import on_one_line
    from rasd.store.search import search as found
    from rasd.store.search import words_of

    asked = " ".join(words)
    dataset = dataset_of(folder)
    if asked.strip() and not words_of(asked):
        raise click.UsageError("no word or number to look for; without WORDS all reports are listed")
    with dataset.store.reading() as connection:
        hits = found(
            connection,
            asked,
            since=since.isoformat() if since else None,
            until=until.isoformat() if until else None,
            kind=kind,
            places=dataset.names_of(place),
            most=most,
        )
    for hit in hits:
        if form == "jsonl":
            click.echo(json.dumps(hit._asdict(), ensure_ascii=False))
        else:
            number = len(hit.event_ids)
            events = f"{number} event{'' if number == 1 else 's'}" if number else None
            about = ", ".join(filter(None, (hit.outlet, events)))
            click.echo(f"{hit.published or 'no day':10}  {on_one_line(hit.report_id)}  {on_one_line(about)}".rstrip())
            click.echo(f"    {on_one_line(hit.excerpt)}")
