"""``rasd backup``: the whole workspace in one file."""

from __future__ import annotations

from pathlib import Path

import click

from rasd.cli.options import dataset_of, in_workspace, progress


@click.command()
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@in_workspace
def backup(target: Path, folder: Path | None) -> None:
    """Write the settings, the tables and all bytes into one tar FILE, also while others work.

    \b
    rasd backup /media/disk/rasd-2024-03-14.tar
    """
    dataset = dataset_of(folder)
    from rasd.store.backup import backup as written

    with progress() as tell:
        size = written(dataset.store, target, tell=tell)
    click.echo(f"{target}: {size:,} bytes.")
