"""Workspaces and their commands: settings that are wrong are named, and each command does what its help says."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from rasd import workspace
from rasd.cli import rasd
from rasd.errors import RasdError, WorkspaceError
from rasd.ingest.sources import EVERY, Source
from rasd.merge import default_weights

pytestmark = pytest.mark.usefixtures("one_coder")
SAMPLES = Path(__file__).parent.parent / "samples" / "reports"


def run(*words: object, stdin: str | None = None) -> Result:
    """A command in this process; what goes wrong on purpose is given as the line that a user sees."""
    result = CliRunner().invoke(rasd, [str(word) for word in words], input=stdin, prog_name="rasd")
    if isinstance(result.exception, RasdError):
        result.stderr_bytes = f"rasd: {result.exception}\n".encode()
    elif result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


# -- settings --------------------------------------------------------------------------------------------------------


def test_the_template_is_read_and_says_the_defaults(tmp_path: Path) -> None:
    workspace.made(tmp_path)
    found = workspace.read(tmp_path / "rasd.toml")
    assert found.database == f"sqlite:///{tmp_path / 'rasd.db'}" and found.weights == default_weights()
    shown = re.sub(r"(?m)^# (\w+ = |\[\[)", r"\1", workspace.TEMPLATE)
    (tmp_path / "rasd.toml").write_text(shown, encoding="utf-8")
    with_all = workspace.read(tmp_path / "rasd.toml")
    assert [one.name for one in with_all.sources] == ["field reports", "agency"]
    reports, agency = with_all.sources
    assert reports == Source("field reports", str(tmp_path / "reports"))
    asked = (agency.location, agency.kind, agency.every, agency.content, agency.since)
    assert asked == ("https://example.org/feed", "feed", EVERY, "page", date(2024, 1, 1))
    shown_network = replace(found.network, contact="desk@example.org", proxy="proxy.example.org:3128")
    assert (with_all.network, with_all.most) == (shown_network, found.most)
    assert (with_all.weights, with_all.alike, with_all.publishing) == (found.weights, found.alike, found.publishing)


WRONG = [
    ("x = 1", "no setting is called 'x'"),
    ("database = 1", "database must be text, not 1"),
    ('database = "nosuch://x"', None),
    ("[merge.weights]\nsame_moon = 1", "no merge feature is called 'same_moon'"),
    ("[merge.weights]\nsame_day = true", "must be a number, not True"),
    ("[merge]\nx = 1", "[merge] has no setting called 'x'"),
    ("[copies]\nalike = 7", "alike must lie between 0.3 and 1, not 7"),
    ('[publishing]\nfinest_place = "street"', "finest_place must be one of place, admin2, admin1"),
    ("[[sources]]\nname = 'a'", "source 1 has no location or url"),
    ("[[sources]]\nurl = 'reports/'", "source 1 has a url that is no address: reports/"),
    ("[[sources]]\nlocation = 'https://example.org'", "source 1 has an address as location: https://example.org"),
    ("[[sources]]\nurl = 'https://example.org'\nlocation = 'x'", "source 1 has both a location and a url"),
    ("[[sources]]\nurl = 'https://example.org'\nkind = 'blog'", "source 1 has a kind 'blog'; kinds are feed"),
    ("[[sources]]\nurl = 'https://example.org'\nevery = '5'", "source 1 has an interval '5' that is none"),
    ("[[sources]]\nurl = 'https://example.org'\nsince = '2024'", "source 1 has a since that is no day: '2024'"),
    ("[[sources]]\nurl = 'https://example.org'\ncolour = 'x'", "source 1 has no setting called 'colour'"),
    ("[[sources]]\nlocation = 'a'\n[[sources]]\nlocation = 'a/'", "source 2 is source 1 again: "),
    ("[network]\nseconds = 0", "network.seconds is too small: 0"),
    ("[network]\nproxy = 'http://u:p@proxy:1/'", "network.proxy must be host:port"),
    ("[network]\nallow = [1]", "each of network.allow must be text, not 1"),
    ('[network]\ncontact = "a\\nb"', "network.contact must be plain ASCII on one line"),
    ("[desk]\ndouble = 2", "desk.double must lie between 0 and 1, not 2"),
    ("[desk]\ndouble = 'all'", "desk.double must be a number, not 'all'"),
    ("[desk]\ndouble_shows_machine = 1", "desk.double_shows_machine must be true or false"),
    ("sources = 1", "sources must be a list, not 1"),
    ("lexicon = [1]", "each of lexicon must be text, not 1"),
    ("[gold", "not TOML"),
]


@pytest.mark.parametrize(("settings", "told"), WRONG, ids=[settings for settings, _ in WRONG])
def test_wrong_settings_are_one_line_that_names_them(tmp_path: Path, settings: str, told: str | None) -> None:
    path = tmp_path / "rasd.toml"
    path.write_text(settings, encoding="utf-8")
    if told is None:
        assert "no address of a database" in run("status", "--workspace", tmp_path).stderr
        return
    with pytest.raises(WorkspaceError, match=re.escape(told)) as caught:
        workspace.read(path)
    assert str(caught.value).startswith(f"{path}: ") and "\n" not in str(caught.value)


def test_the_nearest_workspace_upwards_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace.made(tmp_path)
    (tmp_path / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "a" / "b")
    assert workspace.found().folder == tmp_path
    with pytest.raises(WorkspaceError, match="is no workspace"):
        workspace.found(tmp_path / "a")


# -- commands --------------------------------------------------------------------------------------------------------


@pytest.fixture
def at(address: str, tmp_path: Path) -> Path:
    """A workspace with the sample reports."""
    assert run("init", tmp_path / "work").exit_code == 0
    done = run("ingest", SAMPLES, "--workspace", tmp_path / "work")
    assert done.exit_code == 0 and done.output.startswith("16 new reports, 16 coded; now 16 reports, ")
    return tmp_path / "work"


def test_the_way_from_a_report_to_incidents(at: Path, tmp_path: Path) -> None:
    here = ("--workspace", at)
    counts = json.loads(run("status", *here, "--format", "json").output)
    assert {"reports", "copies", "events", "incidents", "to_review"} <= counts.keys() and counts["reports"] == 16
    assert f"{counts['events']:>9,}  events coded" in run("status", *here).output
    assert run("ingest", SAMPLES, *here).output.startswith("0 new reports, 0 coded; now 16 reports, ")
    assert run("ingest", "-", *here, stdin="قصف الجيش بلدة بنش.\n").output.startswith("1 new reports, 1 coded;")

    records = [json.loads(line) for line in run("incidents", *here).output.splitlines()]
    rows = list(csv.DictReader(io.StringIO(run("incidents", *here, "--format", "csv").output, newline="")))
    features = json.loads(run("incidents", *here, "--format", "geojson").output)["features"]
    ids = [one["incident_id"] for one in records]
    assert ids == [row["incident_id"] for row in rows] == [one["id"] for one in features]
    assert set(ids) == {one["incident_id"] for one in records} and len(ids) == len(set(ids)) == counts["incidents"] + 1
    assert list(records[0])[:5] == ["incident_id", "aliases", "event_ids", "report_ids", "voices"]
    assert "Sarmin" in run("incidents", *here, "--format", "table").output
    run("incidents", *here, "-o", tmp_path / "out.jsonl")
    assert len((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()) == len(ids)

    idlib = run("incidents", *here, "--place", "إدلب", "--type", "explosions", "--since", "2024-01-01").output
    assert idlib and all("Idlib" in line for line in idlib.splitlines())
    assert run("incidents", *here, "--voices", "9").output == ""

    assert run("merge", *here).output == f"0 events grouped; {len(ids)} incidents.\n"
    assert run("recode", *here).output == f"0 reports coded again; {len(ids)} incidents.\n"


def test_showing_searching_judging(at: Path) -> None:
    here = ("--workspace", at)
    records = [json.loads(line) for line in run("incidents", *here).output.splitlines()]
    a, b = records[0], records[1]
    shown = run("show", a["incident_id"], *here).output
    assert a["event_ids"][0] in shown and "«" in shown
    told = json.loads(run("show", a["event_ids"][0], *here, "--format", "json").output)
    assert told["incident"]["incident_id"] == a["incident_id"] and told["accounts"][0]["event"]["trigger"]["text"]
    assert "قُتل مدنيان" in run("show", "r01", *here).output
    assert run("show", "nothing", *here).stderr == "rasd: nothing: no incident, event or report is called so\n"

    [hit] = [json.loads(line) for line in run("search", "سرمين", *here, "--format", "jsonl").output.splitlines()]
    assert hit["report_id"] == "r01" and hit["event_ids"] and "سرمين" in hit["excerpt"]

    done = run("judge", a["event_ids"][0], b["event_ids"][0], "same", "--reason", "a test", *here)
    assert done.output == "Judgement 1 is noted.\n"
    whole = json.loads(run("show", b["incident_id"], *here, "--format", "json").output)
    assert {a["event_ids"][0], b["event_ids"][0]} <= set(whole["incident"]["event_ids"])
    assert "a test" in run("judge", "--list", *here).output
    assert run("judge", "--retract", 1, *here).output == "Judgement 1 is taken back.\n"
    assert run("judge", "--retract", 1, *here).stderr == "rasd: there is no judgement 1 to take back\n"
    assert run("judge", "x", b["event_ids"][0], "same", *here).stderr == "rasd: no event is called 'x'\n"


def test_verifying_and_backing_up(at: Path, tmp_path: Path, address: str, request: pytest.FixtureRequest) -> None:
    here = ("--workspace", at)
    lines = run("verify", *here).output.splitlines()
    assert lines[0].startswith("All as it was: 32 files and pages, 16 reports, ") and len(lines[1]) == 64
    assert run("verify", *here, "--head", lines[1]).exit_code == 0
    wrong = run("verify", *here, "--head", "0")
    assert wrong.exit_code == 1 and wrong.stderr.startswith("rasd: no custody entry has the hash 0")
    assert run("backup", tmp_path / "b.tar", *here).exit_code == 0
    if address == "sqlite":
        assert "16 reports" in run("restore", tmp_path / "b.tar", tmp_path / "again").output
        assert run("verify", "--workspace", tmp_path / "again").output.splitlines() == lines
    else:
        told = run("restore", tmp_path / "b.tar", tmp_path / "again").stderr
        assert "the database is not empty; name an empty one" in told


def test_a_workspace_is_not_made_twice(tmp_path: Path) -> None:
    run("init", tmp_path)
    again = run("init", tmp_path)
    assert (
        again.exit_code == 1 and again.stderr == f"rasd: {tmp_path}/rasd.toml: is there already; nothing was changed\n"
    )


def test_sources_of_the_settings_are_read_without_a_word(tmp_path: Path) -> None:
    run("init", tmp_path)
    assert "give a SOURCE" in run("ingest", "--workspace", tmp_path).stderr
    with (tmp_path / "rasd.toml").open("a", encoding="utf-8") as file:
        file.write('[[sources]]\nlocation = "in"\n')
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "r.txt").write_text("قصف الجيش بلدة بنش.", encoding="utf-8")
    assert run("ingest", "--workspace", tmp_path).output.startswith("1 new reports, 1 coded;")
