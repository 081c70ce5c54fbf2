"""The letters of version keys: bytes that sort as what they stand for, and end by themselves.

A key is a row of marks, each a byte that says what follows; numbers carry their own length, so a
longer number sorts after every shorter one and no key runs into what comes behind it.
"""

from typing import Final

_SMALL: Final = tuple(bytes([1, value]) if value else b"\0" for value in range(256))


def number(value: int) -> bytes:
    """Write a number of at most 600 digits: its length in bytes, then its bytes, highest first."""
    if value < len(_SMALL):
        return _SMALL[value]
    length = (value.bit_length() + 7) // 8
    return bytes([length]) + value.to_bytes(length, "big")
