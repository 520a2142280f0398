"""Tables in and out, whatever their format: rows with where each stands. Knows no questionnaire."""
