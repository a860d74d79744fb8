"""The command line: the same bytes for the same input, one line for each mistake, clean exits."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from rasd.lexicon import load
from rasd.lexicon.rows import DATA

SAMPLES = Path(__file__).parent.parent / "samples" / "reports"
STRIKE = "قصفت طائرات حربية روسية، صباح اليوم، بلدة سرمين في ريف إدلب، ما أسفر عن مقتل ثلاثة مدنيين.\n"


def rasd(
    *words: str | Path, stdin: bytes = b"", env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a user does."""
    return subprocess.run(
        [sys.executable, "-m", "rasd", *map(str, words)],
        input=stdin,
        capture_output=True,
        env={**os.environ, **(env or {})},
        check=False,
    )


def test_a_pipe_gives_json_lines_without_colours() -> None:
    done = rasd("code", "-", "--published", "2019-11-20", stdin=STRIKE.encode())
    [event] = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert done.returncode == 0 and done.stderr == b"" and b"\x1b" not in done.stdout
    assert event["sub_event_type"] == "Air/drone strike" and event["report_id"] == "stdin"
    assert event["date"]["start"] == "2019-11-20"
    spans = [event["trigger"], *event["killed"]["evidence"], *event["places"][0]["evidence"]]
    assert all(STRIKE[span["start"] : span["end"]] == span["text"] for span in spans)


@pytest.mark.parametrize("form", ["jsonl", "csv", "geojson", "cards", "table"])
def test_the_same_input_gives_the_same_bytes_also_in_several_processes(form: str) -> None:
    one = rasd("code", SAMPLES, "--format", form, env={"PYTHONHASHSEED": "1"})
    other = rasd("code", SAMPLES, "--format", form, "--jobs", "3", env={"PYTHONHASHSEED": "2"})
    assert one.returncode == other.returncode == 0 and one.stdout and one.stdout == other.stdout


@pytest.mark.parametrize("jobs", [1, 2])
def test_bad_reports_cost_a_line_each_and_the_good_ones_are_coded(jobs: int, tmp_path: Path) -> None:
    good = json.dumps({"report_id": "good", "text": STRIKE, "published": "2019-11-20"}, ensure_ascii=False)
    lines = [*["\n"] * 16, '{"text": \n', good + "\n", '{"text": "قصف", "published": "2999-01-01"}\n']
    (tmp_path / "day.jsonl").write_text("".join(lines), encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "image.txt").write_bytes(b"\x89PNG\x00")
    done = rasd("code", tmp_path, tmp_path / "missing.txt", "--jobs", str(jobs))
    told = done.stderr.decode().splitlines()
    assert done.returncode == 1
    assert [line.removeprefix(f"rasd: {tmp_path}/")[:30] for line in told] == [
        "day.jsonl:17: not JSON: Expect",
        "day.jsonl:19: published: 2999-",
        "empty.txt: empty",
        "image.txt: binary data, not te",
        "missing.txt: cannot be opened:",
    ]
    assert {json.loads(line)["report_id"] for line in done.stdout.decode().splitlines()} >= {"good"}


MISUSE = [
    (("code", "x.txt", "--published", "2024-02-30"), 2, "no such day: '2024-02-30' (a date is YYYY-MM-DD)"),
    (("code", "x.txt", "--published", "2999-01-01"), 2, "2999-01-01 lies in the future"),
    (("code", "x.txt", "--format", "xml"), 2, "'xml' is not one of"),
    (("code", "x.txt", "--jobs", "0"), 2, "0 is not in the range"),
    (("code", "x.txt", "--lexicon", "nowhere"), 2, "'nowhere' does not exist"),
    (("code", str(SAMPLES), "-o", "/nowhere/x.csv"), 1, "/nowhere/x.csv"),
    (("evaluate", "nowhere"), 1, "nowhere: no such folder"),
]


@pytest.mark.parametrize(("words", "code", "sentence"), MISUSE, ids=[" ".join(row[0][2:]) for row in MISUSE])
def test_misuse_is_told_without_a_traceback(words: tuple[str, ...], code: int, sentence: str) -> None:
    done = rasd(*words)
    assert done.returncode == code and sentence in done.stderr.decode() and "Traceback" not in done.stderr.decode()


def test_a_wrong_row_of_a_users_own_words_is_told_with_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "weapons.csv").write_text("lemma,sense\nغارة\n", encoding="utf-8")
    for words in (("code", SAMPLES), ("code", SAMPLES, "--jobs", "2"), ("lexicon", "check")):
        done = rasd(*words, "--lexicon", tmp_path)
        said = (done.stderr + done.stdout).decode()
        assert done.returncode == 1 and f"{tmp_path}/weapons.csv:2: 1 cells where the header has 2" in said
        assert "Traceback" not in said


FILES = [("x.csv", "event_id"), ("x.geojson", '{"type"'), ("x.jsonl", '{"event_id"')]


@pytest.mark.parametrize(("name", "first"), FILES)
def test_a_file_says_its_format_by_its_name(name: str, first: str, tmp_path: Path) -> None:
    done = rasd("code", SAMPLES / "r01.txt", "-o", tmp_path / name)
    assert done.returncode == 0 and done.stdout == b""
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(first)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_sample_in_csv_keeps_its_day_and_dead() -> None:
    done = rasd("code", SAMPLES / "r01.txt", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode())))
    assert ("2024-03-14", "2") in {(row["event_date"], row["fatalities"]) for row in rows}


def test_reasons_name_the_row_of_each_cell() -> None:
    done = rasd("code", SAMPLES / "r01.txt", "--format", "cards", "--explain")
    assert "ar/" in done.stdout.decode() and ".csv:" in done.stdout.decode()


def test_a_reader_that_stops_early_is_no_error() -> None:
    command = f"{sys.executable} -m rasd code {SAMPLES} | head -c 10"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
    assert b"Traceback" not in done.stderr and b"BrokenPipe" not in done.stderr


def test_the_evaluation_is_json_when_asked() -> None:
    done = rasd("evaluate", SAMPLES, "--json")
    assert {"events", "cells", "killed", "evidence_spans_not_in_text"} <= set(json.loads(done.stdout))


def test_a_word_is_shown_with_its_row() -> None:
    assert "ar/weapons.csv:" in rasd("lexicon", "show", "وبالغارات").stdout.decode()
    assert "not in the language data" in rasd("lexicon", "show", "ققق").stdout.decode()


def test_help_does_not_read_the_language_data() -> None:
    code = "import sys, rasd.cli, click.testing as t; t.CliRunner().invoke(rasd.cli.rasd, ['code', '--help']);"
    code += "print([m for m in sys.modules if m.startswith(('rasd.pipeline', 'rasd.lexicon', 'rich', 'charset_norm'))])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == b"[]\n"


def test_files_of_a_users_folder_that_nothing_reads_are_named(tmp_path: Path) -> None:
    (tmp_path / "ar").mkdir()
    for name in ("weapns.csv", "ar/verbs.csv", "places.csv"):
        (tmp_path / name).write_text("lemma\n", encoding="utf-8")
    result = rasd("lexicon", "check", "--lexicon", tmp_path)
    told = result.stdout.decode().splitlines()
    assert result.returncode == 1
    assert [line.split(":")[0].removeprefix(f"{tmp_path}/") for line in told] == ["weapns.csv", "ar/verbs.csv"]


def test_the_hash_of_the_language_data_tells_every_table(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(DATA, data)
    before = load(data=data).version
    with (data / "actors.csv").open("a", encoding="utf-8") as file:
        file.write("# a remark\n")
    assert load(data=data).version != before
