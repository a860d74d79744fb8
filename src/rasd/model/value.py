"""Values: frozen dataclasses to the type checker, plain ones at run time.

Mentions are made by the hundred thousand. A frozen dataclass sets each field through ``object.__setattr__``, and
``dataclasses.replace`` looks each one up by name: together a tenth of the time that coding takes. ``make test`` keeps
anybody from changing a value; at run time nothing has to.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass, replace
else:

    def dataclass(*, frozen: bool, slots: bool) -> Callable[[type], type]:
        """The decorator; ``frozen`` is said for the type checker."""

        def made(cls: type) -> type:
            return dataclasses.dataclass(slots=slots, unsafe_hash=frozen)(cls)

        return made

    def replace(value: Any, /, **changes: Any) -> Any:
        """The value with some fields changed."""
        kind = type(value)
        copied = _copiers.get(kind) or _copiers.setdefault(kind, _copier(kind))
        new = copied(value)
        for name, field in changes.items():
            setattr(new, name, field)
        return new


_copiers: dict[type, Callable[[Any], Any]] = {}


def _copier(cls: type) -> Callable[[Any], Any]:
    """A function that copies an instance field by field; made when the first is copied."""
    lines = [f"    new.{field.name} = old.{field.name}" for field in dataclasses.fields(cls)]
    scope: dict[str, Any] = {"make": object.__new__, "cls": cls}
    exec("\n".join(["def copied(old):", "    new = make(cls)", *lines, "    return new"]), scope)
    copied: Callable[[Any], Any] = scope["copied"]
    return copied


__all__ = ["dataclass", "replace"]
