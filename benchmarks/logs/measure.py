"""Runs one work over a log in a process of its own and prints what it took, as JSON.

``parse`` is framing and parsing; ``match`` adds the decoder and the patterns; ``path`` is the whole
live path: the windows and the rules too.
"""

import json
import resource
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time
from typing import Any

from storewarden import bootstrap
from storewarden.kernels.accesslog import parse
from storewarden.kernels.windows import Settings, Windows

BLOCK = 4 * 1024 * 1024


def blocks(path: Path) -> Iterator[bytes]:
    """Yield blocks of whole lines."""
    with path.open("rb", buffering=0) as file:
        carried = b""
        while read := file.read(BLOCK):
            end = read.rfind(b"\n") + 1
            yield carried + read[:end]
            carried = read[end:]
        yield carried


def look(work: str) -> Callable[[Any], int]:  # Any: pyarrow has no types
    """Return what is done with a batch; it tells how many alerts there were."""
    if work == "parse":
        return lambda _: 0
    matcher = bootstrap.matcher()
    if work == "match":
        return lambda batch: len(matcher.match(batch)) * 0
    settings = Settings(patterns=matcher.patterns)
    windows = Windows(bootstrap.installed_behaviours(), settings)
    return lambda batch: len(windows.advance(batch, matcher.match(batch)))


def main(work: str, path: Path) -> None:
    looked = look(work)
    with path.open("rb") as file:
        looked(parse(file.read(BLOCK // 16).rpartition(b"\n")[0], source="log", first_line=1))
    started, lines, alerts = process_time(), 0, 0
    for block in blocks(path):
        batch = parse(block, source="log", first_line=lines + 1)
        lines += batch.num_rows
        alerts += looked(batch)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    took = process_time() - started
    told = {"lines": lines, "cpu": took, "start": started, "peak": peak, "alerts": alerts}
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
