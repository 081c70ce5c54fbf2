"""Writes the tables by which static files tell a release, from wheels in a folder.

    python -m pip download --no-deps -d wheels django-oscar==4.2 ...
    python scripts/static_files.py wheels django-oscar "4.2.1 4.2 4.1 ..." "oscar/static/" OUT.py

The fourth argument names every release there is, newest first, as ``pip index versions`` does: a
file that is the same in two wheels is taken to be the same in all releases between them, and one
that differs may have changed in any of those between.
"""

import sys
import zipfile
from collections import defaultdict
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from textwrap import wrap

FILES = 4
LARGEST = 400_000
Spans = dict[str, dict[str, tuple[int, int]]]


def hashes(wheel: Path, inside: str) -> Mapping[str, str]:
    """Path below the static folder -> hash, for scripts and stylesheets."""
    with zipfile.ZipFile(wheel) as archive:
        return {
            entry.filename.partition(inside)[2]: sha256(archive.read(entry)).hexdigest()[:32]
            for entry in archive.infolist()
            if inside in entry.filename
            and entry.filename.endswith((".js", ".css"))
            and entry.file_size < LARGEST
        }


def spans(known: Mapping[int, Mapping[str, str]], last: int) -> Spans:
    """For each file, which releases a hash may be of; a hash that came back is left out."""
    taken = sorted(known)
    found: Spans = defaultdict(dict)
    for path in {path for files in known.values() for path in files}:
        seen = [known[place].get(path, "") for place in taken]
        for one in set(seen) - {""}:
            first, final = seen.index(one), len(seen) - 1 - seen[::-1].index(one)
            if all(each == one for each in seen[first : final + 1]):
                oldest = taken[first - 1] + 1 if first else 0
                newest = taken[final + 1] - 1 if final + 1 < len(taken) else last
                found[path][one] = (oldest, newest)
    return found


def telling(found: Spans) -> list[str]:
    """The few files that tell most releases apart, beside one another."""
    chosen: list[str] = []
    apart: set[tuple[int, int]] = set()
    while len(chosen) < FILES:
        best = max(found, key=lambda path: (len(set(found[path].values()) - apart), path))
        if not set(found[best].values()) - apart:
            break
        chosen.append(best)
        apart |= set(found[best].values())
    return chosen


def main() -> None:
    """Write one table."""
    folder, name, named, inside, out = sys.argv[1:]
    releases = named.split()[::-1]
    stem = name.replace("-", "_")
    wheels = {wheel.name.split("-")[1]: wheel for wheel in Path(folder).glob(f"{stem}-*.whl")}
    known = {releases.index(one): hashes(wheel, inside) for one, wheel in wheels.items()}
    found = spans(known, len(releases) - 1)
    lines = [
        f'"""Which release of {name} a static file is of; made by ``scripts/static_files.py``."""',
        "",
        "from typing import Final",
        "",
        "from storewarden.connectors.static_files import Table",
        "",
        "_NAMED: Final = (",
        *(f'    "{row} "' for row in wrap(" ".join(releases), 90)),
        ")",
        "RELEASES: Final = tuple(_NAMED.split())",
        '"""Every final release, oldest first."""',
        "",
        "FILES: Final[Table] = {",
    ]
    for path in telling(found):
        lines.append(f'    "{path}": {{')
        rows = sorted(found[path].items(), key=lambda row: row[1])
        lines += [f'        "{one}": {span},' for one, span in rows]
        lines.append("    },")
    Path(out).write_text("\n".join([*lines, "}", ""]), "utf-8")


if __name__ == "__main__":
    main()
