"""All of it in order: claim the state, build when needed, certify, serve, play, write."""

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from lab.run import build, servers, state, tls
from lab.run.parts import Parts
from lab.run.ports import remembered
from lab.run.telling import telling

_RUNNING = "running.json"


@dataclass(frozen=True, slots=True)
class Lab:
    """A running lab: its folder, its estate file, and the addresses of its sites."""

    state: str
    estate_file: str
    urls: dict[str, str]
    pid: int


@contextmanager
def opened(home: Path, parts: Parts, seed: int, today: date) -> Iterator[Lab]:
    """Run the lab until the block ends; on the first start it is built and played on.

    Raises `LabError` (or `LabInUse`) with the reason when it cannot run.
    """
    with state.claimed(home):
        code = state.code_version()
        whole = state.is_whole(home, seed, code, today)
        if not whole:
            with telling("Building the lab's shop and CMS"):
                state.clear(home)
                build.build(home, parts, seed, today)
        with _served(home, parts, today) as lab:
            if whole:
                parts.morning(home, lab.urls)
            else:
                with telling("Playing shoppers, editors and thieves"):
                    parts.play(home, lab.urls, seed)
                state.seal(home, seed, code, today)
            yield from _announced(lab)


@contextmanager
def _served(home: Path, parts: Parts, today: date) -> Iterator[Lab]:
    pairs = tls.issue(home, today)
    with ExitStack() as standing:
        with telling("Starting the lab's servers"):
            addresses = standing.enter_context(servers.serving(home, parts, pairs))
        written = parts.write(home, addresses, today)
        yield Lab(str(home), str(written), addresses, os.getpid())


def _announced(lab: Lab) -> Iterator[Lab]:
    note = Path(lab.state) / _RUNNING
    state.write_whole(note, json.dumps(asdict(lab), indent=2) + "\n")
    try:
        yield lab
    finally:
        note.unlink(missing_ok=True)


def running(home: Path) -> Lab | None:
    """The lab that runs on the folder now; None when none does or it is not up yet."""
    if not state.in_use(home):
        return None
    try:
        return Lab(**json.loads((home / _RUNNING).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def where(home: Path) -> dict[str, object]:
    """Where the lab is, or was at its last start: folder, estate file, addresses, running?"""
    now = running(home)
    schemes = {site.name: site.scheme for site in servers.SITES}
    ports = remembered(home).items()
    last = {name: f"{schemes[name]}://127.0.0.1:{port}" for name, port in ports if name in schemes}
    return {
        "state": str(home),
        "estate_file": str(home / "storewarden.toml"),
        "urls": now.urls if now else last,
        "running": now is not None,
    }
