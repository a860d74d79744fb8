"""The one way to the network, against real servers: what is refused, what is given up, and what comes through."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rasd.errors import FetchError
from rasd.ingest.fetch import Fetched, Fetcher
from rasd.ingest.manners import Manners
from rasd.ingest.policy import NAME, Policy
from sites import Page, Site, site

QUICK = Policy(seconds=3.0, quiet=1.0, delay=0.0, largest=200_000, patience=1.0)


def fetcher(*allowed: Site | str, **changes: object) -> Fetcher:
    """A fetcher to which these hosts are allowed by name."""
    names = frozenset(one.name if isinstance(one, Site) else one for one in allowed)
    policy = replace(QUICK, allow=names, **changes)  # type: ignore[arg-type]
    return Fetcher(policy, Manners(policy.delay, NAME))


def refusal(url: str, by: Fetcher | None = None) -> str:
    """Why an address is not fetched."""
    with pytest.raises(FetchError) as caught:
        (by or fetcher()).fetch(url)
    line = str(caught.value)
    assert "\n" not in line and line.startswith(("http", "file", "ftp", "gopher", "javascript", "//", "data"))
    return line


def test_a_page_comes_as_it_is() -> None:
    with site(page=Page("قصف", headers={"ETag": '"1"', "Last-Modified": "Thu, 14 Mar 2024 10:00:00 GMT"})) as one:
        came: Fetched = fetcher(one).fetch(one.url("/page"))
        assert (came.data.decode(), came.status, came.redirects, came.number) == ("قصف", 200, (), "127.0.0.1")
        assert (came.media_type, came.charset, came.headers["etag"]) == ("text/html", "utf-8", '"1"')
        path, headers = one.asked[-1]
        assert path == "/page" and headers["host"] == one.name and headers["user-agent"].startswith("Rasd/")
        assert not {"cookie", "authorization", "referer", "from"} & headers.keys()
