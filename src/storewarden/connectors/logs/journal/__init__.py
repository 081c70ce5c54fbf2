"""Follows systemd's journal through its own program, ``journalctl``."""

from storewarden.connectors.logs.journal.following import Journal, JournalSource

__all__ = ["Journal", "JournalSource"]
