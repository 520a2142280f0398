"""Which column of a table is which question, and what a cell means."""
