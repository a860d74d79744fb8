"""A desk on loopback for tests, served as `rasd serve` does, and the reports on it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from rasd import dataset
from rasd.dataset import Dataset
from rasd.desk.app import application
from rasd.desk.serving import listening, server
from rasd.review import people

GRAVE = (
    "🔴🔴 عاجل\n"
    "قُتل سبعة مدنيين وأصيب تسعة آخرون، صباح اليوم الخميس، جراء قصف مدفعي لقوات النظام على مدينة سرمين في ريف إدلب."
)
LIGHT = (
    "أصيب مدني، أمس، بانفجار لغم أرضي في بلدة النيرب بريف إدلب.\n"
    "واندلعت اشتباكات بين الجيش السوري وهيئة تحرير الشام في مدينة سراقب، وقتل فيها جندي."
)


# The same raid as another outlet tells it, and one that may be it.
DRONE = "استهدفت طائرة مسيرة تابعة لقوات النظام، اليوم الخميس، سيارة في ريف إدلب الشرقي، ما أسفر عن إصابة مدني."
SHELLS = "قصفت قوات النظام بالمدفعية، الخميس، أحياء سكنية في ريف إدلب، ما أدى إلى مقتل مدنيين اثنين وإصابة سبعة بجروح."


def report(report_id: str, text: str, title: str | None = None, day: str = "2024-03-14") -> dict[str, object]:
    """A report as a line of JSON Lines has it."""
    return {"report_id": report_id, "text": text, "title": title, "published": day, "outlet": f"outlet {report_id}"}


def workspace(folder: Path, reports: Sequence[dict[str, object]]) -> Dataset:
    """A workspace with reports, coded and merged."""
    folder.mkdir(exist_ok=True)
    made = dataset.init(folder / "work")
    path = folder / "reports.jsonl"
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in reports), encoding="utf-8")
    made.ingest([path])
    return made


PASSWORD = "a horse, a battery"


def account(made: Dataset, name: str, role: str) -> None:
    """An account with PASSWORD."""
    with made.store.writing() as connection:
        people.add(connection, name, role, PASSWORD)


def logged_in(address: str, name: str, *, password: str = PASSWORD, code: str = "") -> httpx.Client:
    """A browser in which somebody has logged in; its requests come from pages of the desk."""
    headers = {"sec-fetch-site": "same-origin", "accept-language": "en"}
    form = {"name": name, "password": password, "code": code}
    answer = httpx.post(f"{address}/login", data=form, headers=headers)
    assert answer.status_code == 303, answer.text
    return httpx.Client(base_url=address, headers=headers, cookies=answer.cookies)


@contextmanager
def served(made: Dataset, *, proxy: str = "", **options: Any) -> Iterator[str]:
    """The address of a desk while the block runs; ``options`` are those of the application."""
    with listening("127.0.0.1", 0) as heard:
        running = server(application(made, **options), proxy)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [heard]}, daemon=True)
        thread.start()
        until = time.monotonic() + 20
        while not running.started:
            assert thread.is_alive() and time.monotonic() < until, "the desk does not start"
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{heard.getsockname()[1]}"
        finally:
            running.should_exit = True
            thread.join(20)
