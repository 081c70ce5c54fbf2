r"""Joins the readings of many values into one text, a line a reading, for a single scan."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from storewarden.kernels.decoding import wrapped as base64
from storewarden.kernels.decoding.plain import LONGEST, plain
from storewarden.kernels.decoding.squeezed import squeezed

FIELDS: Final = ("path", "query", "agent", "referrer")
"""The columns whose values are read."""

SIGNS: Final = "\t\r !\"#$%'()*,;<>@[\\]^`{|}~" + "".join(
    map(chr, (*range(9), 11, 12, *range(14, 32)))
)
"""Signs that an everyday address does not hold. Readings with one of them are called loud."""

_LOUD: Final = "[" + "".join(f"\\x{ord(sign):02x}" for sign in SIGNS + "\n") + "]"
_CODED: Final = r"%|\\[uUxX0-3]|&#|&[A-Za-z]{2,8};|[^\x00-\x7F]"
_LOOSE: Final = (
    r"\*/|[\\$]|[\w/]['\"^`]|''|\"\"|  |[\x00-\x1f\x7f]|[^\x00-\x7F]|(?:^|[^:/])/\.?/|[^:]//\.?/"
)
_PLUS: Final = frozenset({"query", "referrer"})
_NEWLINE: Final = "\n"
_INNER_NEWLINE: Final = "\r"

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Readings:
    """Many values, each in all the ways that it can be read; the loud readings stand last.

    Attributes:
        text: all readings in UTF-8, each ended by a newline; no reading holds one itself.
        ends: offset of the newline of each reading; ascending.
        owners: number of the value that each reading is one of.
        loud: number of the first reading that holds one of `SIGNS`.
    """

    text: bytes
    ends: Ints
    owners: Ints
    loud: int


@dataclass(frozen=True, slots=True)
class Some:
    """Some texts, and the number of the value that each is a reading of."""

    texts: pl.Series
    owners: Ints

    def where(self, expression: str) -> "Some":
        """The texts that show an expression."""
        return self._kept(self.texts.str.contains(expression))

    def split(self, expression: str) -> "tuple[Some, Some]":
        """The texts that show an expression, and the others."""
        found = self.texts.str.contains(expression)
        return self._kept(found), self._kept(~found)

    def changed(self, change: Callable[[str], str]) -> "Some":
        """What becomes of the texts that change at all."""
        pairs = zip(self.texts.to_list(), self.owners.tolist(), strict=True)
        new = [(text, owner) for old, owner in pairs if (text := change(old)) not in {old, ""}]
        texts = pl.Series("reading", [text for text, _ in new], dtype=pl.String)
        return Some(texts, np.fromiter((owner for _, owner in new), np.int64, len(new)))

    def _kept(self, found: pl.Series) -> "Some":
        return Some(self.texts.filter(found), self.owners[found.to_numpy()])


def read(values: pa.Array, field: str, first: int = 0) -> list[Some]:
    """Read distinct values of a field: as they stand, decoded, squeezed, and unwrapped.

    Most values have but one reading.

    Args:
        values: plain strings without nulls.
        field: one of `FIELDS`; in a query and a referrer ``+`` is a space.
        first: number of the first value; the others follow.
    """
    texts = pl.Series("reading", values, dtype=pl.String)
    raw = Some(texts, np.arange(first, first + len(texts), dtype=np.int64))
    if field not in _PLUS:
        odd = raw.where(f"{_CODED}|{_LOOSE}")
        known = odd.where(_CODED).changed(partial(plain, plus=False))
        return [raw, known, *_tight(odd, known)]
    odd = raw.where(rf"\+|{_CODED}|{_LOOSE}|{base64.LIKELY}")
    known = odd.where(rf"\+|{_CODED}").changed(partial(plain, plus=True))
    unwrapped = odd.where(base64.LIKELY).changed(_unwrapped)
    return [raw, known, unwrapped, *_tight(odd, known)]


def joined(parts: Sequence[Some]) -> Readings:
    """Join readings of any fields into one text."""
    halves = [part.split(_LOUD) for part in parts]
    quiet, loud = [calm for _, calm in halves], [odd for odd, _ in halves]
    texts = pl.concat([part.texts for part in (*quiet, *loud)])
    owners = np.concatenate([part.owners for part in (*quiet, *loud)])
    if not len(texts):
        return Readings(b"", np.empty(0, np.int64), owners, 0)
    text = _lines(texts)
    if text.count(b"\n") != len(texts):
        texts = texts.str.replace_all(_NEWLINE, _INNER_NEWLINE, literal=True)
        text = _lines(texts)
    ends = np.cumsum(texts.str.len_bytes().to_numpy().astype(np.int64) + 1) - 1
    return Readings(text, ends, owners, sum(len(part.texts) for part in quiet))


def _tight(raw: Some, known: Some) -> list[Some]:
    return [some.where(_LOOSE).changed(_squeezed) for some in (raw, known)]


def _squeezed(text: str) -> str:
    return squeezed(text[:LONGEST])


def _unwrapped(text: str) -> str:
    inside = base64.wrapped(text[:LONGEST])
    return plain(inside, plus=False)


def _lines(texts: pl.Series) -> bytes:
    text: str = texts.str.join(_NEWLINE).item()
    return text.encode() + b"\n"
