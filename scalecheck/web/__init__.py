"""Pages: single HTML files that need no network, server or install, and obey nothing that a text says."""
