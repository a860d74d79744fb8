"""``rasd show``: an incident with all its claims, or a report with where it came from."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from rasd.cli.code import plain_console
from rasd.cli.options import dataset_of, in_workspace
from rasd.errors import WorkspaceError


@click.command()
@click.argument("name", metavar="ID")
@in_workspace
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
def show(name: str, folder: Path | None, form: str) -> None:
    """An incident with all its claims side by side and their words; ID may be an alias or an event of it.

    The ID of a report shows its text, where and when it came from, its copies and its versions.

    \b
    rasd show i-4c1f0a2b9d3e5f67
    rasd show day:17 --format json
    """
    dataset = dataset_of(folder)
    from rasd.dataset.showing import incident_shown, report_shown

    with dataset.store.reading() as connection:
        found = incident_shown(connection, name, dataset.workspace.weights)
        report = None if found else report_shown(connection, name)
    if found is None and report is None:
        raise WorkspaceError(name, "no incident, event or report is called so")
    if form == "json":
        click.echo(json.dumps(found or report, ensure_ascii=False))
    elif found:
        from rasd.export.claims import print_incident

        console = plain_console(sys.stdout, is_terminal=sys.stdout.isatty())
        if found["incident"]["state"] == "gone":
            click.echo(
                f"{found['incident']['incident_id']} is gone: no report tells of it any more. What it said last:"
            )
        print_incident(console, found)
    elif report:
        from rasd.export.cards import shown

        for key, value in report.items():
            if value not in (None, [], "") and key != "text":
                click.echo(shown(f"{key:12} {', '.join(value) if isinstance(value, list) else value}"))
        click.echo(f"\n{shown(str(report['text']))}")
