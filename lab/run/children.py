"""Child processes that never outlive their parent."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from lab.run import tether

ROOT = Path(__file__).parents[2]
_PATIENCE = 5.0


@dataclass(frozen=True, slots=True)
class Child:
    """A running program in a process group of its own."""

    name: str
    process: subprocess.Popen[bytes]
    farewell: signal.Signals

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self.process.poll() is None


@dataclass(frozen=True, slots=True)
class Program:
    """What to start: command, environment on top of ours, inherited sockets, where it talks to.

    ``talks_to`` None means the terminal that we talk to ourselves; ``farewell`` is the signal
    that asks the program to leave: who draws on the terminal tidies it up on SIGINT.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    sockets: tuple[int, ...] = ()
    talks_to: Path | None = None
    farewell: signal.Signals = signal.SIGTERM


def start(program: Program) -> Child:
    """Start it in the checkout's folder, tethered to us."""
    command = [sys.executable, "-S", "-E", tether.__file__, str(os.getpid()), *program.command]
    if program.talks_to is None:
        return Child(program.name, _spawn(program, command, None), program.farewell)
    with program.talks_to.open("ab") as log:
        return Child(program.name, _spawn(program, command, log.fileno()), program.farewell)


def _spawn(program: Program, command: Sequence[str], out: int | None) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1", **program.environment},
        pass_fds=program.sockets,
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=out,
        start_new_session=True,
    )


def stop(children: Iterable[Child]) -> None:
    """Ask all of them to leave, together, then make them."""
    leaving = list(children)
    for child in leaving:
        _signal(child, child.farewell)
    for child in leaving:
        with suppress(subprocess.TimeoutExpired):
            child.process.wait(_PATIENCE)
        _signal(child, signal.SIGKILL)
        child.process.wait()


def _signal(child: Child, number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.process.pid, number)
