"""The one way to the network, against real servers: what is refused, what is given up, and what comes through."""

from __future__ import annotations

import gzip
import socket
import ssl
import subprocess
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import httpcore
import pytest

from rasd.errors import FetchError
from rasd.ingest.fetch import Fetched, Fetcher
from rasd.ingest.fetch import fetcher as fetcher_by
from rasd.ingest.manners import Manners
from rasd.ingest.policy import NAME, Policy
from rasd.ingest.wire import dialled
from sites import Page, Site, raw, site

QUICK = Policy(seconds=3.0, quiet=1.0, delay=0.0, largest=200_000, patience=1.0)
PUBLIC = "93.184.216.34"


def fetcher(*allowed: Site | str, **changes: object) -> Fetcher:
    """A fetcher to which these hosts are allowed by name."""
    names = frozenset(one.name if isinstance(one, Site) else one for one in allowed)
    policy = replace(QUICK, allow=names, **changes)  # type: ignore[arg-type]
    return Fetcher(policy, Manners(policy.delay, NAME))


def refusal(url: str, by: Fetcher, *, may_come: bool = False) -> str:
    """Why an address is not fetched, in one line."""
    with pytest.raises(FetchError) as caught:
        by.fetch(url)
    assert "\n" not in str(caught.value) and caught.value.may_come is may_come
    return caught.value.message


def nobody(number: str, port: int, seconds: float) -> httpcore.NetworkStream:
    """Must not be called: nothing may be connected to."""
    raise AssertionError(f"connected to {number}")


@contextmanager
def outside(*sites: Site) -> Iterator[Fetcher]:
    """A fetcher for which the sites lie outside: one.test, two.test on public addresses, by real connections."""
    numbers = {f"93.184.216.{34 + nth}": one.port for nth, one in enumerate(sites)}
    names = dict(zip(("one.test", "two.test"), numbers, strict=False))

    def dial(number: str, port: int, seconds: float) -> httpcore.NetworkStream:
        return dialled("127.0.0.1", numbers.get(number, port), seconds)

    made = fetcher()
    made.resolve = lambda host, port: [names[host]]
    made.dial = dial
    yield made


# -- what comes through ----------------------------------------------------------------------------------------------


def test_a_page_comes_as_it_is() -> None:
    with site(page=Page("قصف", headers={"ETag": '"1"', "Last-Modified": "Thu, 14 Mar 2024 10:00:00 GMT"})) as one:
        came: Fetched = fetcher(one).fetch(one.url("/page#top"))
        assert (came.data.decode(), came.status, came.redirects, came.number) == ("قصف", 200, (), "127.0.0.1")
        assert (came.media_type, came.charset, came.headers["etag"]) == ("text/html", "utf-8", '"1"')
        assert came.url == came.final_url == one.url("/page")


def test_a_request_says_who_asks_and_nothing_else(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password secret\n")
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("NETRC", str(netrc))
    with site(page=Page("x", headers={"Set-Cookie": "a=b"})) as one:
        by = fetcher(one, contact="desk@example.org")
        by.fetch(one.url("/page"))
        by.fetch(one.url("/page"))
        _, headers = one.asked[-1]
        assert set(headers) == {"host", "user-agent", "accept", "accept-encoding", "connection"}
        assert headers["host"] == one.name and headers["user-agent"].endswith(
            "(collects news reports; desk@example.org)"
        )


def test_what_is_as_it_was_costs_nothing() -> None:
    with site(page=Page("x" * 1000, headers={"ETag": '"1"'})) as one:
        came = fetcher(one).fetch(one.url("/page"), etag='"1"', modified="Thu, 14 Mar 2024 10:00:00 GMT")
        assert (came.is_unchanged, came.data) == (True, b"")
        _, headers = one.asked[-1]
        assert (headers["if-none-match"], headers["if-modified-since"]) == ('"1"', "Thu, 14 Mar 2024 10:00:00 GMT")
        came = fetcher(one).fetch(one.url("/page"), etag='"قصف"', modified="a\r\nX-Other: b")
        assert not came.is_unchanged and not {"if-none-match", "if-modified-since", "x-other"} & one.asked[-1][1].keys()
    with raw(lambda one: one.sendall(b"HTTP/1.1 304 Same\r\n\r\n")) as name:
        assert refusal(f"http://{name}/", fetcher(name)) == "answers 304"


@pytest.mark.parametrize(
    ("packed", "encoding"),
    [
        (gzip.compress(b"one ") + gzip.compress(b"two"), "gzip"),
        (gzip.compress(b"one two") + b"\0" * 9, "x-gzip"),
        (zlib.compress(b"one two"), "deflate"),
        (zlib.compress(b"one two", wbits=-15), "deflate"),
        (b"one two", "identity"),
    ],
)
def test_packed_pages_are_unpacked(packed: bytes, encoding: str) -> None:
    with site(page=Page(packed, headers={"Content-Encoding": encoding})) as one:
        assert fetcher(one).fetch(one.url("/page")).data == b"one two"


def test_a_page_in_very_many_packed_pieces_is_left() -> None:
    with site(page=Page(gzip.compress(b"") * 50_000, headers={"Content-Encoding": "gzip"})) as one:
        by = fetcher(one, largest=2**21)
        assert refusal(one.url("/page"), by, may_come=True) == "is packed in more than 10000 pieces"


def test_redirects_are_followed_and_noted() -> None:
    with site(new=Page("there")) as one:
        for nth, status in enumerate((301, 302, 303, 307, 308)):
            one.pages[f"/{nth}"] = Page(
                status=status, headers={"Location": f"{nth + 1}" if nth < 4 else one.url("/new")}
            )
        came = fetcher(one).fetch(one.url("/0"))
        assert (came.data, came.url, came.final_url) == (b"there", one.url("/0"), one.url("/new"))
        statuses = (301, 302, 303, 307, 308)
        assert came.redirects == tuple((status, one.url(f"/{nth}")) for nth, status in enumerate(statuses))


# -- what is refused: addresses --------------------------------------------------------------------------------------

INSIDE = """
    127.0.0.1 127.8.8.8 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 100.100.100.200 0.0.0.0 localhost
    192.0.0.192 198.18.0.1 224.0.0.1 240.0.0.1 255.255.255.255 168.63.129.16 [::1] [::] [::127.0.0.1] [fe80::1]
    [fc00::1] [fd00:ec2::254] [fec0::1] [ff02::1] [::ffff:127.0.0.1] [::ffff:93.184.216.34] [::ffff:a9fe:a9fe]
    [64:ff9b::7f00:1] [64:ff9b::93.184.216.34] [64:ff9b:1::1] [2002:7f00:1::] [2001::1] [2001:db8::1]
"""


@pytest.mark.parametrize("host", INSIDE.split())
def test_addresses_that_are_not_public_are_refused(host: str) -> None:
    by = fetcher()
    by.dial = nobody
    told = refusal(f"http://{host}/", by)
    assert "no public address, and is refused" in told
    traps = "169.254.169.254 168.63.129.16 100.100.100.200 192.0.0.192 [fe80::1] [fd00:ec2::254]"
    is_trap = host in traps.split()
    assert ("to allow it: allow = " in told) != is_trap


@pytest.mark.parametrize(
    "host", "2130706433 0x7f.1 0x7f000001 0177.0.0.1 127.1 127.0.1 0 0x 127.0.0.1.. 1.2.3.4.5".split()
)
def test_odd_spellings_of_addresses_are_refused(host: str) -> None:
    by = fetcher(host, "127.0.0.1")
    by.dial = nobody
    told = refusal(f"http://{host}/", by)
    assert "is no plain IPv4 address" in told or told.startswith("no address that can be asked: ")


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("file:///etc/passwd", "only http and https addresses are fetched"),
        ("ftp://example.org/", "only http and https addresses are fetched"),
        ("gopher://example.org/", "only http and https addresses are fetched"),
        ("data:text/html,x", "only http and https addresses are fetched"),
        ("//example.org/", "only http and https addresses are fetched"),
        ("http://", "it has no proper host"),
        ("http:///etc/passwd", "it has no proper host"),
        ("http://a b/", "it has no proper host"),
        ("http://example.org%2f@127.0.0.1/", "an address with a user name or password is refused"),
        ("http://user:secret@example.org/", "an address with a user name or password is refused"),
        ("http://example.org:22/", 'port 22 is refused; to allow it: allow = ["example.org:22"]'),
        ("http://example.org:99999/", "port 99999 is refused"),
        ("http://[::1%25lo]/", "no proper host"),
        ("http://a\r\nHost: b/", "no address that can be asked"),
        ("http://example.org/" + "a" * 5000, "the address is too long"),
    ],
)
def test_addresses_that_are_none_are_refused(url: str, told: str) -> None:
    by = fetcher()
    by.dial = nobody
    line = refusal(url, by)
    assert told in line and "secret" not in line


def test_a_host_is_allowed_by_name_on_its_port_alone() -> None:
    with site(page=Page("x")) as one:
        assert fetcher(one).fetch(one.url("/page")).data == b"x"
        assert "port" in refusal(one.url("/page"), fetcher("127.0.0.1"))
        assert "is refused" in refusal(f"http://localhost:{one.port}/page", fetcher(one))
        assert fetcher(f"localhost:{one.port}").fetch(f"http://localhost:{one.port}/page").data == b"x"


@pytest.mark.parametrize("numbers", [["10.0.0.1"], ["::ffff:10.0.0.1", "fe80::1%eth0"], ["nonsense"]])
def test_a_name_that_leads_inside_is_refused(numbers: list[str]) -> None:
    by = fetcher()
    by.resolve = lambda host, port: numbers
    by.dial = nobody
    told = f"news.test leads to {numbers[0]}, which is no public address, and is refused"
    assert told in refusal("http://news.test/", by)


def test_of_a_name_that_leads_in_and_out_only_the_outer_address_is_asked() -> None:
    with site(page=Page("x")) as one, outside(one) as by:
        by.resolve = lambda host, port: ["10.0.0.1", PUBLIC, "127.0.0.1"]
        assert by.fetch("http://news.test/page").number == PUBLIC


def test_a_name_is_looked_up_once_and_that_address_is_asked() -> None:
    with site(page=Page("x")) as one, outside(one) as by:
        answers = iter([[PUBLIC], ["127.0.0.1"], ["127.0.0.1"]])
        looked: list[str] = []

        def turning(host: str, port: int) -> list[str]:
            looked.append(host)
            return next(answers)

        by.resolve = turning
        by.policy = replace(by.policy, robots=False)
        assert by.fetch("http://news.test/page").number == PUBLIC
        assert looked == ["news.test"] and one.asked[0][1]["host"] == "news.test"
        # The next page is looked up anew, and now the name has turned.
        assert "leads to 127.0.0.1, which is no public address" in refusal("http://news.test/page", by)


def test_a_look_up_that_fails_or_hangs_is_a_line() -> None:
    by = fetcher(seconds=0.3, robots=False)

    def fails(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    by.resolve = fails
    assert refusal("http://news.test/", by, may_come=True) == "news.test has no address: Name or service not known"
    by.resolve = lambda host, port: time.sleep(2) or []  # type: ignore[func-returns-value]
    start = time.monotonic()
    assert "look-up takes too long" in refusal("http://news.test/", by, may_come=True)
    assert time.monotonic() - start < 1.5


# -- what is refused: redirects --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("to", "told"),
    [
        ("http://169.254.169.254/latest/meta-data/", "169.254.169.254 is no public address, and is refused"),
        ("http://127.0.0.1/", "127.0.0.1 is no public address, and is refused"),
        ("http://[::1]/", "::1 is no public address, and is refused"),
        ("file:///etc/passwd", "redirects to file:///etc/passwd: only http and https"),
        ("http://user:secret@example.org/", "an address with a user name or password is refused"),
        ("http://example.org:25/", "port 25 is refused"),
        ("//0x7f.1/", "0x7f.1 is no plain IPv4 address"),
        ("/page", "redirects in a circle, to http://127.0.0.1:"),
        ("", "answers 302 without saying where to"),
    ],
)
def test_where_a_redirect_leads_is_checked_too(to: str, told: str) -> None:
    with site(page=Page(status=302, headers={"Location": to})) as one:
        line = refusal(one.url("/page"), fetcher(one))
        assert told in line and "secret" not in line


def test_redirects_without_end_are_left() -> None:
    with site() as one:
        for nth in range(10):
            one.pages[f"/{nth}"] = Page(status=302, headers={"Location": f"/{nth + 1}"})
        assert "more than 5 redirects; the last leads to /6" in refusal(one.url("/0"), fetcher(one))
        assert len(one.paths) == 6


def test_a_page_outside_may_not_lead_to_a_host_that_is_allowed_inside() -> None:
    with (
        site(page=Page("inner")) as inner,
        site(away=Page(status=302, headers={"Location": inner.url("/page")})) as outer,
        outside(outer) as by,
    ):
        by.policy = replace(by.policy, allow=frozenset({inner.name}))
        assert by.fetch(inner.url("/page")).data == b"inner"
        told = refusal("http://one.test/away", by)
        assert told.endswith("is no public address, and is refused; a page that lies outside may not lead there")
        with pytest.raises(FetchError, match="may not lead there"):
            by.fetch(inner.url("/page"), linked_from="http://one.test/feed")
        assert by.fetch(inner.url("/page"), linked_from=inner.url("/feed")).data == b"inner"


def test_the_rules_of_the_host_that_a_redirect_leads_to_are_asked_too() -> None:
    away = Page(status=302, headers={"Location": "http://two.test/page"})
    with site(away=away) as first, site(page=Page("x")) as second, outside(first, second) as by:
        second.pages["/robots.txt"] = Page("User-agent: *\nDisallow: /page", "text/plain")
        assert refusal("http://one.test/away", by) == "robots.txt of two.test asks not to fetch it"
        assert second.paths == []


# -- what is given up ------------------------------------------------------------------------------------------------


def endless(connection: socket.socket, head: bytes, piece: bytes, pause: float = 0.0) -> int:
    """Send without end; how many bytes went before the guest left."""
    sent = 0
    try:
        connection.sendall(head)
        while True:
            connection.sendall(piece)
            sent += len(piece)
            time.sleep(pause)
    except OSError:
        return sent


def test_a_page_of_two_gigabytes_is_left_before_it_comes() -> None:
    with site(page=Page("x" * 100, length=2 * 2**30)) as one:
        assert refusal(one.url("/page"), fetcher(one)) == "is larger than 195 KB; left"


@pytest.mark.parametrize("chunked", [False, True])
def test_a_page_without_end_is_left(chunked: bool) -> None:
    sent: list[int] = []
    head = b"HTTP/1.1 200 OK\r\n" + (b"Transfer-Encoding: chunked\r\n" if chunked else b"") + b"\r\n"
    piece = b"3e8\r\n" + b"x" * 1000 + b"\r\n" if chunked else b"x" * 1000
    with raw(lambda one: sent.append(endless(one, head, piece))) as name:
        start = time.monotonic()
        assert refusal(f"http://{name}/", fetcher(name)) == "is larger than 195 KB; left"
        assert time.monotonic() - start < 2
        while not sent:
            time.sleep(0.01)
        assert sent[0] < 20_000_000


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nX-A: ", b"HTTP/1.1 ", b""])
def test_a_page_that_drips_is_given_up_in_time(head: bytes) -> None:
    with raw(lambda one: endless(one, head, b"1", 0.05)) as name:
        start = time.monotonic()
        told = refusal(f"http://{name}/", fetcher(name, seconds=0.5), may_come=True)
        assert told == "takes too long; given up" or "broken" in told
        assert time.monotonic() - start < 1.5


def test_a_server_that_says_nothing_is_given_up() -> None:
    with raw(lambda one: time.sleep(3)) as name:
        start = time.monotonic()
        assert refusal(f"http://{name}/", fetcher(name, quiet=0.2), may_come=True) == "nothing came for 0.2 s"
        assert time.monotonic() - start < 1.5


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (b"HTTP/1.1 200 OK\r\n", b"X-Header: " + b"x" * 1000 + b"\r\n"),
        (b"HTTP/1.1 200 OK\r\nX-Header: ", b"x" * 1000),
        (b"", b"HTTP/1.1 103 Early\r\nX-Header: x\r\n\r\n" * 50),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", b"X-Trailer: " + b"x" * 1000 + b"\r\n"),
    ],
    ids=["many", "one that is long", "early hints", "trailers"],
)
def test_headers_without_end_are_left(head: bytes, piece: bytes) -> None:
    with raw(lambda one: endless(one, head, piece)) as name:
        start = time.monotonic()
        with pytest.raises(FetchError, match=r"headers without end|larger than 195 KB"):
            fetcher(name).fetch(f"http://{name}/")
        assert time.monotonic() - start < 2.5


def test_a_page_that_unpacks_to_a_gigabyte_is_left() -> None:
    bomb = gzip.compress(bytes(2**20)) * 1024
    with site(page=Page(bomb, headers={"Content-Encoding": "gzip"})) as one:
        start = time.monotonic()
        by = fetcher(one, largest=2 * 2**20)
        assert len(bomb) < 2 * 2**20 and refusal(one.url("/page"), by) == "is larger than 2 MB; left"
        assert time.monotonic() - start < 2


@pytest.mark.parametrize("encoding", ["gzip, gzip", "br", "zstd", "gzip, br", "compress", "x" * 500])
def test_packings_that_were_not_asked_for_are_refused(encoding: str) -> None:
    with site(page=Page(gzip.compress(gzip.compress(b"x")), headers={"Content-Encoding": encoding})) as one:
        assert refusal(one.url("/page"), fetcher(one)) == f"comes packed as {encoding[:80]}, which was not asked for"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (b"", "the answer is broken: Server disconnected"),
        (b"nonsense\r\n\r\n", "the answer is broken: "),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", "the answer is broken: peer closed connection"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "the answer is broken: "),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nnot packed", "is packed and cannot be unpacked"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"x" * 99)[:-9],
            "is packed and breaks off",
        ),
    ],
)
def test_broken_answers_are_a_line(answer: bytes, told: str) -> None:
    with raw(lambda one: one.sendall(answer)) as name:
        assert refusal(f"http://{name}/", fetcher(name), may_come=True).startswith(told)


def test_a_server_that_is_not_there_is_a_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        name = f"127.0.0.1:{closed.getsockname()[1]}"
    told = refusal(f"http://{name}/", fetcher(name, robots=False), may_come=True)
    assert told.startswith(f"no connection to {name}: ")


@pytest.mark.parametrize(("status", "may_come"), [(404, False), (410, False), (403, False), (500, True), (502, True)])
def test_an_answer_that_is_no_page_says_whether_it_may_come(status: int, may_come: bool) -> None:
    with site(page=Page("x", status=status)) as one:
        assert refusal(one.url("/page"), fetcher(one), may_come=may_come) == f"answers {status}"
        assert len(one.paths) == (2 if may_come else 1)


def test_with_the_network_off_nothing_is_asked() -> None:
    with site(page=Page("x")) as one:
        assert "the network is off" in refusal(one.url("/page"), fetcher(one, is_on=False))
        assert one.asked == []


# -- proxies ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (b"HTTP/1.1 200 Established\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", None),
        (b"HTTP/1.1 407 Password, please\r\n\r\n", "the proxy answers 'HTTP/1.1 407 Password, please'"),
        (b"HTTP/1.1 200", "the proxy broke off"),
        (b"x" * 100_000, "the proxy broke off"),
        (b"nonsense\r\n\r\n", "the proxy answers 'nonsense'"),
        (None, "nothing came for 0.3 s"),
    ],
)
def test_a_proxy_is_asked_for_the_address_that_was_checked(answer: bytes | None, told: str | None) -> None:
    asked: list[bytes] = []

    def proxy(connection: socket.socket) -> None:
        asked.append(connection.recv(65536))
        if answer is None:
            time.sleep(2)
        else:
            connection.sendall(answer)
            if answer.startswith(b"HTTP/1.1 200 E"):
                connection.recv(65536)

    with raw(proxy, reads_first=False) as name:
        by = fetcher_by(replace(QUICK, proxy=name, robots=False, quiet=0.3))
        by.resolve = lambda host, port: [PUBLIC]
        if told is None:
            assert by.fetch("http://news.test/page").data == b"hi"
        else:
            assert told in refusal("http://news.test/page", by, may_come=True)
        assert asked[0] == f"CONNECT {PUBLIC}:80 HTTP/1.1\r\nHost: {PUBLIC}:80\r\n\r\n".encode()
        asked.clear()
        by.resolve = lambda host, port: ["127.0.0.1"]
        assert "no public address" in refusal("http://news.test/page", by) and asked == []


# -- certificates ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for news.test, signed by itself."""
    folder = tmp_path_factory.mktemp("tls")
    made = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
    ]
    named = [
        "-subj",
        "/CN=news.test",
        "-addext",
        "subjectAltName=DNS:news.test",
        "-keyout",
        "key.pem",
        "-out",
        "cert.pem",
    ]
    try:
        subprocess.run([*made, *named], cwd=folder, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("openssl is not installed")
    return folder


@contextmanager
def secure(folder: Path) -> Iterator[int]:
    """A server with that certificate; its port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")

    def answer(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as inner:
            inner.recv(65536)
            inner.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nsafe!")

    with raw(answer, reads_first=False) as name:
        yield int(name.rpartition(":")[2])


@pytest.mark.parametrize(
    ("host", "is_trusted", "told"),
    [
        ("news.test", True, None),
        ("other.test", True, "Hostname mismatch"),
        ("news.test", False, "self-signed certificate"),
    ],
)
def test_certificates_are_checked_by_name(certified: Path, host: str, is_trusted: bool, told: str | None) -> None:
    with secure(certified) as port:
        by = fetcher(robots=False)
        by.resolve = lambda host, _: [PUBLIC]
        by.dial = lambda number, _, seconds: dialled("127.0.0.1", port, seconds)
        if is_trusted:
            by.tls = ssl.create_default_context(cafile=certified / "cert.pem")
        if told is None:
            assert by.fetch(f"https://{host}/").data == b"safe!"
        else:
            assert told in refusal(f"https://{host}/", by, may_come=True)


# -- manners ---------------------------------------------------------------------------------------------------------


def test_robots_txt_is_heeded_and_asked_for_once() -> None:
    with site(page=Page("x"), secret=Page("y")) as one:
        one.pages["/robots.txt"] = Page(
            "User-agent: *\nDisallow: /\n\nUser-agent: rasd\nDisallow: /secret", "text/plain"
        )
        by = fetcher(one)
        assert by.fetch(one.url("/page")).data == b"x"
        assert refusal(one.url("/secret"), by) == "robots.txt of 127.0.0.1 asks not to fetch it"
        assert [path for path, _ in one.asked] == ["/robots.txt", "/page"]
        assert fetcher(one, robots=False).fetch(one.url("/secret")).data == b"y"


@pytest.mark.parametrize("status", [404, 403, 401])
def test_without_robots_txt_everything_may_be_asked(status: int) -> None:
    with site(page=Page("x")) as one:
        one.pages["/robots.txt"] = Page("User-agent: *\nDisallow: /", "text/plain", status=status)
        assert fetcher(one).fetch(one.url("/page")).data == b"x"


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_robots_txt_that_cannot_be_had_is_waited_for(status: int) -> None:
    with site(page=Page("x")) as one:
        one.pages["/robots.txt"] = Page("", status=status)
        by = fetcher(one)
        with pytest.raises(FetchError) as caught:
            by.fetch(one.url("/page"))
        assert caught.value.message == f"its robots.txt answers {status}, which is waited for"
        assert caught.value.may_come and caught.value.again_in is not None and 500 < caught.value.again_in <= 600
        refusal(one.url("/page"), by, may_come=True)
        assert len(one.asked) == 1


def test_of_a_robots_txt_without_end_the_beginning_is_heeded() -> None:
    with site(page=Page("x"), no=Page("y")) as one:
        one.pages["/robots.txt"] = Page("User-agent: *\nDisallow: /no\n" + "# no end\n" * 200_000, "text/plain")
        by = fetcher(one)
        assert by.fetch(one.url("/page")).data == b"x"
        assert "asks not to fetch it" in refusal(one.url("/no"), by)


def test_a_robots_txt_that_has_moved_is_followed_and_one_in_a_circle_is_none() -> None:
    with site(page=Page("x")) as one:
        one.pages["/robots.txt"] = Page(status=301, headers={"Location": "/rules"})
        one.pages["/rules"] = Page("User-agent: *\nDisallow: /page", "text/plain")
        assert "asks not to fetch it" in refusal(one.url("/page"), fetcher(one))
        one.pages["/rules"] = Page(status=301, headers={"Location": "/robots.txt"})
        assert fetcher(one).fetch(one.url("/page")).data == b"x"


@pytest.mark.parametrize(
    ("rules", "pause"), [("", 2.0), ("User-agent: *\nCrawl-delay: 7", 7.0), ("User-agent: *\nCrawl-delay: 99999", 60.0)]
)
def test_a_host_is_not_hurried(rules: str, pause: float) -> None:
    naps: list[float] = []
    now = [100.0]

    def sleep(seconds: float) -> None:
        naps.append(seconds)
        now[0] += seconds

    with site(page=Page("x")) as one, site(page=Page("y")) as other:
        for each in (one, other):
            each.pages["/robots.txt"] = Page(rules, "text/plain")
        by = fetcher(one, other)
        by.manners = Manners(2.0, NAME, sleep=sleep, clock=lambda: now[0])
        by.fetch(one.url("/page"))
        naps.clear()
        by.fetch(one.url("/page"))
        assert naps == [pause]
        naps.clear()
        now[0] += 3600
        by.fetch(one.url("/page"))
        by.fetch(other.url("/page"))
        assert naps == [2.0]  # between the other host's robots.txt and its page


def test_a_busy_server_that_asks_for_a_moment_gets_it() -> None:
    naps: list[float] = []
    with site(page=Page("x", status=429, headers={"Retry-After": "1"})) as one:
        by = fetcher(one)

        def sleep(seconds: float) -> None:
            naps.append(seconds)
            one.pages["/page"] = Page("now")

        by.sleep = sleep
        assert by.fetch(one.url("/page")).data == b"now" and naps == [1.0]


@pytest.mark.parametrize(
    ("status", "after", "seconds"),
    [(429, "3600", 3600), (503, "3600", 3600), (429, None, 60), (429, "soon", 60), (429, "9" * 50, 86400)],
)
def test_a_busy_server_that_asks_for_longer_is_left_alone(status: int, after: str | None, seconds: float) -> None:
    with site(page=Page("x", status=status, headers={"Retry-After": after} if after else {}), other=Page("y")) as one:
        by = fetcher(one)
        with pytest.raises(FetchError) as caught:
            by.fetch(one.url("/page"))
        assert caught.value.may_come and caught.value.again_in == seconds
        assert caught.value.message.startswith(f"answers {status}")
        assert refusal(one.url("/other"), by, may_come=True) == "127.0.0.1 asked for a pause"
        assert one.paths == ["/page"]
