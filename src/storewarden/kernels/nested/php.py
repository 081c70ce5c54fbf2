"""Reads what PHP's ``serialize`` writes, as flat pairs of texts.

Source: the format as PHP writes it, ``a:1:{s:4:"name";s:3:"ada";}``; lengths count bytes.
"""

import re
from collections.abc import Mapping
from typing import Final

_HEAD: Final = re.compile(rb"([aisdbN])[:;]")
_NUMBER: Final = re.compile(rb"(-?[0-9.eE+INFA-]{1,40});")
_LENGTH: Final = re.compile(rb"(\d{1,9}):")
_DEEPEST: Final = 6
_MOST: Final = 300


class _Odd(ValueError):
    """The text is not of that form."""


def from_php(text: str) -> Mapping[str, str]:
    """The values of an array by key, dots for what lies deeper; empty for what is no array."""
    told: dict[str, str] = {}
    raw = text.encode("utf-8", "surrogateescape")
    if not raw.startswith(b"a:"):
        return told
    try:
        _value(raw, 0, "", told, _DEEPEST)
    except _Odd:
        return told
    return told


def _value(raw: bytes, at: int, name: str, told: dict[str, str], depth: int) -> int:
    """Read one value and put it under its name; returns where the next one begins."""
    head = _HEAD.match(raw, at)
    if head is None or len(told) >= _MOST:
        raise _Odd
    kind = head[1]
    if kind == b"N":
        return head.end()
    if kind == b"a":
        return _array(raw, head.end(), name, told, depth)
    said, after = _string(raw, head.end()) if kind == b"s" else _number(raw, head.end())
    told[name] = said
    return after


def _array(raw: bytes, at: int, name: str, told: dict[str, str], depth: int) -> int:
    length = _LENGTH.match(raw, at)
    if length is None or not depth or raw[length.end() : length.end() + 1] != b"{":
        raise _Odd
    at = length.end() + 1
    while raw[at : at + 1] != b"}":
        key: dict[str, str] = {}
        at = _value(raw, at, "", key, 0)
        inner = f"{name}.{key.get('', '')}" if name else key.get("", "")
        at = _value(raw, at, inner, told, depth - 1)
    return at + 1


def _string(raw: bytes, at: int) -> tuple[str, int]:
    length = _LENGTH.match(raw, at)
    if length is None:
        raise _Odd
    begin, end = length.end() + 1, length.end() + 1 + int(length[1])
    if raw[begin - 1 : begin] != b'"' or raw[end : end + 2] != b'";':
        raise _Odd
    return raw[begin:end].decode("utf-8", "replace"), end + 2


def _number(raw: bytes, at: int) -> tuple[str, int]:
    number = _NUMBER.match(raw, at)
    if number is None:
        raise _Odd
    return number[1].decode(), number.end()
