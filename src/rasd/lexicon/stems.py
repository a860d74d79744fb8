"""The tail of a verb: the stems before each kind of ending, which differ where a root letter is weak or doubled."""

from __future__ import annotations

from typing import NamedTuple


class Stems(NamedTuple):
    """A stem before each kind of ending; they differ where the tail is weak: رمى رميا رمت رموا."""

    bare: str
    alef: str
    ta: str
    waw: str
    consonant: str
    short: str
    """of the jussive: يقم، يرم"""


def stems_of(tail: str, body: str, last: str, vowel: str) -> tuple[Stems, ...]:
    """The stems of one tense and voice; further members of the tuple are rival spellings.

    ``tail``: sound, doubled, hollow, hamza or defective. ``vowel``: the one before or in the tail, as written (ا و ي);
    "" marks the past of a verb like رمى.

    >>> hollow = stems_of("hollow", "اص", "ب", "ي")[0]
    >>> hollow.bare, hollow.consonant
    ('اصيب', 'اصب')
    """
    if tail == "sound":
        whole = body + last
        return (Stems(whole, whole, whole, whole, whole, whole),)
    if tail == "doubled":
        whole = body + last
        return (Stems(whole, whole, whole, whole, whole + last, whole),)
    if tail == "hollow":
        whole, short = body + vowel + last, body + ("ي" if last == "ء" else last)
        one = Stems(whole, whole, whole, whole, short, short)
        return (one, one._replace(waw=body + vowel + ("ي" if vowel == "ي" else "و"))) if last == "ء" else (one,)
    if tail == "hamza":
        whole = body + vowel
        # The hamza of the present and the plural has rival seats: بدأوا، بدؤوا، بدءوا.
        one = Stems(whole, body if vowel == "ا" else whole, whole, whole, whole, whole)
        return one, one._replace(waw=body + "و"), one._replace(waw=body + "ء")
    if vowel:  # defective, the vowel written as the last letter throughout: لقي، يرمي، يدعو
        whole = body + vowel
        return (Stems(whole, whole, whole, body, whole, body),)
    weak = "و" if last == "ا" else "ي"  # دعا دعوا دعت دعوت، رمى رميا رمت رميت
    return (Stems(body + last, body + weak, body, body, body + weak, body),)
