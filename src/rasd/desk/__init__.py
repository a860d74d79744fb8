"""The desk: review in the browser. Pages and an API over one dataset; ``routes`` is the table of all that is served."""
