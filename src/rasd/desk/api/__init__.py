"""The same as JSON, documented by OpenAPI; the pages use it."""
