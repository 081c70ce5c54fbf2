"""Reads published JSON record by record, so that the size of a file does not become memory."""

import json
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from typing import BinaryIO, Final, Generic, TypeVar

import msgspec

from storewarden.core.errors import Unreachable
from storewarden.core.feeds import Document

LONGEST_RECORD: Final = 64 * 1024**2
"""Bytes of one record, and of a document that is read at one stroke."""

_PIECE: Final = 1024**2
_HEAD: Final = 4_096
_STEP: Final = re.compile(rb'(?:[^"{}\[\]]++|"(?:[^"\\]++|\\.)*+")*+([{}\[\]])', re.DOTALL)
_KEY: Final = re.compile(rb'"((?:[^"\\]|\\.)*)"\s*:\s*$', re.DOTALL)
_OPENS: Final = frozenset(b"{[")
_BLANK: Final = b" \t\r\n"
T = TypeVar("T")


def whole(document: Document, shape: type[T]) -> T:
    """Decode a document of at most 64 MiB at one stroke; raises `Unreachable`."""
    with document.open() as opened:
        content = opened.read(LONGEST_RECORD + 1).removeprefix(BOM_UTF8)
    if len(content) > LONGEST_RECORD:
        raise Unreachable(f"{_shown(document.name)} is larger than {LONGEST_RECORD} bytes")
    try:
        return msgspec.json.decode(content, type=shape)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as odd:
        raise Unreachable(complaint(document.name, content)) from odd


def records(
    document: Document, shape: type[T], level: int, misfit: Callable[[bytes], T] | None = None
) -> Iterator[T]:
    """Decode the values that stand ``level`` brackets deep, one after the other.

    0 is for single records and one record a line, 1 for an array or object of records. ``misfit``
    reads a record that does not fit the shape. Raises `Unreachable`.
    """
    decoder = msgspec.json.Decoder(shape)
    for _, record in framed(document, level):
        yield _decoded(document, decoder, record, misfit)


def keyed(document: Document, shape: type[T], level: int) -> Iterator[tuple[str, T]]:
    """The same with the key that each value stands under; raises `Unreachable`."""
    decoder = msgspec.json.Decoder(shape)
    for before, record in framed(document, level):
        found = _KEY.search(before)
        if found is None:
            raise Unreachable(f"{_shown(document.name)} is JSON, but not a list of that format")
        yield str(json.loads(b'"' + found[1] + b'"')), _decoded(document, decoder, record)


def many(
    document: Document, shape: type[T], misfit: Callable[[bytes], T] | None = None
) -> Iterator[T]:
    """Decode a single record, one record a line, or an array of them; see `records`."""
    yield from records(document, shape, 1 if _first_sign(document) == b"[" else 0, misfit)


def framed(document: Document, level: int) -> Iterator[tuple[bytes, bytes]]:
    """Cut the text at the brackets of that depth: (what stands before, the record's own text).

    What is cut off, no JSON at all, or has a record of more than 64 MiB raises `Unreachable`.
    """
    with document.open() as opened:
        yield from _Frames(opened, document, level).all()


def complaint(name: str, head: bytes) -> str:
    """Say in a few words what stands there instead of a list."""
    shown = _shown(name)
    start = head.lstrip()[:1]
    if start == b"<":
        return f"{shown} is a web page, not a list"
    if not start:
        return f"{shown} is empty"
    try:
        json.loads(head)
    except (ValueError, RecursionError):
        return f"{shown} is broken: it is not JSON"
    return f"{shown} is JSON, but not a list of that format"


class _Misfit(Generic[T]):
    """Decodes what did not fit a shape."""

    def __init__(self, read: Callable[[bytes], T]) -> None:
        self.decode = read


class _Frames:
    """A place in a stream of JSON that moves forward only."""

    def __init__(self, stream: BinaryIO, document: Document, level: int) -> None:
        self._stream = stream
        self._document = document
        self._level = level
        self._kept = bytearray()
        self._more = True
        self._count = 0
        self._depth = 0
        self._before = self._start = self._at = 0  # begin of the glue, the record, the unread

    def all(self) -> Iterator[tuple[bytes, bytes]]:
        """Cut until the stream ends; what is left then must be blank."""
        while sign := self._next():
            if sign in _OPENS:
                self._open()
            elif self._close():
                yield self._cut()
        self._end()

    def _next(self) -> int:
        """Step behind the next bracket and return it; 0 at the end."""
        while True:
            found = _STEP.match(self._kept, self._at)
            if found is not None:
                self._at = found.end()
                return found[1][0]
            if not self._read():
                return 0

    def _open(self) -> None:
        if self._depth == 0:
            self._must_be_blank()
        if self._depth == self._level:
            self._start = self._at - 1
        self._depth += 1

    def _close(self) -> bool:
        """Say whether a record ends here."""
        self._depth -= 1
        if self._depth < 0:
            raise Unreachable(complaint(self._document.name, bytes(self._kept[:_HEAD])))
        return self._depth == self._level

    def _must_be_blank(self) -> None:
        glue = bytes(self._kept[self._before : self._at - 1])
        if glue.strip(_BLANK) and (self._level == 0 or self._count == 0):
            raise Unreachable(complaint(self._document.name, glue))

    def _cut(self) -> tuple[bytes, bytes]:
        self._count += 1
        cut = (
            bytes(self._kept[self._before : self._start]),
            bytes(self._kept[self._start : self._at]),
        )
        self._before = self._at
        if self._at > _PIECE:
            del self._kept[: self._at]
            self._before = self._at = 0
        return cut

    def _read(self) -> bool:
        """Read on, in growing steps, so that a long record is not scanned for ever."""
        waiting = len(self._kept) - self._before
        if waiting > LONGEST_RECORD:
            named = _shown(self._document.name)
            raise Unreachable(f"{named} has a record of more than {LONGEST_RECORD} bytes")
        piece = self._stream.read(max(_PIECE, waiting)) if self._more else b""
        self._kept += piece
        if self._at == 0 and self._kept.startswith(BOM_UTF8):
            self._before = self._at = len(BOM_UTF8)
        self._more = bool(piece)
        return self._more

    def _end(self) -> None:
        rest = bytes(self._kept[self._at :])
        if self._depth == 0 and self._at and not rest.strip(_BLANK):
            return
        name = self._document.name
        if self._count and not rest.lstrip(_BLANK).startswith(b"<"):
            raise Unreachable(f"{_shown(name)} is cut off after {self._count} records")
        raise Unreachable(complaint(name, bytes(self._kept[:_HEAD])))


def _first_sign(document: Document) -> bytes:
    with document.open() as opened:
        return opened.read(_HEAD).removeprefix(BOM_UTF8).lstrip(_BLANK)[:1]


def _decoded(
    document: Document,
    decoder: "msgspec.json.Decoder[T] | _Misfit[T]",
    record: bytes,
    misfit: Callable[[bytes], T] | None = None,
) -> T:
    try:
        return decoder.decode(record)
    except msgspec.ValidationError as odd:
        if misfit is None:
            raise Unreachable(complaint(document.name, record)) from odd
        return _decoded(document, _Misfit(misfit), record)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as odd:
        raise Unreachable(complaint(document.name, record)) from odd


def _shown(name: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in name[:100])
