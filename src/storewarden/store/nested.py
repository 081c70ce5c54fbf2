"""Nested values as JSON can hold them, legible; nothing is lost either way."""

from typing import TypeVar

import msgspec

from storewarden.store.legible import legible

T = TypeVar("T")


def plain(value: object) -> object:
    """Turn values of ours into lists, maps, texts and numbers, every text legible."""
    return _legible(msgspec.to_builtins(value))


def typed(kind: type[T], value: object) -> T:
    """Turn them back; raise `ValueError` when they are not of that kind."""
    return msgspec.convert(value, kind)


def _legible(value: object) -> object:
    if isinstance(value, str):
        return legible(value)
    if isinstance(value, list | tuple):
        return [_legible(one) for one in value]
    if isinstance(value, dict):
        return {name: _legible(one) for name, one in value.items()}
    return value
