"""Keeps compiled things in a folder of the user's, so that the next start is quick."""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile


class FolderShelf:
    """A shelf in a folder that is made when something is first put there.

    A folder that cannot be written or read is no harm: then nothing is kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def take(self, name: str) -> bytes | None:
        """Return what lies under a name; None when nothing does."""
        with suppress(OSError):
            return (self._folder / name).read_bytes()
        return None

    def put(self, name: str, content: bytes) -> None:
        """Keep something under a name, whole or not at all; nobody else may read it."""
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._write(self._folder / name, content)

    def _write(self, place: Path, content: bytes) -> None:
        with NamedTemporaryFile(dir=self._folder, prefix=f"{place.name}.", delete=False) as new:
            written = Path(new.name)
            try:
                new.write(content)
                new.close()
                written.replace(place)
            except OSError:
                written.unlink(missing_ok=True)
                raise


def users_shelf() -> FolderShelf:
    """The shelf in the user's cache folder (``$XDG_CACHE_HOME``, else ``~/.cache``)."""
    own = os.path.expanduser("~/.cache")  # noqa: PTH111 - never raises where there is no home
    home = os.environ.get("XDG_CACHE_HOME") or own
    return FolderShelf(Path(home) / "storewarden")
