"""Letters, tokens, sentences: offsets never move."""
