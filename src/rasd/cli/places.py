"""``rasd places``: look a name up, import a table, check the tables."""

from __future__ import annotations

from pathlib import Path

import click

from rasd.cli.options import own_language_data
from rasd.errors import LexiconError
from rasd.lexicon.gazetteer import Gazetteer, load_gazetteer
from rasd.lexicon.importers import FORMATS, import_places


@click.group()
def places() -> None:
    """The gazetteer: where Rasd knows a place to be."""


@places.command()
@click.argument("name")
@click.option("--country", metavar="XX", help="Only those in the country of this ISO 3166-1 alpha-2 code.")
@own_language_data
def find(name: str, country: str | None, folders: tuple[Path, ...]) -> None:
    """The places that bear an Arabic NAME."""
    rows = [row for row in load_gazetteer(folders).find(name) if country is None or row.country == country.upper()]
    for row in rows:
        where = (
            f"{row.latitude:.4f}, {row.longitude:.4f}"
            if row.latitude is not None and row.longitude is not None
            else "-"
        )
        parts = (
            row.names[0],
            row.name_en,
            row.kind,
            row.country,
            row.admin1,
            where,
            row.pcode or row.place_id,
            row.source,
        )
        click.echo("\t".join(part or "-" for part in parts))
    if not rows:
        click.echo(f"no place is called {name}", err=True)
        raise SystemExit(1)


@places.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "kind", required=True, type=click.Choice(FORMATS))
@click.option(
    "--to",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="A folder of language data of your own.",
)
@click.option("--country", default="", metavar="XX", help="The country of all rows, where the file does not say.")
def import_(file: Path, kind: str, folder: Path, country: str) -> None:
    """Add the places of a FILE to a folder of your own; they win over Rasd's where it is given as --lexicon."""
    try:
        count = import_places(file, kind, folder, country=country.upper())
        load_gazetteer([folder])
    except LexiconError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{count} places in {folder / 'places.csv'}")


@places.command()
@own_language_data
def check(folders: tuple[Path, ...]) -> None:
    """Read every row of every table and name those that cannot be right."""
    try:
        gazetteer = load_gazetteer(folders)
        problems = check_gazetteer(gazetteer)
    except LexiconError as error:
        raise click.ClickException(str(error)) from error
    for problem in problems:
        click.echo(problem)
    click.echo(f"{len(gazetteer.lines)} rows, {len(gazetteer.names)} names, {len(problems)} problems")
    if problems:
        raise SystemExit(1)


def check_gazetteer(gazetteer: Gazetteer) -> list[str]:
    """What is wrong with the rows: coordinates off the earth, no name, a kind or a country that is none."""
    problems = []
    for table, number, row in gazetteer.all_rows():
        at = f"{table}:{number}"
        if (
            row.latitude is not None
            and row.longitude is not None
            and not (-90 <= row.latitude <= 90 and -180 <= row.longitude <= 180)
        ):
            problems.append(f"{at}: no place on earth: {row.latitude}, {row.longitude}")
        if (row.latitude is None) != (row.longitude is None):
            problems.append(f"{at}: half a coordinate")
        if not row.name_en or not row.kind:
            problems.append(f"{at}: no English name or no kind")
        if row.country and len(row.country) != 2:
            problems.append(f"{at}: the country must be an ISO 3166-1 alpha-2 code, not {row.country}")
        if not row.source:
            problems.append(f"{at}: no source")
    return problems
