"""``rasd verify``: everything that is kept, hashed again."""

from __future__ import annotations

import sys
from itertools import chain
from pathlib import Path

import click

from rasd.cli.options import dataset_of, in_workspace, progress, said


@click.command()
@in_workspace
@click.option("--head", metavar="HASH", help="A hash of the log noted earlier: it must still be in it.")
def verify(folder: Path | None, head: str | None) -> None:
    """Hash the bytes, the texts and the custody log again, and name what is not as it was.

    What is signed is compared with what stands: judgements, decisions, and the events as people decided on them.

    The last line is the hash of the newest entry of the log. Noted elsewhere, it proves later that nothing before it
    was changed or taken out.

    \b
    rasd verify
    rasd verify --head 5f0c...
    """
    dataset = dataset_of(folder)
    from rasd.review.checking import unlike_decided
    from rasd.store.verify import faults, sizes

    with progress() as tell, dataset.store.reading() as connection:
        is_whole = True
        signed = faults(dataset.store, connection, noted_head=head, tell=tell)
        for fault in chain(signed, unlike_decided(connection)):
            is_whole = False
            said(fault)
        counts, last = sizes(connection)
    if not is_whole:
        sys.exit(1)
    told = ", ".join(f"{count} {name}" for name, count in counts.items())
    click.echo(f"All as it was: {told}.\n{last}")
