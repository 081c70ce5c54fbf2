"""Reads addresses that a platform keeps as one number."""

from ipaddress import IPv4Address
from typing import Final

_MOST: Final = 2**32


def address_in(text: str) -> str:
    """``3405803781`` as ``203.0.113.5``; anything else as it is."""
    if text.isascii() and text.isdecimal() and len(text) < 11 and int(text) < _MOST:  # noqa: PLR2004 - digits of 2**32
        return str(IPv4Address(int(text)))
    return text
