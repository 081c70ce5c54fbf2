"""One round of one target: ``python -m tests.fuzz.one NAME SECONDS FIGURES.json``."""

import json
import os
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp
from time import monotonic, process_time
from typing import TYPE_CHECKING

from tests.fuzz.mutating import LONGEST, mutated

if TYPE_CHECKING:
    from tests.fuzz.target import Target

LED = ("kernels.records", "kernels.syslog", "kernels.plainlines", "kernels.sigma", "connectors")
LED_TOO = ("engine.estate_file", "kernels.weblog")
SLOW = 3


@dataclass(slots=True)
class Round:
    """What a round has come to so far."""

    target: "Target"
    seconds: int
    told: Path
    begun: float = field(default_factory=monotonic)
    spent: float = field(default_factory=process_time)
    inputs: int = 0
    found: dict[str, str] = field(default_factory=dict)

    def over(self) -> bool:
        """Write the figures when the time is up."""
        if monotonic() - self.begun < self.seconds:
            return False
        figures = {
            "name": self.target.name,
            "inputs": self.inputs,
            "cpu": process_time() - self.spent,
        }
        text = json.dumps({**figures, "found": list(self.found.values())})
        self.told.write_text(text, "utf-8")
        return True

    def try_(self, data: bytes) -> None:
        """Try one input; what breaks is kept once for each place where it breaks."""
        self.inputs += 1
        start = process_time()
        try:
            self.target.holds(data)
        except Exception as broken:  # noqa: BLE001 - whatever a parser raises is the finding
            self._keep(data, broken)
        if process_time() - start > SLOW:
            self._keep(data, TimeoutError(f"took more than {SLOW} CPU-seconds"))

    def _keep(self, data: bytes, broken: Exception) -> None:
        frames = traceback.extract_tb(broken.__traceback__)
        at = next((f for f in reversed(frames) if "storewarden" in f.filename), None)
        where = f"{type(broken).__name__}: {broken}"[:120]
        if at is not None:
            where = f"{type(broken).__name__} in {Path(at.filename).name}:{at.lineno}"
        if where in self.found:
            return
        self.found[where] = where
        print(where, repr(data[:300]), flush=True)  # noqa: T201 - a script that prints
        from tests.fuzz.target import FOUND  # noqa: PLC0415 - see `main`

        folder = FOUND / self.target.name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{sha256(data).hexdigest()[:12]}.bin").write_bytes(data)


def by_dice(known: list[bytes], one: Round) -> None:
    """Change inputs by dice until the time is up."""
    for data in mutated(known, int(one.begun)):
        one.try_(data)
        if one.over():
            return


def led(known: list[bytes], one: Round) -> None:
    """Let libFuzzer change inputs, led by the lines that they reach."""
    import atheris  # noqa: PLC0415 - only where the group `fuzz` is installed

    corpus = Path(mkdtemp(prefix="storewarden-corpus-"))
    for number, data in enumerate(known):
        (corpus / str(number)).write_bytes(data)

    def step(data: bytes) -> None:
        one.try_(data)
        if one.over():
            os._exit(0)

    options = [f"-max_len={LONGEST}", "-timeout=60", "-verbosity=0", "-rss_limit_mb=4096"]
    atheris.Setup(["fuzz", *options, f"-artifact_prefix={corpus}/", str(corpus)], step)
    atheris.Fuzz()


def instrumented() -> Callable[[list[bytes], Round], None]:
    """Load every parser so that its lines are counted; what is compiled cannot be."""
    if not find_spec("atheris"):
        return by_dice
    import atheris  # noqa: PLC0415 - only where the group `fuzz` is installed

    import storewarden.kernels.accesslog  # noqa: PLC0415 - compiled: its lines cannot be
    import storewarden.kernels.decoding.readings  # noqa: F401, PLC0415 - the same

    watched = [f"storewarden.{name}" for name in (*LED, *LED_TOO)]
    with atheris.instrument_imports(include=watched):
        import tests.fuzz.every  # noqa: F401, PLC0415 - so that it is loaded in here
    return led


def main(name: str, seconds: int, told: Path) -> None:
    """Run the round."""
    fuzz = instrumented()
    from tests.fuzz.every import TARGETS  # noqa: PLC0415 - after it was loaded with its lines counted

    target = TARGETS[name]
    for seed in target.seeds:  # what is compiled on first use makes no input slow
        target.holds(seed)
    fuzz = by_dice if target.is_compiled else fuzz
    fuzz(target.known(), Round(target, seconds, told))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
