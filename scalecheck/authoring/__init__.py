"""For whoever writes a questionnaire: a starter, a listing, the format's page and its JSON Schema."""
