"""``rasd recode``: code again what an older coder or other language data has coded."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from rasd.cli.options import dataset_of, failed, in_processes, in_workspace, progress, said


@click.command()
@in_workspace
@in_processes
def recode(folder: Path | None, jobs: int) -> None:
    """Code again every report that another version of Rasd or of the language data has coded, and merge anew.

    Judgements stay with events whose words and type are found again; the others are shown by `rasd judge --list`.

    \b
    rasd recode --jobs 4
    """
    dataset = dataset_of(folder)
    with progress() as tell:
        done = dataset.recode(jobs=jobs, tell=tell, wait=said)
    for error in done.failures:
        failed(error)
    click.echo(f"{done.coded} reports coded again; {dataset.status()['incidents']} incidents.")
    sys.exit(1 if done.failures else 0)
