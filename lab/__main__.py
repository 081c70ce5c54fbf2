"""The demo estate on the command line: ``python -m lab up | run | traffic | where``."""

import json
import os
import signal
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from types import FrameType

from lab import estate
from lab.run import children, opening, state
from lab.run.children import Program
from lab.run.errors import LabError
from lab.run.parts import Parts
from lab.run.telling import tell
from lab.traffic.onto import morning, play_onto

SEED = 7
REAL = Parts(
    sites={"shop": "lab.shop", "cms": "lab.cms", "campaign": "lab.campaign"},
    built=("shop", "cms"),
    write=estate.write,
    play=play_onto,
    morning=morning,
)
_FINDINGS_ARE_FINE = (0, 1)


def today() -> date:
    """Read the clock: the one place of the lab that starts from it."""
    return datetime.now(UTC).date()  # noqa: TID251 - the lab's own fuse box


def up(asked: Namespace) -> int:
    """Build when needed, start, stay until Ctrl-C."""
    with _opened(asked):
        tell("Ctrl-C stops everything.")
        while asked.while_pid is None or _lives(asked.while_pid):
            time.sleep(0.5)
    return 0


def run(asked: Namespace) -> int:
    """Start the lab, let Storewarden check it, then serve its pages until Ctrl-C."""
    with _opened(asked) as lab:
        code = _storewarden(lab, "check")
        if code not in _FINDINGS_ARE_FINE:
            tell(f"storewarden check could not do its work (exit code {code})")
            return code
        if os.environ.get("ONCE") == "1":
            return 0
        tell("\nOpen the page that is named below; Ctrl-C stops everything.")
        code = _storewarden(lab, "serve")
        tell("storewarden serve has ended, and the lab with it")
        return code


def traffic(asked: Namespace) -> int:
    """Play more onto the running lab."""
    lab = opening.running(state.folder())
    if lab is None:
        raise LabError("no lab runs here; start one with: python -m lab up")
    play_onto(Path(lab.state), lab.urls, asked.seed)
    return 0


def where(asked: Namespace) -> int:
    """Print addresses and state."""
    found = opening.where(state.folder())
    print(json.dumps(found, indent=2) if asked.json else "\n".join(_lines(found)))
    return 0


def main(parts: Parts = REAL) -> int:
    """Do what the command line asks; 0 when well, 3 when the lab cannot."""
    asked = _arguments(parts)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _leave)
    command: Callable[[Namespace], int] = asked.command
    try:
        return command(asked)
    except KeyboardInterrupt:
        tell("\nThe lab is stopped.")
        return 0
    except LabError as wrong:
        tell(f"The lab: {wrong}")
        return 3


@contextmanager
def _opened(asked: Namespace) -> Iterator[opening.Lab]:
    with opening.opened(state.folder(), asked.parts, asked.seed, today()) as lab:
        for line in _lines({"estate_file": lab.estate_file, "urls": lab.urls}):
            tell(line)
        yield lab


def _storewarden(lab: opening.Lab, command: str) -> int:
    """Run a command of Storewarden on the lab, on our own terminal, until it ends."""
    line = [sys.executable, "-m", "storewarden", "--estate", lab.estate_file, command]
    child = children.start(Program(f"storewarden {command}", line, {}, farewell=signal.SIGINT))
    try:
        return child.process.wait()
    finally:
        children.stop([child])


def _lines(found: dict[str, object]) -> list[str]:
    urls = found["urls"]
    sites = urls.items() if isinstance(urls, dict) else ()
    return [
        *(f"{name:>12}  {url}/" for name, url in sites),
        f"{'estate':>12}  {found['estate_file']}",
    ]


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _leave(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


def _arguments(parts: Parts) -> Namespace:
    line = ArgumentParser(prog="python -m lab", description="The demo estate.")
    line.set_defaults(parts=parts)
    commands = line.add_subparsers(required=True)
    for command in (up, run, traffic, where):
        described = (command.__doc__ or "").strip()
        added = commands.add_parser(command.__name__, help=described, description=described)
        added.set_defaults(command=command)
        if command is not where:
            added.add_argument("--seed", type=int, default=SEED)
    commands.choices["up"].add_argument("--while-pid", type=int, help="stop when it is gone")
    commands.choices["where"].add_argument("--json", action="store_true")
    return line.parse_args()


if __name__ == "__main__":
    sys.exit(main())
