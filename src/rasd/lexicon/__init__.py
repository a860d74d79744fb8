"""Loads and checks the language data, makes its surface forms, and reads words with it."""

from rasd.lexicon.read import Lexicon, load

__all__ = ["Lexicon", "load"]
