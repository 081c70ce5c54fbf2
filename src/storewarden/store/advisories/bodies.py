"""Entries as bytes, and their digests: how the book sees that one has changed."""

from hashlib import blake2b
from typing import Final, TypeVar

import msgspec

from storewarden.core.feeds import FeedState
from storewarden.core.published import Assessment, Exploited, Record
from storewarden.store.legible import legible

Kept = TypeVar("Kept", Record, Exploited, Assessment, FeedState)
_DIGEST: Final = 16
_encoder: Final = msgspec.msgpack.Encoder()


def packed(thing: Record | Exploited | Assessment | FeedState) -> bytes:
    """Write an entry as bytes; texts that no database can hold become legible first."""
    try:
        return _encoder.encode(thing)
    except UnicodeEncodeError:
        return _encoder.encode(_legible(msgspec.to_builtins(thing, str_keys=True)))


def unpacked(body: bytes, kind: type[Kept]) -> Kept:
    """Read an entry back."""
    return msgspec.msgpack.decode(body, type=kind)


def digest(body: bytes) -> bytes:
    """Return 16 bytes that differ when the content does."""
    return blake2b(body, digest_size=_DIGEST).digest()


def _legible(thing: object) -> object:
    if isinstance(thing, str):
        return legible(thing)
    if isinstance(thing, dict):
        return {key: _legible(value) for key, value in thing.items()}
    if isinstance(thing, list | tuple):
        return [_legible(value) for value in thing]
    return thing
