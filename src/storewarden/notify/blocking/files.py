"""The list as files for other programs, written whole or not at all."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from storewarden.core.errors import Unreachable
from storewarden.notify.blocking.deciding import Decision

_HEAD: Final = "# Written by storewarden watch; every entry ends by itself. Do not edit.\n"


def block_list(decisions: Iterable[Decision]) -> str:
    """One address a line."""
    return _HEAD + "".join(f"{each.address}\n" for each in decisions)


def nginx_include(decisions: Iterable[Decision]) -> str:
    """One ``deny`` a line, for ``include`` in a server block."""
    return _HEAD + "".join(f"deny {each.address};\n" for each in decisions)


def write(path: Path, text: str) -> bool:
    """Replace a file; False when it said the same already. Raises `Unreachable`.

    Other programs may read it.
    """
    with suppress(OSError):
        if path.read_text("utf-8") == text:
            return False
    new = path.with_name(f".{path.name}.new")
    try:
        opened = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o644)
        with os.fdopen(opened, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError as refused:
        raise Unreachable(f"{path} cannot be written: {refused.strerror}") from refused
    return True
