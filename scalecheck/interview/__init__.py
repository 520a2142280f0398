"""Being asked: one engine for whoever answers, the file that loses nothing, and a thin screen over both."""
