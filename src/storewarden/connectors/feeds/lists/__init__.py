"""The followed lists of vulnerabilities, read when somebody first asks."""

from storewarden.connectors.feeds.lists.following import read_lists

__all__ = ["read_lists"]
