"""The sentences of reports, one module for each kind."""
