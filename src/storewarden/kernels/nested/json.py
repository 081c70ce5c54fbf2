"""Reads an object of JSON as flat pairs of texts."""

from collections.abc import Mapping
from typing import Final

import msgspec

from storewarden.kernels.records.making import flat

_DECODER: Final = msgspec.json.Decoder(dict[str, object])


def from_json(text: str) -> Mapping[str, str]:
    """The values of an object by name, dots for what lies deeper; empty for what is none."""
    try:
        read = flat(_DECODER.decode(text))
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return {}
    return {name: str(value) for name, value in read.items() if value is not None}
