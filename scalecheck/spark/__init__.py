"""Past one machine: a table read, checked, scored and written by Apache Spark."""
