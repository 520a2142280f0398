"""Forms to fill in elsewhere: a page for any browser or for paper, a file for a text editor, a sheet for a spreadsheet."""
