"""The plan: the shortest way to the next band, and what other answers would come to."""
