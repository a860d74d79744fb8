"""``rasd serve``: the desk in the browser."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import click

from rasd.cli.options import dataset_of, in_workspace, needed, progress, said


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen; 0.0.0.0 is everywhere.")
@click.option("--port", type=click.IntRange(0, 65535), default=8377, show_default=True, help="0: any that is free.")
@click.option("--name", "names", multiple=True, metavar="HOST", help="A name that it answers to, besides this machine.")
@click.option(
    "--behind-proxy", "proxy", default="", metavar="ADDRESS", help="Believe X-Forwarded-For and -Proto of it."
)
@click.option("--read-only", "is_read_only", is_flag=True, help="Nobody decides anything.")
@click.option("--demo", "is_demo", is_flag=True, help="On the project's sample reports, until it ends.")
@in_workspace
def serve(
    host: str,
    port: int,
    names: tuple[str, ...],
    proxy: str,
    is_read_only: bool,
    is_demo: bool,
    folder: Path | None,
) -> None:
    """Review events in the browser.

    Without accounts it is on this machine alone and asks for no password; decisions are signed with your account's
    name, or with RASD_USER. With accounts (rasd people) everybody logs in, and it may be reached from elsewhere.

    \b
    rasd serve --demo
    rasd serve --workspace monitor
    rasd serve --host 0.0.0.0 --name desk.example.org
    rasd serve --name desk.example.org --behind-proxy 127.0.0.1
    """
    with needed():
        from rasd.desk.serving import demo
        from rasd.desk.serving import serve as serving
    if not is_demo:
        dataset = dataset_of(folder)
        names = names or dataset.workspace.names
        serving(dataset, host, port, names=names, proxy=proxy, is_read_only=is_read_only, tell=said)
        return
    if folder is not None:
        raise click.UsageError("--demo has a workspace of its own; give it or --workspace, not both")
    with ExitStack() as held:
        with progress() as tell:
            dataset = held.enter_context(demo(tell))
        serving(dataset, host, port, is_demo=True, names=names, proxy=proxy, is_read_only=is_read_only, tell=said)
