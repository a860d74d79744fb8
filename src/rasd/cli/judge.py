"""``rasd judge``: a person's word on two events."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rasd.cli.options import dataset_of, in_workspace, said
from rasd.export.terminal import on_one_line

if TYPE_CHECKING:
    from sqlalchemy import Connection

VERDICTS = ("same", "different", "related", "unsure")


@click.command()
@click.argument("a", metavar="[EVENT", required=False)
@click.argument("b", metavar="EVENT", required=False)
@click.argument("verdict", type=click.Choice(VERDICTS), metavar="VERDICT]", required=False)
@in_workspace
@click.option("--reason", default="", metavar="TEXT", help="Why; it is kept with the judgement.")
@click.option("--retract", type=int, metavar="NUMBER", help="Take a judgement back; it stays in the record.")
@click.option("--list", "is_listed", is_flag=True, help="All judgements, and whose events have changed since.")
def judge(
    a: str | None,
    b: str | None,
    verdict: str | None,
    folder: Path | None,
    reason: str,
    retract: int | None,
    is_listed: bool,
) -> None:
    """Say whether two events are the same, different, related or unsure. The machine never goes against it.

    The name of the account, or RASD_USER, signs it.

    \b
    rasd judge 4c1f... 99ab... same --reason 'the same strike, told by two agencies'
    rasd judge --retract 3
    rasd judge --list
    """
    dataset = dataset_of(folder)
    if is_listed:
        with dataset.store.reading() as connection:
            for line in _lines(connection):
                click.echo(on_one_line(line))
        return
    if retract is not None:
        dataset.retract(retract, wait=said)
        click.echo(f"Judgement {retract} is taken back.")
        return
    if a is None or b is None or verdict is None:
        raise click.UsageError("give two EVENTs and a VERDICT, --retract NUMBER, or --list")
    number = dataset.judge(a, b, verdict, reason=reason, wait=said)
    click.echo(f"Judgement {number} is noted.")


def _lines(connection: Connection) -> list[str]:
    from rasd.review.judgements import all_judgements

    lines = []
    for row in all_judgements(connection):
        taken = f", taken back by {row['retracted_by']} {row['retracted_at']}" if row["retracted_at"] else ""
        gone = ", of an event that is gone" if not row["is_there"] else ""
        gone = gone or (", of an event that says something else now" if not row["is_as_judged"] else "")
        reason = f": {row['reason']}" if row["reason"] else ""
        head = f"{row['judgement_id']}  {row['a']} {row['b']} {row['verdict']}"
        lines.append(f"{head} ({row['by']} {row['at']}{taken}{gone}){reason}")
    return lines
