"""``rasd show``: an incident with all its claims, or a report with where it came from."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

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
        from rasd.export.terminal import on_one_line, shown

        for name, value in _cells(report):
            click.echo(f"{name:15} {on_one_line(value)}")
        click.echo(f"\n{shown(str(report['text']))}")


def _cells(report: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every cell of a report that says something, its text apart; each redirect and header is one."""
    for name, value in report.items():
        if name == "redirects":
            yield from (("redirected", f"{status} by {url}") for status, url in value)
        elif name == "headers":
            yield from (("header", f"{header}: {told}") for header, told in value.items())
        elif value not in (None, [], "") and name != "text":
            yield name, ", ".join(value) if isinstance(value, list) else str(value)
