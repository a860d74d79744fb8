"""``rasd ingest``: keep what sources have, code it, merge it."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rasd.cli.code import Day
from rasd.cli.options import dataset_of, failed, in_processes, in_workspace, progress, said

if TYPE_CHECKING:
    from rasd.ingest.sources import Source


class Columns(click.ParamType[dict[str, str]]):
    """Which column of a table holds what."""

    name = "columns"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> dict[str, str]:
        if isinstance(value, dict):
            return value
        from rasd.ingest.readers.columns import asked  # slow to import, and seldom needed

        try:
            return asked(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@in_workspace
@click.option("--published", type=Day(), metavar="DATE", help="Publication day of reports that show none (YYYY-MM-DD).")
@click.option(
    "--columns",
    type=Columns(),
    metavar="CELL=COLUMN,...",
    help="What the columns of a table hold (text=النص,published=التاريخ); kept for the next one like it.",
)
@in_processes
@click.option("--no-merge", "is_merged", is_flag=True, flag_value=False, default=True, help="Leave merging for later.")
def ingest(
    sources: tuple[str, ...],
    folder: Path | None,
    published: date | None,
    columns: dict[str, str] | None,
    jobs: int,
    is_merged: bool,
) -> None:
    """Keep the reports of SOURCEs exactly as they came, code each once, and merge what they tell.

    A SOURCE is a file (text, JSON Lines, a web page, Markdown, PDF, Word, a table of articles as CSV or Excel, a
    Telegram export, a web archive, a scanned page), a folder of them, - for standard input, or the address of a page,
    an RSS or Atom feed or a sitemap; without any, the sources of rasd.toml are read. What is there already is left as
    it is, and a run that was broken off is simply run again.

    \b
    rasd ingest reports/ --jobs 4
    rasd ingest https://example.org/feed
    rasd ingest articles.xlsx --columns text=النص,published=التاريخ,outlet=المصدر
    cat day.jsonl | rasd ingest -
    """
    dataset = dataset_of(folder)
    wanted: tuple[str | Source, ...] = sources or dataset.workspace.sources
    if not wanted:
        raise click.UsageError("give a SOURCE, or name some in rasd.toml under [[sources]]")
    with progress() as tell:
        done = dataset.ingest(
            wanted,
            stdin=sys.stdin.buffer,
            published=published,
            columns=columns,
            jobs=jobs,
            is_merged=is_merged,
            tell=tell,
            wait=said,
            fail=failed,
        )
    counts = dataset.status()
    click.echo(
        f"{done.kept} new reports, {done.coded} coded; "
        f"now {counts['reports']} reports, {counts['events']} events, {counts['incidents']} incidents."
    )
    sys.exit(1 if done.failures else 0)
