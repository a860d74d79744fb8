"""``rasd restore``: a backup into a folder."""

from __future__ import annotations

from pathlib import Path

import click

from rasd.cli.options import needed, progress, said


@click.command()
@click.argument("source", type=click.Path(path_type=Path), metavar="FILE")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
def restore(source: Path, folder: Path) -> None:
    """Put a backup into DIR, which is empty or not there yet, and verify it.

    A workspace on PostgreSQL is restored into the database that rasd.toml or RASD_DATABASE names, which must be empty.

    \b
    rasd restore /media/disk/rasd-2024-03-14.tar monitor-again
    """
    with needed():
        from rasd.dataset.restoring import restored

        with progress() as tell:
            faults, counts = restored(source, folder, tell=tell)
    for fault in faults:
        said(fault)
    if faults:
        raise SystemExit(1)
    click.echo(f"{folder}: {', '.join(f'{count} {name}' for name, count in counts.items())}, all as it was.")
