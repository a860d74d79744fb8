"""Rasd reads reports about armed conflict and codes the events they tell of, with the words for every cell."""

__version__ = "0.1.0"
