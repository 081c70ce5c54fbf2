"""Texts and their numbers."""

from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from storewarden.kernels.machine.words import word
from storewarden.kernels.vocabulary.probing import Numbers, number_texts, place_texts

_SMALLEST: Final = 1024
_LOAD: Final = 2
_HALF: Final = 1 << 63
_EMPTY: Final = np.zeros(1, np.uint8)


class Vocabulary:
    """Gives each distinct text a number, from 0 on, which it keeps until `clear`.

    A hash that agrees proves nothing: the bytes are compared. One thread at a time.
    """

    def __init__(self) -> None:
        self._key = process_key()
        self.clear()
        self._place()  # nothing yet: what was compiled before is loaded now and not amid a log

    def __len__(self) -> int:
        """How many texts are known."""
        return self._count

    @property
    def size(self) -> int:
        """Bytes that the known texts take."""
        return int(self._begins[self._count])

    def clear(self) -> None:
        """Forget all texts; numbers begin at 0 again."""
        self._count = 0
        self._slots = np.zeros(_SMALLEST, np.uint64)
        self._begins = np.zeros(_SMALLEST // _LOAD, np.int64)
        self._held = np.zeros(_SMALLEST, np.uint8)

    def numbers(self, texts: Any) -> Numbers:  # noqa: ANN401 - pyarrow has no types
        """Return the number of each text of a string array, none of them null."""
        found = np.empty(len(texts), np.int32)
        bounds, joined = raw(texts)
        self._make_room(len(texts), int(bounds[-1]) - int(bounds[0]))
        self._count = number_texts(
            joined.ctypes.data,
            bounds,
            self._key,
            self._slots,
            self._held.ctypes.data,
            self._begins,
            self._count,
            found,
        )
        return found

    def texts(self, numbers: NDArray[Any]) -> list[str]:
        """Return the texts of some numbers."""
        begins = self._begins
        held = self._held.data
        return [
            str(held[begins[number] : begins[number + 1]], "utf-8") for number in numbers.tolist()
        ]

    def keep(self, numbers: NDArray[Any]) -> None:
        """Forget all others, and number these anew in their order, each once."""
        texts = pa.array(self.texts(numbers), pa.string())
        self.clear()
        self.numbers(texts)

    def _make_room(self, texts: int, size: int) -> None:
        count, size = self._count + texts, self.size + size
        if size > self._held.size:
            self._held = _longer(self._held, size)
        if count >= self._begins.size:
            self._begins = _longer(self._begins, count + 1)
        if count * _LOAD >= self._slots.size:
            self._slots = np.zeros(1 << (count * _LOAD).bit_length(), np.uint64)
            self._place()

    def _place(self) -> None:
        place_texts(self._held.ctypes.data, self._begins, self._count, self._key, self._slots)


def process_key() -> int:
    """Return a key for hashes: Python draws one for its own at each start."""
    return word(hash("vocabulary") % _HALF)


def raw(texts: Any) -> tuple[Numbers, NDArray[np.uint8]]:  # noqa: ANN401 - pyarrow has no types
    """Return where each text of a string array begins (and the last ends), and all the bytes."""
    _, offsets, held = texts.buffers()
    if not len(texts) or offsets is None:
        return np.zeros(1, np.int32), _EMPTY
    bounds = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    return bounds, np.frombuffer(held, np.uint8) if held is not None and held.size else _EMPTY


def _longer(array: NDArray[Any], least: int) -> NDArray[Any]:
    longer = np.zeros(max(least, 2 * array.size), array.dtype)
    longer[: array.size] = array
    return longer
