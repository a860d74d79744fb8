"""Keeping, finding and proving what came: the same on SQLite and PostgreSQL."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from rasd import dataset
from rasd.dataset import Dataset
from rasd.dataset.restoring import restored
from rasd.dataset.showing import report_shown
from rasd.errors import WorkspaceError
from rasd.store import blobs, custody, schema
from rasd.store.backup import backup
from rasd.store.incidents import incidents
from rasd.store.opening import one_writer, opened
from rasd.store.search import search
from rasd.store.verify import faults

STRIKE = "قصفت طائرات حربية روسية، صباح اليوم، بلدة سرمين في ريف إدلب، ما أسفر عن مقتل ثلاثة مدنيين وإصابة خمسة آخرين."
LONGER = " وقال مصدر محلي إن القصف ألحق أضرارا بالسوق وبعدد من المنازل، وإن فرق الإسعاف نقلت الجرحى إلى مشفى البلدة."
CLASH = "اندلعت اشتباكات عنيفة بين الجيش السوري وهيئة تحرير الشام في مدينة سراقب، أمس، وقتل فيها سبعة من عناصر الجيش."

pytestmark = pytest.mark.usefixtures("one_coder")


def lines(path: Path, *records: dict[str, object]) -> Path:
    """JSON Lines of reports."""
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records), encoding="utf-8")
    return path


def strike(report_id: str, outlet: str, words: str = STRIKE + LONGER, day: str = "2019-11-20") -> dict[str, object]:
    return {"report_id": report_id, "text": words, "published": day, "outlet": outlet}


@pytest.fixture
def made(address: str, tmp_path: Path) -> Iterator[Dataset]:
    """A new workspace."""
    found = dataset.init(tmp_path / "work")
    yield found
    found.close()


def records(made: Dataset) -> list[dict[str, object]]:
    with made.store.reading() as connection:
        return list(incidents(connection))


def all_faults(made: Dataset, head: str | None = None) -> list[str]:
    with made.store.reading() as connection:
        return list(faults(made.store, connection, noted_head=head))


def everything(made: Dataset) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables."""
    with made.store.reading() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(table.select())), key=repr)
            for table in schema.metadata.sorted_tables
        }


# -- keeping ---------------------------------------------------------------------------------------------------------


def test_the_same_sources_again_change_nothing(made: Dataset, tmp_path: Path) -> None:
    source = lines(tmp_path / "day.jsonl", strike("r1", "شام"), strike("r2", "عنب", CLASH))
    first = made.ingest([source])
    before = everything(made)
    again = made.ingest([source, source])
    assert (first.kept, first.coded, again.kept, again.coded, again.merged) == (2, 2, 0, 0, 0)
    assert everything(made) == before and not all_faults(made)
    assert made.status() == {
        "captures": 1, "reports": 2, "copies": 0, "events": 2, "incidents": 2, "to_review": 0,
        "possible_duplicates": 0, "contested": 0, "changed_judgements": 0, "doubtful_events": 0,
        "uncoded": 0, "failed": 0, "unmerged": 0,
    }  # fmt: skip


def test_a_file_that_grew_adds_what_is_new_in_it(made: Dataset, tmp_path: Path) -> None:
    source = lines(tmp_path / "day.jsonl", {"text": STRIKE}, {"text": CLASH})
    made.ingest([source])
    lines(source, {"text": "وصل الوزير إلى العاصمة."}, {"text": STRIKE}, {"text": CLASH})
    assert made.ingest([source]).kept == 3  # a line without an id is called by its number, so all three moved
    lines(source, strike("a", "شام"), strike("b", "شام", CLASH))
    made.ingest([source])
    lines(source, strike("new", "شام", "هدوء."), strike("a", "شام"), strike("b", "شام", CLASH))
    assert made.ingest([source]).kept == 1


def test_the_exact_bytes_are_kept_and_what_stands_beside_a_text_too(made: Dataset, tmp_path: Path) -> None:
    path = tmp_path / "r1.txt"
    path.write_bytes("\ufeffقصف\r\n".encode("utf-16"))
    path.with_suffix(".json").write_text('{"published": "2019-11-20", "outlet": "شام"}', encoding="utf-8")
    made.ingest([path])
    kept = {name: blobs.path_of(made.store.blobs, name).read_bytes() for name in blobs.names(made.store.blobs)}
    assert sorted(kept.values()) == sorted([path.read_bytes(), path.with_suffix(".json").read_bytes()])
    with made.store.reading() as connection:
        shown = report_shown(connection, "r1")
    assert shown and shown["outlet"] == "شام" and shown["published"] == "2019-11-20" and shown["method"] == "file"


def test_a_changed_page_is_a_newer_version_of_one_voice(made: Dataset, tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(STRIKE, encoding="utf-8")
    made.ingest([path])
    path.write_text("هدوء حذر في المدينة بعد ليلة من المواجهات، والأهالي يعودون إلى بيوتهم.", encoding="utf-8")
    made.ingest([path])
    with made.store.reading() as connection:
        [newer] = report_shown(connection, "page")["versions"]  # type: ignore[index]
        assert report_shown(connection, newer)["one_voice_with"] == ["page"]  # type: ignore[index]
    assert made.status()["reports"] == 2 and made.status()["copies"] == 1


def test_what_is_piped_in_twice_is_two_reports(made: Dataset) -> None:
    for words in (STRIKE, CLASH):
        made.ingest(["-"], stdin=io.BytesIO(words.encode()))
    assert made.status()["reports"] == 2 and made.status()["copies"] == 0


def test_a_text_that_no_database_takes_costs_a_line(made: Dataset, tmp_path: Path) -> None:
    source = tmp_path / "day.jsonl"
    source.write_text('{"text": "قصف\\u0000"}\n{"text": "قصف"}\n', encoding="utf-8")
    done = made.ingest([source])
    assert done.kept == 1 and "NUL" in str(done.failures[0])


def test_two_reports_of_one_name_keep_apart(made: Dataset, tmp_path: Path) -> None:
    for name, words in (("one", STRIKE), ("two", CLASH)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "1.txt").write_text(words, encoding="utf-8")
    made.ingest([tmp_path / "one", tmp_path / "two"])
    assert made.status()["reports"] == 2 and made.status()["copies"] == 0


def test_bad_lines_cost_a_line_each(made: Dataset, tmp_path: Path) -> None:
    source = tmp_path / "day.jsonl"
    source.write_text('{"text": \n{"text": "قصف"}\n', encoding="utf-8")
    done = made.ingest([source, tmp_path / "missing.txt"])
    assert done.kept == 1 and len(done.failures) == 2


def test_a_report_that_breaks_the_coder_is_noted_once(
    made: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rasd.pipeline import Coder

    def broken(self: Coder, report: object) -> list[object]:
        raise ZeroDivisionError("a rule")

    source = lines(tmp_path / "day.jsonl", strike("r1", "شام"))
    with monkeypatch.context() as patched:
        patched.setattr(Coder, "code", broken)
        done = made.ingest([source])
    assert "ZeroDivisionError" in str(done.failures[0])
    assert made.status()["failed"] == 1 and made.ingest([source]).coded == 0


# -- copies and incidents --------------------------------------------------------------------------------------------


def test_copies_are_one_voice_and_two_outlets_are_two(made: Dataset, tmp_path: Path) -> None:
    own = "شنت طائرات روسية غارات على بلدة سرمين بريف إدلب اليوم، وأسفر القصف عن مقتل ثلاثة مدنيين."
    source = lines(
        tmp_path / "day.jsonl",
        strike("r1", "شام"),
        strike("r2", "عنب", "عنب بلدي: " + STRIKE + LONGER),
        strike("r3", "حلب اليوم", own),
    )
    made.ingest([source])
    [incident] = [one for one in records(made) if len(one["report_ids"]) > 1]  # type: ignore[arg-type]
    assert incident["report_ids"] == ["r1", "r2", "r3"] or set(incident["report_ids"]) == {"r1", "r2", "r3"}  # type: ignore[arg-type]
    assert incident["voices"] == 2 and incident["certainty"] == "fair" and made.status()["copies"] == 1


def test_a_copy_that_comes_later_takes_a_voice_away(made: Dataset, tmp_path: Path) -> None:
    made.ingest([lines(tmp_path / "1.jsonl", strike("r1", "شام"))])
    made.ingest([lines(tmp_path / "2.jsonl", strike("r2", "عنب"))])
    [incident] = records(made)
    assert incident["voices"] == 1 and len(incident["event_ids"]) == 2  # type: ignore[arg-type]


def test_an_incident_keeps_its_id_and_the_other_becomes_an_alias(made: Dataset, tmp_path: Path) -> None:
    made.ingest([lines(tmp_path / "1.jsonl", strike("r1", "شام"))])
    made.ingest([lines(tmp_path / "2.jsonl", strike("r2", "عنب", CLASH))])
    first, second = sorted(records(made), key=lambda one: one["report_ids"])  # type: ignore[arg-type, return-value]
    made.judge(first["event_ids"][0], second["event_ids"][0], "same", reason="a test")  # type: ignore[index]
    [whole] = records(made)
    assert {whole["incident_id"], *whole["aliases"]} == {first["incident_id"], second["incident_id"]}  # type: ignore[misc]
    made.retract(1)
    assert {one["incident_id"] for one in records(made)} == {first["incident_id"], second["incident_id"]}
    assert not any(one["aliases"] for one in records(made)) and not all_faults(made)


def test_what_people_call_different_stays_apart_whatever_comes(made: Dataset, tmp_path: Path) -> None:
    made.ingest([lines(tmp_path / "1.jsonl", strike("r1", "شام"), strike("r2", "عنب"))])
    [one] = records(made)
    a, b = one["event_ids"]  # type: ignore[misc]
    made.judge(a, b, "different", reason="two raids")
    made.ingest([lines(tmp_path / "2.jsonl", strike("r3", "حلب"))])
    made.merge()
    held = {event: one["incident_id"] for one in records(made) for event in one["event_ids"]}  # type: ignore[attr-defined]
    assert held[a] != held[b] and len(held) == 3


def test_other_weights_merge_everything_anew(made: Dataset, tmp_path: Path) -> None:
    made.ingest([lines(tmp_path / "1.jsonl", strike("r1", "شام"), strike("r2", "عنب"))])
    settings = made.workspace.folder / "rasd.toml"
    settings.write_text(settings.read_text().replace("# same = 4.0", "same = 90.0"), encoding="utf-8")
    other = dataset.open(made.workspace.folder)
    assert other.merge() == 2 and len(records(other)) == 2 and other.merge() == 0
    other.close()


def test_recoding_keeps_ids_and_buries_what_no_report_tells_any_more(
    made: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rasd.pipeline import Coder

    made.ingest([lines(tmp_path / "1.jsonl", strike("r1", "شام"), strike("r2", "عنب"), strike("r3", "عنب", CLASH))])
    before = {one["incident_id"]: one for one in records(made)}
    by_report = {name: one["event_ids"][0] for one in before.values() for name in one["report_ids"]}
    made.judge(by_report["r3"], by_report["r2"], "different")
    waiting = made.status()["to_review"]
    code = Coder.code
    monkeypatch.setattr("rasd.dataset.coding.coder_name", lambda folders: "another")
    monkeypatch.setattr(Coder, "code", lambda self, told: [] if told.report_id == "r3" else code(self, told))
    done = made.recode()
    after = {one["incident_id"]: one for one in records(made)}
    assert done.coded == 3 and made.recode().coded == 0
    assert after.keys() < before.keys() and len(before) == len(after) + 1
    assert all(after[name] == before[name] for name in after) and made.status()["events"] == 2
    assert made.status()["to_review"] == waiting + 1, "the judgement on an event that is gone"
    assert not all_faults(made)


# -- searching -------------------------------------------------------------------------------------------------------

FOUND = [
    ("قصف", {"r1"}),
    ("القصف", {"r1"}),
    ("أدلب", {"r1"}),
    ("اشتباكات سراقب", {"r2"}),
    ("بالاشتباكات", {"r2"}),
    ("طائرات سراقب", set()),
    ('"بلدة سرمين"', {"r1"}),
    ('"سرمين بلدة"', set()),
    ("", {"r1", "r2"}),
    ("' OR 1=1 --", set()),
]


def test_search_folds_and_takes_clitics_off(made: Dataset, tmp_path: Path) -> None:
    made.ingest([lines(tmp_path / "1.jsonl", strike("r1", "شام"), strike("r2", "عنب", CLASH, day="2019-12-01"))])
    with made.store.reading() as connection:
        for asked, wanted in FOUND:
            assert {hit.report_id for hit in search(connection, asked)} == wanted, asked
        assert [hit.report_id for hit in search(connection, "", since="2019-11-25")] == ["r2"]
        assert [hit.report_id for hit in search(connection, "", kind="battles")] == ["r2"]
        for place in ("Sarmin", "سرمين", "idlib"):
            assert "r1" in {hit.report_id for hit in search(connection, "قصف", places=[place])}, place
        assert search(connection, "قصف", places=["Aden"]) == []


# -- proving ---------------------------------------------------------------------------------------------------------

TAMPERED = [
    ("UPDATE report SET text = 'x' WHERE report_id = 'r1'", "report r1: its text was changed"),
    ("UPDATE report SET outlet = 'x' WHERE report_id = 'r1'", "report r1: what is kept about it was changed"),
    ("UPDATE report SET published = '2019-01-01' WHERE report_id = 'r2'", "report r2: what is kept about it was"),
    ("UPDATE custody SET at = '2001-01-01' WHERE seq = 2", "custody entry 2 (read r1, 2001-01-01) was changed"),
    ("DELETE FROM custody WHERE seq = 2", "custody entry 2 is missing"),
    ("DELETE FROM custody WHERE seq >= 3", "report r2 is not in the custody log as it is here"),
    ("DELETE FROM custody", "the capture of"),
    ("UPDATE judgement SET verdict = 'same'", "judgement 1 is not as it was signed"),
    ("DELETE FROM judgement", "judgement 1 is in the custody log and is gone"),
]


@pytest.mark.parametrize(("change", "told"), TAMPERED, ids=[change[:40] for change, _ in TAMPERED])
def test_tampering_is_found(made: Dataset, tmp_path: Path, change: str, told: str) -> None:
    made.ingest([lines(tmp_path / "1.jsonl", strike("r1", "شام"), strike("r2", "عنب", CLASH))])
    a, b = (one["event_ids"][0] for one in records(made))  # type: ignore[index]
    made.judge(a, b, "different")
    assert not all_faults(made)
    with made.store.engine.begin() as connection:
        connection.execute(text(change))
    assert any(fault.startswith(told) for fault in all_faults(made)), all_faults(made)


def test_a_log_rewritten_whole_does_not_have_the_head_that_was_noted(made: Dataset, tmp_path: Path) -> None:
    made.ingest([lines(tmp_path / "1.jsonl", strike("r1", "شام"))])
    with made.store.reading() as connection:
        head = custody.head(connection)
    made.ingest([lines(tmp_path / "2.jsonl", strike("r2", "عنب"))])
    assert not all_faults(made, head)
    assert "no custody entry has the hash" in all_faults(made, "0" * 63 + "1")[0]


def test_bytes_that_were_changed_or_removed_are_found(made: Dataset, tmp_path: Path) -> None:
    made.ingest([lines(tmp_path / "1.jsonl", strike("r1", "شام")), lines(tmp_path / "2.jsonl", strike("r2", "شام"))])
    one, other = (blobs.path_of(made.store.blobs, name) for name in blobs.names(made.store.blobs))
    one.chmod(0o644)
    one.write_bytes(one.read_bytes() + b" ")
    other.unlink()
    told = all_faults(made)
    assert f"blob {one.name} was changed: its bytes have another hash now" in told
    assert f"blob {other.name} is missing" in told


def test_a_backup_restores_to_the_same(
    made: Dataset, tmp_path: Path, address: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    made.ingest([lines(tmp_path / "1.jsonl", strike("r1", "شام"), strike("r2", "عنب", CLASH))])
    target = tmp_path / "whole.tar"
    assert backup(made.store, target) == target.stat().st_size
    with pytest.raises(WorkspaceError, match="is there already"):
        backup(made.store, target)
    if address != "sqlite":
        from servers import new_database

        server = request.getfixturevalue("postgres")
        monkeypatch.setenv("RASD_DATABASE", f"{server}/{new_database(server)}")
    faults_found, counts = restored(target, tmp_path / "again")
    again = dataset.open(tmp_path / "again")
    assert not faults_found and counts["reports"] == 2
    assert everything(again) == everything(made)
    with again.store.reading() as connection:
        assert [hit.report_id for hit in search(connection, "سراقب")] == ["r2"]
    assert again.ingest([tmp_path / "1.jsonl"]).kept == 0
    again.close()
    with pytest.raises(WorkspaceError, match="is not empty"):
        restored(target, tmp_path / "again")


def test_a_backup_that_was_changed_is_refused(made: Dataset, tmp_path: Path) -> None:
    made.ingest([lines(tmp_path / "1.jsonl", strike("r1", "شام"))])
    backup(made.store, tmp_path / "whole.tar")
    data = (tmp_path / "whole.tar").read_bytes()
    at = data.rindex("شام".encode())
    (tmp_path / "other.tar").write_bytes(data[:at] + b"x" + data[at + 1 :])
    with pytest.raises(WorkspaceError, match="was changed in the backup"):
        restored(tmp_path / "other.tar", tmp_path / "again")
    (tmp_path / "half.tar").write_bytes(data[: len(data) // 2])
    with pytest.raises(WorkspaceError):
        restored(tmp_path / "half.tar", tmp_path / "again")
    assert not (tmp_path / "again").exists() and not list(tmp_path.glob(".rasd-*"))


# -- the schema ------------------------------------------------------------------------------------------------------


def test_the_migrations_lead_to_the_schema(made: Dataset) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    def ours(name: str | None, kind: str, parents: object) -> bool:
        return not (kind == "table" and str(name).startswith("report_search"))

    with made.store.reading() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": ours})
        assert compare_metadata(context, schema.metadata) == []
        assert inspect(connection).has_table("custody")


def test_a_database_of_a_newer_rasd_is_refused(made: Dataset) -> None:
    with made.store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(WorkspaceError, match="newer Rasd"):
        opened(made.workspace.folder, made.workspace.database)


def test_a_second_writer_waits_and_then_says_who_writes(made: Dataset) -> None:
    told: list[str] = []
    with (
        one_writer(made.store, "ingest"),
        pytest.raises(WorkspaceError, match="still writing \\(ingest"),
        one_writer(made.store, "merge", wait=0.2, tell=told.append),
    ):
        pass
    assert told and told[0].startswith("another rasd is writing (ingest, process")
    with one_writer(made.store, "merge", wait=0):
        pass
