"""What the reader sees: one result document, and its renderings."""
