"""Reports laid out by hand, until each has an outline."""
