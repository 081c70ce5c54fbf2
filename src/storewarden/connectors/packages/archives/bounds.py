"""How much of an archive is read: bombs are told, not unpacked."""

import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import BinaryIO, Final

from storewarden.core.errors import Unreadable

DEEPEST: Final = 3
"""Archives in archives that are opened below the one on the disk."""
MOST_ENTRIES: Final = 100_000
LARGEST_INSIDE: Final = 256 * 1024**2
"""Bytes of an archive in an archive, unpacked."""
LARGEST_TEXT: Final = 1024**2
"""Bytes of a manifest or a ``pom.properties``."""
MOST_UNPACKED: Final = 1024**3
"""Bytes that are unpacked of one file on the disk, all archives in it together."""
_BROKEN: Final = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError)
_BROKEN_TOO: Final = (NotImplementedError, RuntimeError, ValueError, OSError)


@dataclass(slots=True)
class Allowance:
    """What may still be unpacked of one file on the disk; it only shrinks."""

    left: int = MOST_UNPACKED

    def unpacked(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
        """Unpack one entry; raises `Unreadable` when it is too large or cannot be unpacked.

        The size that an archive claims is not believed: reading stops at the limit.
        """
        most = min(most, self.left)
        try:
            with archive.open(entry) as file:
                content = file.read(most + 1)
        except (*_BROKEN, *_BROKEN_TOO) as broken:
            raise Unreadable(f"cannot be unpacked: {type(broken).__name__}") from None
        if len(content) > most:
            raise Unreadable(f"unpacks to more than {most:,} bytes")
        self.left -= len(content)
        return content


def opened(file: BinaryIO | bytes) -> zipfile.ZipFile:
    """Open an archive; raises `Unreadable` when it is none, or has too many entries."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(file) if isinstance(file, bytes) else file)
    except (*_BROKEN, *_BROKEN_TOO) as broken:
        raise Unreadable(f"is no archive that can be read: {type(broken).__name__}") from None
    if len(archive.filelist) > MOST_ENTRIES:
        archive.close()
        raise Unreadable(f"has more than {MOST_ENTRIES:,} entries")
    return archive
