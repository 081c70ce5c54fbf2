"""Follows a log file while it grows, is rotated, is emptied, is compressed or comes back.

The place that it hands over with every piece is enough to go on after a restart, in the same
file or in the one that the rotation made of it.
"""

from storewarden.connectors.logs.tail.following import Log, Tail

__all__ = ["Log", "Tail"]
