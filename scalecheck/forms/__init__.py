"""Forms to fill in elsewhere: a page for a browser or paper, a file for an editor, a spreadsheet."""
