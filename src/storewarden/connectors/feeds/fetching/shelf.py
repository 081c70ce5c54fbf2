"""Where the content of a list is kept as it came: one folder a list, in layers.

Layer 0 is the whole; every later one holds what changed since. Nothing half-written is ever in
the place of what is in force.
"""

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from storewarden.connectors.feeds.fetching.opening import documents_in
from storewarden.core.feeds import Document

_ABOUT: Final = "about.json"


class Shelf:
    """The kept content of one list."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._coming = folder.with_name(f".{folder.name}.coming")

    def source(self) -> str:
        """Where the kept content came from; empty when there is none."""
        with suppress(OSError, ValueError):
            return str(json.loads((self.folder / _ABOUT).read_text("utf-8"))["source"])
        return ""

    def layers(self) -> Sequence[Path]:
        """The layers, the whole first; none when there is no whole."""
        there = [path for path in self.folder.glob("[0-9]*") if path.name.isdecimal()]
        found = sorted(there, key=lambda path: int(path.name))
        return found if found and found[0].name == "0" else []

    def files(self) -> Sequence[tuple[str, Path]]:
        """(name, file) of everything that is kept, the newest layer first."""
        return [pair for layer in reversed(self.layers()) for pair in _in_layer(layer)]

    def documents(self) -> Iterator[Document]:
        """Everything that is kept, as documents."""
        return documents_in(self.files())

    def begin(self) -> Path:
        """An empty folder for what is coming."""
        shutil.rmtree(self._coming, ignore_errors=True)
        self._coming.mkdir(parents=True)
        return self._coming

    def coming(self) -> Iterator[Document]:
        """What is coming, as documents."""
        return documents_in(_in_layer(self._coming))

    def keep(self, source: str, *, part: bool) -> None:
        """Put what is coming into its place; raises OSError."""
        if part:
            layers = self.layers()
            self._coming.rename(self.folder / str(int(layers[-1].name) + 1))
            return
        whole = self.folder.with_name(f".{self.folder.name}.new")
        shutil.rmtree(whole, ignore_errors=True)
        whole.mkdir(parents=True)
        self._coming.rename(whole / "0")
        (whole / _ABOUT).write_text(json.dumps({"source": source}), "utf-8")
        old = self.folder.with_name(f".{self.folder.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        if self.folder.exists():
            self.folder.rename(old)
        whole.rename(self.folder)
        shutil.rmtree(old, ignore_errors=True)

    def drop(self) -> None:
        """Throw away what is coming."""
        shutil.rmtree(self._coming, ignore_errors=True)


def _in_layer(layer: Path) -> list[tuple[str, Path]]:
    return [(path.name, path) for path in sorted(layer.iterdir()) if path.is_file()]
