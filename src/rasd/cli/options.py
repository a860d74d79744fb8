"""Options that several commands share."""

from pathlib import Path

import click

own_language_data = click.option(
    "--lexicon",
    "folders",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    multiple=True,
    metavar="DIR",
    help="A folder of language data of your own; its rows win.",
)
