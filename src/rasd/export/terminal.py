"""What others wrote, made safe for a terminal: it moves no cursor, sets no colour and begins no line of its own."""

from __future__ import annotations

# Controls, with those that steer the direction of writing; halves of characters cannot be printed at all.
_UNSAFE: dict[int, str] = dict.fromkeys(
    [*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A)], " "
)
_UNSAFE |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
del _UNSAFE[0x0A]


def shown(text: str, *, isolate: bool = False) -> str:
    """Text from a report made safe to print: no control characters, no stray bidi marks.

    >>> shown("قصف\\x1b[31m")
    'قصف [31m'
    """
    safe = text.translate(_UNSAFE)
    return f"\u2068{safe}\u2069" if isolate else safe


def on_one_line(text: str) -> str:
    """The same on one line: a line break in a title or an address must not look like a line of ours.

    >>> on_one_line("غارة\\nreport_id  r1\\x1b[2J")
    'غارة report_id r1 [2J'
    """
    return " ".join(shown(text).split())
