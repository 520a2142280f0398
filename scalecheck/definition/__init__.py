"""What is asked: questionnaires, as read from their YAML files."""
