"""Orders the versions of Python packages by PEP 440, as ``packaging`` reads them."""

from typing import Final

from packaging.version import Version

from storewarden.kernels.versions.marks import number

_NONE_YET: Final = b"\x00"
_END: Final = b"\x00"
_MORE: Final = b"\x01"
_LAST: Final = b"\xff"
_LETTERS: Final = {"a": b"\x01", "b": b"\x02", "rc": b"\x03"}


def key(version: str) -> bytes:
    """Return bytes that sort as ``packaging`` sorts; raises `ValueError` for what it refuses."""
    read = Version(version)
    release = read.release
    while release and not release[-1]:
        release = release[:-1]
    return b"".join(
        (
            number(read.epoch),
            *(_MORE + number(part) for part in release),
            _END,
            _before(read),
            _NONE_YET if read.post is None else _MORE + number(read.post),
            _LAST if read.dev is None else _MORE + number(read.dev),
            _local(read.local),
        )
    )


def _before(read: Version) -> bytes:
    """A development release of a release comes before its alphas; a release after its rcs."""
    if read.pre is not None:
        return _LETTERS[read.pre[0]] + number(read.pre[1])
    if read.post is None and read.dev is not None:
        return _NONE_YET
    return _LAST


def _local(local: str | None) -> bytes:
    if local is None:
        return _NONE_YET
    return b"".join(_local_part(part) for part in local.split(".")) + b"\x01"


def _local_part(part: str) -> bytes:
    if part.isdecimal():
        return b"\x03" + number(int(part))
    return b"\x02" + part.encode("ascii") + _END
