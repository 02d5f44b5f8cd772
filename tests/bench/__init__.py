"""The benchmark: `python -m tests.bench`, see docs/benchmarks.md."""
