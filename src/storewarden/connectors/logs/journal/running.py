"""The program ``journalctl`` while it runs: rows as they come, never waiting, never too long."""

import os
import select
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from storewarden.core.errors import Unreachable

BLOCK: Final = 1024 * 1024
"""Bytes that are taken at once."""

LARGEST: Final = 4 * 1024 * 1024
"""Bytes of one entry; what is larger is left out, and that is counted."""

_WORDS: Final = 300


class Running:
    """One run of the program.

    Args:
        command: the program with its arguments.

    Raises:
        Unreachable: it cannot be started.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - closed in `close`
        try:
            self._child = subprocess.Popen(  # noqa: S603 - a list, no shell
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=self._complaints,
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
            )
        except OSError as refused:
            self._complaints.close()
            raise Unreachable(f"{command[0]} cannot be run: {refused.strerror}") from refused
        assert self._child.stdout is not None  # noqa: S101 - asked for above
        self._pipe = self._child.stdout.fileno()
        os.set_blocking(self._pipe, False)
        self._rest = b""
        self._dropping = False
        self.cut = 0
        self.ended = False

    def rows(self, seconds: float) -> list[bytes]:
        """Whole rows that have come; waits so long at the most for the first bytes."""
        if seconds > 0:
            select.select([self._pipe], [], [], seconds)
        try:
            chunk = os.read(self._pipe, BLOCK)
        except BlockingIOError:
            return []
        self.ended = not chunk
        whole, newline, rest = (self._rest + chunk).rpartition(b"\n")
        if not newline:
            self._rest = self._modest(rest)
            return []
        rows = whole.split(b"\n")
        if self._dropping:
            rows, self._dropping = rows[1:], False
        self._rest = self._modest(rest)
        return rows

    def _modest(self, rest: bytes) -> bytes:
        """Give up an entry that is too large; its end is still to come."""
        if len(rest) <= LARGEST and not self._dropping:
            return rest
        self.cut += not self._dropping
        self._dropping = True
        return b""

    def why(self) -> str:
        """Why it ended, in its own words; hostile text."""
        code = self._child.wait(10)
        self._complaints.seek(max(0, self._complaints.seek(0, os.SEEK_END) - _WORDS))
        said = self._complaints.read().decode("utf-8", "replace").strip()
        return f"journalctl ended with {code}: {said or 'it said nothing'}"

    @property
    def failed(self) -> bool:
        """Whether it ended with anything but success."""
        return self._child.wait(10) != 0

    def close(self) -> None:
        """End it."""
        self._child.terminate()
        try:
            self._child.wait(5)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        with suppress(OSError):
            if self._child.stdout is not None:
                self._child.stdout.close()
        self._complaints.close()
