"""Reports come in: text files, folders, JSON Lines and standard input, in the encodings outlets really use."""

from rasd.ingest.files import read
from rasd.ingest.record import Item

__all__ = ["Item", "read"]
