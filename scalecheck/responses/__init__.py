"""What was said: answers to a questionnaire, read from files and written to them."""
