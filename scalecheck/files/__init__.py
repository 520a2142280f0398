"""Files: a YAML tree whose nodes know their place, what a file may hold, and output that is whole or not at all."""
