"""Changes inputs by dice with a seed: the same inputs every time."""

import random
from collections.abc import Iterator, Sequence

TOKENS = (
    *(
        b"\x00",
        b"\x1b[2J",
        b"\xff",
        b"\xfe",
        b"\xc0\x80",
        b"\xed\xa0\x80",
        b"\xe2\x80\xae",
        b"\r\n",
    ),
    *(b'"', b"'", b"\\", b"%", b"{", b"}", b"[", b"]", b"\n", b" ", b"-", b"0", b"9999-12-31"),
    *(
        b"99999999999999999999",
        b"1e999",
        b"-1",
        b"NaN",
        b"\\ud800",
        b"0001-01-01",
        b"${jndi:",
        b"#",
    ),
)
LONGEST = 4096


def mutated(seeds: Sequence[bytes], seed: int) -> Iterator[bytes]:
    """Yield changed inputs without end."""
    dice = random.Random(seed)  # noqa: S311 - the same each time
    while True:
        data = dice.choice(seeds)
        for _ in range(dice.randrange(1, 6)):
            data = _changed(data, seeds, dice)
        yield data[:LONGEST]


def _changed(data: bytes, seeds: Sequence[bytes], dice: random.Random) -> bytes:
    start, end = sorted((dice.randint(0, len(data)), dice.randint(0, len(data))))
    match dice.randrange(6):
        case 0:
            return data[:start] + data[end:]
        case 1:
            return data[:start] + dice.choice(TOKENS) + data[start:]
        case 2:
            return data[:start] + bytes([dice.randrange(256)]) + data[start + 1 :]
        case 3:
            return data[:end] + data[start:end] * dice.randrange(1, 4) + data[end:]
        case 4:
            other = dice.choice(seeds)
            return data[:start] + other[dice.randint(0, len(other)) :]
        case _:
            return data[:start] + dice.choice(TOKENS) + data[end:]
