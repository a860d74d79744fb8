"""Words that several parts of reading a sentence ask for, and what can only be a finite verb."""

from __future__ import annotations

from collections.abc import Sequence

from rasd.model.word import Hit

CASUALTY = frozenset({"kill", "die", "wound"})
HITS = frozenset(
    {"strike", "target", "airstrike", "shelling", "fall", "launch", "explode", "detonate", "attack", "suicide"}
)
# Prepositions that tie a casualty to the act that caused it.
CAUSE = frozenset("في ب جراء اثر خلال اثناء بسبب نتيجه ضمن عند لدى لدي وسط ل".split())
# Words that begin a clause of its own, with another act in it as a rule.
STRONG = frozenset(
    "فيما بينما كما حيث لكن الا بل ثم غير كذلك ايضا بالتزامن وبالتزامن وفيما وبينما وكما وكذلك حين وحيث".split()
)
COMPLEMENT = frozenset("ان بان وان وبان انه انها بانه بانها وانه وانها انهم بانهم".split())
RESULT = frozenset("ما مما الامر وما".split())
# Lemmas of reaching and announcing, as verbs.csv writes them.
ANNOUNCING = frozenset(["أَعْلَنَ", "تَوَصَّلَ", "اِتَّفَقَ", "أَبْرَمَ", "كَشَفَ", "وَقَّعَ", "عَقَدَ"])
STOPS = frozenset({"؛", "."})
MOST_BETWEEN = 14
# The last words of "in reply to", "in revenge for".
REPLY_TO = frozenset(["علي", "انتقاما", "ثارا", "للانتقام", "للثار", "ل", "من"])


def is_finite_verb(at: Sequence[Hit]) -> bool:
    """True when a token can only be read as a finite verb, so that it opens a clause."""
    verb = False
    for hit in at:
        if hit.entry.kind == "verb" and hit.form.pos == "verb":
            verb = True
        elif hit.entry.kind in (
            "noun",
            "weapon",
            "target",
            "person",
            "actor",
            "cue",
            "relation",
            "settlement",
        ) or hit.form.pos in ("masdar", "agent", "patient"):
            return False
    return verb
