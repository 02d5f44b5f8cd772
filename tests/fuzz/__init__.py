"""Fuzzing: the readers on bytes that nobody would write. `make fuzz`, or `python -m tests.fuzz --help`."""
