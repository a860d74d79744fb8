"""What may be fetched, and how: the settings of the one way to the network."""

from __future__ import annotations

from dataclasses import dataclass

from rasd import __version__

NAME = "Rasd"
"""what robots.txt may call it"""


@dataclass(frozen=True, slots=True)
class Policy:
    """What may be fetched, and how. rasd.toml sets it under [network]."""

    allow: frozenset[str] = frozenset()
    """hosts, or hosts with ports, that are fetched though they are not public"""
    contact: str = ""
    """an address or mail by which owners of sites reach whoever collects"""
    largest: int = 50 * 2**20
    """bytes of a page, unpacked"""
    seconds: float = 60.0
    """for one page with all its redirects"""
    round: float = 900.0
    """Seconds for all pages of a source in one round: one that drags keeps no other waiting for longer."""
    quiet: float = 20.0
    """seconds without a byte"""
    redirects: int = 5
    delay: float = 2.0
    """seconds between two requests to a host"""
    patience: float = 30.0
    """the longest pause that a server asks for and that is waited for on the spot"""
    proxy: str | None = None
    """host:port of an HTTP proxy that everything goes through, by CONNECT"""
    robots: bool = True
    is_on: bool = True

    @property
    def agent(self) -> str:
        """How Rasd names itself.

        >>> Policy(contact="desk@example.org").agent.split(" ", 1)[1]
        '(collects news reports; desk@example.org)'
        """
        return f"{NAME}/{__version__} (collects news reports{'; ' + self.contact if self.contact else ''})"
