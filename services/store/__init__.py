"""Keeps every article, all its revisions and where it was sighted."""
