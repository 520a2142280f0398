"""Turn the answers to a questionnaire into scores, bands, recommendations, plans and agreement."""
