"""Pure knowledge of writing: no I/O, no clock, no environment. What one language does differently lives here."""
