"""Options that several commands share, and the line that shows how far a long run is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rasd.errors import InputError, WorkspaceError
from rasd.export.terminal import on_one_line

if TYPE_CHECKING:
    from rasd.dataset import Dataset

own_language_data = click.option(
    "--lexicon",
    "folders",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    multiple=True,
    metavar="DIR",
    help="A folder of language data of your own; its rows win.",
)

in_workspace = click.option(
    "--workspace",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The workspace; without it the nearest rasd.toml from here upwards.",
)

in_processes = click.option(
    "--jobs", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes to code in."
)


def dataset_of(folder: Path | None) -> Dataset:
    """The workspace that a command works on; it is closed when the command is done."""
    with needed():
        from rasd import dataset

        found = dataset.open(folder)
    click.get_current_context().call_on_close(found.close)
    return found


@contextmanager
def needed() -> Iterator[None]:
    """Says what to install where the extra is missing."""
    try:
        yield
    except ModuleNotFoundError as error:
        missing = (error.name or "").split(".")[0]
        if missing in {"fastapi", "starlette", "uvicorn", "jinja2", "pydantic", "argon2", "pyotp", "segno"}:
            raise WorkspaceError("rasd", f"the desk needs {missing}: pip install 'rasd[dataset,desk]'") from None
        if missing not in {"sqlalchemy", "alembic", "rensa", "psycopg"}:
            raise
        raise WorkspaceError("rasd", f"a workspace needs {error.name}: pip install 'rasd[dataset]'") from None


def said(line: str) -> None:
    """A line for the person, on standard error."""
    click.echo(f"rasd: {on_one_line(line)}", err=True)


def failed(error: InputError) -> None:
    """What could not be read or coded, in one line."""
    said(str(error))


@contextmanager
def progress() -> Iterator[Callable[[str, int], object]]:
    """Something to tell of stages and numbers; a line on standard error shows them when that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda stage, number: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    counts: dict[str, int] = {}
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def tell(stage: str, number: int) -> None:
            counts[stage] = counts.get(stage, 0) + number
            bar.update(task, description=", ".join(f"{name} {count}" for name, count in counts.items()))

        yield tell
