"""``rasd merge``: what several reports tell of becomes one incident."""

from __future__ import annotations

from pathlib import Path

import click

from rasd.cli.options import dataset_of, in_workspace, progress, said


@click.command()
@in_workspace
def merge(folder: Path | None) -> None:
    """Merge what is new or was judged since; with other weights in rasd.toml, everything.

    `rasd ingest` ends with it. People's judgements come first, and incidents keep their ids.

    \b
    rasd merge
    """
    dataset = dataset_of(folder)
    with progress() as tell:
        grouped = dataset.merge(tell=tell, wait=said)
    click.echo(f"{grouped} events grouped; {dataset.status()['incidents']} incidents.")
