"""Reports as plain data, one module for each kind."""
