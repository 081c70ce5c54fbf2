"""Recognises a secret that was written straight into the estate file, where none belongs."""

import re
from collections.abc import Iterator
from typing import Final

from storewarden.engine.estate_file.lines import Where

_TELLING_KEY: Final = re.compile(
    r"(?:^|_)(?:dsn|password|passwd|pwd|passphrase|secret|token|api_?key|private_?key"
    r"|access_?key|secret_?key|credentials?)$",
    re.IGNORECASE,
)
_IN_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]*://[^\s/?#@:]*:[^\s@]+@", re.IGNORECASE)
_IN_WORDS: Final = re.compile(
    r"(?:^|[\s;?&,])[\w-]*(?:password|passwd|pwd|passphrase|secret|token|api_?key|apikey"
    r"|access_?key|client_secret|consumer_key)\s*=\s*[^\s;&,]+",
    re.IGNORECASE,
)
_KNOWN_MAKE: Final = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|\b(?:sk|rk|pk)_live_\w{8,}|\bwhsec_\w{8,}|\bAKIA[0-9A-Z]{16}\b"
    r"|\bgh[pousr]_\w{20,}|\bgithub_pat_\w{20,}|\bglpat-[\w-]{16,}|\bxox[abprs]-[\w-]{10,}"
    r"|\bshp(?:at|ss|ca|pa)_\w{20,}|\bAIza[\w-]{30,}|\bSG\.[\w-]{16,}\.[\w-]{16,}"
    r"|\b[cC][ks]_[0-9a-f]{40}\b|\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\."
)
_HEX_KEY: Final = re.compile(r"(?=.*\d)(?=.*[a-f])[0-9a-f]{32,}", re.IGNORECASE)
_MIXED_KEY: Final = re.compile(r"[A-Za-z0-9_+=-]{24,}")
_FEW: Final = 3


def secrets_in(value: object, where: Where = ()) -> Iterator[Where]:
    """Every place below a parsed TOML value that holds a secret, by its key or by its looks."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _secrets_under(key, inner, (*where, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from secrets_in(inner, (*where, number))
    elif isinstance(value, str) and is_secret(value):
        yield where


def is_secret(text: str) -> bool:
    """Does this text hold a password, a key or a token? Erring towards yes."""
    return bool(
        _IN_ADDRESS.search(text)
        or _IN_WORDS.search(text)
        or _KNOWN_MAKE.search(text)
        or _HEX_KEY.fullmatch(text)
        or _is_mixed(text)
    )


def _secrets_under(key: str, value: object, where: Where) -> Iterator[Where]:
    if is_secret(key) or (_TELLING_KEY.search(key) and not isinstance(value, dict | list)):
        yield where
    else:
        yield from secrets_in(value, where)


def _is_mixed(text: str) -> bool:
    if not _MIXED_KEY.fullmatch(text):
        return False
    upper, lower, digits = (
        sum(1 for letter in text if kind(letter))
        for kind in (str.isupper, str.islower, str.isdigit)
    )
    return min(upper, lower, digits) >= _FEW
