"""A table of responses, scored row by row with the numbers of a single report."""
