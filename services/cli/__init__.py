"""The `khabar` command. Whatever is heavy is imported where it is used, so that help comes at once."""

# isort: off - commands are listed in the order they are added in
from services.cli import ask, check, processes, reindex, replay, stories, withdraw

# isort: on
from services.cli.app import app, main

__all__ = ["app", "ask", "check", "main", "processes", "reindex", "replay", "stories", "withdraw"]
