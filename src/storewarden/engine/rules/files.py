"""Reads the texts of rule files from disk, and knows them again by their content."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from storewarden.kernels.sigma.reading import LONGEST
from storewarden.kernels.sigma.rules import Place, Refused

_ENDINGS: Final = frozenset({".yml", ".yaml"})


@dataclass(frozen=True, slots=True)
class Files:
    """Texts by name, as people should see it; what could not be read is refused."""

    texts: Mapping[str, str]
    refused: tuple[Refused, ...] = ()

    @property
    def digest(self) -> str:
        """Changes with any file's name or content."""
        sum_ = hashlib.sha256()
        for name, text in sorted(self.texts.items()):
            sum_.update(f"{len(name)}:{name}{len(text)}:".encode())
            sum_.update(text.encode("utf-8", "surrogatepass"))
        for one in sorted(map(str, self.refused)):
            sum_.update(one.encode("utf-8", "surrogatepass"))
        return sum_.hexdigest()


def read_files(paths: Iterator[tuple[str, Path]]) -> Files:
    """Read (name, path) pairs; what is no UTF-8, too long or unreadable is refused."""
    texts: dict[str, str] = {}
    refused = []
    for name, path in paths:
        try:
            with path.open(encoding="utf-8") as held:
                texts[name] = held.read(LONGEST + 1)
        except UnicodeDecodeError:
            refused.append(Refused(Place(name, 1), "the file is no UTF-8 text"))
        except OSError as odd:
            said = f"the file cannot be read: {odd.strerror or type(odd).__name__}"
            refused.append(Refused(Place(name, 1), said))
    return Files(texts, tuple(refused))


def shipped(folder: Path) -> Iterator[tuple[str, Path]]:
    """Walk ``<folder>/<name>/rule.yml``."""
    for path in sorted(folder.glob("*/rule.yml")):
        yield f"{path.parent.name}/rule.yml", path


def under(path: Path, *, but: str = "") -> Iterator[tuple[str, Path]]:
    """Walk a file, or every rule file below a folder except those below ``but``."""
    if not path.is_dir():
        yield path.name, path
        return
    for found in sorted(path.rglob("*")):
        name = found.relative_to(path)
        if found.suffix in _ENDINGS and found.is_file() and name.parts[0] != but:
            yield str(name), found
