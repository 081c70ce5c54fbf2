"""Takes the inventory of a small tree with one reader, as a person would write the answer down."""

from pathlib import Path

from storewarden.core.inventory import Gap, InventoryReader
from storewarden.engine.inventory import take


def told(root: Path, *readers: InventoryReader) -> list[str]:
    """``purl@version``, with what is not known in brackets."""
    said = []
    for one in take(root, readers).components:
        notes = [note for note in (one.unreadable, one.mitigated) if note]
        said.append(f"{one.purl}@{one.version}{f' ({notes[0]})' if notes else ''}")
    return said


def gaps(root: Path, *readers: InventoryReader) -> list[Gap]:
    return list(take(root, readers).gaps)


def write(root: Path, **files: str | bytes) -> Path:
    """Write files whose names have ``__`` for a slash and ``_DOT_`` for a dot."""
    for name, content in files.items():
        path = root / name.replace("__", "/").replace("_DOT_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root
