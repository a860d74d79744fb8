"""What can be done by key, in one table, and which key does it for whom.

A key is told as ``KeyboardEvent.code`` with its modifiers before it, Ctrl, then Shift: ``Shift+KeyA``. That is where it
lies on the keyboard, whatever it types. A person's own keys are kept with the settings of the workspace.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from string import ascii_uppercase
from typing import NamedTuple

from sqlalchemy import Connection

from rasd.desk.desk import Visit, is_at_least
from rasd.store.incidents import remember, remembered


class Action(NamedTuple):
    """One row: something that a key does. words.toml says what, under ``keys.NAME``."""

    name: str
    """what the page's script calls the function that does it"""
    key: str
    """the key where people have not chosen another"""
    pages: tuple[str, ...]
    """where it can be done"""
    role: str = "reviewer"
    """the least that may do it; the key and the button are shown to nobody else"""
    has_button: bool = False
    """whether it stands in the toolbar, under ``do.NAME``"""


BENCH, PAIR, CODINGS = ("bench",), ("pair",), ("codings",)
EVENTS, ALL = (*BENCH, *CODINGS), (*BENCH, *PAIR, *CODINGS)
ACTIONS = (
    Action("accept", "KeyA", BENCH, "coder", has_button=True),
    Action("accept_all", "Shift+KeyA", BENCH, "coder", has_button=True),
    Action("reject", "KeyX", BENCH, "coder", has_button=True),
    Action("reject_event", "Shift+KeyX", BENCH, "coder"),
    Action("first", "Digit1", CODINGS, "manager", has_button=True),
    Action("second", "Digit2", CODINGS, "manager", has_button=True),
    Action("correct", "KeyE", EVENTS, "coder", has_button=True),
    Action("assign", "KeyS", BENCH, "coder"),
    Action("not_said", "KeyN", EVENTS, "coder", has_button=True),
    Action("missed", "KeyM", BENCH, "coder", has_button=True),
    Action("split", "Shift+KeyS", BENCH, has_button=True),
    Action("join", "Shift+KeyJ", BENCH, has_button=True),
    Action("history", "KeyH", BENCH, "viewer", has_button=True),
    Action("flag", "KeyF", BENCH, "coder", has_button=True),
    Action("same", "Digit1", PAIR, has_button=True),
    Action("different", "Digit2", PAIR, has_button=True),
    Action("related", "Digit3", PAIR, has_button=True),
    Action("unsure", "Digit4", PAIR, has_button=True),
    Action("undo", "KeyU", ALL, "coder", has_button=True),
    Action("finish", "Ctrl+Enter", EVENTS, "coder", has_button=True),
    Action("down", "ArrowDown", ALL, "viewer"),
    Action("up", "ArrowUp", ALL, "viewer"),
    Action("next_item", "KeyJ", EVENTS, "viewer"),
    Action("previous_item", "KeyK", EVENTS, "viewer"),
    Action("into_text", "KeyT", BENCH, "viewer"),
    Action("help", "Shift+Slash", ALL, "viewer"),
)

# What a key types on a Latin and on an Arabic keyboard (101 keys). Tab, Escape, Enter and the space bar alone are the
# browser's, and so are most keys with Ctrl and all with Alt.
_ARABIC = "ش لا ؤ ي ث ب ل ا ه ت ن م ة ى خ ح ض ق س ف ع ر ص ء غ ئ"
_SIGNS = {
    "Minus": ("-", ""), "Equal": ("=", ""), "BracketLeft": ("[", "ج"), "BracketRight": ("]", "د"),
    "Backslash": ("\\", ""), "Semicolon": (";", "ك"), "Quote": ("'", "ط"), "Comma": (",", "و"), "Period": (".", "ز"),
    "Slash": ("/", "ظ"), "Backquote": ("`", "ذ"),
}  # fmt: skip
_NAMED = {
    "ArrowUp": "↑", "ArrowDown": "↓", "ArrowLeft": "←", "ArrowRight": "→", "Home": "Home", "End": "End",
    "PageUp": "PgUp", "PageDown": "PgDn", "Backspace": "⌫", "Delete": "Del", "Insert": "Ins",
}  # fmt: skip
_FACES: dict[str, tuple[str, str]] = {
    **{f"Key{latin}": (latin, arabic) for latin, arabic in zip(ascii_uppercase, _ARABIC.split(), strict=True)},
    **{f"Digit{digit}": (digit, "") for digit in "1234567890"},
    **_SIGNS,
    **{code: (sign, "") for code, sign in _NAMED.items()},
}
"""code -> what stands on the key, and what an Arabic keyboard has there"""
_WITH_CTRL = {"Enter": ("⏎", ""), **{code: _FACES[code] for code in ("ArrowUp", "ArrowDown", "Backspace", "Delete")}}
"""the same of those that the desk can have with Ctrl"""
_KEY = re.compile(r"(Ctrl\+)?(Shift\+)?(\w+)")


class Clash(NamedTuple):
    """Why keys cannot be as somebody chose them."""

    name: str
    """the action"""
    other: str
    """the one that has this key on the same page; empty: this is no key that can be chosen"""


class Key(NamedTuple):
    """An action as a page shows it, with the key that does it for whoever looks."""

    name: str
    key: str
    """empty: none, since the person has given it to another action"""
    face: str
    """as people read it"""
    does: str
    button: str
    """empty: it stands in no toolbar"""

    @property
    def pair(self) -> tuple[str, str]:
        """The key, and what it does."""
        return self.key, self.name


def keys_of(connection: Connection, visit: Visit, page: str = "", *, role: str = "") -> list[Key]:
    """What whoever asks may do by key on a page, or anywhere, in the order of the table.

    ``role``: as who they are shown the page, where that is less than they are.
    """
    keys = assigned(own_keys(connection, visit.person))
    return [
        Key(
            one.name,
            keys[one.name],
            face(keys[one.name], visit.words.language),
            visit.words(f"keys.{one.name}"),
            visit.words(f"do.{one.name}") if one.has_button else "",
        )
        for one in ACTIONS
        if visit.may(one.role) and is_at_least(role or one.role, one.role) and (not page or page in one.pages)
    ]


def assigned(own: Mapping[str, str], actions: Sequence[Action] = ACTIONS) -> dict[str, str]:
    """Action -> key: people's own first; an action whose key they gave to another one on its page has none.

    >>> keys = assigned({"accept": "KeyF"})
    >>> keys["accept"], keys["flag"], keys["reject"]
    ('KeyF', '', 'KeyX')
    """
    taken = {(page, own[one.name]) for one in actions if one.name in own for page in one.pages}
    return {
        one.name: own.get(one.name) or ("" if any((page, one.key) in taken for page in one.pages) else one.key)
        for one in actions
    }


def clashes(own: Mapping[str, str], actions: Sequence[Action] = ACTIONS) -> list[Clash]:
    """What is wrong with the keys that somebody chose.

    >>> clashes({"accept": "KeyX", "reject": "KeyA"}), clashes({"flag": "Tab"})
    ([], [Clash(name='flag', other='')])
    >>> clashes({"accept": "KeyX"})
    [Clash(name='reject', other='accept')]
    """
    found = [Clash(one.name, "") for one in actions if one.name in own and not face(own[one.name])]
    first: dict[tuple[str, str], str] = {}
    for one in actions:
        key = own.get(one.name, one.key)
        others = [first.setdefault((page, key), one.name) for page in one.pages]
        found += [Clash(one.name, other) for other in dict.fromkeys(others) if other != one.name]
    return found


def face(key: str, language: str = "en") -> str:
    """A key as people read it, for who reads Arabic with the letter of an Arabic keyboard; empty: it cannot be chosen.

    >>> face("Shift+KeyA"), face("KeyA", "ar"), face("Ctrl+Enter"), face("Shift+Slash"), face("Escape")
    ('⇧ A', 'A · ش', 'Ctrl ⏎', '?', '')
    """
    told = _KEY.fullmatch(key)
    if told is None:
        return ""
    ctrl, shift, code = told.groups()
    latin, arabic = (_WITH_CTRL if ctrl else _FACES).get(code, ("", ""))
    if not latin or key == "Shift+Slash":
        return "?" if latin else ""
    letter = f" · {arabic}" if arabic and language == "ar" else ""
    return f"{'Ctrl ' if ctrl else ''}{'⇧ ' if shift else ''}{latin}{letter}"


def faces(language: str) -> dict[str, str]:
    """Every key that can be chosen, as people read it."""
    codes = [*_FACES, *(f"Ctrl+{code}" for code in _WITH_CTRL)]
    codes += [f"Shift+{code}" for code in _FACES] + [f"Ctrl+Shift+{code}" for code in _WITH_CTRL]
    return {key: face(key, language) for key in codes}


def own_keys(connection: Connection, person: str) -> dict[str, str]:
    """Action -> key, where a person has chosen another than the table has."""
    told = json.loads(remembered(connection, _name_of(person)) or "{}")
    names = {one.name for one in ACTIONS}
    return {name: key for name, key in told.items() if name in names and face(key)}


def keep_keys(connection: Connection, person: str, own: Mapping[str, str]) -> None:
    """Keep the keys of a person; only those that differ from the table's."""
    told = {one.name: own[one.name] for one in ACTIONS if own.get(one.name, one.key) != one.key}
    remember(connection, _name_of(person), json.dumps(told, sort_keys=True))


def _name_of(person: str) -> str:
    return f"keys of {person}"
