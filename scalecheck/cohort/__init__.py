"""Many results at once: counts, distributions, and the rows that a page lists one by one."""
