"""``rasd status``: what is in the workspace and what waits."""

from __future__ import annotations

import json
from pathlib import Path

import click

from rasd.cli.options import dataset_of, in_workspace

_LINES = (
    ("reports", "reports kept, from {captures} files and pages"),
    ("copies", "of them copies of others"),
    ("events", "events coded"),
    ("incidents", "incidents, {contested} of them contested"),
    ("to_review", "pairs, events and judgements that a person should look at"),
)
_WAITING = (
    ("uncoded", "reports not coded yet (rasd ingest goes on with them)"),
    ("failed", "reports that could not be coded"),
    ("unmerged", "events not merged yet (rasd merge)"),
)


@click.command()
@in_workspace
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
def status(folder: Path | None, form: str) -> None:
    """What is in the workspace, and what waits.

    \b
    rasd status
    rasd status --format json
    """
    counts = dataset_of(folder).status()
    if form == "json":
        click.echo(json.dumps(counts))
        return
    for name, words in _LINES + tuple(line for line in _WAITING if counts[line[0]]):
        click.echo(f"{counts[name]:>9,}  {words.format(**counts)}")
