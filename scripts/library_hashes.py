"""Writes the table of whole library files by hash, from npm's packed packages in a folder.

npm pack jquery@3.4.1 ...
python scripts/library_hashes.py FOLDER OUT.py
"""

import json
import sys
import tarfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

SERVED = ("package/dist/", "package/jquery")


def rows(package: Path) -> Iterator[tuple[str, tuple[str, str]]]:
    """Hash -> (name, version) of every script that people serve."""
    with tarfile.open(package) as archive:
        manifest = archive.extractfile("package/package.json")
        named = json.load(manifest) if manifest else {}
        for entry in archive.getmembers():
            if entry.name.startswith(SERVED) and entry.name.endswith(".js"):
                file = archive.extractfile(entry)
                if file:
                    yield sha256(file.read()).hexdigest()[:32], (named["name"], named["version"])


def main() -> None:
    """Write the table; a file that is the same in two versions tells neither."""
    folder, out = sys.argv[1:]
    found: dict[str, set[tuple[str, str]]] = {}
    for package in sorted(Path(folder).glob("*.tgz")):
        for one, told in rows(package):
            found.setdefault(one, set()).add(told)
    lines = [
        '"""Whole files of libraries by the first half of their SHA-256.',
        "",
        "Made by ``scripts/library_hashes.py`` from published packages.",
        '"""',
        "",
        "from typing import Final",
        "",
        "HASHES: Final = {",
        *(f"    {one!r}: {min(of)!r}," for one, of in sorted(found.items()) if len(of) == 1),
        "}",
        "",
    ]
    Path(out).write_text("\n".join(lines), "utf-8")


if __name__ == "__main__":
    main()
