"""From the mentions of a report's sentences to its events."""
