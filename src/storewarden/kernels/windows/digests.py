"""Keyed 64-bit digests (SipHash-1-3) of many texts: without the key nobody can make two meet."""

from hashlib import blake2b

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from storewarden.kernels.windows.compiled import compiled, inlined

Words = npt.NDArray[np.uint64]
_NO_DATA = np.zeros(0, np.uint8)


def words(secret: bytes) -> Words:
    """The two words that key the digests, made from a secret of any length."""
    return np.frombuffer(blake2b(secret, digest_size=16).digest(), np.uint64)


def digests(values: pa.Array, key: Words) -> npt.NDArray[np.int64]:
    """The digest of each text of a string array; never 0, and 0 for null."""
    array = values.cast(pa.large_string())
    _, offsets, data = array.buffers()
    count = len(array)
    if not count:
        return np.zeros(0, np.int64)
    ends = np.frombuffer(offsets, np.int64)[array.offset : array.offset + count + 1]
    raw = _NO_DATA if data is None else np.frombuffer(data, np.uint8)
    found: npt.NDArray[np.int64] = _all(raw, ends, key[0], key[1]).view(np.int64)
    found[found == 0] = 1
    if array.null_count:
        found[np.asarray(array.is_null())] = 0
    return found


@inlined
def _turn(word: np.uint64, by: int) -> np.uint64:
    return (word << np.uint64(by)) | (word >> np.uint64(64 - by))


@inlined
def _round(
    a: np.uint64, b: np.uint64, c: np.uint64, d: np.uint64
) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:
    a, c = a + b, c + d
    b, d = _turn(b, 13) ^ a, _turn(d, 16) ^ c
    a = _turn(a, 32)
    c, a = c + b, a + d
    b, d = _turn(b, 17) ^ c, _turn(d, 21) ^ a
    return a, b, _turn(c, 32), d


@compiled
def _all(
    raw: npt.NDArray[np.uint8], ends: npt.NDArray[np.int64], one: np.uint64, two: np.uint64
) -> Words:
    found = np.zeros(ends.size - 1, np.uint64)
    for text in range(found.size):
        a, b = one ^ np.uint64(0x736F6D6570736575), two ^ np.uint64(0x646F72616E646F6D)
        c, d = one ^ np.uint64(0x6C7967656E657261), two ^ np.uint64(0x7465646279746573)
        begin, end = ends[text], ends[text + 1]
        word = np.uint64(0)
        for place in range(begin, end):
            low = np.uint64(place - begin) & np.uint64(7)
            word |= np.uint64(raw[place]) << (low << np.uint64(3))
            if low == np.uint64(7):
                d ^= word
                a, b, c, d = _round(a, b, c, d)
                a ^= word
                word = np.uint64(0)
        word |= np.uint64(end - begin) << np.uint64(56)
        d ^= word
        a, b, c, d = _round(a, b, c, d)
        a ^= word
        c ^= np.uint64(0xFF)
        for _ in range(3):
            a, b, c, d = _round(a, b, c, d)
        found[text] = a ^ b ^ c ^ d
    return found
