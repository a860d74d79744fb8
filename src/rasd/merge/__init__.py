"""What several reports tell of becomes one incident: which accounts may be one, how alike, and what they say."""

from rasd.merge.accounts import Account, account_of
from rasd.merge.blocks import block_keys
from rasd.merge.clusters import Edge, Judgement, clusters
from rasd.merge.features import Comparison, Weights, compare, default_weights, weights_from
from rasd.merge.grouping import comparisons, grouped
from rasd.merge.incident import incident_of

__all__ = [
    "Account",
    "Comparison",
    "Edge",
    "Judgement",
    "Weights",
    "account_of",
    "block_keys",
    "clusters",
    "compare",
    "comparisons",
    "default_weights",
    "grouped",
    "incident_of",
    "weights_from",
]
