"""What was sent and waits for the stream: bounded, so that a flood is refused and not stored."""

from collections import deque
from collections.abc import Sequence
from threading import Condition
from typing import Final

from storewarden.core.river import Piece, Received
from storewarden.streams.ports import Arrival

MOST: Final = 32 * 1024 * 1024
"""Bytes that may wait."""

_ROW: Final = 400


class Inbox:
    """Any number of receivers put in; the stream takes out.

    Args:
        most: bytes that may wait; a batch counts as 400 bytes an event.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._size = 0
        self._waiting: deque[Arrival] = deque()
        self._turn = Condition()

    def offer(self, arrival: Arrival) -> bool:
        """Put something in; False when there is no room: then nothing was taken."""
        size = _size(arrival)
        with self._turn:
            if self._waiting and self._size + size > self._most:
                return False
            self._waiting.append(arrival)
            self._size += size
            self._turn.notify()
            return True

    def receive(self, received: Received) -> bool:
        """Put in what somebody sent; False when there is no room."""
        piece = Piece(received.source, received.data, 0, received.lines, received.cut)
        return self.offer(Arrival(received.id, piece, ticket=received.ticket))

    def take(self, seconds: float) -> Sequence[Arrival]:
        """Take everything out; waits so long at the most for something to come."""
        with self._turn:
            if not self._waiting and seconds > 0:
                self._turn.wait(seconds)
            taken = tuple(self._waiting)
            self._waiting.clear()
            self._size = 0
            return taken


def _size(arrival: Arrival) -> int:
    rows = 0 if arrival.batch is None else arrival.batch.num_rows
    return len(arrival.piece.data) + rows * _ROW + 1
