"""Reports as single HTML pages: the same documents in the same words, with pictures."""
