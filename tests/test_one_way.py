"""Data flows one way. Parts on one line do not know each other."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "src" / "rasd"
FLOW = [
    {"errors"},
    {"model"},
    {"text"},
    {"lexicon"},
    {"ingest", "mentions", "events", "resolve", "export", "evaluation", "merge"},
    {"store"},
    {"review"},
    {"pipeline"},
    {"batch", "workspace"},
    {"dataset"},
    {"desk"},
    {"cli"},
]
RANK = {name: rank for rank, names in enumerate(FLOW) for name in names}


def parts_imported(source: str) -> set[str]:
    dotted: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            dotted += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module == "rasd":
            dotted += [f"rasd.{alias.name}" for alias in node.names if alias.name in RANK]
        elif isinstance(node, ast.ImportFrom) and node.module:
            dotted.append(node.module)
    return {name.split(".")[1] for name in dotted if name.startswith("rasd.")}


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_part_imports_only_what_lies_before_it(path: Path) -> None:
    part = path.relative_to(ROOT).parts[0].removesuffix(".py")
    if part.startswith("__"):  # rasd/__init__.py and __main__.py open the whole package
        return
    assert part in RANK, f"{part} has no place in FLOW: CONTRIBUTING.md says where a new part goes"
    for other in parts_imported(path.read_text(encoding="utf-8")) - {part}:
        assert RANK[other] < RANK[part], f"{part} may not import {other}"
