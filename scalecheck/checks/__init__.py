"""What is wrong with a questionnaire or a response: well-formedness, lint, proofs."""
