"""One file a kind of mention; they take the hits of a sentence and know nothing of each other's rules."""
