"""How good the coder is: its events against a gold folder, event by event and cell by cell.

A gold folder holds ID.txt and ID.json pairs (docs/codebook.md). A predicted event is matched to the gold event that
it is most like: the same family of types, and the trigger near, or the place and the actor the same. Each gold event
and each coded event is matched once, the best pairs first. A cell counts as coded, as asked for, and as right.
"""

from rasd.evaluation.figures import Result, Score, evaluate
from rasd.evaluation.gold import GoldReport, Record, read_gold, read_predictions

__all__ = ["GoldReport", "Record", "Result", "Score", "evaluate", "read_gold", "read_predictions"]
