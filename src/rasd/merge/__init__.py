"""What several reports tell of becomes one incident: which accounts may be one, how alike, and what they say."""

from rasd.merge.accounts import Account, Decided, account_of
from rasd.merge.blocks import block_keys, looked_up
from rasd.merge.clusters import Edge, Judgement, clusters
from rasd.merge.comparing import Comparison, compare
from rasd.merge.features import Weights, default_weights, score, weights_from
from rasd.merge.grouping import edges, grouped
from rasd.merge.incident import incident_of, review_of
from rasd.merge.relations import relation
from rasd.merge.tree import Branch, sides, tree

__all__ = [
    "Account",
    "Branch",
    "Comparison",
    "Decided",
    "Edge",
    "Judgement",
    "Weights",
    "account_of",
    "block_keys",
    "clusters",
    "compare",
    "default_weights",
    "edges",
    "grouped",
    "incident_of",
    "looked_up",
    "relation",
    "review_of",
    "score",
    "sides",
    "tree",
    "weights_from",
]
