"""The borders of provinces on the map, and the tool that makes them from Natural Earth."""

from __future__ import annotations

import doctest
import importlib.util
import json
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_provinces", ROOT / "tools/make_provinces.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def drawn() -> dict[str, Any]:
    told = json.loads((ROOT / "src/rasd/desk/static/provinces.json").read_text(encoding="utf-8"))
    assert isinstance(told, dict)
    return told


def places(drawn: dict[str, Any], country: str) -> list[list[tuple[float, float]]]:
    """The lines of a country, in degrees."""
    x_scale, y_scale = drawn["transform"]["scale"]
    found = []
    for one in drawn["objects"]["provinces"]["geometries"]:
        if one["properties"]["country"] != country:
            continue
        for (arc,) in one["arcs"]:
            x = y = 0
            line = []
            for dx, dy in drawn["arcs"][arc]:
                x, y = x + dx, y + dy
                line.append((x * x_scale, y * y_scale))
            found.append(line)
    return found


def test_the_examples_of_the_tool_hold(tool: ModuleType) -> None:
    told = doctest.testmod(tool)
    assert told.attempted > 5
    assert told.failed == 0


def test_only_borders_inside_a_country_are_drawn(tool: ModuleType) -> None:
    def square(x: int, country: str) -> dict[str, Any]:
        ring = [[x, 0], [x + 1, 0], [x + 1, 1], [x, 1], [x, 0]]
        return {"properties": {"iso_a2": country}, "geometry": {"type": "Polygon", "coordinates": [ring]}}

    row = [square(x, country) for x, country in enumerate(("SY", "SY", "IQ", "XX", "XX"))]
    made = tool.topology(row, {"SY", "IQ"})
    assert places(made, "SY") == [[(1.0, 0.0), (1.0, 1.0)]]
    assert [one["properties"]["country"] for one in made["objects"]["provinces"]["geometries"]] == ["SY"]


@pytest.mark.parametrize(
    ("country", "west", "south", "east", "north"),
    [
        ("SY", 35.6, 32.3, 42.4, 37.4),
        ("YE", 41.8, 12.0, 53.2, 19.0),
        ("IQ", 38.7, 29.0, 48.6, 37.4),
        ("SD", 21.8, 8.6, 38.7, 22.3),
        ("LB", 35.0, 33.0, 36.7, 34.7),
    ],
)
def test_borders_lie_in_their_country(
    drawn: dict[str, Any], country: str, west: float, south: float, east: float, north: float
) -> None:
    lines = places(drawn, country)
    assert len(lines) >= 6
    assert all(west <= x <= east and south <= y <= north for line in lines for x, y in line)


def test_a_border_lies_between_two_neighbouring_provinces(drawn: dict[str, Any]) -> None:
    """From Homs to Deir ez-Zor one crosses a border, within Homs none."""
    lines = places(drawn, "SY")
    assert crossings((38.3, 34.5), (40.1, 35.3), lines) == 1
    assert crossings((36.8, 34.6), (38.2, 34.4), lines) == 0


def crossings(one: tuple[float, float], other: tuple[float, float], lines: list[list[tuple[float, float]]]) -> int:
    def turn(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> bool:
        return (b[0] - a[0]) * (c[1] - a[1]) > (b[1] - a[1]) * (c[0] - a[0])

    return sum(
        turn(one, other, a) != turn(one, other, b) and turn(a, b, one) != turn(a, b, other)
        for line in lines
        for a, b in pairwise(line)
    )
