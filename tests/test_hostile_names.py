"""Names, addresses and links that others choose: each costs one line, the run goes on, and no terminal is steered."""

from __future__ import annotations

import csv
import io
import json
import os
import resource
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from rasd import dataset
from rasd.cli import rasd
from rasd.dataset import Dataset
from rasd.errors import RasdError
from rasd.store.verify import faults

pytestmark = pytest.mark.usefixtures("one_coder")


def words(place: str) -> str:
    """A report."""
    return f"قصف الجيش بلدة {place} بالمدفعية صباح الخميس 14 آذار 2024، وقُتل 3 مدنيين وأصيب آخرون بجروح."


@pytest.fixture
def made(address: str, tmp_path: Path) -> Iterator[Dataset]:
    """A new workspace, beside a folder of reports."""
    (tmp_path / "in").mkdir()
    found = dataset.init(tmp_path / "work")
    yield found
    found.close()


def told(made: Dataset, *sources: Path) -> list[str]:
    """What ingesting says; nothing of it breaks the store."""
    said = [" ".join(str(error).split()) for error in made.ingest(sources).failures]
    with made.store.reading() as connection:
        assert list(faults(made.store, connection)) == []
    return said


def run(*call: str | Path, code: int = 0) -> Result:
    done = CliRunner().invoke(rasd, [str(word) for word in call])
    assert done.exit_code == code, done.output
    return done


def test_names_of_files_that_are_no_letters(made: Dataset, tmp_path: Path) -> None:
    with open(os.fsencode(tmp_path / "in") + b"/r\xff\xfe1.txt", "w", encoding="utf-8") as file:
        file.write(words("سرمين"))
    (tmp_path / "in" / "r2.txt").write_text(words("بنش"), encoding="utf-8")
    assert told(made, tmp_path / "in") == []
    assert made.status()["reports"] == 2
    assert words("سرمين") in run("show", "r\\xff\\xfe1", "--workspace", tmp_path / "work").output
    coded = run("code", tmp_path / "in", "--format", "jsonl").output.splitlines()
    assert {json.loads(line)["report_id"] for line in coded} == {"r\\xff\\xfe1", "r2"}


def test_links_and_pipes_in_a_folder_lead_nowhere(made: Dataset, tmp_path: Path) -> None:
    folder, secret = tmp_path / "in", tmp_path / "secret.txt"
    secret.write_text(words("كفرنبل"), encoding="utf-8")
    (folder / "r1.txt").write_text(words("سرمين"), encoding="utf-8")
    (folder / "r1.json").symlink_to("/etc/hostname")
    (folder / "within.txt").symlink_to("r1.txt")
    (folder / "out.txt").symlink_to(secret)
    (folder / "all").symlink_to("/")
    (folder / "circle.txt").symlink_to("circle.txt")
    (folder / "endless.txt").symlink_to("/dev/zero")
    for name in ("pipe.txt", "result.json", "pipe.json"):
        os.mkfifo(folder / name)
    out = "a link that leads out of the folder is not followed; name that"
    assert sorted(told(made, folder)) == sorted(
        [
            f"{folder}/all: {out} folder as a source of its own",
            f"{folder}/endless.txt: {out} file as a source of its own",
            f"{folder}/out.txt: {out} file as a source of its own",
            f"{folder}/r1.json: a link, not taken for a description; the file beside it is read without",
            f"{folder}/pipe.txt: cannot be opened: not a file",
            f"{folder}/circle.txt: cannot be opened: Too many levels of symbolic links",
        ]
    )
    with made.store.reading() as connection:
        kept = {row[0] for row in connection.exec_driver_sql("SELECT origin FROM capture")}
    assert kept == {str(folder / "r1.txt")}
    assert len(run("code", folder, code=1).stdout.splitlines()) == 2  # r1 and the link to it
    assert told(made, folder / "out.txt") == []  # who names it means it


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_ids_and_addresses_without_end_are_one_line_and_the_rest_is_kept(
    form: str, made: Dataset, tmp_path: Path
) -> None:
    cells = ("report_id", "url", "text")
    rows = [("ش" * 5000, "", words("سرمين")), ("r2", f"https://example.org/{os.urandom(3000).hex()}", words("بنش"))]
    rows.append(("r3", "https://example.org/3", words("سراقب")))
    path = tmp_path / "in" / f"day.{form}"
    with path.open("w", encoding="utf-8", newline="") as file:
        if form == "csv":
            csv.writer(file).writerows([cells, *rows])
        else:
            file.writelines(json.dumps(dict(zip(cells, row, strict=True))) + "\n" for row in rows)
    said = told(made, path)
    assert len(said) == 2 and "report_id" in said[0] and "address" in said[1]
    assert made.status()["reports"] == 3
    assert made.ingest([path]).kept == 0  # under the same names as before


def test_what_could_not_be_read_is_said_again(made: Dataset, tmp_path: Path) -> None:
    path = tmp_path / "in" / "day.jsonl"
    path.write_text(json.dumps({"report_id": "r1", "text": words("سرمين")}) + '\n{"text": 7}\n', encoding="utf-8")
    assert told(made, path) == [f"{path}:2: no 'text'"]
    again = run("ingest", path, "--workspace", tmp_path / "work", code=1)
    assert again.stderr == f"rasd: {path}:2: no 'text'\n" and again.stdout.startswith("0 new reports, 0 coded")


def test_what_others_wrote_steers_no_terminal(tmp_path: Path) -> None:
    dataset.init(tmp_path / "work").close()
    record = {"report_id": "r\x1b[1m\n1", "text": words("سرمين") + "\x1b[2J\x9b31m", "published": "2024-03-14"}
    record |= {"title": "غارة\x1b]0;x\x07\nreport_id       r2", "outlet": "\x1b[31mوكالة\nrasd: all is well"}
    path = tmp_path / "day\x1b[5m\n.jsonl"
    path.write_text(json.dumps(record) + '\n{"text": 7}\n', encoding="utf-8")
    at = ("--workspace", tmp_path / "work")
    ingested = run("ingest", path, *at, code=1)
    assert len(ingested.stderr.splitlines()) == 1
    shown = run("show", "r [1m 1", *at).output
    assert sum(line.startswith("report_id") for line in shown.splitlines()) == 1
    everything = [ingested.output, shown, run("search", "سرمين", *at).output, run("incidents", *at).output]
    everything += [run("status", "--waiting", *at).output, run("incidents", "--format", "table", *at).output]
    everything.append(run("code", path, "--format", "cards", code=1).output)
    for output in everything:
        assert "\x1b" not in output and "\x07" not in output and "\nrasd: all" not in output


def test_a_database_that_cannot_be_used_is_one_line(tmp_path: Path) -> None:
    dataset.init(tmp_path / "work").close()
    path = tmp_path / "day.jsonl"
    texts = (words("سرمين") + " وقال السكان إنهم بخير." * 9 for _ in range(200))
    lines = [json.dumps({"report_id": f"r{n}", "text": text}, ensure_ascii=False) for n, text in enumerate(texts)]
    path.write_text("\n".join(lines), encoding="utf-8")
    call = [sys.executable, "-m", "rasd", "ingest", path, "--workspace", tmp_path / "work"]

    def full() -> None:  # as a disk on which there is room for the bytes and not for the tables
        resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 4096, resource.RLIM_INFINITY))

    done = subprocess.run(call, capture_output=True, text=True, preexec_fn=full)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert done.stderr.startswith("rasd: the database: cannot be used: ") and len(done.stderr.splitlines()) == 1
    assert "200 coded; now 200 reports, 200 events" in subprocess.run(call, capture_output=True, text=True).stdout


@pytest.mark.parametrize("command", ["status", "search", "incidents", "verify", "show", "backup"])
def test_a_broken_database_is_one_line_for_every_command(command: str, tmp_path: Path) -> None:
    made = dataset.init(tmp_path / "work")
    made.close()
    path = tmp_path / "work" / "rasd.db"
    data = path.read_bytes()
    path.write_bytes(data[:4096] + b"\xff" * (len(data) - 4096))
    more = {"show": ["r1"], "backup": [str(tmp_path / "b.tar")]}.get(command, [])
    call = [sys.executable, "-m", "rasd", command, *more, "--workspace", tmp_path / "work"]
    done = subprocess.run(call, capture_output=True, text=True)
    assert done.returncode == 1 and done.stdout == ""
    assert len(done.stderr.splitlines()) == 1 and "malformed" in done.stderr


def test_a_text_of_words_that_never_recur_is_kept_and_found(made: Dataset, tmp_path: Path) -> None:
    letters = "بتثجحخدذرزسشصضطظعغفقكلمنه"
    never = (a + b + c + d + "ورق" for a in letters for b in letters for c in letters for d in letters[:12])
    path = tmp_path / "in" / "long.txt"
    path.write_text(words("سرمين") + " " + " ".join(never), encoding="utf-8")
    (tmp_path / "in" / "r1.txt").write_text(words("بنش"), encoding="utf-8")
    assert told(made, tmp_path / "in") == []
    assert run("search", "سرمين", "--workspace", tmp_path / "work").output.startswith("no day      long\n")
    assert made.status()["uncoded"] == 0


def test_a_day_without_end_is_told_shortly(made: Dataset, tmp_path: Path) -> None:
    path = tmp_path / "in" / "day.jsonl"
    path.write_text(json.dumps({"text": words("بنش"), "published": "9" * 100_000}), encoding="utf-8")
    [said] = told(made, path)
    assert "no such day: '9999" in said and len(said) < 300


def test_a_backup_and_its_hashes_name_what_is_missing_or_cannot_be_read(tmp_path: Path) -> None:
    made = dataset.init(tmp_path / "work")
    path = tmp_path / "r1.txt"
    path.write_text(words("سرمين"), encoding="utf-8")
    made.ingest([path])
    made.close()
    at = ("--workspace", tmp_path / "work")
    [blob] = (tmp_path / "work" / "blobs").glob("*/*")
    away = blob.rename(tmp_path / "away")
    with pytest.raises(RasdError, match="is missing, and a backup without it could not be restored"):
        CliRunner().invoke(rasd, ["backup", str(tmp_path / "b.tar"), *map(str, at)], catch_exceptions=False)
    assert not (tmp_path / "b.tar").exists()
    no_file = tmp_path / "work" / "blobs" / "00" / ("0" * 64)
    no_file.mkdir(parents=True)
    told = run("verify", *at, code=1).output
    assert f"blob {blob.name} is missing" in told and f"blob {'0' * 64} cannot be read: Is a directory" in told
    no_file.rmdir()
    away.rename(blob)
    run("verify", *at)


@pytest.mark.parametrize("manifest", [b"{", b"[]", b'{"files": {"../../etc/passwd": "0"}, "blobs": 1}', b"[" * 99_999])
def test_a_backup_that_others_made_is_refused_in_a_line(manifest: bytes, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "b.tar", "w") as tar:
        info = tarfile.TarInfo("manifest.json")
        info.size = len(manifest)
        tar.addfile(info, io.BytesIO(manifest))
    with pytest.raises(RasdError, match=r"no backup of Rasd: its manifest\.json is broken"):
        CliRunner().invoke(rasd, ["restore", str(tmp_path / "b.tar"), str(tmp_path / "again")], catch_exceptions=False)
    assert not (tmp_path / "again").exists()


def test_a_search_for_nothing_finds_nothing(tmp_path: Path) -> None:
    dataset.init(tmp_path / "work").close()
    assert "no word or number to look for" in run("search", '"*', "--workspace", tmp_path / "work", code=2).output
    assert run("search", "OR NEAR(", "--workspace", tmp_path / "work").output == ""
