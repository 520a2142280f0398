"""Renderers: how a report looks in one format."""
