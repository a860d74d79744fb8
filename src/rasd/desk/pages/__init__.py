"""Pages: one module each, which asks the dataset and fills a template."""
