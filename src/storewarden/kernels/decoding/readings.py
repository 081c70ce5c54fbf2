r"""Joins the readings of many values into one text, a line a reading, for a single scan."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from storewarden.kernels.decoding import wrapped as base64
from storewarden.kernels.decoding.kinds import LOUD, ODD, weigh
from storewarden.kernels.decoding.laying import Page, lay_out
from storewarden.kernels.decoding.plain import LONGEST, plain
from storewarden.kernels.decoding.squeezed import squeezed
from storewarden.kernels.machine.strings import strings

FIELDS: Final = ("path", "query", "agent", "referrer")
"""The columns whose values are read."""
LINE: Final = "line"
"""Stands for a field: a whole line that did not parse, of which everything may be asked."""
ASKED: Final = frozenset({"path", "query"})
"""What a caller asks for."""
TOLD: Final = frozenset({"agent", "referrer"})
"""What a caller tells of himself."""

_CODED: Final = re.compile(r"%|\\[uUxX0-3]|&#|&[A-Za-z]{2,8};|[^\x00-\x7F]")
_CODED_OR_PLUS: Final = re.compile(rf"\+|{_CODED.pattern}")
_LOOSE: Final = re.compile(
    r"\*/|[\\$]|[\w/]['\"^`]|''|\"\"|  |[\x00-\x1f\x7f]|[^\x00-\x7F]|(?:^|[^:/])/\.?/|[^:]//\.?/"
)
_LIKELY: Final = re.compile(base64.LIKELY)
_PLUS: Final = frozenset({"query", "referrer", LINE})

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Readings:
    """Many values, each in all the ways that it can be read: `ASKED`, `TOLD`, then the loud ones.

    Attributes:
        text: all readings in UTF-8, each ended by a newline; no reading holds one itself.
        ends: offset of the newline of each reading; ascending.
        owners: number of the value that each reading is one of.
        told: number of the first everyday reading of `TOLD`.
        loud: number of the first reading that holds one of `SIGNS`, or is of a whole line.
    """

    text: bytes
    ends: Ints
    owners: Ints
    told: int
    loud: int


@dataclass(frozen=True, slots=True)
class Some:
    """Some distinct values of a field.

    Attributes:
        values: plain strings without nulls.
        field: one of `FIELDS`, or `LINE`; in a path and an agent ``+`` is no space.
        wanted: the numbers of the values that are to be read; None for all.
        first: what the first of all values is called; the others follow.
    """

    values: pa.StringArray
    field: str
    wanted: npt.NDArray[np.int32] | None = None
    first: int = 0

    @property
    def plus(self) -> bool:
        """Whether ``+`` is a space."""
        return self.field in _PLUS

    @property
    def numbers(self) -> npt.NDArray[np.int32]:
        """The numbers of the values that are to be read."""
        return np.arange(len(self.values), dtype=np.int32) if self.wanted is None else self.wanted


@dataclass(frozen=True, slots=True)
class _Weighed:
    """Texts to write down, of which kinds they are, and whose readings they are."""

    values: pa.StringArray
    wanted: npt.NDArray[np.int32]
    kinds: npt.NDArray[np.uint8]
    owners: Ints
    room: int


def read(parts: Sequence[Some]) -> Readings:
    """Read distinct values of any fields: as they stand, decoded, squeezed, and unwrapped.

    Most values have but one reading.
    """
    raw = [_raw(part) for part in parts]
    more = [_unfolded(part, known) for part, known in zip(parts, raw, strict=True)]
    every = [*zip(parts, raw, strict=True), *zip(parts, more, strict=True)]
    asked = [known for part, known in every if part.field not in TOLD]
    told = [known for part, known in every if part.field in TOLD]
    return _written(asked, told)


def _raw(part: Some) -> _Weighed:
    numbers = part.numbers
    known = _weighed(part.values, numbers, numbers + np.int64(part.first), int(part.plus))
    return known if part.field != LINE else _all_loud(known)


def _all_loud(known: _Weighed) -> _Weighed:
    return replace(known, kinds=known.kinds | np.uint8(LOUD))


def _weighed(
    values: pa.StringArray, wanted: npt.NDArray[np.int32], owners: Ints, plus: int
) -> _Weighed:
    kinds = np.empty(len(wanted), np.uint8)
    room = weigh(strings(values), wanted, plus, LONGEST, kinds)
    return _Weighed(values, wanted, kinds, owners, room)


def _unfolded(part: Some, known: _Weighed) -> _Weighed:
    """All further readings of the odd values."""
    odd = np.flatnonzero(known.kinds & ODD)
    if not len(odd):
        return _Weighed(part.values, known.wanted[:0], known.kinds[:0], known.owners[:0], 0)
    texts: list[str] = []
    owners: list[int] = []
    for number, owner in zip(known.wanted[odd].tolist(), known.owners[odd].tolist(), strict=True):
        more = list(_further(part.values[number].as_py(), plus=part.plus))
        texts += more
        owners += [owner] * len(more)
    every = np.arange(len(texts), dtype=np.int32)
    read = _weighed(pa.array(texts, pa.string()), every, np.array(owners, np.int64), plus=0)
    return read if part.field != LINE else _all_loud(read)


def _further(text: str, *, plus: bool) -> Iterator[str]:
    """What an odd value says beyond what stands there."""
    known = plain(text, plus=plus) if (_CODED_OR_PLUS if plus else _CODED).search(text) else text
    if known not in {text, ""}:
        yield known
    for one in dict.fromkeys((text, known)):
        tight = squeezed(one[:LONGEST]) if _LOOSE.search(one) else one
        if tight not in {one, ""}:
            yield tight
    inside = base64.wrapped(text[:LONGEST]) if plus and _LIKELY.search(text) else ""
    if inside:
        yield plain(inside, plus=False)


def _written(asked: Sequence[_Weighed], told: Sequence[_Weighed]) -> Readings:
    """Write everyday readings first, then the loud ones."""
    every = [*asked, *told]
    most = 2 * sum(len(part.wanted) for part in every)
    text = np.empty(sum(part.room for part in every), np.uint8)
    page = Page(text, np.empty(most, np.int64), np.empty(most, np.int64))
    first = _laid(asked, 0, (0, 0), page)
    second = _laid(told, 0, first, page)
    count, size = _laid(every, LOUD, second, page)
    ends, owners = page.ends[:count], page.owners[:count]
    return Readings(text[:size].tobytes(), ends, owners, first[0], second[0])


def _laid(
    parts: Sequence[_Weighed], sort: int, done: tuple[int, int], page: Page
) -> tuple[int, int]:
    for part in parts:
        if len(part.wanted):
            texts = strings(part.values)
            done = lay_out(texts, part.wanted, part.kinds, part.owners, sort, done, page)
    return done
