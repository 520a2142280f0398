"""Reports: a document of plain data for each kind, its sentences and outline, and its renderings."""
