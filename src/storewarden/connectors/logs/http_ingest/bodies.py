"""Reads the body of a request: bounded while it comes, and while it is unpacked."""

import zlib
from collections.abc import Awaitable, Callable
from typing import Any, Final

from storewarden.core.errors import StorewardenError

LARGEST: Final = 8 * 1024 * 1024
"""Bytes of a body as it is sent."""

UNPACKED: Final = 16 * 1024 * 1024
"""Bytes of a body after unpacking."""

Message = dict[str, Any]  # Any: ASGI's own messages
Receive = Callable[[], Awaitable[Message]]


class Refused(StorewardenError):
    """A request that is not taken.

    Attributes:
        status: the HTTP status that says so.
        wait: seconds after which it may be sent again; None when that does not help.
    """

    def __init__(self, status: int, words: str, wait: int | None = None) -> None:
        super().__init__(words)
        self.status = status
        self.wait = wait


async def body_of(receive: Receive, encoding: str) -> bytes:
    """Read and unpack a body. Raises `Refused`."""
    parts: list[bytes] = []
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refused(400, "the sender went away")
        part = message.get("body", b"")
        size += len(part)
        if size > LARGEST:
            raise Refused(413, f"a body may have {LARGEST} bytes; send it in parts")
        parts.append(part)
        more = message.get("more_body", False)
    return unpacked(b"".join(parts), encoding)


def unpacked(body: bytes, encoding: str) -> bytes:
    """Unpack a body of one gzip member. Raises `Refused`, for a bomb before it has gone off."""
    if encoding in {"", "identity"}:
        return body
    if encoding != "gzip":
        raise Refused(415, "a body may be plain or gzip")
    unpacking = zlib.decompressobj(wbits=31)
    try:
        plain = unpacking.decompress(body, UNPACKED)
    except zlib.error as odd:
        raise Refused(400, "the body is no gzip") from odd
    if unpacking.unconsumed_tail:
        raise Refused(413, f"an unpacked body may have {UNPACKED} bytes; send it in parts")
    if not unpacking.eof or unpacking.unused_data:
        raise Refused(400, "the gzip of the body is cut short or has something after it")
    return plain
