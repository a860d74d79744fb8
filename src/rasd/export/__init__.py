"""Events go out: JSON Lines, CSV, GeoJSON, and pages to read on a terminal or in a notebook."""
