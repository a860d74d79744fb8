"""What Telegram Desktop writes (``result.json``): every message of a chat, or of all of them, is a report."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, BinaryIO

from rasd.ingest.readers.found import About, Item

_PIECE = 2**20
LONGEST = 16 * 2**20
"""characters of a message with all that belongs to it"""
_MESSAGES = re.compile(r'"messages"\s*:\s*\[')
_STRING = r'"((?:[^"\\]|\\["\\/bfnrt]|\\u[0-9A-Fa-f]{4})*)"'
_NAME = re.compile(rf'"name"\s*:\s*{_STRING}')
_TYPE = re.compile(rf'"type"\s*:\s*{_STRING}')
_ID = re.compile(r'"id"\s*:\s*(\d+)')
_GAP = re.compile(r"[\s,]*")
# Chats whose messages have an address, which those may open who may read the chat.
_WITH_ADDRESS = {"public_channel", "private_channel", "public_supergroup", "private_supergroup"}


def read(file: BinaryIO, about: About) -> Iterator[Item]:
    """Each message with a text; joinings, pins and the like, and pictures without a word, are none."""
    text = _Sliding(file)
    number_of_chats = 0
    while (head := text.up_to(_MESSAGES)) is not None:
        chat = _Chat.of(head, about)
        number_of_chats += 1
        for number, message in enumerate(text.objects(), start=1):
            if isinstance(message, str):
                yield about.error(f"message {number} of {chat.name or 'a chat'}: {message}")
                return
            yield from chat.reports(message, about)
    if not number_of_chats:
        yield about.error("no chat that Telegram wrote: it has no messages")


class _Sliding:
    """A JSON text of any size, of which one message at a time is held."""

    def __init__(self, file: BinaryIO) -> None:
        import codecs

        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self._file = file
        self._text = ""
        self._json = json.JSONDecoder()

    def _more(self) -> bool:
        data = self._file.read(_PIECE)
        self._text += self._decoder.decode(data, final=not data)
        return bool(data)

    def up_to(self, wanted: re.Pattern[str]) -> str | None:
        """What stands before ``wanted``, at most a little of it; None when it comes no more."""
        while True:
            if found := wanted.search(self._text):
                before = self._text[: found.start()]
                self._text = self._text[found.end() :]
                return before
            self._text = self._text[-_PIECE:]
            if not self._more():
                return None

    def objects(self) -> Iterator[dict[str, Any] | str]:
        """The objects of an array; a sentence where it breaks off."""
        at = 0
        while True:
            at = _GAP.match(self._text, at).end()  # type: ignore[union-attr]
            if self._text.startswith("]", at):
                self._text = self._text[at + 1 :]
                return
            try:
                value, at = self._json.raw_decode(self._text, at)
            except ValueError:
                self._text, at = self._text[at:], 0
                if len(self._text) > LONGEST:
                    yield f"longer than {LONGEST // 2**20} MB"
                    return
                size = len(self._text)
                # Twice as much each time, so that a long message is not begun again a thousand times.
                while len(self._text) < max(2 * size, _PIECE):
                    if not self._more():
                        break
                if len(self._text) == size:
                    yield "the file breaks off here"
                    return
                continue
            except RecursionError:
                yield "nested too deeply"
                return
            if isinstance(value, dict):
                yield value


class _Chat:
    """A channel or group: what its messages are called by."""

    def __init__(self, name: str | None, number: str, has_address: bool) -> None:
        self.name = name
        self.number = number
        self.has_address = has_address

    @classmethod
    def of(cls, head: str, about: About) -> _Chat:
        """The chat whose name, type and number stand before its messages, last."""
        name, kind, number = (_last(pattern, head) for pattern in (_NAME, _TYPE, _ID))
        name = json.loads(f'"{name}"', strict=False) if name else None
        return cls(name, number or about.report_id, kind in _WITH_ADDRESS)

    def reports(self, message: dict[str, Any], about: About) -> Iterator[Item]:
        text = _flat(message.get("text"))
        number = message.get("id")
        if message.get("type") != "message" or not text.strip() or not isinstance(number, int):
            return
        day = _day(message)
        url = f"https://t.me/c/{self.number}/{number}" if self.has_address else None
        named = f"telegram-{self.number}-{number}"
        outlet = self.name
        yield about.part(text, f"message {number}", named, is_named=True, published=day, outlet=outlet, url=url)


def _last(pattern: re.Pattern[str], head: str) -> str | None:
    found = pattern.findall(head)
    return found[-1] if found else None


def _flat(text: object) -> str:
    """A message's words: a text, or a list of texts and of pieces that are set in some way.

    >>> _flat(["قُتل ", {"type": "bold", "text": "مدنيان"}, "."])
    'قُتل مدنيان.'
    """
    if isinstance(text, str):
        return text
    if not isinstance(text, list):
        return ""
    pieces = (piece.get("text") if isinstance(piece, dict) else piece for piece in text)
    return "".join(piece for piece in pieces if isinstance(piece, str))


def _day(message: dict[str, Any]) -> date | None:
    """The day in UTC, or as the computer that wrote the file had it."""
    try:
        return datetime.fromtimestamp(int(message["date_unixtime"]), UTC).date()
    except (KeyError, ValueError, TypeError, OverflowError, OSError):
        pass
    try:
        return date.fromisoformat(str(message.get("date"))[:10])
    except ValueError:
        return None
