"""A desk on a port, and the workspace of sample reports to try it on."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import uvicorn

import rasd
from rasd.dataset import Dataset, init
from rasd.desk.app import application
from rasd.desk.guard import Guard
from rasd.errors import RasdError

# Beside the package in an installed Rasd, in the folder of samples in a copy of the repository.
_SAMPLES = (Path(rasd.__file__).parent / "samples", Path(rasd.__file__).parents[2] / "samples" / "reports")


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


def serve(
    dataset: Dataset, host: str, port: int, *, is_demo: bool = False, tell: Callable[[str], object] = print
) -> None:
    """Answer until Ctrl-C; ``port`` 0 takes any that is free. ServeError: not on this host, or not on this port."""
    if not is_loopback(host):
        raise ServeError(
            f"{host} can be reached from elsewhere, and there are no accounts yet: the desk is served on this machine "
            "alone (--host 127.0.0.1)"
        )
    with _socket(host, port) as listening:
        shown = f"[{host}]" if ":" in host else host
        tell(f"The desk is at http://{shown}:{listening.getsockname()[1]}/ until Ctrl-C.")
        server(application(dataset, is_demo=is_demo)).run(sockets=[listening])


def server(app: Guard) -> uvicorn.Server:
    """What answers; ``run(sockets=[...])`` does."""
    told: dict[str, Any] = {"server_header": False, "access_log": False, "ws": "none", "lifespan": "off"}
    return uvicorn.Server(uvicorn.Config(app, log_level="warning", **told))


@contextmanager
def demo(tell: Callable[[str, int], object] = lambda stage, number: None) -> Iterator[Dataset]:
    """A workspace of the project's sample reports, coded and merged; it goes when this ends."""
    samples = next((folder for folder in _SAMPLES if folder.is_dir()), None)
    if samples is None:
        raise ServeError("the sample reports are not installed beside Rasd")
    with TemporaryDirectory(prefix="rasd-demo-") as folder:
        dataset = init(Path(folder) / "demo")
        try:
            dataset.ingest([samples], tell=tell)
            yield dataset
        finally:
            dataset.close()


def _socket(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
    except OSError as error:
        made.close()
        raise ServeError(f"port {port} cannot be had on {host}: {error.strerror}; another one: --port 0") from None
    return made
