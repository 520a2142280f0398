"""What a report tells, in which order."""
