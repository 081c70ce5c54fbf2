"""Opens the doors for syslog and hands over what comes, a fiftieth of a second at a time."""

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from storewarden.connectors.background import Background, background
from storewarden.connectors.logs.syslog.framing import Stream, one_line
from storewarden.core.errors import Unreachable
from storewarden.core.river import Dropped, Offer, Received

_ROUND: Final = 0.02
_PLENTY: Final = 512 * 1024
_READ: Final = 256 * 1024
_CONNECTIONS: Final = 256


@dataclass(frozen=True, slots=True)
class Doors:
    """Where syslog is received; ``host:port`` each, None for no such door.

    Attributes:
        source: whose the messages are.
        certificate: PEM file with the chain, for TLS; ``key`` its key.
    """

    source: str
    udp: str | None = None
    tcp: str | None = None
    tls: str | None = None
    certificate: Path | None = None
    key: Path | None = None


@contextmanager
def receiving(doors: Doors, offer: Offer, dropped: Dropped) -> Iterator[dict[str, int]]:
    """Receive while the body runs; yields the port of each open door (``udp``, ``tcp``, ``tls``).

    Raises `Unreachable` when a door cannot be opened.
    """
    with background("storewarden-syslog") as loop:
        receiver = Receiver(doors, offer, dropped)
        ports = _opened(loop, receiver)
        try:
            yield ports
        finally:
            loop.do(receiver.close())


def _opened(loop: Background, receiver: "Receiver") -> dict[str, int]:
    try:
        return loop.do(receiver.open())
    except (OSError, ValueError, ssl.SSLError) as refused:
        raise Unreachable(f"syslog cannot be received: {refused}") from refused


class Receiver:
    """The doors of one source and what came through them last."""

    def __init__(self, doors: Doors, offer: Offer, dropped: Dropped) -> None:
        self._doors = doors
        self._offer = offer
        self._dropped = dropped
        self._letters: list[bytes] = []
        self._size = 0
        self._cut = 0
        self._open: list[asyncio.BaseTransport | asyncio.Server] = []
        self._connections = 0
        self._delivering: asyncio.Task[None] | None = None

    async def open(self) -> dict[str, int]:
        """Open the doors; returns their ports."""
        loop, ports, doors = asyncio.get_running_loop(), {}, self._doors
        if doors.udp:
            transport, _ = await loop.create_datagram_endpoint(
                lambda: _Letters(self), local_addr=_address(doors.udp)
            )
            self._open.append(transport)
            ports["udp"] = int(transport.get_extra_info("sockname")[1])
        for name, where, secured in (("tcp", doors.tcp, None), ("tls", doors.tls, self._tls())):
            if where:
                host, port = _address(where)
                server = await asyncio.start_server(self._talk, host, port, ssl=secured)
                self._open.append(server)
                ports[name] = int(server.sockets[0].getsockname()[1])
        self._delivering = asyncio.create_task(self._deliver())
        return ports

    async def close(self) -> None:
        """Shut the doors and hand over what came last."""
        for each in self._open:
            each.close()
        if self._delivering is not None:
            self._delivering.cancel()
        self._hand_over()

    def letter(self, message: bytes) -> None:
        """Take a datagram; when nothing can be handed over any more it is lost, and counted."""
        if self._size >= _PLENTY and not self._hand_over():
            self._dropped(self._doors.source, 1)
            return
        self._put(message)

    def _put(self, message: bytes) -> None:
        line = one_line(message)
        if line:
            self._letters.append(line)
            self._size += len(line) + 1

    def _hand_over(self) -> bool:
        if not self._letters:
            return True
        data = b"\n".join(self._letters) + b"\n"
        if not self._offer(Received(self._doors.source, data, len(self._letters), self._cut)):
            return False
        self._letters, self._size, self._cut = [], 0, 0
        return True

    async def _deliver(self) -> None:
        while True:
            await asyncio.sleep(_ROUND)
            self._hand_over()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Hear one sender out; while there is no room it is not read on, so it waits."""
        self._connections += 1
        stream = Stream()
        try:
            while self._connections <= _CONNECTIONS and (chunk := await reader.read(_READ)):
                for message in stream.feed(chunk):
                    self._put(message)
                self._cut, stream.cut = self._cut + stream.cut, 0
                await self._room()
            self._put(stream.rest())
        except Unreachable:
            self._dropped(self._doors.source, 1)
        except OSError:
            self._put(stream.rest())
        finally:
            self._connections -= 1
            writer.close()

    async def _room(self) -> None:
        while self._size >= _PLENTY and not self._hand_over():  # noqa: ASYNC110 - the stream has no event to wait for
            await asyncio.sleep(_ROUND)

    def _tls(self) -> ssl.SSLContext | None:
        if not self._doors.tls:
            return None
        if not self._doors.certificate:
            raise ValueError("TLS needs `tls_certificate` and `tls_key` in the estate file")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(self._doors.certificate, self._doors.key)
        return context


class _Letters(asyncio.DatagramProtocol):
    """One message a datagram (RFC 5426)."""

    def __init__(self, receiver: Receiver) -> None:
        self._receiver = receiver

    def datagram_received(self, data: bytes, _addr: object) -> None:
        """Take one in."""
        self._receiver.letter(data)


def _address(where: str) -> tuple[str, int]:
    host, _, port = where.rpartition(":")
    return host.strip("[]"), int(port)
