"""Cuts a TCP stream into syslog messages: counted or ended by a newline (RFC 6587 section 3.4)."""

from collections.abc import Iterator
from typing import Final

from storewarden.core.errors import Unreachable
from storewarden.core.river import LONGEST

LARGEST: Final = 1024 * 1024
"""Bytes of a counted message; who announces more is hung up on."""

_DIGITS: Final = 7


class Stream:
    """The bytes of one connection that are not whole messages yet.

    Attributes:
        cut: messages that were longer than `LONGEST` and are kept up to there.
    """

    def __init__(self) -> None:
        self.cut = 0
        self._held = b""
        self._at = 0
        self._skipping = False

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Take bytes in; yields the messages that are whole now.

        Raises `Unreachable` when what comes is no syslog stream.
        """
        self._held, self._at = self._held[self._at :] + chunk, 0
        while self._at < len(self._held):
            is_counted = not self._skipping and self._held[self._at] in b"123456789"
            message = self._counted() if is_counted else self._line()
            if message is None:
                return
            if message:
                yield message

    def rest(self) -> bytes:
        """What was begun when the connection ended."""
        rest = self._held[self._at :][:LONGEST]
        self._held, self._at = b"", 0
        return b"" if self._skipping else rest

    def _counted(self) -> bytes | None:
        """``123 <34>1 ...``: so many bytes follow the space."""
        start = self._held[self._at : self._at + _DIGITS + 1]
        size, space, _ = start.partition(b" ")
        if not space and size.isdigit() and len(size) <= _DIGITS:
            return None
        if not size.isdigit() or int(size) > LARGEST:
            raise Unreachable("a sender of syslog announced a message of no sensible length")
        begin = self._at + len(size) + 1
        end = begin + int(size)
        if len(self._held) < end:
            return None
        self._at = end
        return self._kept(self._held[begin:end])

    def _line(self) -> bytes | None:
        at = self._held.find(b"\n", self._at)
        if at < 0:
            return self._give_up()
        message, self._at = self._held[self._at : at], at + 1
        if self._skipping:
            self._skipping = False
            return b""
        return self._kept(message)

    def _kept(self, message: bytes) -> bytes:
        self.cut += len(message) > LONGEST
        return message[:LONGEST]

    def _give_up(self) -> bytes | None:
        """Of a line that does not end within a megabyte the rest is skipped, up to its end."""
        begun = self._held[self._at :]
        if not self._skipping and len(begun) <= LARGEST:
            return None
        self._held, self._at = b"", 0
        if self._skipping:
            return None
        self._skipping = True
        return self._kept(begun)


def one_line(message: bytes) -> bytes:
    """A message as one line: line breaks within are written ``#012``, as rsyslog writes them."""
    return message.strip(b"\r\n\x00").replace(b"\n", b"#012")[:LONGEST]
