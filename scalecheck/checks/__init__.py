"""The problems of questionnaires and responses: well-formedness, lint, proofs of what never happens."""
