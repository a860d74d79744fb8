"""``rasd serve``: the desk in the browser."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import click

from rasd.cli.options import dataset_of, in_workspace, needed, progress, said


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen; this machine alone as yet.")
@click.option("--port", type=click.IntRange(0, 65535), default=8377, show_default=True, help="0: any that is free.")
@click.option("--demo", "is_demo", is_flag=True, help="On the project's sample reports, until it ends.")
@in_workspace
def serve(host: str, port: int, is_demo: bool, folder: Path | None) -> None:
    """Review events in the browser, on this machine.

    Nobody else on the network can open it, so it asks for no password; decisions are signed with your account's name,
    or with RASD_USER.

    \b
    rasd serve --demo
    rasd serve --workspace monitor
    """
    with needed():
        from rasd.desk.serving import demo
        from rasd.desk.serving import serve as serving
    if not is_demo:
        serving(dataset_of(folder), host, port, tell=said)
        return
    if folder is not None:
        raise click.UsageError("--demo has a workspace of its own; give it or --workspace, not both")
    with ExitStack() as held:
        with progress() as tell:
            dataset = held.enter_context(demo(tell))
        serving(dataset, host, port, is_demo=True, tell=said)
