"""Documents say what the program does: commands, options, cells, types, and code that runs."""

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from cases import read_cases
from rasd.cli import rasd
from rasd.lexicon.types import event_types
from rasd.model.event import Event

ROOT = Path(__file__).parent.parent


def commands() -> dict[str, click.Command]:
    """Every command by its full name."""
    found: dict[str, click.Command] = {}

    def walk(name: str, command: click.Command) -> None:
        if isinstance(command, click.Group):
            context = click.Context(command)
            for inner in command.list_commands(context):
                child = command.get_command(context, inner)
                assert child is not None
                walk(f"{name} {inner}", child)
        else:
            found[name] = command

    walk("rasd", rasd)
    return found


def help_page() -> str:
    """docs/cli.md as it should be; ``python tests/test_docs.py`` writes it."""
    parts = ["# The command line\n\nMade from `--help` by `python tests/test_docs.py`; a test holds it.\n"]
    for name in commands():
        words = name.split()[1:]
        out = CliRunner().invoke(rasd, [*words, "--help"], prog_name="rasd", terminal_width=100, max_content_width=100)
        parts.append(f"## {name}\n\n```\n{out.output.rstrip()}\n```\n")
    return "\n".join(parts)


def case_page() -> str:
    """docs/golden-cases.md with its table of families as it is now; ``python tests/test_docs.py`` writes it."""
    page = (ROOT / "docs" / "golden-cases.md").read_text(encoding="utf-8")
    rows = []
    total = 0
    for path in sorted((ROOT / "tests" / "cases").glob("*.md")):
        number = len(read_cases(path))
        total += number
        about = path.read_text(encoding="utf-8").split("\n")[0].lstrip("# ").split(". ")[0].split(", as `")[0]
        rows.append(
            f"| `{path.name}` | {number} | {about.rstrip('.').split(': one line')[0].split(': the longest')[0]} |\n"
        )
    page = re.sub(r"(?m)^\| `\w+\.md` \|.*\n", "", page)
    page = page.replace("|---|---|---|\n", "|---|---|---|\n" + "".join(rows))
    return re.sub(r"\d+ cases when", f"{total} cases when", page)


def test_the_command_page_is_the_help_of_every_command() -> None:
    written = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert written == help_page(), "write it anew: python tests/test_docs.py"


def test_the_codebook_has_every_cell() -> None:
    page = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")
    for name in Event.__dataclass_fields__:
        assert name == "why" or f"`{name}`" in page, name


def test_the_codebook_has_every_problem() -> None:
    page = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")
    for path in (ROOT / "src" / "rasd").rglob("*.py"):
        for code in re.findall(r"\bProblem\(\s*\"(\w+)\"", path.read_text(encoding="utf-8")):
            assert f"`{code}`" in page, f"{path.name}: {code}"


def test_the_page_of_golden_cases_names_every_family() -> None:
    page = (ROOT / "docs" / "golden-cases.md").read_text(encoding="utf-8")
    for path in (ROOT / "tests" / "cases").glob("*.md"):
        assert f"| `{path.name}` |" in page, path.name


def test_how_it_works_names_every_module_of_the_events() -> None:
    page = (ROOT / "docs" / "how-it-works.md").read_text(encoding="utf-8")
    for path in (ROOT / "src" / "rasd" / "events").glob("[a-z]*.py"):
        assert f"`{path.name}`" in page, path.name


@pytest.mark.parametrize("name", event_types())
def test_the_codebook_has_every_type(name: str) -> None:
    kind = event_types()[name]
    page = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")
    ucdp = kind.ucdp or "not coded"
    assert f"| {name} | {kind.event_type} | {kind.ar} | {ucdp} | {kind.definition} |" in page


def test_every_link_leads_somewhere() -> None:
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
        for link in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
            assert link.startswith("http") or (path.parent / link).exists(), f"{path.name}: {link}"


def test_the_language_page_names_every_file() -> None:
    page = (ROOT / "docs" / "lexicon.md").read_text(encoding="utf-8")
    data = ROOT / "src" / "rasd" / "data"
    for path in [*data.glob("*.csv"), *data.glob("*.toml"), *(data / "ar").glob("*.csv")]:
        assert f"`{path.name}`" in page or f"`ar/{path.name}`" in page, path.name


def test_the_code_of_the_readme_runs(capsys: pytest.CaptureFixture[str]) -> None:
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    [block] = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    exec(compile(block, "README.md", "exec"), {})
    assert "Shelling/artillery/missile attack 2024-03-14 2" in capsys.readouterr().out


if __name__ == "__main__":
    (ROOT / "docs" / "cli.md").write_text(help_page(), encoding="utf-8")
    (ROOT / "docs" / "golden-cases.md").write_text(case_page(), encoding="utf-8")
