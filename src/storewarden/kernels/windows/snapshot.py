"""The memory of windows as bytes, so that a restart forgets nothing."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Final

import msgspec
import numpy as np
import pyarrow as pa

from storewarden.core.errors import StorewardenError
from storewarden.kernels.windows import held
from storewarden.kernels.windows.clock import Clock
from storewarden.kernels.windows.digests import Words
from storewarden.kernels.windows.keys import Keys
from storewarden.kernels.windows.memory import Array, Memory, Rows

_MAGIC: Final = b"storewarden windows 2\n"
_DIGEST: Final = 32
_TOPS: Final = (1, 4)
_MOST: Final = 1 << 31
_BY_KEY: Final = Memory._fields.index("entries")


class SnapshotError(StorewardenError):
    """A snapshot cannot be gone on from; the message says why."""


class _Kept(msgspec.Struct, array_like=True):
    mark: bytes
    clock: list[int]
    newest: bytes
    keys: list[tuple[int, int, str]]
    refused: int
    shape: list[int]
    memory: list[bytes]
    last: bytes
    held: list[bytes]
    sources: list[str]


def packed(
    mark: bytes, words: Words, clock: Clock, keys: Keys, mem: Memory, rows: Rows, sources: list[str]
) -> bytes:
    """Everything that is remembered."""
    live, top = len(keys.names), [int(mem.meta[place]) for place in _TOPS]
    numbers = (
        clock.tolerance, clock.done, clock.late, clock.undated, clock.set_back, clock.before,
        clock.streak,
    )  # fmt: skip
    kept = _Kept(
        mark=_mark(mark, words),
        clock=list(numbers),
        newest=clock.newest.tobytes(),
        keys=keys.live(),
        refused=keys.refused,
        shape=[live, *top],
        memory=[part.tobytes() for part in _used(mem, live, top)],
        last=keys.last[:live].tobytes(),
        held=held.packed(rows),
        sources=sources,
    )
    raw = msgspec.msgpack.encode(kept)
    body: bytes = len(raw).to_bytes(8, "little") + pa.compress(raw, codec="zstd", asbytes=True)
    return b"".join((_MAGIC, blake2b(body, digest_size=_DIGEST).digest(), body))


def unpacked(
    raw: bytes, mark: bytes, words: Words, keys: Keys, mem: Memory
) -> tuple[Clock, Rows, list[str]]:
    """Fill keys and memory from a snapshot; return the clock, the held rows and the sources."""
    kept = _read(raw)
    if kept.mark != _mark(mark, words):
        raise SnapshotError("the snapshot was made with other behaviours or another secret")
    live, *top = kept.shape
    if live > keys.most + 1 or top[0] > len(mem.entries) or top[1] > len(mem.records):
        raise SnapshotError("the snapshot holds more than there is room for now")
    for part, stored in zip(_used(mem, live, top), kept.memory, strict=True):
        part[:] = np.frombuffer(stored, part.dtype).reshape(part.shape)
    keys.revive(kept.keys)
    keys.refused = kept.refused
    keys.last[:live] = np.frombuffer(kept.last, np.int64)
    tolerance, done, late, undated, set_back, before, streak = kept.clock
    newest = np.frombuffer(kept.newest, np.int64).copy()
    clock = Clock(tolerance, done, late, undated, set_back, newest, before, streak)
    return clock, held.unpacked(kept.held), kept.sources


def _used(mem: Memory, live: int, shape: Sequence[int]) -> list[Array]:
    """The parts of the memory that were ever used: by key, by entry, and the rest."""
    parts: tuple[Array, ...] = mem
    by_key = [part[:live] for part in parts[:_BY_KEY]]  # rows are no more than keys
    return [*by_key, mem.entries[: shape[0]], mem.records[: shape[1]], mem.meta]


def _mark(mark: bytes, words: Words) -> bytes:
    return blake2b(mark + words.tobytes(), digest_size=16).digest()


def _read(raw: bytes) -> _Kept:
    if not raw.startswith(_MAGIC):
        raise SnapshotError("this is no snapshot of this version")
    begin = len(_MAGIC) + _DIGEST
    digest, body = raw[len(_MAGIC) : begin], raw[begin:]
    if blake2b(body, digest_size=_DIGEST).digest() != digest:
        raise SnapshotError("the snapshot is damaged: its checksum is wrong")
    size = int.from_bytes(body[:8], "little")
    if size > _MOST:
        raise SnapshotError("the snapshot is larger than windows ever are")
    plain = pa.decompress(body[8:], decompressed_size=size, codec="zstd", asbytes=True)
    return msgspec.msgpack.decode(plain, type=_Kept)
