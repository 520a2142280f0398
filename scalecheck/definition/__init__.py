"""Questionnaires: what is asked, read from YAML files, checked and found by name."""
