"""Commands for people and cron, one file a command."""

from storewarden.cli.program import main

__all__ = ["main"]
