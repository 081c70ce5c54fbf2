"""Throws mangled lines at the parser: ``python -m tests.kernels.accesslog.fuzz SECONDS SEED``.

It stops at the first chunk of which the compiled and the slow parser say different things.
"""

import random
import sys
import time

from storewarden.kernels.accesslog import LAYOUTS
from tests.kernels.accesslog.test_oracle import mangled, same


def main(seconds: float, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - a run that can be repeated
    layouts = list(LAYOUTS.values())
    stop, chunks = time.monotonic() + seconds, 0
    while time.monotonic() < stop:
        lines = [mangled(dice) for _ in range(dice.randrange(60))]
        noise = dice.randbytes(dice.randrange(200))
        same(b"\n".join([*lines, noise, *lines[:3]]), dice.choice(layouts))
        chunks += 1
    sys.stdout.write(f"{chunks} chunks, no difference\n")


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
