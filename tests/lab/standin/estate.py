"""The parts of a lab made of stand-ins, and the lab's command line with these parts."""

import sys
import time
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from lab.__main__ import main
from lab.run.parts import Parts
from lab.run.state import write_whole

TODAY = datetime.fromtimestamp(time.time(), UTC).date()


def write(state: Path, addresses: Mapping[str, str], today: date) -> Path:
    path = state / "storewarden.toml"
    path.write_text(f"# {today} {sorted(addresses)}\n", "utf-8")
    return path


def play(state: Path, addresses: Mapping[str, str], seed: int) -> None:
    write_whole(state / "truth.json", f'{{"seed": {seed}, "sites": {len(addresses)}}}')


def morning(state: Path, addresses: Mapping[str, str]) -> None:
    with (state / "mornings").open("a", encoding="utf-8") as noted:
        noted.write(f"{len(addresses)}\n")


PARTS = Parts(
    sites=dict.fromkeys(("shop", "cms", "campaign"), "tests.lab.standin"),
    built=("shop",),
    write=write,
    play=play,
    morning=morning,
)


if __name__ == "__main__":
    sys.exit(main(PARTS))
