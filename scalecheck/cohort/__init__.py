"""What many results come to together: counts, distributions, and the rows that are shown one by one."""
