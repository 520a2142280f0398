"""Read, check, score and write a table that is too large for one machine, by Apache Spark."""
