"""Starts the look at the day that is over, in a process of its own, so that alerts do not wait."""

from __future__ import annotations

import shutil
import subprocess
import sys
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Final, Self

from storewarden.core.errors import Unreachable

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from storewarden.core.estate import Estate

_SAID: Final = frozenset({0, 1})
_LONGEST: Final = 200


class Nightfall:
    """Runs ``storewarden baselines --yesterday`` once a day, beside the watch.

    Args:
        estate: whose days are looked at.
        path: its file, as named on the command line; None means the nearest one.
    """

    def __init__(self, estate: Estate, path: Path | None) -> None:
        where = ["--estate", str(path)] if path is not None else []
        nice = shutil.which("nice")
        self._command = [
            *([nice, "-n", "10"] if nice else []),
            *(
                sys.executable,
                "-m",
                "storewarden",
                *where,
                "baselines",
                "--yesterday",
                "--top",
                "1",
            ),
        ]
        self._estate = estate
        self._looking: subprocess.Popen[bytes] | None = None
        self._words: IO[bytes] | None = None

    def look(self) -> None:
        """Start a look that is due, or see how the last one ended; never waits.

        Raises `Unreachable` when it failed: that is said, and the next call tries again.
        """
        from storewarden.bootstrap import nights

        if self._looking is not None:
            self._see()
        elif nights.night_is_due(self._estate):
            self._words = TemporaryFile()  # noqa: SIM115 - the child writes to it after we leave
            self._looking = subprocess.Popen(  # noqa: S603 - our own program with our own words
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._words,
            )

    def _see(self) -> None:
        if self._looking is None or self._words is None or self._looking.poll() is None:
            return
        code, self._looking = self._looking.returncode, None
        with self._words as words:
            words.seek(0)
            said = words.read().decode("utf-8", "replace").strip()[-_LONGEST:]
        if code not in _SAID:
            raise Unreachable(f"yesterday was not judged by the baselines (exit {code}): {said}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._looking is not None:
            self._looking.terminate()
            self._looking.wait()
        if self._words is not None:
            self._words.close()
