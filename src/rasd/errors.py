"""What can go wrong, as a tree.

RasdError
├── LexiconError   a row of the language data is wrong: says the file and the line
├── InputError     a report cannot be read: says where it came from
│   └── FetchError an address cannot be fetched: says whether it may be had later
├── DateError      a date given by the user is impossible or in the future
├── GoldError      a gold folder for ``rasd evaluate`` is incomplete or malformed
└── WorkspaceError a workspace, or its rasd.toml, is missing or wrong
"""

from __future__ import annotations


class RasdError(Exception):
    """Any error that Rasd raises on purpose; its text is a sentence for the user."""


class LexiconError(RasdError):
    """A row of the language data is wrong.

    >>> str(LexiconError("ar/verbs.csv", 12, "no verb form called 'XI'; use I to X"))
    "ar/verbs.csv:12: no verb form called 'XI'; use I to X"
    """

    def __init__(self, path: str, line: int, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}")
        self.path = path
        self.line = line
        self.message = message

    def __reduce__(self) -> tuple[object, ...]:
        return LexiconError, (self.path, self.line, self.message)


class InputError(RasdError):
    """A report cannot be read; ``where`` is a path, with a line number where there are lines.

    >>> str(InputError("day.jsonl", "not JSON", line=17))
    'day.jsonl:17: not JSON'
    """

    def __init__(self, where: str, message: str, *, line: int | None = None) -> None:
        place = where if line is None else f"{where}:{line}"
        super().__init__(f"{place}: {message}")
        self.where = where
        self.message = message
        self.line = line

    def __reduce__(self) -> tuple[object, ...]:
        # An error travels between processes; by itself an exception would be made anew from its text alone.
        return _input_error, (self.where, self.message, self.line)


def _input_error(where: str, message: str, line: int | None) -> InputError:
    return InputError(where, message, line=line)


class FetchError(InputError):
    """An address could not be fetched, or may not be.

    >>> error = FetchError("https://example.org/1", "answers 503", may_come=True, again_in=60)
    >>> str(error), error.may_come, error.again_in
    ('https://example.org/1: answers 503', True, 60)
    """

    def __init__(self, where: str, message: str, *, may_come: bool = False, again_in: float | None = None) -> None:
        super().__init__(where, message)
        self.may_come = may_come
        """Whether it may be had later without anybody changing anything: a server that is down, not a refusal."""
        self.again_in = again_in
        """seconds after which its server asks to come again"""

    def __reduce__(self) -> tuple[object, ...]:
        return _fetch_error, (self.where, self.message, self.may_come, self.again_in)


def _fetch_error(where: str, message: str, may_come: bool, again_in: float | None) -> FetchError:
    return FetchError(where, message, may_come=may_come, again_in=again_in)


class DateError(RasdError):
    """A date given by the user is impossible, or lies in the future."""


class GoldError(RasdError):
    """A gold folder is incomplete or malformed."""


class WorkspaceError(RasdError):
    """A workspace or its settings are missing or wrong; ``where`` is the file or folder.

    >>> str(WorkspaceError("rasd.toml", "no source is called 'sana'"))
    "rasd.toml: no source is called 'sana'"
    """

    def __init__(self, where: str, message: str) -> None:
        super().__init__(f"{where}: {message}")
        self.where = where
        self.message = message

    def __reduce__(self) -> tuple[object, ...]:
        return WorkspaceError, (self.where, self.message)
