"""Files: read as a tree whose nodes know their place, held against a schema, written whole or not at all."""
