"""The dataset: the stages lined up over a workspace, as ``rasd.pipeline`` lines them up over a report.

sources -> keep (bytes, texts, custody) -> code (once) -> copies -> merge -> incidents

Every stage takes what the one before it has left in the store and is not done yet, in transactions of some hundred
reports; so a run that was killed at any moment is simply run again.
"""

from rasd.dataset.dataset import Dataset, Done, init
from rasd.dataset.dataset import open_dataset as open

__all__ = ["Dataset", "Done", "init", "open"]
