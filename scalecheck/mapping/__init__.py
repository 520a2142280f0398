"""Match the columns of a table to questions, and its cells to answers."""
