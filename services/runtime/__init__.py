"""How a process lives: settings, logs, lifecycle, health, metrics, and the batch consumer with its verdicts."""
