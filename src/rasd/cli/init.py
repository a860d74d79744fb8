"""``rasd init``: a new workspace."""

from __future__ import annotations

from pathlib import Path

import click

from rasd.cli.options import needed


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path("."), metavar="[DIR]")
def init(folder: Path) -> None:
    """Make a workspace in DIR (here, without it): rasd.toml, the database and the place for the bytes that come.

    \b
    rasd init monitor && cd monitor
    rasd ingest ~/reports --jobs 4
    """
    with needed():
        from rasd.dataset import init as made

        dataset = made(folder)
    dataset.close()
    click.echo(f"A workspace in {dataset.workspace.folder}; its settings are in rasd.toml.")
