"""Runs that are killed at any moment and then run again, and two that run at once: nothing lost, nothing twice."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from rasd import dataset
from rasd.dataset import coding, merging
from rasd.dataset import dataset as lined_up
from rasd.store import blobs, schema
from rasd.store.incidents import incidents
from rasd.store.opening import one_writer
from rasd.store.verify import faults
from retold import retold

pytestmark = pytest.mark.usefixtures("one_coder")
# A child of the test has the language data already: it is killed while it works, not while it loads.
_FORK = multiprocessing.get_context("fork")


def written(path: Path, seed: int, number: int = 14) -> Path:
    """A file of reports about some incidents."""
    with path.open("w", encoding="utf-8") as file:
        for one in retold(number, seed=seed):
            told = one.report
            record = {
                "report_id": f"{seed}-{told.report_id}", "text": told.text, "published": str(told.published),
                "outlet": told.outlet,
            }  # fmt: skip
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return path


def run(folder: Path, sources: list[Path]) -> None:
    """What the command does, in a process of its own."""
    made = dataset.open(folder)
    made.ingest(sources)
    made.close()


def told(folder: Path) -> dict[str, object]:
    """What a workspace says, times apart; and whatever is wrong with it."""
    made = dataset.open(folder)
    with made.store.reading() as connection:
        reports = select(schema.report.c.report_id, schema.report.c.text, schema.report.c.voice)
        read = select(schema.custody.c.subject).where(schema.custody.c.action == "read")
        found: dict[str, object] = {
            "reports": sorted(map(tuple, connection.execute(reports))),
            "events": sorted(connection.execute(select(schema.event.c.record)).scalars()),
            "incidents": [{**one, "updated_at": None} for one in incidents(connection)],
            "read": sorted(connection.execute(read).scalars()),
            "faults": list(faults(made.store, connection)),
            "blobs": sorted(blobs.names(made.store.blobs)),
        }
    found["unmerged"] = made.status()["unmerged"] + made.status()["uncoded"]
    made.close()
    return found


def test_killed_at_twenty_moments_and_run_again(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    # Small portions: many transactions to be killed in and between.
    for module, size in ((lined_up, 5), (coding, 7), (merging, 9)):
        monkeypatch.setattr(module, "_AT_ONCE", size)
    source = written(tmp_path / "reports.jsonl", 1)
    made = dataset.init(tmp_path / "killed")
    made.close()
    draw = random.Random(5)
    took, killed = 1.0, 0
    while killed < 20:
        child = _FORK.Process(target=run, args=(tmp_path / "killed", [source]))
        start = time.monotonic()
        child.start()
        child.join(draw.uniform(0.02, took))
        if child.is_alive():
            assert child.pid is not None
            os.kill(child.pid, signal.SIGKILL)
            child.join()
            killed += 1
        else:  # done: the next one has nothing to do, so another folder of the same begins
            took = time.monotonic() - start
            written(source, 1 + killed, 10)
    run(tmp_path / "killed", [source])
    after = told(tmp_path / "killed")
    assert after["faults"] == [] and after["unmerged"] == 0
    run(tmp_path / "killed", [source])
    assert told(tmp_path / "killed") == after


@pytest.mark.parametrize("part", ["kept", "coded", "compared", "grouped"])
def test_killed_in_each_stage_ends_as_if_it_had_not_been(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest, part: str
) -> None:
    for module, size in ((lined_up, 6), (coding, 6), (merging, 6)):
        monkeypatch.setattr(module, "_AT_ONCE", size)
    source = written(tmp_path / "reports.jsonl", 3, 6)

    def dies(after: int) -> None:
        left = [after]

        def tell(stage: str, number: int) -> None:
            if stage == part:
                left[0] -= 1
                if not left[0]:
                    os.kill(os.getpid(), signal.SIGKILL)

        dataset.open(tmp_path / "killed").ingest([source], tell=tell)

    dataset.init(tmp_path / "killed").close()
    for after in (1, 2):
        child = _FORK.Process(target=dies, args=(after,))
        child.start()
        child.join()
        assert child.exitcode == -signal.SIGKILL or (after, part) != (1, part)
    run(tmp_path / "killed", [source])
    after_all = told(tmp_path / "killed")
    if address != "sqlite":
        from servers import new_database

        server = request.getfixturevalue("postgres")
        monkeypatch.setenv("RASD_DATABASE", f"{server}/{new_database(server)}")
    dataset.init(tmp_path / "whole").close()
    run(tmp_path / "whole", [source])
    assert after_all == told(tmp_path / "whole")


def test_two_at_once_wait_for_one_another(address: str, tmp_path: Path) -> None:
    one, other = written(tmp_path / "one.jsonl", 1, 5), written(tmp_path / "other.jsonl", 2, 5)
    dataset.init(tmp_path / "work").close()
    children = [_FORK.Process(target=run, args=(tmp_path / "work", names)) for names in ([one, other], [other, one])]
    for child in children:
        child.start()
    for child in children:
        child.join()
    assert [child.exitcode for child in children] == [0, 0]
    after = told(tmp_path / "work")
    assert after["faults"] == [] and after["unmerged"] == 0
    lines = len((one.read_text() + other.read_text()).splitlines())
    assert len(after["reports"]) == lines  # type: ignore[arg-type]


def test_a_command_says_that_it_waits(tmp_path: Path) -> None:
    made = dataset.init(tmp_path / "work")
    with one_writer(made.store, "ingest"):
        command = [sys.executable, "-m", "rasd", "merge", "--workspace", str(tmp_path / "work")]
        second = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ})
        assert second.stderr is not None and second.stdout is not None
        line = second.stderr.readline().decode()
    assert line.startswith("rasd: another rasd is writing (ingest, process ")
    assert second.wait(60) == 0 and second.stdout.read() == b"0 events grouped; 0 incidents.\n"
    second.stderr.close()
    second.stdout.close()
    made.close()


def test_processes_that_code_end_with_the_one_that_was_killed() -> None:
    command = [sys.executable, "-m", "rasd", "code", "-", "--jobs", "2"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdin is not None and parent.stdout is not None
        line = json.dumps({"text": "قصف الجيش بلدة بنش."}).encode() + b"\n"
        parent.stdin.write(line * 16 * 10)
        parent.stdin.flush()
        assert parent.stdout.readline()  # its children are at work
        children = Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text().split()
        assert children
        parent.kill()
    until = time.monotonic() + 30
    while any(
        Path(f"/proc/{child}/cmdline").exists() and Path(f"/proc/{child}/cmdline").read_bytes() for child in children
    ):
        assert time.monotonic() < until, "they go on"
        time.sleep(0.1)


def test_what_a_killed_run_left_half_written_is_swept_away(tmp_path: Path) -> None:
    made = dataset.init(tmp_path / "work")
    made.store.blobs.mkdir()
    (made.store.blobs / ".part-x").write_bytes(b"half")
    made.ingest([written(tmp_path / "one.jsonl", 1, 1)])
    assert not list(made.store.blobs.glob(".part-*"))
    made.close()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the processes of a process are looked up in /proc")
def test_ctrl_c_ends_all_processes_without_a_traceback(tmp_path: Path) -> None:
    dataset.init(tmp_path / "work").close()
    source = written(tmp_path / "day.jsonl", seed=3, number=4000)
    call = [sys.executable, "-m", "rasd", "ingest", source, "--jobs", "2", "--workspace", tmp_path / "work"]
    # As in a terminal: the signal goes to every process that is not of a session of its own, and nobody ignores it as
    # behind the "&" of a shell.
    running = subprocess.Popen(
        call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip
    until = time.monotonic() + 60
    while len(_children(running.pid)) < 3 and time.monotonic() < until:  # two that code, one that watches over them
        time.sleep(0.05)
    children = _children(running.pid)
    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert len(children) == 3 and (running.returncode, out) == (1, "")
    assert err.strip() == "Aborted!"
    while any(map(_is_alive, children)):
        assert time.monotonic() < until
        time.sleep(0.05)
    assert told(tmp_path / "work")["faults"] == []


def _children(process: int) -> list[int]:
    told = Path(f"/proc/{process}/task/{process}/children")
    return [int(number) for number in told.read_text().split()] if told.exists() else []


def _is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except FileNotFoundError:
        return False
