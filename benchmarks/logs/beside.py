"""Measures the live path beside libmodsecurity with the core rules and fail2ban, on the same lines.

Nothing of them becomes part of Storewarden: they are set up in a temporary folder with pip and
apt-get (no root needed), run as programs of their own and thrown away. Zircolite is not published
on PyPI; ModSecurity is what the bar names in its place.
"""

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

HERE: Final = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

import sections  # noqa: E402 - benchmarks are scripts, their folder is put on the path first
from logs.maker import made  # noqa: E402 - the same

LINES: Final = 20_000
ROUNDS: Final = 3
BAR: Final = 150
BINDING: Final = "libmodsecurity==3.0.15.post2"
PACKAGES: Final = ("modsecurity-crs", "fail2ban")
FOLDER: Final = HERE.parents[1] / ".bench"


@dataclass(frozen=True)
class Work:
    """A program on the lines: how it is called, and what runs it once and tells its CPU-seconds."""

    name: str
    run: Callable[[], float]


def output(*command: str | Path, folder: Path | None = None, **env: str) -> str:
    """What a command prints; ends everything when it fails, with its last words."""
    done = subprocess.run(
        list(map(str, command)),
        cwd=folder,
        env=os.environ | env,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
        raise SystemExit(f"`{command[0]}` failed, nothing was measured: {' '.join(last)}")
    return done.stdout


def installed(folder: Path) -> Path:
    """Set the others up below a folder; returns their Python."""
    venv.create(folder / "python", with_pip=True)
    python = folder / "python" / "bin" / "python"
    output(python, "-m", "pip", "install", "--quiet", BINDING)
    output("apt-get", "download", *PACKAGES, folder=folder)
    for package in folder.glob("*.deb"):
        output("dpkg-deb", "-x", package, folder / "debian")
    return python


def ours(log: Path) -> float:
    """The whole live path, as the watch wires it."""
    told: dict[str, Any] = json.loads(output(sys.executable, HERE / "measure.py", "path", log))
    return float(told["cpu"])


def core_rules(python: Path, debian: Path, log: Path) -> float:
    """ModSecurity's engine and the core rules, on requests taken from the log."""
    setup = debian / "etc/modsecurity/crs/crs-setup.conf"
    rules = debian / "usr/share/modsecurity-crs/rules"
    told = json.loads(output(python, HERE / "core_rules.py", log, setup, rules))
    if not told["flagged"]:
        raise SystemExit("the core rules flagged nothing: they did not run, nothing was measured")
    return float(told["cpu"])


def banning(python: Path, debian: Path, log: Path) -> float:
    """Run fail2ban with one filter, less what it takes to start."""
    program = debian / "usr/bin/fail2ban-regex"
    folder = debian / "etc/fail2ban"
    rule = folder / "filter.d/nginx-botsearch.conf"
    room = {"PYTHONPATH": str(debian / "usr/lib/python3/dist-packages")}
    nothing = log.with_name("nothing.log")
    nothing.write_text("", "utf-8")

    def run(lines: Path) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        output(python, program, "-c", folder, "--print-no-missed", lines, rule, **room)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    return run(log) - run(nothing)


def page(took: dict[str, float]) -> str:
    """Return the Markdown section."""
    own = next(iter(took.values()))
    rows = [
        f"| {name} | {LINES / cpu:,.0f} | {'1' if cpu == own else f'1/{cpu / own:.0f}'} |"
        for name, cpu in took.items()
    ]
    ratio = took["libmodsecurity 3 with the OWASP core rule set 3"] / own
    held = "yes" if ratio >= BAR else "**missed**"
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}"
    return (
        f"## Beside others\n\nWritten by `python benchmarks/logs/beside.py` on a machine with"
        f" {machine}: the same {LINES:,} lines, one process each, in turn, medians of {ROUNDS}"
        " rounds, without the time to start. Zircolite is not on PyPI and was not measured.\n\n"
        "| work | lines per CPU-second | of ours |\n|---|---|---|\n" + "\n".join(rows) + "\n\n"
        "| bar | measured | held |\n|---|---|---|\n"
        f"| the whole live path at least {BAR} x libmodsecurity with the core rules |"
        f" {ratio:.0f} x | {held} |\n"
    )


def main() -> None:
    log = made(FOLDER, LINES)
    with TemporaryDirectory(prefix="storewarden-beside-") as folder:
        python, debian = installed(Path(folder)), Path(folder) / "debian"
        works = (
            Work("the whole live path, all patterns and rules", lambda: ours(log)),
            Work(
                "libmodsecurity 3 with the OWASP core rule set 3",
                lambda: core_rules(python, debian, log),
            ),
            Work("fail2ban with one filter", lambda: banning(python, debian, log)),
        )
        rounds = [[work.run() for work in works] for _ in range(ROUNDS)]
    columns = zip(*rounds, strict=True)
    middle = {w.name: statistics.median(took) for w, took in zip(works, columns, strict=True)}
    sections.write("5-beside", page(middle))


if __name__ == "__main__":
    main()
