"""Names across scripts: a table of aliases, and how words sound."""
