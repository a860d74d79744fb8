"""Which reports are copies of one another: wire copies and updated pages share most of their word triples.

A report is summed up by MinHash over the triples of its folded words; the share of equal places in two signatures is
the share of triples that both texts have. Signatures are cut into bands, and two reports are compared only when a
whole band is equal: of reports with 0.75 in common that misses one in a thousand, of those with 0.6 one in ten.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from operator import eq

PERMUTATIONS = 128
ROWS = 5
"""places of a band"""
BANDS = PERMUTATIONS // ROWS
SHINGLE = 3
ALIKE = 0.6
"""From this share on two reports are one voice: every tenth word changed leaves 0.57, every twentieth 0.75."""
_SEED = 20_110_315


def signature(words: Sequence[str]) -> bytes:
    """The MinHash of a text's words, little-endian.

    >>> one = signature("قصفت طائرات حربية بلدة سرمين في ريف ادلب صباح اليوم".split())
    >>> other = signature("قصفت طائرات حربية بلدة سرمين في ريف ادلب صباح امس".split())
    >>> len(one), likeness(one, one), likeness(one, other) > ALIKE
    (512, 1.0, True)
    """
    from rensa import RMinHash  # of the extra "dataset": the coder alone does without

    shingles = {" ".join(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1))}
    sketch = RMinHash(num_perm=PERMUTATIONS, seed=_SEED)
    sketch.update(list(shingles))
    return array("I", sketch.digest()).tobytes()


def bands(signed: bytes) -> list[int]:
    """The bands of a signature as signed 64-bit numbers; the band's number is part of each."""
    width = ROWS * 4
    return [
        int.from_bytes(
            blake2b(signed[at * width : (at + 1) * width], digest_size=8, salt=at.to_bytes(2, "big")).digest(),
            "big",
            signed=True,
        )
        for at in range(BANDS)
    ]


def likeness(one: bytes, other: bytes) -> float:
    """The share of triples that two texts have in common, as their signatures tell it."""
    same: int = sum(map(eq, array("I", one), array("I", other)))
    return same / PERMUTATIONS


def voices(members: Mapping[str, str], links: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Voices that change when reports are found to be copies: (voice so far, voice from now on).

    ``members`` gives the voice of every linked report. A voice is called by the smallest of its names, so that it does
    not matter in which order copies came in.

    >>> sorted(voices({"r1": "r1", "r2": "r2", "r3": "r3"}, [("r3", "r2"), ("r2", "r1")]))
    [('r2', 'r1'), ('r3', 'r1')]
    """
    leader: dict[str, str] = {}

    def led(voice: str) -> str:
        while (above := leader.get(voice, voice)) != voice:
            voice = above
        return voice

    for a, b in links:
        first, second = sorted((led(members[a]), led(members[b])))
        if first != second:
            leader[second] = first
    for voice in leader:
        yield voice, led(voice)
