"""A desk on loopback for tests, served as `rasd serve` does, and the reports on it."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rasd import dataset
from rasd.dataset import Dataset
from rasd.desk.app import application
from rasd.desk.serving import server

GRAVE = (
    "🔴🔴 عاجل\n"
    "قُتل سبعة مدنيين وأصيب تسعة آخرون، صباح اليوم الخميس، جراء قصف مدفعي لقوات النظام على مدينة سرمين في ريف إدلب."
)
LIGHT = (
    "أصيب مدني، أمس، بانفجار لغم أرضي في بلدة النيرب بريف إدلب.\n"
    "واندلعت اشتباكات بين الجيش السوري وهيئة تحرير الشام في مدينة سراقب، وقتل فيها جندي."
)


def report(report_id: str, text: str, title: str | None = None, day: str = "2024-03-14") -> dict[str, object]:
    """A report as a line of JSON Lines has it."""
    return {"report_id": report_id, "text": text, "title": title, "published": day, "outlet": f"outlet {report_id}"}


def workspace(folder: Path, reports: Sequence[dict[str, object]]) -> Dataset:
    """A workspace with reports, coded and merged."""
    made = dataset.init(folder / "work")
    path = folder / "reports.jsonl"
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in reports), encoding="utf-8")
    made.ingest([path])
    return made


@contextmanager
def served(made: Dataset) -> Iterator[str]:
    """The address of a desk while the block runs."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        running = server(application(made))
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        until = time.monotonic() + 20
        while not running.started:
            assert thread.is_alive() and time.monotonic() < until, "the desk does not start"
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            running.should_exit = True
            thread.join(20)
