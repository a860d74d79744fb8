"""Collecting from real sites on loopback: pages, feeds and sitemaps, again and again, whatever they do meanwhile."""

from __future__ import annotations

import gzip
import json
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select

from conftest import new_database
from rasd import dataset
from rasd.cli import rasd
from rasd.dataset import Dataset
from rasd.dataset.schedule import due
from rasd.dataset.watching import watch
from rasd.errors import RasdError
from rasd.ingest.fetch import fetcher
from rasd.ingest.sources import Source
from rasd.store.opening import one_writer
from rasd.store.schema import blob, capture, fetched, report, visit
from rasd.store.verify import faults
from rasd.store.visits import Poll, polled
from sites import FEED, Page, Site, raw, site

pytestmark = pytest.mark.usefixtures("one_coder")


DAY = "Thu, 14 Mar 2024 09:00:00 +0300"


def words(place: str, dead: int = 3) -> str:
    """A report."""
    return f"قصف الجيش بلدة {place} بالمدفعية صباح الخميس 14 آذار 2024، وقُتل {dead} مدنيين وأصيب آخرون بجروح."


def page(text: str, **more: object) -> Page:
    """A page of a report."""
    html = f"<html><head><title>قصف</title></head><body><article><p>{text}</p></article></body></html>"
    return Page(html, **more)  # type: ignore[arg-type]


def feed(*items: str, **headers: str) -> Page:
    """A feed of entries, each with a path or ready written."""
    told = "".join(
        one
        if one.startswith("<")
        else f"<item><title>خبر {one}</title><link>{one}</link><pubDate>{DAY}</pubDate></item>"
        for one in items
    )
    return Page(f"<rss version='2.0'><channel><title>x</title>{told}</channel></rss>", FEED, headers=headers)


def workspace(folder: Path, *names: str, sources: str = "", **network: object) -> Dataset:
    """A workspace to which these hosts are allowed."""
    dataset.init(folder).close()
    path = folder / "rasd.toml"
    told = {"allow": list(names), "delay": 0, "seconds": 2.0, **network}
    settings = "\n".join(f"{name} = {json.dumps(value)}" for name, value in told.items())
    template = path.read_text(encoding="utf-8").replace("[network]", f"{sources}\n[network]\n{settings}", 1)
    path.write_text(template, encoding="utf-8")
    return dataset.open(folder)


def source(url: str, **more: object) -> str:
    """A source of rasd.toml."""
    told = {"url": url, **more}
    return "[[sources]]\n" + "".join(f"{name} = {json.dumps(value)}\n" for name, value in told.items())


@pytest.fixture
def one() -> Iterator[Site]:
    """A site that allows everything."""
    with site() as made:
        yield made


def counts(made: Dataset) -> tuple[int, int, int]:
    """Reports, captures and blobs."""
    with made.store.reading() as connection:
        told = [
            connection.execute(select(func.count()).select_from(table)).scalar() for table in (report, capture, blob)
        ]
        assert list(faults(made.store, connection)) == []
    return told[0] or 0, told[1] or 0, told[2] or 0


def lines(done: dataset.Done) -> list[str]:
    """What went wrong."""
    return [str(error) for error in done.failures]


# -- pages -----------------------------------------------------------------------------------------------------------


def test_a_page_is_kept_as_it_came_with_how_it_came(address: str, one: Site, tmp_path: Path) -> None:
    body = page(words("سرمين")).data
    one.pages["/1"] = Page(status=301, headers={"Location": "/2"})
    one.pages["/2"] = Page(gzip.compress(body), headers={"Content-Encoding": "gzip", "ETag": '"1"'})
    made = workspace(tmp_path, one.name)
    assert lines(made.ingest([one.url("/1")])) == []
    with made.store.reading() as connection:
        [kept] = connection.execute(select(report, capture.c.method).join(capture)).all()
        [how] = connection.execute(select(fetched)).all()
    assert (kept.url, kept.method) == (one.url("/1"), "http") and "سرمين" in kept.text
    stored = made.store.blobs / (sha := _sha(made))[:2] / sha
    assert stored.read_bytes() == body
    assert (how.final_url, how.status, how.number) == (one.url("/2"), 200, "127.0.0.1")
    assert json.loads(how.redirects) == [[301, one.url("/1")]]
    headers = json.loads(how.headers)
    assert (headers["etag"], headers["content-encoding"], headers["content-type"]) == (
        '"1"',
        "gzip",
        one.pages["/2"].kind,
    )
    assert "date" in headers and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", how.fetched_at)
    made.close()


def _sha(made: Dataset) -> str:
    with made.store.reading() as connection:
        return connection.execute(select(capture.c.sha256)).scalar_one()


def test_how_a_page_came_is_shown_and_goes_into_a_backup(address: str, one: Site, tmp_path: Path) -> None:
    one.pages |= {"/1": Page(status=302, headers={"Location": "/2"}), "/2": page(words("سرمين"))}
    workspace(tmp_path / "a", one.name).close()
    assert run("ingest", one.url("/1"), "--workspace", tmp_path / "a").exit_code == 0
    name = "127.0.0.1/1"
    told = json.loads(run("show", name, "--workspace", tmp_path / "a", "--format", "json").output)
    assert (told["final_url"], told["redirects"], told["status"]) == (one.url("/2"), [[302, one.url("/1")]], 200)
    assert run("backup", tmp_path / "b.tar", "--workspace", tmp_path / "a").exit_code == 0
    if address == "sqlite":
        assert run("restore", tmp_path / "b.tar", tmp_path / "c").exit_code == 0
        again = json.loads(run("show", name, "--workspace", tmp_path / "c", "--format", "json").output)
        assert again == told


def test_the_way_of_a_page_is_shown_a_step_a_line(one: Site, tmp_path: Path) -> None:
    one.pages |= {"/1": Page(status=301, headers={"Location": "/2"}), "/2": page(words("سرمين"))}
    made = workspace(tmp_path, one.name)
    assert made.ingest([one.url("/1")]).kept == 1
    made.close()
    shown = run("show", "127.0.0.1/1", "--workspace", tmp_path).output
    assert f"redirected      301 by {one.url('/1')}\n" in shown and "header          content-type: text/html" in shown


def test_how_a_page_came_cannot_be_changed_unseen(one: Site, tmp_path: Path) -> None:
    one.pages["/1"] = page(words("سرمين"))
    made = workspace(tmp_path, one.name)
    made.ingest([one.url("/1")])
    with made.store.writing() as connection:
        connection.execute(fetched.update().values(final_url="https://elsewhere.example/"))
    with made.store.reading() as connection:
        assert any(
            "was fetched (capture 1) is not as in the custody log" in line for line in faults(made.store, connection)
        )
    with made.store.writing() as connection:
        connection.execute(fetched.delete())
    with made.store.reading() as connection:
        assert "how capture 1 was fetched is in the custody log and is gone" in list(faults(made.store, connection))
    made.close()


def test_a_page_again_changes_nothing_and_a_changed_one_is_a_new_version(
    address: str, one: Site, tmp_path: Path
) -> None:
    one.pages["/1"] = page(words("سرمين"), headers={"ETag": '"1"'})
    made = workspace(tmp_path, one.name)
    assert made.ingest([one.url("/1")]).kept == 1
    assert made.ingest([one.url("/1")]).kept == 0 and one.asked[-1][1]["if-none-match"] == '"1"'
    assert counts(made) == (1, 1, 1)
    # Another clock on the page, and no new word: nothing is kept.
    one.pages["/1"] = Page(page(words("سرمين")).data + b"<!-- 10:15 -->")
    assert made.ingest([one.url("/1")]).kept == 0 and counts(made) == (1, 1, 1)
    one.pages["/1"] = page(words("سرمين", 5))
    assert made.ingest([one.url("/1")]).kept == 1 and counts(made) == (2, 2, 2)
    with made.store.reading() as connection:
        first, second = connection.execute(select(report).order_by(report.c.number)).all()
    assert second.version_of == first.report_id and second.voice == first.voice
    made.close()


@pytest.mark.parametrize("charset", ["windows-1256", "utf-8", None])
def test_a_page_with_the_wrong_charset_is_read_all_the_same(charset: str | None, one: Site, tmp_path: Path) -> None:
    told = "text/html" + (f"; charset={charset}" if charset else "")
    text = page(words("سرمين")).data.decode()
    encoded = text.encode() if charset == "windows-1256" else text.encode("cp1256")
    one.pages["/1"] = Page(encoded, told)
    made = workspace(tmp_path, one.name)
    made.ingest([one.url("/1")])
    with made.store.reading() as connection:
        assert "سرمين" in connection.execute(select(report.c.text)).scalar_one()
    made.close()


def test_what_cannot_be_had_is_a_line_and_the_rest_is_kept(one: Site, tmp_path: Path) -> None:
    one.pages["/1"] = page(words("سرمين"))
    made = workspace(tmp_path, one.name)
    done = made.ingest(
        [one.url("/none"), "file:///etc/passwd", "http://10.0.0.1/", one.url("/1"), "ftp://example.org/"]
    )
    assert done.kept == 1
    assert [line.partition(": ")[2].split(";")[0] for line in lines(done)] == [
        "answers 404",
        "only http and https addresses are fetched",
        "10.0.0.1 is no public address, and is refused",
        "only http and https addresses are fetched",
    ]
    made.close()


# -- feeds -----------------------------------------------------------------------------------------------------------


def test_a_feed_brings_its_pages_once(address: str, one: Site, tmp_path: Path) -> None:
    one.pages |= {"/feed": feed("/1", "/2", ETag='"1"'), "/1": page(words("سرمين")), "/2": page(words("بنش", 4))}
    made = workspace(tmp_path, one.name)
    assert made.ingest([one.url("/feed")]).kept == 2 and one.paths == ["/feed", "/1", "/2"]
    assert counts(made) == (2, 3, 3)  # the feed too: it says of when they are
    one.asked.clear()
    assert made.ingest([one.url("/feed")]).kept == 0 and one.paths == ["/feed"]
    assert one.asked[-1][1]["if-none-match"] == '"1"'
    one.pages |= {"/feed": feed("/3", "/1", "/2", ETag='"2"'), "/3": page(words("تفتناز", 5))}
    one.asked.clear()
    assert made.ingest([one.url("/feed")]).kept == 1 and one.paths == ["/feed", "/3"]
    made.close()


def test_an_entry_that_changes_is_asked_for_again(one: Site, tmp_path: Path) -> None:
    one.pages |= {"/feed": feed("/1"), "/1": page(words("سرمين"))}
    made = workspace(tmp_path, one.name)
    made.ingest([one.url("/feed")])
    changed = "<item><title>خبر /1 (محدث)</title><link>/1</link></item>"
    one.pages |= {"/feed": feed(changed), "/1": page(words("سرمين", 6))}
    assert made.ingest([one.url("/feed")]).kept == 1
    with made.store.reading() as connection:
        assert connection.execute(select(func.count()).where(report.c.version_of.is_not(None))).scalar() == 1
    made.close()


def test_the_text_may_stand_in_the_feed_itself(one: Site, tmp_path: Path) -> None:
    item = (
        "<item><title>قصف على {0}</title><link>/{1}</link><pubDate>Thu, 14 Mar 2024 09:00:00 +0300</pubDate>"
        "<description>&lt;p&gt;{2}&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;</description></item>"
    )
    told = [item.format("سرمين", 1, words("سرمين")), item.format("بنش", 2, words("بنش"))]
    one.pages["/feed"] = feed(*told, "<item><title>غارة على كفرنبل</title></item>", "<item/>")
    made = workspace(tmp_path, one.name, sources=source(one.url("/feed"), content="feed", outlet="Agency"))
    done = made.ingest(made.workspace.sources)
    assert done.kept == 3 and one.paths == ["/feed"] and "has no words" in lines(done)[0]
    with made.store.reading() as connection:
        rows = connection.execute(select(report).order_by(report.c.number)).all()
    assert [row.text for row in rows] == [words("سرمين"), words("بنش"), "غارة على كفرنبل"]
    assert (rows[0].published, rows[0].outlet, rows[0].title) == ("2024-03-14", "Agency", "قصف على سرمين")
    assert (rows[0].url, rows[2].url, rows[2].published) == (one.url("/1"), None, None)
    one.pages["/feed"] = feed(*told, "<item><title>غارة على كفرنبل</title></item>", "<item/><!-- later -->")
    assert made.ingest(made.workspace.sources).kept == 0 and counts(made) == (3, 1, 1)
    made.close()


@pytest.mark.parametrize("content", ["page", "feed"])
def test_names_and_addresses_without_end_are_kept_shorter(
    address: str, one: Site, tmp_path: Path, content: str
) -> None:
    draw = random.Random(1)
    path, guid, far = ("".join(draw.choices("abcdefghijklmnop0123456789", k=k)) for k in (1900, 9000, 3000))
    item = f"<item><title>{words('بنش')}</title><link>/{path}</link><guid isPermaLink='false'>{guid}</guid></item>"
    lost = (
        f"<item><title>{words('كفرنبل', 8)}</title><link>/{far}</link><guid isPermaLink='false'>2{guid}</guid></item>"
    )
    one.pages |= {"/feed": feed(item, lost), f"/{path}": page(words("سرمين"))}
    made = workspace(tmp_path, one.name, sources=source(one.url("/feed"), content=content))
    assert made.ingest(made.workspace.sources).kept == 2 and made.ingest(made.workspace.sources).kept == 0
    assert one.paths.count(f"/{path}") == (content == "page")
    made.close()


def test_of_two_entries_with_one_link_the_newer_counts(one: Site, tmp_path: Path) -> None:
    both = [f"<item><title>{title}</title><link>/1#{title}</link></item>" for title in ("newer", "older")]
    one.pages |= {"/feed": feed(*both), "/1": Page(words("سرمين"), "text/plain")}
    made = workspace(tmp_path, one.name)
    made.ingest([one.url("/feed")])
    with made.store.reading() as connection:
        assert connection.execute(select(report.c.title)).scalars().all() == ["newer"]
    assert made.ingest([one.url("/feed")]).kept == 0 and one.paths == ["/feed", "/1", "/feed"]
    made.close()


def test_a_page_that_fails_is_tried_again_for_some_rounds(one: Site, tmp_path: Path) -> None:
    one.pages |= {"/feed": feed("/1", "/2", ETag='"1"'), "/1": Page("x", status=500), "/2": page(words("بنش"))}
    made = workspace(tmp_path, one.name)
    done = made.ingest([one.url("/feed")])
    assert done.kept == 1 and lines(done) == [f"{one.url('/1')}: answers 500"]
    one.pages["/1"] = page(words("سرمين"))
    assert made.ingest([one.url("/feed")]).kept == 1
    one.pages |= {"/feed": feed("/3"), "/3": Page("x", status=502)}
    for _ in range(5):
        assert len(made.ingest([one.url("/feed")]).failures) == 1
    one.asked.clear()
    assert made.ingest([one.url("/feed")]).failures == [] and one.paths == ["/feed"]
    made.close()


def test_a_page_that_is_refused_is_not_asked_for_again(one: Site, tmp_path: Path) -> None:
    one.pages["/robots.txt"] = Page("User-agent: *\nDisallow: /no", "text/plain")
    one.pages |= {"/feed": feed("/no", "/gone", "http://10.0.0.1/", "/1", ETag='"1"'), "/1": page(words("سرمين"))}
    made = workspace(tmp_path, one.name)
    done = made.ingest([one.url("/feed")])
    assert done.kept == 1 and len(done.failures) == 3
    one.asked.clear()
    done = made.ingest([one.url("/feed")])
    assert (done.failures, one.paths) == ([], ["/feed"]) and one.asked[-1][1]["if-none-match"] == '"1"'
    made.close()


def test_a_host_that_asks_for_a_pause_gets_it_and_the_rest_waits(one: Site, tmp_path: Path) -> None:
    one.pages["/feed"] = feed("/1", "/2", "/3", "/4")
    one.pages |= {"/1": page(words("سرمين")), "/2": Page("x", status=429, headers={"Retry-After": "7200"})}
    url = one.url("/feed")
    made = workspace(tmp_path, one.name, sources=source(url, name="agency", every="15m"))
    done = made.ingest(made.workspace.sources)
    assert done.kept == 1 and one.paths == ["/feed", "/1", "/2"]
    assert lines(done)[0] == f"{one.url('/2')}: answers 429 and asks to come again in 7200 s"
    assert lines(done)[1] == f"{url}: 2 more of its pages wait for the next round"
    left = datetime.fromisoformat(made.polls()[url].next_at) - datetime.now(UTC)
    assert 7100 < left.total_seconds() < 8000
    one.pages |= {f"/{n}": page(words("بنش", n)) for n in (2, 3, 4)}
    assert made.ingest(made.workspace.sources).kept == 3
    made.close()


def test_a_host_that_asks_for_a_pause_stops_no_other(one: Site, tmp_path: Path) -> None:
    with site(a=page(words("سرمين")), b=page(words("بنش", 4))) as other:
        one.pages |= {"/feed": feed("/1", "/2", other.url("/a"), "/3", other.url("/b")), "/1": Page(status=429)}
        made = workspace(tmp_path, one.name, other.name)
        done = made.ingest([one.url("/feed")])
        assert done.kept == 2 and one.paths == ["/feed", "/1"] and other.paths == ["/a", "/b"]
        assert lines(done)[1] == f"{one.url('/feed')}: 2 more of its pages wait for the next round"
        made.close()


def test_a_source_that_drags_keeps_no_other_waiting(one: Site, tmp_path: Path) -> None:
    def drips(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(b"x")
            time.sleep(0.02)

    one.pages |= {"/good": feed("/1"), "/1": page(words("سرمين"))}
    with raw(drips) as name:
        one.pages["/feed"] = feed(*(f"http://{name}/{n}" for n in range(100)))
        made = workspace(tmp_path, one.name, name)
        policy = replace(made.workspace.network, seconds=0.2, round=0.7)
        start = time.monotonic()
        done = made.ingest([one.url("/feed"), one.url("/good")], fetcher=fetcher(policy))
        assert done.kept == 1 and time.monotonic() - start < 5
        assert lines(done)[0] == f"http://{name}/0: takes too long; given up"
        assert re.search(r"/feed: 9\d more of its pages wait for the next round$", lines(done)[-1])
    made.close()


@pytest.mark.parametrize("kind", ["application/rss+xml", "text/html; charset=utf-8", "application/octet-stream"])
@pytest.mark.parametrize("head", ["", "<?xml version='1.0'?>", "\n \n", "<!-- made by hand -->"])
def test_what_an_address_is_shows_when_it_comes(kind: str, head: str, one: Site, tmp_path: Path) -> None:
    if head.startswith("<!--"):  # only its server says what it is
        kind = "text/xml"
    one.pages |= {"/feed": Page(head.encode() + feed("/1").data, kind), "/1": page(words("سرمين"))}
    made = workspace(tmp_path, one.name)
    made.ingest([one.url("/feed")])
    assert one.paths == ["/feed", "/1"]
    made.close()


def test_pictures_that_count_readers_make_no_entry_new(one: Site, tmp_path: Path) -> None:
    made = workspace(tmp_path, one.name)
    for nth in range(2):
        told = f"&lt;p&gt;{words('سرمين')}&lt;img src='/count?{nth}'&gt;"
        one.pages |= {"/feed": feed(f"<item><link>/1</link><description>{told}</description></item>")}
        one.pages |= {"/1": page(words("سرمين"))}
        made.ingest([one.url("/feed")])
    assert one.paths == ["/feed", "/1", "/feed"]
    made.close()


def test_a_long_feed_is_taken_in_portions(one: Site, tmp_path: Path) -> None:
    one.pages["/feed"] = feed(*(f"/{n}" for n in range(7)), ETag='"1"')
    one.pages |= {f"/{n}": page(words("سرمين", n + 2)) for n in range(7)}
    made = workspace(tmp_path, one.name, most=3)
    assert [made.ingest([one.url("/feed")]).kept for _ in range(4)] == [3, 3, 1, 0]
    made.close()


def test_older_reports_are_left_out(one: Site, tmp_path: Path) -> None:
    old = "<item><title>قديم</title><link>/old</link><pubDate>Thu, 14 Mar 2019 09:00:00 +0300</pubDate></item>"
    one.pages |= {"/feed": feed(old, "/1"), "/old": page(words("بنش")), "/1": page(words("سرمين"))}
    made = workspace(tmp_path, one.name, sources=source(one.url("/feed")) + "since = 2024-01-01\n")
    assert made.ingest(made.workspace.sources).kept == 1 and one.paths == ["/feed", "/1"]
    made.close()


BAD_FEEDS = {
    "laughs": (Page('<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel/></rss>', FEED), "defines entities of its own"),
    "outer": (
        Page('<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss>&a;</rss>', FEED),
        "entities of its own",
    ),
    "deep": (Page("<rss>" + "<a>" * 9000 + "</a>" * 9000 + "</rss>", FEED), "is nested too deeply"),
    "other": (Page("<?xml version='1.0'?><svg/>", "image/svg+xml"), "is no feed"),
    "page": (page("كلام"), "is no feed"),
    "empty": (Page("", FEED), "is no XML"),
    "bomb": (Page(gzip.compress(bytes(2**20)) * 99, "application/gzip"), "unpacks to more than 1 MB; left"),
    "pieces": (Page(gzip.compress(b"") * 50_000, "application/gzip"), "is packed in more than 10000 pieces"),
    "huge": (Page("<rss>", FEED, length=2 * 2**30), "is larger than 1 MB; left"),
    "circle": (Page(status=302, headers={"Location": "/circle"}), "redirects in a circle"),
    "inside": (Page(status=302, headers={"Location": "http://169.254.169.254/latest"}), "no public address"),
}


@pytest.mark.parametrize("name", BAD_FEEDS)
def test_a_feed_that_means_harm_is_one_line(name: str, one: Site, tmp_path: Path) -> None:
    bad, told = BAD_FEEDS[name]
    one.pages |= {f"/{name}": bad, "/good": feed("/1"), "/1": page(words("سرمين"))}
    both = source(one.url(f"/{name}"), kind="feed") + source(one.url("/good"), kind="feed")
    made = workspace(tmp_path, one.name, sources=both, largest_mb=1)
    done = made.ingest(made.workspace.sources)
    assert done.kept == 1 and len(done.failures) == 1 and told in lines(done)[0] and "\n" not in lines(done)[0]
    poll = made.polls()[one.url(f"/{name}")]
    assert (poll.failures, poll.succeeded_at) == (1, None) and told in str(poll.failure)
    made.close()


def test_a_table_that_its_server_says_is_as_it_was_is_read_once_its_columns_are_known(
    one: Site, tmp_path: Path
) -> None:
    one.pages["/log"] = Page(f"الحادثة,اليوم\n{words('بنش')},2024-03-14\n", "text/csv", headers={"ETag": '"1"'})
    one.pages |= {"/feed": feed("/more"), "/more": Page(f"اليوم,الحادثة\n2024-03-15,{words('سرمين')}\n", "text/csv")}
    made = workspace(tmp_path, one.name)
    done = made.ingest([one.url("/log")])
    assert done.kept == 0 and "no column is known to hold the text" in lines(done)[0]
    done = made.ingest([one.url("/log")], columns={"text": "الحادثة", "published": "اليوم"})
    assert done.kept == 1 and lines(done) == []
    assert one.paths == ["/log", "/log"] and '"1"' in one.asked[-1][1].values()
    assert made.ingest([one.url("/feed")]).kept == 1  # what was said is kept for tables of feeds too
    assert counts(made) == (2, 3, 3)
    assert made.ingest([one.url("/log")]).kept == 0
    made.close()


def test_a_feed_without_end_is_left(one: Site, tmp_path: Path) -> None:
    def endless(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n<rss><channel>")
        while True:
            connection.sendall(b"<item><title>a</title></item>" * 1000)

    one.pages["/1"] = page(words("سرمين"))
    with raw(endless) as name:
        made = workspace(tmp_path, one.name, name, largest_mb=1)
        done = made.ingest([f"http://{name}/feed", one.url("/1")])
        assert done.kept == 1 and lines(done) == [f"http://{name}/feed: is larger than 1 MB; left"]
    made.close()


# -- sitemaps --------------------------------------------------------------------------------------------------------


def test_a_sitemap_of_sitemaps_brings_its_pages_newest_first(one: Site, tmp_path: Path) -> None:
    def sitemap(*entries: tuple[str, str], name: str = "url") -> str:
        inner = "".join(f"<{name}><loc>{one.url(path)}</loc><lastmod>{day}</lastmod></{name}>" for path, day in entries)
        return f"<?xml version='1.0'?><{'urlset' if name == 'url' else 'sitemapindex'}>{inner}</x>".replace(
            "</x>", "</urlset>" if name == "url" else "</sitemapindex>"
        )

    inner = gzip.compress(sitemap(("/1", "2024-03-13"), ("/2", "2024-03-14"), ("/old", "2019-01-01")).encode())
    one.pages["/map.xml"] = Page(sitemap(("/a.xml.gz", "2024-03-14"), ("/map.xml", ""), name="sitemap"), "text/xml")
    one.pages["/a.xml.gz"] = Page(inner, "application/gzip")
    one.pages |= {"/1": page(words("سرمين")), "/2": page(words("بنش", 4)), "/old": page(words("كفرنبل", 5))}
    made = workspace(tmp_path, one.name, sources=source(one.url("/map.xml")) + "since = 2024-01-01\n")
    assert made.ingest(made.workspace.sources).kept == 2
    assert one.paths == ["/map.xml", "/a.xml.gz", "/2", "/1"]
    one.asked.clear()
    assert made.ingest(made.workspace.sources).kept == 0 and one.paths == ["/map.xml", "/a.xml.gz"]
    made.close()


# -- watching --------------------------------------------------------------------------------------------------------


def run(*told: object) -> Result:
    """A command in this process."""
    result = CliRunner().invoke(rasd, [str(word) for word in told], prog_name="rasd")
    if isinstance(result.exception, RasdError):
        result.stderr_bytes = f"rasd: {result.exception}\n".encode()
    elif result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_one_round_asks_what_is_due_and_says_so(address: str, one: Site, tmp_path: Path) -> None:
    one.pages |= {"/feed": feed("/1"), "/1": page(words("سرمين"))}
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "a.txt").write_text(words("بنش"), encoding="utf-8")
    told = source(one.url("/feed"), name="agency", country="SY") + source(one.url("/none"), name="gone")
    folders = '[[sources]]\nname = "files"\nlocation = "reports"\n[[sources]]\nname = "lost"\nlocation = "nowhere"\n'
    workspace(tmp_path, one.name, sources=told + folders).close()
    assert "source  agency (SY): not asked yet" in run("status", "--workspace", tmp_path).output
    result = run("watch", "--once", "--workspace", tmp_path)
    stamp = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ"
    said = dict(re.fullmatch(rf"{stamp} (\w+): (.*)", line).groups() for line in result.stdout.splitlines())  # type: ignore[union-attr]
    assert result.exit_code == 0 and list(said) == ["agency", "gone", "files", "lost"]
    assert re.fullmatch(r"1 new report; next at \d\d:\d\d:\d\dZ", said["agency"])
    assert said["files"].startswith("1 new report; ") and said["gone"].startswith("failed: answers 404; ")
    assert said["lost"].startswith("failed: there is no such file or folder; ")
    assert result.stderr == ""  # each failure stands in the line of its source
    told = run("status", "--workspace", tmp_path).output
    assert re.search(rf"source  agency \(SY\): 1 report, last had {stamp.replace(' ', 'T')}; due ", told)
    assert re.search(r"source  gone: 0 reports, never had; failed \S+Z: answers 404; due ", told)
    state = json.loads(run("status", "--workspace", tmp_path, "--format", "json").output)
    assert (state["reports"], state["uncoded"], state["unmerged"]) == (2, 0, 0)
    assert [each["name"] for each in state["sources"]] == ["agency", "gone", "files", "lost"]
    assert re.search(r"source  files: 1 report, last had \S+Z; due ", told)
    assert run("ingest", "--workspace", tmp_path).exit_code == 1
    told = run("status", "--workspace", tmp_path).output
    assert re.search(r"source  gone: .* failed 2 times in a row, last \S+Z: answers 404; due ", told)
    assert re.search(r"source  lost: .* failed 2 times in a row", told) and "source  files: 1 report, last had" in told
    one.asked.clear()
    again = run("watch", "--once", "--workspace", tmp_path)
    assert again.stdout.startswith("No source is due before ") and one.asked == []


def test_without_sources_the_watch_says_what_to_do(tmp_path: Path) -> None:
    workspace(tmp_path).close()
    result = run("watch", "--workspace", tmp_path)
    assert result.exit_code == 2 and "rasd.toml names no [[sources]]" in result.stderr
    assert "too short" in run("watch", "--every", "1s", "--workspace", tmp_path).stderr


def test_sources_fall_due_in_the_order_of_their_time() -> None:
    at = datetime(2024, 3, 14, 10, tzinfo=UTC)
    sources = [Source(name, f"https://{name}.example/") for name in "abcd"]
    known = {
        one.location: Poll(one.location, next_at=f"2024-03-14T{hour}:00:00Z")
        for one, hour in zip(sources, ("10", "09", "11"), strict=False)
    }
    assert [one.name for one in due(sources, known, at)] == ["d", "b", "a"]


def started(folder: Path, *more: str) -> subprocess.Popen[str]:
    """A watch of its own."""
    command = [sys.executable, "-m", "rasd", "watch", "--workspace", str(folder), *more]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, preexec_fn=_in_the_foreground)


def _in_the_foreground() -> None:
    """Tests that a script runs in the background have children to which Ctrl-C means nothing."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def ended(process: subprocess.Popen[str], how: int) -> tuple[str, str]:
    """End a process with a signal; what it said."""
    process.send_signal(how)
    try:
        return process.communicate(timeout=30)
    finally:
        process.kill()


def test_a_watch_asks_again_when_a_source_is_due(one: Site, tmp_path: Path) -> None:
    one.pages |= {"/feed": feed("/1"), "/1": page(words("سرمين"))}
    made = workspace(tmp_path, one.name, sources=source(one.url("/feed"), name="agency", every="15m"))
    said: list[str] = []
    naps: list[float] = []

    def sleep(seconds: float) -> None:
        naps.append(seconds)
        if len(naps) == 1:  # a quarter of an hour goes by
            one.pages |= {"/feed": feed("/2", "/1"), "/2": page(words("بنش", 4))}
            with made.store.writing() as connection:
                polled(connection, made.polls()[one.url("/feed")]._replace(next_at="2024-03-14T10:00:00Z"))
        if len(naps) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        watch(made, fetcher(made.workspace.network), say=said.append, sleep=sleep)
    assert naps == [30.0, 30.0, 30.0] and len(said) == 2 and all("agency: 1 new report; " in line for line in said)
    assert made.status()["reports"] == 2 and made.status()["uncoded"] == 0
    made.close()


def test_a_watch_outlives_a_database_that_is_away(
    one: Site, tmp_path: Path, postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RASD_DATABASE", f"{postgres}/{new_database(postgres)}")
    one.pages |= {"/feed": feed("/1"), "/1": page(words("سرمين"))}
    made = workspace(tmp_path, one.name, sources=source(one.url("/feed"), name="agency"))
    said: list[str] = []
    naps: list[float] = []

    def sleep(seconds: float) -> None:
        if len(said) == 1:
            with made.store.writing() as connection:
                polled(connection, made.polls()[one.url("/feed")]._replace(next_at="2024-03-14T10:00:00Z"))
            _cut_off(made)
        naps.append(seconds)
        if len(said) == 3 or len(naps) > 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        watch(made, fetcher(made.workspace.network), say=said.append, sleep=sleep)
    assert "agency: 1 new report; " in said[0] and "agency: no new reports; " in said[2]
    assert said[1].startswith("the database: cannot be used: ") and said[1].endswith("; again in 30 s")
    made.close()


def _cut_off(made: Dataset) -> None:
    """End every connection to the database, as a server does that is started again."""
    import psycopg

    others = "FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
    with psycopg.connect(made.store.engine.url.render_as_string().replace("+psycopg", ""), autocommit=True) as one:
        one.execute(f"SELECT pg_terminate_backend(pid) {others}")
        while one.execute(f"SELECT 1 {others}").fetchone():
            time.sleep(0.01)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_watch_is_alone_lets_others_write_and_ends_cleanly(how: int, one: Site, tmp_path: Path) -> None:
    one.pages |= {"/feed": feed("/1"), "/1": page(words("سرمين"))}
    workspace(tmp_path, one.name, sources=source(one.url("/feed"), name="agency")).close()
    watching = started(tmp_path)
    assert watching.stdout is not None
    assert "agency: 1 new report; " in watching.stdout.readline()
    second = started(tmp_path)
    told = second.communicate(timeout=30)[1]
    assert second.returncode == 1 and f"another rasd watches it (process {watching.pid})" in told
    assert run("ingest", "--workspace", tmp_path).exit_code == 0
    _, told = ended(watching, how)
    assert told == "rasd: the watch has ended; rasd watch goes on where it was\n" and watching.returncode == 0
    made = dataset.open(tmp_path)
    assert made.status()["reports"] == 1 and made.status()["uncoded"] == 0
    made.close()


def test_a_watch_that_was_killed_goes_on_where_it_was(address: str, one: Site, tmp_path: Path) -> None:
    hold, met = threading.Event(), threading.Event()

    def hanging(connection: socket.socket) -> None:
        met.set()
        hold.wait(20)

    one.pages |= {"/feed": feed(*(f"/{n}" for n in range(25))), "/late": feed("/l"), "/l": page(words("كفرنبل", 9))}
    one.pages |= {f"/{n}": page(words("سرمين", n + 2)) for n in range(25)}
    with raw(hanging) as name:
        told = source(one.url("/feed"), name="agency") + source(f"http://{name}/", name="slow")
        told += source(one.url("/late"), name="late")
        workspace(tmp_path, one.name, name, sources=told, seconds=20.0).close()
        watching = started(tmp_path)
        assert met.wait(30)
        ended(watching, signal.SIGKILL)
        hold.set()
    assert one.paths.count("/feed") == 1 and "/late" not in one.paths
    said = run("watch", "--once", "--workspace", tmp_path).stdout
    assert "agency" not in said and "late: 1 new report; " in said and "slow: failed: " in said
    assert one.paths.count("/feed") == 1 and max(one.paths.count(f"/{n}") for n in range(25)) == 1
    made = dataset.open(tmp_path)
    assert counts(made)[0] == 26 and made.status()["uncoded"] == 0
    made.close()


def test_killed_between_pages_nothing_is_lost_and_nothing_twice(one: Site, tmp_path: Path) -> None:
    one.pages["/feed"] = feed(*(f"/{n}" for n in range(60)), ETag='"1"')
    one.pages |= {f"/{n}": page(words("سرمين", n + 2)) for n in range(60)}
    workspace(tmp_path, one.name, sources=source(one.url("/feed"), every="10s")).close()
    for after in (5, 23, 41, 58):
        watching = started(tmp_path, "--once")
        until = time.monotonic() + 30
        while len(set(one.paths)) < after and watching.poll() is None and time.monotonic() < until:
            time.sleep(0.005)
        ended(watching, signal.SIGKILL)
    run("ingest", "--workspace", tmp_path)
    made = dataset.open(tmp_path)
    assert counts(made)[0] == 60 and made.status()["uncoded"] == made.status()["unmerged"] == 0
    made.close()


def test_the_network_is_waited_for_without_holding_the_workspace(one: Site, tmp_path: Path) -> None:
    hold, met = threading.Event(), threading.Event()

    def hanging(connection: socket.socket) -> None:
        met.set()
        hold.wait(20)

    with raw(hanging) as name:
        made = workspace(tmp_path, name, seconds=20.0)
        asking = threading.Thread(target=made.ingest, args=([f"http://{name}/"],))
        asking.start()
        assert met.wait(20)
        with one_writer(made.store, "test", wait=0):
            pass
        hold.set()
        asking.join()
    made.close()


def test_a_source_that_breaks_the_reader_does_not_end_the_round(
    one: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one.pages |= {"/feed": feed("/1"), "/1": page(words("سرمين")), "/2": page(words("بنش"))}
    made = workspace(tmp_path, one.name)

    def breaks(*args: object) -> None:
        raise KeyError("broken")

    monkeypatch.setattr("rasd.dataset.collecting.feed_of", breaks)
    done = made.ingest([one.url("/feed"), one.url("/2")])
    assert done.kept == 1 and "could not be read: KeyError at " in lines(done)[0]
    made.close()


def test_visits_do_not_pile_up(one: Site, tmp_path: Path) -> None:
    one.pages |= {"/feed": feed("/1"), "/1": page(words("سرمين"))}
    made = workspace(tmp_path, one.name)
    for _ in range(3):
        made.ingest([one.url("/feed")])
    with made.store.reading() as connection:
        assert connection.execute(select(func.count()).select_from(visit)).scalar() == 2
    made.close()
