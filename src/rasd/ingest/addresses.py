"""Which addresses may be asked: http and https, usual ports, and machines that all the world can reach.

A feed names whatever its writer likes: the router of the office, the metadata of a cloud machine, a file. What is not
public is refused unless the host is allowed by name in rasd.toml.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from typing import NamedTuple

from rasd.errors import FetchError

PORTS = frozenset({80, 443, 8080, 8443})
LONGEST_ADDRESS = 2000
"""letters; browsers and servers take little more, and PostgreSQL finds nothing by a longer one"""
IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], list[str]]
"""The addresses of a host, asked for once; OSError when it has none."""

# What ``is_global`` of Python 3.11 lets through: IETF protocol assignments (Oracle's metadata among them), 6to4 relays,
# and Azure's metadata, which has a public number.
_NOT_PUBLIC_4 = [ipaddress.ip_network(one) for one in ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32")]
_METADATA = {"168.63.129.16", "100.100.100.200", "192.0.0.192", "fd00:ec2::254"}
# Of IPv6 only what is given out (RFC 4291, IANA) and does not hold an IPv4 address that would go unchecked:
# not ::ffff:0:0/96 (mapped), 64:ff9b::/96 and 64:ff9b:1::/48 (NAT64), 2002::/16 (6to4), 2001::/32 (Teredo).
_PUBLIC_6 = ipaddress.ip_network("2000::/3")
_NOT_PUBLIC_6 = [
    ipaddress.ip_network(one) for one in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "3ffe::/16")
]
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
# The last label of a name is never a number; a system's resolver takes 0x7f.1, 017700000001 and 127.1 for addresses.
_NUMBER = re.compile(r"(?:\d+|0[xX][0-9a-fA-F]*)\.?")


class Target(NamedTuple):
    """Where an address leads."""

    url: str
    """as it is asked for: without a fragment"""
    scheme: str
    host: str
    """lower case, international names in ASCII, IPv6 without brackets"""
    port: int

    @property
    def name(self) -> str:
        """How rasd.toml calls it: host and port.

        >>> target_of("http://[::1]:8000/x").name, target_of("https://Example.org").name
        ('[::1]:8000', 'example.org:443')
        """
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def is_address(source: str) -> bool:
    """Whether a source is an address, not a path.

    >>> is_address("https://example.org/feed"), is_address("reports/day.jsonl")
    (True, False)
    """
    return _SCHEME.match(source) is not None


def target_of(url: str, base: str | None = None) -> Target:
    """An address taken apart, relative ones behind ``base``; FetchError when it is none that may be asked.

    >>> target_of("/2", "https://example.org/feed#top").url
    'https://example.org/2'
    >>> target_of("file:///etc/passwd")
    Traceback (most recent call last):
    rasd.errors.FetchError: file:///etc/passwd: only http and https addresses are fetched
    """
    import httpx

    shown = shortened(url)
    if len(url) > LONGEST_ADDRESS:
        raise FetchError(shown, "the address is too long")
    try:
        told = httpx.URL(url.strip())
        if base is not None:
            told = httpx.URL(base).join(told)
        host = told.raw_host.decode("ascii").lower().removesuffix(".")
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise FetchError(shown, f"no address that can be asked: {error}") from None
    if told.scheme not in ("http", "https"):
        raise FetchError(shown, "only http and https addresses are fetched")
    if told.userinfo:
        raise FetchError(shown.split("://")[0] + "://...@" + host, "an address with a user name or password is refused")
    if not re.fullmatch(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*|[0-9a-f:.]+", host) or host.endswith("."):
        raise FetchError(shown, "no address that can be asked: it has no proper host")
    if ":" not in host and _NUMBER.fullmatch(host.rsplit(".", 1)[-1]) and _ip(host) is None:
        raise FetchError(shown, f"{host} is no plain IPv4 address")
    port = told.port or (443 if told.scheme == "https" else 80)
    return Target(str(told.copy_with(fragment=None)), told.scheme, host, port)


def is_allowed(target: Target, allowed: frozenset[str]) -> bool:
    """Whether rasd.toml allows a host by name: ``host`` on the usual ports, or ``host:port``.

    >>> is_allowed(target_of("http://intranet:8000/"), frozenset({"intranet"}))
    False
    >>> is_allowed(target_of("http://intranet:8000/"), frozenset({"intranet:8000"}))
    True
    """
    host = target.name.rpartition(":")[0]
    return target.name in allowed or (target.port in PORTS and host in allowed)


def how_to_allow(target: Target) -> str:
    """What to write into rasd.toml.

    >>> how_to_allow(target_of("http://intranet:8000/"))
    'to allow it: allow = ["intranet:8000"] in rasd.toml, [network]'
    """
    named = target.name.rpartition(":")[0] if target.port in PORTS else target.name
    return f'to allow it: allow = ["{named}"] in rasd.toml, [network]'


def refuse_port(target: Target, allowed: frozenset[str]) -> None:
    """FetchError for a port that web servers seldom have, unless it is allowed by name."""
    if target.port not in PORTS and not is_allowed(target, allowed):
        raise FetchError(target.url, f"port {target.port} is refused; {how_to_allow(target)}")


def numbers_of(target: Target, resolve: Resolve, *, is_allowed: bool, advice: str) -> list[str]:
    """The IP addresses to connect to, from one look-up; FetchError when there is none that may be connected to."""
    literal = _ip(target.host) is not None
    try:
        found = [target.host] if literal else list(dict.fromkeys(resolve(target.host, target.port)))
    except (OSError, UnicodeError) as error:
        told = getattr(error, "strerror", None) or str(error)
        raise FetchError(target.url, f"{target.host} has no address: {told}", may_come=True) from None
    if not found:
        raise FetchError(target.url, f"{target.host} has no address", may_come=True)
    fit = [one for one in found if is_allowed or is_public(one)]
    if not fit:
        leads = "is" if literal else f"leads to {found[0]}, which is"
        told = f"{target.host} {leads} no public address, and is refused"
        # Nobody has reports there; who is told how to allow it may do so.
        is_trap = any(_is_metadata(one) for one in found)
        raise FetchError(target.url, told if is_trap else f"{told}; {advice}")
    return fit


def _is_metadata(number: str) -> bool:
    """Whether a cloud keeps passwords of its machines at an address."""
    ip = _ip(number)
    return ip is not None and (ip.is_link_local or number in _METADATA)


def is_public(number: str) -> bool:
    """Whether all the world can reach an IP address.

    >>> [is_public(one) for one in ("93.184.216.34", "2606:2800:220:1::1")]
    [True, True]
    >>> [is_public(one) for one in ("127.0.0.1", "169.254.169.254", "::ffff:93.184.216.34", "64:ff9b::7f00:1")]
    [False, False, False, False]
    """
    ip = _ip(number)
    if ip is None or ip.is_multicast or not ip.is_global:
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return not any(ip in one for one in _NOT_PUBLIC_4)
    return ip in _PUBLIC_6 and ip.scope_id is None and not any(ip in one for one in _NOT_PUBLIC_6)


def _ip(text: str) -> IPAddress | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def shortened(url: str) -> str:
    """An address for a line of text: no line breaks or control characters, not longer than 200 letters."""
    shown = "".join(letter if letter.isprintable() else "?" for letter in url.strip())
    return shown if len(shown) <= 200 else shown[:197] + "..."
