"""A desk on a port, and the workspace of sample reports to try it on."""

from __future__ import annotations

import ipaddress
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import uvicorn

import rasd
from rasd.dataset import Dataset, init
from rasd.desk.app import application
from rasd.desk.guard import LOOPBACK, Guard
from rasd.errors import RasdError
from rasd.review import people
from rasd.workspace import is_host

# Beside the package in an installed Rasd, in the folder of samples in a copy of the repository.
_INSTALLED = Path(rasd.__file__).parent / "samples"
_COPY = Path(rasd.__file__).parents[2] / "samples"
_SAMPLES = ((_INSTALLED,), (_COPY / "reports", _COPY / "retold.jsonl"))


class ServeError(RasdError):
    """The desk cannot be served as asked."""


def is_loopback(host: str) -> bool:
    """Whether a host is this machine alone.

    >>> is_loopback("localhost"), is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("0.0.0.0")
    (True, True, True, False)
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_address(told: str) -> bool:
    """Whether this is one IP address, or a network of them.

    >>> is_address("127.0.0.1"), is_address("172.18.0.0/16"), is_address("*"), is_address("proxy")
    (True, True, False, False)
    """
    try:
        return ipaddress.ip_network(told).prefixlen > 0
    except ValueError:
        return False


def serve(
    dataset: Dataset, host: str, port: int, *, is_demo: bool = False, names: Sequence[str] = (), proxy: str = "",
    is_read_only: bool = False, tell: Callable[[str], object] = print,
) -> None:  # fmt: skip
    """Answer until Ctrl-C; ``port`` 0 takes any that is free. ``proxy``: the address of one that is trusted.

    ServeError: not on this host, not under these names, or not on this port.
    """
    if proxy and not is_address(proxy):
        raise ServeError(f"--behind-proxy takes the IP address of the proxy, not {proxy!r}")
    needs_login = not is_loopback(host) or bool(proxy)
    answered = answered_to(dataset, host, names, needs_login=needs_login)
    with listening(host, port) as heard:
        shown = f"[{host}]" if ":" in host else host
        at = next(iter(names), shown) if needs_login else shown
        tell(f"The desk is at http://{at}:{heard.getsockname()[1]}/ until Ctrl-C.")
        if not is_loopback(host) and not proxy:
            tell(
                "Passwords and reports cross the network unencrypted; put a proxy with TLS before it (--behind-proxy)."
            )
        app = application(dataset, is_demo=is_demo, names=answered, needs_login=needs_login, is_read_only=is_read_only)
        # Each statement sent to the database gives up the interpreter, and whoever merges meanwhile would keep it for
        # 5 ms each time: a decision, of some thirty statements, would wait longer for that than it works.
        sys.setswitchinterval(0.0005)
        server(app, proxy).run(sockets=[heard])


def answered_to(dataset: Dataset, host: str, names: Sequence[str], *, needs_login: bool) -> frozenset[str]:
    """The hosts that are answered to. ServeError: reached from elsewhere, and without an admin or a name."""
    for name in names:
        if not is_host(name):
            raise ServeError(f"{name!r} is no name of a host; give it without http:// and port: desk.example.org")
    told = frozenset(name.lower() for name in names)
    if not needs_login:
        return LOOPBACK | told
    with dataset.store.reading() as connection:
        if not people.is_any_admin(connection):
            raise ServeError(
                "it could be reached from elsewhere, and there is no admin yet: rasd people add NAME --role admin"
            )
    if not told:
        raise ServeError(
            "it could be reached from elsewhere; say under which name: --name desk.example.org, or names in rasd.toml "
            "under [desk]"
        )
    return told | (LOOPBACK if is_loopback(host) else frozenset())


def server(app: Guard, proxy: str = "") -> uvicorn.Server:
    """What answers; ``run(sockets=[...])`` does. X-Forwarded-For and -Proto are believed of ``proxy`` alone."""
    told: dict[str, Any] = {"server_header": False, "access_log": False, "ws": "none", "lifespan": "on"}
    told |= {"proxy_headers": bool(proxy), "forwarded_allow_ips": proxy or "none"}
    return uvicorn.Server(uvicorn.Config(app, log_level="warning", **told))


@contextmanager
def demo(tell: Callable[[str, int], object] = lambda stage, number: None) -> Iterator[Dataset]:
    """A workspace of the project's sample reports, coded and merged; it goes when this ends."""
    samples = next((paths for paths in _SAMPLES if all(path.exists() for path in paths)), None)
    if samples is None:
        raise ServeError("the sample reports are not installed beside Rasd")
    with TemporaryDirectory(prefix="rasd-demo-") as folder:
        dataset = init(Path(folder) / "demo")
        try:
            dataset.ingest(samples, tell=tell)
            yield dataset
        finally:
            dataset.close()


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens; whoever asks from here on waits until it is answered. ServeError: it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named, or else asyncio does not take it for TCP, and the second part of every answer waits 40 ms.
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
        made.listen()
    except OSError as error:
        made.close()
        raise ServeError(f"port {port} cannot be had on {host}: {error.strerror}; another one: --port 0") from None
    return made
