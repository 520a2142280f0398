"""The one formula for many rows: over column expressions, or compiled."""
