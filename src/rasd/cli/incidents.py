"""``rasd incidents``: what the reports tell of."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from rasd.cli.code import Day, opened, plain_console
from rasd.cli.options import dataset_of, in_workspace

CERTAINTIES = ("strong", "fair", "weak", "contested")
REVIEWS = ("machine", "in review", "confirmed", "rejected")
FORMATS = ("table", "jsonl", "csv", "geojson")


@click.command()
@in_workspace
@click.option("--since", type=Day(), metavar="DATE", help="Happened on this day or later.")
@click.option("--until", type=Day(), metavar="DATE", help="Happened on this day or earlier.")
@click.option("--type", "kind", metavar="TYPE", help="Event type or sub-type that begins so.")
@click.option("--place", metavar="NAME", help="Place, province or country, in any script.")
@click.option("--actor", metavar="NAME", help="With a side whose name has these words, in any script.")
@click.option("--status", metavar="STATUS", help="reported, suspected, denied ...")
@click.option("--certainty", type=click.Choice(CERTAINTIES), help="Only of this grade.")
@click.option("--voices", type=click.IntRange(1), metavar="N", help="Told by N independent voices or more.")
@click.option("--killed", type=click.IntRange(0), metavar="N", help="With N killed or more, by the best figure.")
@click.option("--review", type=click.Choice(REVIEWS), help="How far people are with it. Default: all but rejected.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="Default: table on a terminal, jsonl otherwise.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write to FILE.")
def incidents(
    folder: Path | None,
    since: date | None,
    until: date | None,
    kind: str | None,
    place: str | None,
    actor: str | None,
    status: str | None,
    certainty: str | None,
    voices: int | None,
    killed: int | None,
    review: str | None,
    form: str | None,
    output: Path | None,
) -> None:
    """The incidents, by day: what several reports tell of, with every rival claim.

    \b
    rasd incidents --since 2024-03-01 --place Idlib
    rasd incidents --type "Air/drone strike" --voices 2 --format csv -o strikes.csv
    """
    dataset = dataset_of(folder)
    from rasd.export import incidents as written
    from rasd.store.incidents import incidents as found
    from rasd.store.outlines import Chosen

    form = form or ("table" if sys.stdout.isatty() and output is None else "jsonl")
    with dataset.store.reading() as connection, opened(output) as out:
        chosen = Chosen(
            since=since.isoformat() if since else None,
            until=until.isoformat() if until else None,
            kind=kind,
            actor=actor,
            places=dataset.names_of(place),
            status=status,
            certainty=certainty,
            voices=voices,
            killed=killed,
            review=review,
        )
        records = found(connection, chosen)
        if form == "table":
            written.print_table(plain_console(out, is_terminal=out.isatty() and output is None), records)
            return
        write = {"jsonl": written.jsonl, "csv": written.sheet, "geojson": written.geojson}[form]
        for part in write(records):
            out.write(part)
