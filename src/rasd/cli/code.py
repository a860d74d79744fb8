"""``rasd code``: reports in, events out."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from rasd.batch import Coded, code_all
from rasd.cli.options import failed, own_language_data
from rasd.errors import InputError
from rasd.ingest import Item, read
from rasd.ingest.record import day_of

if TYPE_CHECKING:
    from rich.console import Console

FORMATS = ("table", "cards", "jsonl", "csv", "geojson")
_BY_SUFFIX = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".geojson": "geojson", ".json": "geojson"}
# A bar is drawn once this many reports have gone by: short runs stay quiet.
_LONG = 50


class Day(click.ParamType[date]):
    """A day that exists and is not in the future."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return day_of(value, date.today())
        except ValueError as error:
            self.fail(str(error), param, ctx)


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, allow_dash=True), metavar="[PATH]...")
@click.option("--published", type=Day(), metavar="DATE", help="Publication day of reports that show none (YYYY-MM-DD).")
@click.option("--format", "form", type=click.Choice(FORMATS), help="Default: cards on a terminal, jsonl otherwise.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write to FILE.")
@click.option("--jobs", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes to code in.")
@own_language_data
@click.option("--explain", is_flag=True, help="Say which rule and which row made each cell.")
def code(
    paths: tuple[Path, ...],
    published: date | None,
    form: str | None,
    output: Path | None,
    jobs: int,
    folders: tuple[Path, ...],
    explain: bool,
) -> None:
    """Code the reports of PATHs: text files, JSON Lines, folders, or - for standard input.

    With rasd[dataset] also pages, documents, tables: any file that rasd ingest reads, in folders too.

    \b
    rasd code report.txt --published 2024-11-14
    rasd code reports/ --jobs 4 -o events.jsonl
    cat day.jsonl | rasd code - --format csv > events.csv

    What cannot be read gives one line on standard error; the rest is coded, and the exit code is 1.
    """
    if not paths and sys.stdin.isatty():
        raise click.UsageError("give a PATH, or pipe a report into: rasd code -")
    items = read(paths or ("-",), stdin=sys.stdin.buffer, published=published, today=date.today())
    failures = Failures()
    form = form or _default_form(output)
    with opened(output) as out, _progress(items, is_shown=output is not None or not sys.stdout.isatty()) as counted:
        coded = failures.kept_from(code_all(counted, folders, jobs=jobs))
        _write(form, coded, out, is_explained=explain, to_file=output is not None)
    sys.exit(1 if failures.count else 0)


class Failures:
    """Says on standard error what could not be read or coded, one line each, and counts it."""

    def __init__(self) -> None:
        self.count = 0

    def kept_from(self, coded: Iterable[Coded | InputError]) -> Iterator[Coded]:
        """What was coded."""
        for item in coded:
            if isinstance(item, InputError):
                self.count += 1
                failed(item)
            else:
                yield item


def _default_form(output: Path | None) -> str:
    if output is not None:
        return _BY_SUFFIX.get(output.suffix.lower(), "jsonl")
    return "cards" if sys.stdout.isatty() else "jsonl"


def _write(form: str, coded: Iterable[Coded], out: IO[str], *, is_explained: bool, to_file: bool) -> None:
    if form in ("cards", "table"):
        _print(form, coded, out, is_explained=is_explained, to_file=to_file)
        return
    if is_explained:
        coded = _explained(coded)
    for part in _writer(form)(coded):
        out.write(part)


def _writer(form: str) -> Callable[[Iterable[Coded]], Iterator[str]]:
    if form == "csv":
        from rasd.export.sheet import sheet

        return sheet
    if form == "geojson":
        from rasd.export.geojson import geojson

        return geojson
    from rasd.export.jsonl import jsonl

    return jsonl


def _print(form: str, coded: Iterable[Coded], out: IO[str], *, is_explained: bool, to_file: bool) -> None:
    from rasd.export.cards import print_cards, print_table

    is_terminal = out.isatty() and not to_file
    console = plain_console(out, is_terminal=is_terminal)
    if form == "table":
        print_table(console, coded)
    else:
        print_cards(console, coded, is_explained=is_explained)


def plain_console(out: IO[str], *, is_terminal: bool) -> Console:
    """Where people read; piped, of one width and without colours, so that the same input gives the same bytes."""
    from rich.console import Console

    if is_terminal:
        return Console(file=out, highlight=False)
    return Console(file=out, highlight=False, width=120, color_system=None, force_terminal=False, legacy_windows=False)


def _explained(coded: Iterable[Coded]) -> Iterator[Coded]:
    """The same, with the reasons on standard error: the record itself has one shape only."""
    for report, events in coded:
        for event in events:
            for why in event.why:
                click.echo(f"{event.event_id} {why.cell}: {why.rule} [{why.row}]", err=True)
        yield report, events


@contextmanager
def opened(output: Path | None) -> Iterator[IO[str]]:
    """Standard output, or a file that appears under its name only when it is whole."""
    if output is None:
        sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
        yield sys.stdout
        sys.stdout.flush()
        return
    part = output.with_name(output.name + ".part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            yield file
        os.replace(part, output)
    except OSError as error:
        raise click.FileError(str(output), error.strerror or str(error)) from error
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _progress(items: Iterable[Item], *, is_shown: bool) -> Iterator[Iterable[Item]]:
    """The same items, counted on standard error when that is a terminal and the run is long."""
    if not (is_shown and sys.stderr.isatty()):
        yield items
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("reports"), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=False) as bar:
        task = bar.add_task("reports", total=None, visible=False)
        yield _counted(items, lambda number: bar.update(task, completed=number, visible=number >= _LONG))


def _counted(items: Iterable[Item], tell: Callable[[int], object]) -> Iterator[Item]:
    for number, item in enumerate(items, start=1):
        yield item
        tell(number)
