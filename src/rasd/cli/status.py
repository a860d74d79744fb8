"""``rasd status``: what is in the workspace and what waits."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from rasd.cli.options import dataset_of, in_workspace
from rasd.export.terminal import on_one_line

_LINES = (
    ("reports", "reports kept, from {captures} files and pages"),
    ("copies", "of them copies of others"),
    ("events", "events coded"),
    ("incidents", "incidents"),
    ("to_review", "wait for a person{listed}"),
)
_REVIEW = (
    ("possible_duplicates", "pairs of incidents that may be one"),
    ("contested", "incidents whose accounts contradict one another"),
    ("changed_judgements", "judgements on events that are gone or say something else now"),
    ("doubtful_events", "events whose words can be read in two ways"),
)
_WAITING = (
    ("uncoded", "reports not coded yet (rasd ingest goes on with them)"),
    ("failed", "reports that could not be coded"),
    ("unmerged", "events not merged yet (rasd merge)"),
)


@click.command()
@in_workspace
@click.option("--waiting", "is_listed", is_flag=True, help="List what waits for a person, the most pressing first.")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
def status(folder: Path | None, is_listed: bool, form: str) -> None:
    """What is in the workspace, what waits, and how each source of rasd.toml was the last time.

    \b
    rasd status
    rasd status --waiting
    rasd status --format json
    """
    dataset = dataset_of(folder)
    if is_listed:
        from rasd.dataset.showing import waiting_shown

        with dataset.store.reading() as connection:
            for one in waiting_shown(connection, dataset.workspace.weights):
                click.echo(json.dumps(one, ensure_ascii=False) if form == "json" else _told(one))
        return
    counts = dataset.status()
    if form == "json":
        click.echo(json.dumps({**counts, "sources": dataset.sources()}, ensure_ascii=False))
        return
    listed = ":" if counts["to_review"] else ""
    for name, words in _LINES:
        click.echo(f"{counts[name]:>9,}  {words.format(listed=listed, **counts)}")
    for name, words in _REVIEW:
        if counts[name]:
            click.echo(f"{'':11}{counts[name]:>6,}  {words}")
    if counts["to_review"]:
        click.echo(f"{'':11}rasd status --waiting lists them")
    for name, words in _WAITING:
        if counts[name]:
            click.echo(f"{counts[name]:>9,}  {words}")
    for one in dataset.sources():
        click.echo(f"   source  {on_one_line(_source(one))}")


def _source(one: Mapping[str, Any]) -> str:
    """How a source of rasd.toml was the last time."""
    name = one["name"] + (f" ({one['country']})" if one["country"] else "")
    if one["next_at"] is None:
        return f"{name}: not asked yet (rasd ingest, rasd watch)"
    number = f"{one['kept']:,} report" + ("" if one["kept"] == 1 else "s")
    told = f"{number}, " + (f"last had {one['succeeded_at']}" if one["succeeded_at"] else "never had")
    if one["failures"]:
        times = "" if one["failures"] == 1 else f" {one['failures']} times in a row, last"
        told += f"; failed{times} {one['failed_at']}: {one['failure']}"
    return f"{name}: {told}; due {one['next_at']}"


def _told(one: Mapping[str, Any]) -> str:
    """What waits, as a block of lines: what to decide, the accounts in a sentence each, and the command."""
    lines = [one["what"], *(f"  {text}" for text in one["accounts"]), f"  {one['look']}"]
    return "\n".join(map(_line, lines)) + "\n"


def _line(text: str) -> str:
    indent = text[: len(text) - len(text.lstrip(" "))]
    return indent + on_one_line(text)
