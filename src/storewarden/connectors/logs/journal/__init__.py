"""Follows systemd's journal through its own program, ``journalctl``."""

from storewarden.connectors.logs.journal.following import Journal, JournalSource
from storewarden.connectors.logs.journal.written import moments

__all__ = ["Journal", "JournalSource", "moments"]
