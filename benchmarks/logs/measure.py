"""Runs one work over a log in a process of its own and prints what it took, as JSON.

``parse`` is framing and parsing; ``match`` adds the decoder and the patterns, ``fresh`` too, but
nothing is remembered from block to block; ``path`` is the whole live path as the watch wires it:
windows and rules too.
"""

import json
import resource
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, process_time
from typing import Any

from storewarden.bootstrap import installed, opening
from storewarden.bootstrap.river import detector
from storewarden.kernels.accesslog import parse

BLOCK = 4 * 1024 * 1024
ESTATE = """
[estate]
name = "Bench"
owner = "ada"
[people.ada]
name = "Ada Keller"
email = "ada@shop.example"
[sites.shop]
url = "https://shop.example"
role = "shop"
platform = "django-oscar"
[logs.log]
path = "access.log"
format = "combined"
site = "shop"
"""


def blocks(path: Path) -> Iterator[memoryview]:
    """Yield blocks of whole lines, each until the next is asked for: as `wc`, into one buffer."""
    room = bytearray(BLOCK)
    view, held = memoryview(room), 0
    with path.open("rb", buffering=0) as file:
        while read := file.readinto(view[held:]):
            held += read
            end = room.rfind(b"\n", 0, held) + 1
            if end:
                yield view[:end]
                view[: held - end] = view[end:held]
                held -= end
            elif held == BLOCK:
                raise SystemExit(f"a line of more than {BLOCK} bytes cannot be measured")
        if held:
            yield view[:held]


def look(work: str) -> Callable[[Any], int]:  # Any: pyarrow has no types
    """Return what is done with a batch; it tells how many alerts there were."""
    if work == "parse":
        return lambda _: 0
    if work in {"match", "fresh"}:
        return patterns(forgets=work == "fresh")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "storewarden.toml"
        path.write_text(ESTATE, "utf-8")
        estate = opening.load_estate(path)
    looking = detector(estate, b"k" * 32, complain)
    return lambda batch: len(looking.advance(batch))


def patterns(*, forgets: bool) -> Callable[[Any], int]:  # Any: pyarrow has no types
    """Return how patterns are looked for; a matcher that forgets has seen no value before."""
    matcher = installed.matcher()

    def looked(batch: Any) -> int:  # noqa: ANN401 - the same
        if forgets:
            matcher.forget()
        matcher.match(batch)
        return 0

    return looked


def complain(words: str) -> None:
    """A fault would make the figures worthless."""
    raise SystemExit(words)


def passed(path: Path, looked: Callable[[Any], int]) -> tuple[int, int]:
    """Look at a whole log; returns its lines and how many alerts there were."""
    lines = alerts = 0
    for block in blocks(path):
        batch = parse(block, source="log", first_line=lines + 1)
        lines += batch.num_rows
        alerts += looked(batch)
    return lines, alerts


def main(work: str, path: Path) -> None:
    looked = look(work)
    with path.open("rb") as file:
        looked(parse(file.read(BLOCK // 16).rpartition(b"\n")[0], source="log", first_line=1))
    started, begun = process_time(), monotonic()
    lines, alerts = passed(path, looked)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    took, wall = process_time() - started, monotonic() - begun
    told = {"lines": lines, "cpu": took, "wall": wall, "start": started, "peak": peak}
    told["alerts"] = alerts
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
