"""The table of actions and keys, and the keys that people choose."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

import rasd.desk
from desks import GRAVE, account, logged_in, report, served, workspace
from rasd.dataset import Dataset
from rasd.desk.keys import ACTIONS, Action, assigned, clashes, face, faces
from rasd.desk.routes import ROLES, ROUTES

pytestmark = pytest.mark.usefixtures("one_coder")

DESK = Path(rasd.desk.__file__).parent
SCRIPTS = {"bench": "workbench.js", "pair": "pair.js", "codings": "adjudicate.js"}
"""page -> the script whose functions do what is done there"""
ASKS = {
    "accept": "/api/decisions", "accept_all": "/api/decisions", "reject": "/api/decisions", "flag": "/api/decisions",
    "reject_event": "/api/decisions", "correct": "/api/decisions", "assign": "/api/decisions",
    "not_said": "/api/decisions", "finish": "/api/decisions", "missed": "/api/missed", "undo": "/api/undo",
    "same": "/api/judgements",
    "different": "/api/judgements", "related": "/api/judgements", "unsure": "/api/judgements",
    "split": "/api/decisions/split", "join": "/api/decisions/join",
    "first": "/api/adjudications", "second": "/api/adjudications",
}  # fmt: skip
"""action -> what it asks the server to change"""


def test_the_table_has_a_key_a_word_and_a_function_for_every_action() -> None:
    words = tomllib.loads((DESK / "words.toml").read_text(encoding="utf-8"))
    names = [one.name for one in ACTIONS]
    assert len(set(names)) == len(names)
    assert set(words["keys"]) == set(names)
    assert set(words["do"]) == {one.name for one in ACTIONS if one.has_button}
    assert {page for one in ACTIONS for page in one.pages} == SCRIPTS.keys()
    for one in ACTIONS:
        assert face(one.key), one
        for page in one.pages:
            script = (DESK / "static" / SCRIPTS[page]).read_text(encoding="utf-8")
            assert one.name == "help" or re.search(rf'[\s"{{]{one.name}[",:\s]', script), (one.name, page)


def test_an_action_is_for_those_whom_the_server_answers() -> None:
    least = {route.path: route.role for route in ROUTES if route.method == "POST"}
    for one in ACTIONS:
        assert one.role == (least[ASKS[one.name]] if one.name in ASKS else "viewer"), one


def test_no_two_actions_of_a_page_have_one_key() -> None:
    assert clashes({}) == []
    assert assigned({}) == {one.name: one.key for one in ACTIONS}


TABLE = (
    Action("accept", "KeyA", ("bench",)),
    Action("undo", "KeyU", ("bench", "pair")),
    Action("same", "Digit1", ("pair",)),
)


@pytest.mark.parametrize(
    ("own", "keys", "faults"),
    [
        ({}, ("KeyA", "KeyU", "Digit1"), []),
        ({"accept": "KeyF"}, ("KeyF", "KeyU", "Digit1"), []),
        ({"accept": "Digit1"}, ("Digit1", "KeyU", "Digit1"), []),  # on different pages
        ({"accept": "KeyU", "undo": "KeyA"}, ("KeyU", "KeyA", "Digit1"), []),
        ({"accept": "KeyU"}, ("KeyU", "", "Digit1"), [("undo", "accept")]),
        ({"same": "KeyU"}, ("KeyA", "", "KeyU"), [("same", "undo")]),
        ({"accept": "Escape"}, ("Escape", "KeyU", "Digit1"), [("accept", "")]),
    ],
)
def test_people_choose_their_keys(own: dict[str, str], keys: tuple[str, ...], faults: list[tuple[str, str]]) -> None:
    assert tuple(assigned(own, TABLE).values()) == keys
    assert clashes(own, TABLE) == faults


@pytest.mark.parametrize(
    "key",
    ["", "A", "keya", "KeyÄ", "Tab", "Enter", "Space", "Escape", "F5", "Ctrl+KeyW", "Alt+KeyA", "Meta+KeyA",
     "Shift+Ctrl+Enter", "Shift+", "KeyA+Shift", "KeyA ", "KeyA\n", "Shift+Shift+KeyA", "Ctrl+Slash", "__class__"],
)  # fmt: skip
def test_some_keys_are_not_to_be_had(key: str) -> None:
    assert face(key) == "" and key not in faces("en")


def test_what_can_be_chosen_is_read_in_both_languages() -> None:
    assert all(faces("en").values()) and faces("ar").keys() == faces("en").keys()
    assert len(set(faces("en").values())) == len(faces("en")), "no two keys look the same"
    assert faces("ar")["Shift+KeyA"] == "⇧ A · ش" and faces("en")["Shift+KeyA"] == "⇧ A"


# -- on the desk ------------------------------------------------------------------------------------------------------


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Dataset]:
    monkeypatch.delenv("RASD_DATABASE", raising=False)
    found = workspace(tmp_path, [report("grave", GRAVE)])
    yield found
    found.close()


def shown(client: httpx.Client) -> dict[str, str]:
    """Action -> the key that the page of keys has for it."""
    page = client.get("/account/keys?lang=en").text
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([\w+]*)">', page))


def test_everybody_has_their_own_keys(made: Dataset) -> None:
    for name, role in (("ann", "reviewer"), ("omar", "reviewer"), ("vera", "viewer"), ("root", "admin")):
        account(made, name, role)
    usual = {one.name: one.key for one in ACTIONS if ROLES.index(one.role) <= ROLES.index("reviewer")}
    with served(made) as at, logged_in(at, "ann") as ann, logged_in(at, "omar") as omar, logged_in(at, "vera") as vera:
        assert shown(ann) == usual
        kept = ann.post("/account/keys", data=usual | {"accept": "KeyX", "reject": "KeyA", "flag": "Shift+KeyF"})
        assert kept.status_code == 303
        assert shown(ann) == usual | {"accept": "KeyX", "reject": "KeyA", "flag": "Shift+KeyF"}
        assert shown(omar) == usual
        review = ann.get("/review?lang=en").text
        bench = ann.get(re.search(r"/review/\w+", review)[0]).text  # type: ignore[index]
        assert 'data-do="accept">Accept <kbd>X</kbd>' in bench and '"KeyX": "accept"' in bench
        assert "<dt><kbd>⇧ F</kbd></dt><dd>Flag the event" in bench
        # A viewer has the keys that move alone.
        assert set(shown(vera)) == {one.name for one in ACTIONS if one.role == "viewer"}
        assert vera.post("/account/keys", data={"down": "KeyA"}).status_code == 303, "nothing of theirs has that key"
        assert ann.post("/account/keys").status_code == 303
        assert shown(ann) == usual


def test_keys_that_cannot_be_are_told_and_not_kept(made: Dataset) -> None:
    with served(made) as at, httpx.Client(base_url=at, headers={"sec-fetch-site": "same-origin"}) as desk:
        clash = desk.post("/account/keys?lang=en", data={"accept": "KeyX"})
        assert clash.status_code == 422
        assert "One key for two things: “Reject the cell" in clash.text and "“Accept the cell" in clash.text
        for told in ("Tab", "<script>", "KeyA" * 30, "Ctrl+KeyW"):
            refused = desk.post("/account/keys?lang=en", data={"accept": told})
            assert refused.status_code == 422 and "No key that can be chosen" in refused.text, told
            assert "<script>" not in refused.text
        assert desk.post("/account/keys", data={"nothing": "KeyA"}).status_code == 303
        assert shown(desk) == {one.name: one.key for one in ACTIONS}
        assert desk.post("/account/keys?lang=ar", data={"undo": "Backspace"}).status_code == 303, "one person alone too"
        assert shown(desk)["undo"] == "Backspace" and "⌫" in desk.get("/account/keys").text


def test_the_roles_of_the_table_are_roles() -> None:
    assert {one.role for one in ACTIONS} <= set(ROLES)
