"""The command line: a thin door. Each command lives in its own module and is imported when it is called."""

from __future__ import annotations

import importlib
import os
import sys

import click

from rasd import __version__
from rasd.errors import RasdError
from rasd.export.terminal import on_one_line

# command -> module and attribute
COMMANDS = {
    "code": ("rasd.cli.code", "code"),
    "init": ("rasd.cli.init", "init"),
    "status": ("rasd.cli.status", "status"),
    "ingest": ("rasd.cli.ingest", "ingest"),
    "watch": ("rasd.cli.watch", "watch"),
    "merge": ("rasd.cli.merge", "merge"),
    "incidents": ("rasd.cli.incidents", "incidents"),
    "show": ("rasd.cli.show", "show"),
    "serve": ("rasd.cli.serve", "serve"),
    "people": ("rasd.cli.people", "people"),
    "judge": ("rasd.cli.judge", "judge"),
    "search": ("rasd.cli.search", "search"),
    "recode": ("rasd.cli.recode", "recode"),
    "verify": ("rasd.cli.verify", "verify"),
    "backup": ("rasd.cli.backup", "backup"),
    "restore": ("rasd.cli.restore", "restore"),
    "evaluate": ("rasd.cli.evaluate", "evaluate"),
    "lexicon": ("rasd.cli.lexicon", "lexicon"),
    "places": ("rasd.cli.places", "places"),
}


class Commands(click.Group):
    """A group that imports a command only when it is asked for: ``rasd --help`` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name]
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="rasd")
def rasd() -> None:
    """Reads Arabic reports about armed conflict and codes the events they tell of, with the words for every cell."""


def main() -> None:
    """Run the command line; mistakes of use and of data end in one line, not in a traceback."""
    try:
        rasd()
    except BrokenPipeError:  # the reader (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except Exception as error:
        told = _told(error)
        if told is None:
            raise
        click.echo(f"rasd: {on_one_line(told)}", err=True)
        sys.exit(1)


def _told(error: Exception) -> str | None:
    """What went wrong, in a line; None for a mistake of ours."""
    if isinstance(error, RasdError):
        return str(error)
    if "rasd.store.opening" in sys.modules:
        from rasd.store.opening import trouble

        if (found := trouble(error)) is not None:
            return f"{found}; once that is mended, run the same again"
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return None
