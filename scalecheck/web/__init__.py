"""Pages: single HTML files that need no network, no server and no install, and obey nothing that a text says."""
