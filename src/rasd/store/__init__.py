"""The store: what came, what was read from it, what was coded and merged; SQLite or PostgreSQL."""
