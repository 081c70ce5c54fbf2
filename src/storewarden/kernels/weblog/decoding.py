"""Undoes percent encoding, each distinct text once."""

from typing import Final
from urllib.parse import unquote, unquote_plus

import polars as pl

_LONGEST: Final = 8192


def decoded(texts: pl.Series) -> pl.Series:
    """Decode each text twice, since attackers encode twice; bytes that are no UTF-8 are replaced.

    Of a text of more than 8,192 characters the rest is not looked at.
    """
    coded = texts.filter(texts.str.contains("[%+]")).unique()
    if coded.is_empty():
        return texts
    plain = pl.Series(coded.name, [_plain(text) for text in coded], dtype=pl.String)
    return texts.replace(coded, plain)


def _plain(text: str) -> str:
    once = unquote_plus(text[:_LONGEST], errors="replace")
    return unquote(once, errors="replace")
