"""``rasd watch``: ask the sources of rasd.toml again and again."""

from __future__ import annotations

import signal
from pathlib import Path

import click

from rasd.cli.options import dataset_of, failed, in_processes, in_workspace, said
from rasd.export.terminal import on_one_line


class Interval(click.ParamType[float]):
    """90s, 15m, 6h, 1d."""

    name = "interval"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        from rasd.ingest.sources import seconds_of

        try:
            return seconds_of(str(value))
        except ValueError as error:
            self.fail(str(error).removeprefix("has "), param, ctx)


@click.command()
@in_workspace
@click.option("--once", "is_once", is_flag=True, help="Ask what is due now, and end: for cron and timers.")
@click.option("--every", type=Interval(), metavar="TIME", help="For all sources: 90s, 15m, 6h, 1d.")
@in_processes
def watch(folder: Path | None, is_once: bool, every: float | None, jobs: int) -> None:
    """Ask the sources of rasd.toml when they are due, keep what is new, code it and merge it; Ctrl-C ends it.

    One line for each source and round. When each is asked next is kept in the workspace: stop it, or kill it, and
    start it again at any time. Sources that fail are asked less often until they are back.

    \b
    rasd watch
    rasd watch --once
    """
    dataset = dataset_of(folder)
    if not dataset.workspace.sources:
        raise click.UsageError("rasd.toml names no [[sources]]")
    from rasd.dataset.watching import watch as watched
    from rasd.ingest.fetch import fetcher

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as a service manager ends it
    try:
        asked = watched(
            dataset,
            fetcher(dataset.workspace.network),
            say=lambda line: click.echo(on_one_line(line)),
            is_once=is_once,
            every=every,
            jobs=jobs,
            wait=said,
            fail=failed,
        )
    except KeyboardInterrupt:
        said("the watch has ended; rasd watch goes on where it was")
        return
    if not asked:
        next_at = min((one.next_at for one in dataset.polls().values()), default="")
        click.echo(f"No source is due before {next_at} (rasd ingest asks all of them now).")
