"""``rasd evaluate``: the coder, or a file of events, against a gold folder."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from rasd.batch import code_all
from rasd.cli.options import own_language_data
from rasd.errors import InputError
from rasd.evaluation import GoldReport, Record, Result, read_gold, read_predictions
from rasd.evaluation import evaluate as evaluated


@click.command()
@click.argument("gold_dir", type=click.Path(path_type=Path))
@click.option(
    "--predictions",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Events of `rasd code --format jsonl`; without it the reports are coded now.",
)
@own_language_data
@click.option("--errors", is_flag=True, help="Also list every missed event, false event and wrong cell.")
@click.option("--json", "as_json", is_flag=True, help="The figures as one JSON object.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of the redraws for the intervals.")
def evaluate(
    gold_dir: Path, predictions: Path | None, folders: tuple[Path, ...], errors: bool, as_json: bool, seed: int
) -> None:
    """Score events against GOLD_DIR (ID.txt and ID.json pairs): precision, recall and F1, by event and by cell.

    \b
    rasd evaluate samples/reports
    rasd evaluate gold/ --predictions events.jsonl --errors

    The interval beside F1 holds 95 in 100 redraws of the reports.
    """
    gold = read_gold(gold_dir)
    records = read_predictions(predictions) if predictions else _coded(gold, folders)
    result = evaluated(gold, records, seed=seed)
    if errors:
        for line in result.errors:
            click.echo(line, err=as_json)
    click.echo(json.dumps(result.as_dict()) if as_json else _page(result))


def _coded(gold: Iterable[GoldReport], folders: tuple[Path, ...]) -> Iterator[Record]:
    for item in code_all((report.report() for report in gold), folders):
        if isinstance(item, InputError):
            click.echo(f"rasd: {item}", err=True)
        else:
            yield from (event.as_dict() for event in item[1])


def _page(result: Result) -> str:
    lines = [f"{'':14}{'P':>7}{'R':>7}{'F1':>7}  {'95% of F1':15}{'gold':>6}{'coded':>7}"]
    for name, score in result.scores.items():
        rates = f"{score.precision:7.3f}{score.recall:7.3f}{score.f1:7.3f}"
        lines.append(f"{name:14}{rates}  {score.low:.3f} to {score.high:.3f} {score.gold:6}{score.coded:7}")
    figures = result.as_dict()
    for name in ("geocoded_in_right_admin1", "silent_reports_kept_silent", "evidence_spans_not_in_text"):
        lines.append(f"{name}: {figures[name]}")
    return "\n".join(lines)
