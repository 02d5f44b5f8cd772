"""Adds to every article what can be told from its text: one row each in `enrichments`."""
