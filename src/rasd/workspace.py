"""A workspace: a folder with ``rasd.toml``, the database and the blobs; the settings, read and checked."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rasd.errors import WorkspaceError
from rasd.ingest.policy import Policy
from rasd.ingest.sources import Source, source_from
from rasd.lexicon.additions import FOLDER as ADDED
from rasd.merge import Weights, weights_from
from rasd.merge.copies import ALIKE

SETTINGS = "rasd.toml"
DATABASE = "rasd.db"
BLOBS = "blobs"

TEMPLATE = """\
# The settings of a Rasd workspace. Lines that begin with # show what may be set, and the default.

# Where the tables are kept: "sqlite" is rasd.db beside this file. For PostgreSQL its address without password, which
# stands in PGPASSWORD or ~/.pgpass: "postgresql+psycopg://user@host/name". The variable RASD_DATABASE goes before it.
database = "sqlite"

# Folders of language data of your own, as in `rasd code --lexicon`.
# lexicon = ["words"]

# Sources, for `rasd ingest` without a SOURCE and for `rasd watch`: files and folders,
# [[sources]]
# name = "field reports"
# location = "reports/"
# or addresses of pages, RSS and Atom feeds and sitemaps. Only url is needed:
# [[sources]]
# name = "agency"
# url = "https://example.org/feed"
# kind: "feed", "sitemap" or "page"; without it what comes is looked at
# kind = "feed"
# the outlet of all its reports, where the pages call it something else
# outlet = "Example Agency"
# its country, two letters, for `rasd status`
# country = "SY"
# how often `rasd watch` asks: "90s", "15m", "6h", "1d"
# every = "15m"
# where the text of a feed's reports stands: on the "page" that each entry links, or in the "feed" itself
# content = "page"
# older reports are left out
# since = 2024-01-01

[network]
# How owners of sites can reach you; every request says it.
# contact = "desk@example.org"
# Hosts that are fetched though they are not public, such as "intranet.example.org" or "127.0.0.1:8000":
# allow = []
# Seconds between two requests to one host; robots.txt may ask for more.
# delay = 2.0
# Seconds and MB after which a page is given up, and the redirects that are followed.
# seconds = 60.0
# largest_mb = 50
# redirects = 5
# Pages that one round takes from one feed or sitemap; the next round goes on.
# most = 200
# An HTTP proxy that everything goes through; those of the environment are not taken.
# proxy = "proxy.example.org:3128"
# Whether robots.txt is heeded, and whether the network is used at all.
# robots = true
# off = false

[desk]
# The names that `rasd serve` answers to when it can be reached from elsewhere, as browsers write them.
# names = ["desk.example.org"]
# The share of reports that two people code without seeing one another's decisions; 0 is none.
# double = 0.1
# Whether they see what the machine says of an event, beyond its type and the words that name it.
# double_shows_machine = true

[gold]
# Folders of reports coded by hand, for `rasd evaluate`.
paths = []

[merge.thresholds]
# From this score on two accounts tell of one incident; two that do not wait for a person (rasd status --waiting);
# the comparison is kept.
# same = 4.0
# review = 3.75
# related = 2.5

[merge.weights]
# A weight of your own for any feature of rasd/merge/weights.toml, such as
# day_apart = -1.5

[copies]
# Share of word triples from which two reports are copies: linked, and one voice.
# alike = 0.6

[publishing]
# What leaves the workspace in a release. Days that an incident is held back:
# delay_days = 0
# The finest place that is given: "place", "admin2" or "admin1".
# finest_place = "place"
# Names of private persons:
# private_names = false
"""

_PUBLISHING = {"delay_days": int, "finest_place": str, "private_names": bool}
_FINEST = ("place", "admin2", "admin1")


_NETWORK = {
    "contact": str,
    "allow": list,
    "delay": (int, float),
    "seconds": (int, float),
    "largest_mb": (int, float),
    "redirects": int,
    "most": int,
    "proxy": str,
    "robots": bool,
    "off": bool,
}


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace's folder and settings."""

    folder: Path
    database: str
    """SQLAlchemy address"""
    lexicon: tuple[Path, ...]
    """folders of language data; the last is what was added at the desk"""
    sources: tuple[Source, ...]
    gold: tuple[Path, ...]
    weights: Weights
    alike: float
    publishing: Mapping[str, Any]
    network: Policy
    most: int
    """pages that one round takes from one source"""
    names: tuple[str, ...]
    """of the desk, where it can be reached from elsewhere"""
    double: float = 0.0
    """the share of reports that two people code blind"""
    double_shows_machine: bool = True

    @property
    def blobs(self) -> Path:
        """Where the exact bytes lie."""
        return self.folder / BLOBS


def made(folder: Path) -> Path:
    """Make a workspace in a folder, which is made too; its rasd.toml. WorkspaceError when there is one already."""
    path = folder / SETTINGS
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(TEMPLATE)
    except FileExistsError:
        raise WorkspaceError(str(path), "is there already; nothing was changed") from None
    except OSError as error:
        raise WorkspaceError(str(folder), f"cannot be made: {error.strerror}") from None
    return path


def found(folder: Path | None = None) -> Workspace:
    """The workspace of a folder, or without one the nearest from here upwards."""
    if folder is not None:
        if not (folder / SETTINGS).is_file():
            raise WorkspaceError(
                str(folder), f"is no workspace: it has no {SETTINGS} (make one with: rasd init {folder})"
            )
        return read(folder / SETTINGS)
    here = Path.cwd()
    for above in (here, *here.parents):
        if (above / SETTINGS).is_file():
            return read(above / SETTINGS)
    raise WorkspaceError(str(here), f"no {SETTINGS} here or above (make a workspace with: rasd init)")


def read(path: Path) -> Workspace:
    """The settings of a rasd.toml; what is unknown or of the wrong kind is a WorkspaceError that names it."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WorkspaceError(str(path), f"not TOML: {error}") from None
    except OSError as error:
        raise WorkspaceError(str(path), f"cannot be read: {error.strerror}") from None
    settings = _Settings(str(path), told)
    folder = path.parent.resolve()
    merging = settings.table("merge", {"thresholds": dict, "weights": dict})
    for part in merging.values():
        for name, value in part.items():
            settings.kind(f"merge ... {name}", value, (int, float))
    try:
        weights = weights_from(merging)
    except WorkspaceError as error:
        raise WorkspaceError(str(path), error.message) from None
    alike = settings.table("copies", {"alike": (int, float)}).get("alike", ALIKE)
    if not 0.3 <= alike <= 1:
        raise WorkspaceError(str(path), f"alike must lie between 0.3 and 1, not {alike}")
    publishing = settings.table("publishing", _PUBLISHING)
    if publishing.get("finest_place", "place") not in _FINEST:
        raise WorkspaceError(str(path), f"finest_place must be one of {', '.join(_FINEST)}")
    policy, most = settings.network()
    database = os.environ.get("RASD_DATABASE") or settings.value("database", str, "sqlite")
    found = Workspace(
        folder=folder,
        database=f"sqlite:///{folder / DATABASE}" if database == "sqlite" else database,
        lexicon=_with_added(folder, settings.paths("lexicon", told.get("lexicon", []))),
        sources=settings.sources(),
        gold=settings.paths("gold.paths", settings.table("gold", {"paths": list}).get("paths", [])),
        weights=weights,
        alike=float(alike),
        publishing={"delay_days": 0, "finest_place": "place", "private_names": False, **publishing},
        network=policy,
        most=most,
        **settings.desk(),
    )
    settings.refuse_unknown(
        {"database", "lexicon", "sources", "gold", "merge", "copies", "publishing", "network", "desk"}
    )
    return found


def _with_added(folder: Path, told: tuple[Path, ...]) -> tuple[Path, ...]:
    """The folders of language data, behind them what was added at the desk, once something was."""
    return (*told, folder / ADDED) if (folder / ADDED).is_dir() else told


def is_host(name: str) -> bool:
    """Whether this is a name or number of a host, without scheme, port and path.

    >>> is_host("desk.example.org"), is_host("10.0.0.7"), is_host("https://desk.example.org"), is_host("*")
    (True, True, False, False)
    """
    return bool(re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,250}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]", name))


@dataclass(frozen=True, slots=True)
class _Settings:
    """A table of rasd.toml that is asked for values by kind."""

    path: str
    told: Mapping[str, Any]

    def kind(self, name: str, value: Any, kind: Any) -> Any:
        is_number_wanted = kind in (int, (int, float))
        if not isinstance(value, kind) or (is_number_wanted and isinstance(value, bool)):
            names = {str: "text", int: "a whole number", bool: "true or false", list: "a list", dict: "a table"}
            raise WorkspaceError(self.path, f"{name} must be {names.get(kind, 'a number')}, not {value!r}")
        return value

    def value(self, name: str, kind: Any, default: Any) -> Any:
        return self.kind(name, self.told.get(name, default), kind)

    def table(self, name: str, kinds: Mapping[str, Any]) -> dict[str, Any]:
        table: dict[str, Any] = self.value(name, dict, {})
        for key, value in table.items():
            if key not in kinds:
                raise WorkspaceError(self.path, f"[{name}] has no setting called {key!r}; it knows {', '.join(kinds)}")
            self.kind(f"{name}.{key}", value, kinds[key])
        return dict(table)

    def paths(self, name: str, told: Any) -> tuple[Path, ...]:
        folder = Path(self.path).parent.resolve()
        return tuple(folder / self.kind(f"each of {name}", one, str) for one in self.kind(name, told, list))

    def sources(self) -> tuple[Source, ...]:
        found: list[Source] = []
        places: list[str] = []
        for number, table in enumerate(self.value("sources", list, []), start=1):
            try:
                one = source_from(self.kind(f"source {number}", table, dict))
            except ValueError as error:
                raise WorkspaceError(self.path, f"source {number} {error}") from None
            at = one.location if one.is_address else str(Path(self.path).parent.resolve() / one.location)
            if at in places:
                raise WorkspaceError(self.path, f"source {number} is source {places.index(at) + 1} again: {at}")
            places.append(at)
            found.append(replace(one, location=at))
        return tuple(found)

    def network(self) -> tuple[Policy, int]:
        told = self.table("network", _NETWORK)
        allow = frozenset(self.kind("each of network.allow", one, str).lower() for one in told.get("allow", ()))
        for name in ("delay", "redirects", "most", "seconds", "largest_mb"):
            if told.get(name, 1) < 0 or (told.get(name) == 0 and name not in ("delay", "redirects")):
                raise WorkspaceError(self.path, f"network.{name} is too small: {told[name]}")
        usual = Policy()
        policy = Policy(
            allow=allow,
            contact=told.get("contact", ""),
            largest=int(told["largest_mb"] * 2**20) if "largest_mb" in told else usual.largest,
            seconds=float(told.get("seconds", usual.seconds)),
            redirects=told.get("redirects", usual.redirects),
            delay=float(told.get("delay", usual.delay)),
            proxy=told.get("proxy"),
            robots=told.get("robots", True),
            is_on=not told.get("off", False),
        )
        if not (policy.contact.isprintable() and policy.contact.isascii()):
            raise WorkspaceError(self.path, "network.contact must be plain ASCII on one line")
        if policy.proxy is not None and not re.fullmatch(r"([A-Za-z0-9._-]+|\[[0-9a-fA-F:]+\]):\d{1,5}", policy.proxy):
            raise WorkspaceError(self.path, f"network.proxy must be host:port, not {policy.proxy!r}")
        return policy, told.get("most", 200)

    def desk(self) -> dict[str, Any]:
        told = self.table("desk", {"names": list, "double": (int, float), "double_shows_machine": bool})
        for one in told.get("names", []):
            if not is_host(self.kind("each of desk.names", one, str)):
                raise WorkspaceError(self.path, f"desk.names: {one!r} is no name of a host, such as desk.example.org")
        share = float(told.get("double", 0))
        if not 0 <= share <= 1:
            raise WorkspaceError(self.path, f"desk.double must lie between 0 and 1, not {share}")
        shows = told.get("double_shows_machine", True)
        return {"names": tuple(told.get("names", [])), "double": share, "double_shows_machine": shows}

    def refuse_unknown(self, known: set[str]) -> None:
        for name in self.told:
            if name not in known:
                raise WorkspaceError(self.path, f"no setting is called {name!r}; known are {', '.join(sorted(known))}")
