"""Measures the inventory of shops' trees. Writes its section of results.

The trees are made: WordPress with 40 plugins and 15,000 files, Magento with 300 modules and
18,000 files; their files have the sizes and places of real ones, their content is filler.
"""

import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

import sections  # noqa: E402 - benchmarks are scripts, their folder is put on the path first

from storewarden.bootstrap.inventory import installed_readers, inventory_of  # noqa: E402 - the same

BAR: Final = 1.0
PLUGINS: Final = 40
MODULES: Final = 300
FILLER: Final = "/* " + "x" * 4_000 + " */\n"
ROUNDS: Final = 3


def wordpress(root: Path) -> int:
    """Make a WordPress tree; returns how many components are in it."""
    head = "<?php\n/**\n * Plugin Name: Part {0}\n * Version: {0}.2.3\n */\n" + FILLER
    _write(root / "wp-includes/version.php", "<?php\n$wp_version = '6.4.2';\n" + FILLER)
    _fill(root / "wp-includes", folders=150, files=12)
    _fill(root / "wp-admin", folders=60, files=12)
    for number in range(PLUGINS):
        home = root / f"wp-content/plugins/part-{number}"
        _write(home / f"part-{number}.php", head.format(number))
        _write(home / "uninstall.php", "<?php\n" + FILLER)
        _fill(home, folders=25, files=12)
    for number in range(3):
        style = f"/*\nTheme Name: T{number}\nVersion: 1.{number}\n*/\n{FILLER}"
        _write(root / f"wp-content/themes/theme-{number}/style.css", style)
    return 1 + PLUGINS + 3


def magento(root: Path) -> int:
    """Make a Magento tree without a lock file; returns how many components are in it."""
    for number in range(MODULES):
        home = root / f"vendor/magento/module-m{number}"
        manifest = {"name": f"magento/module-m{number}", "version": "100.4.5-p1"}
        _write(home / "composer.json", json.dumps(manifest))
        _fill(home, folders=10, files=6)
    base = {"name": "magento/magento2-base", "version": "2.4.6-p5"}
    _write(root / "vendor/magento/magento2-base/composer.json", json.dumps(base))
    return MODULES + 2


def _fill(home: Path, folders: int, files: int) -> None:
    for folder in range(folders):
        place = home / f"d{folder % 5}/e{folder}"
        place.mkdir(parents=True, exist_ok=True)
        for file in range(files):
            (place / f"class-{file}.php").write_text(FILLER)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def _cpu(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def _least(work: Callable[[], object], who: int) -> tuple[float, float]:
    """The least of several rounds: (seconds, CPU-seconds)."""
    rounds = []
    for _ in range(ROUNDS):
        begun, used = time.perf_counter(), _cpu(who)
        work()
        rounds.append((time.perf_counter() - begun, _cpu(who) - used))
    return min(rounds)


def _program(*arguments: str) -> Callable[[], object]:
    return lambda: subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL)


def measured(name: str, root: Path, make: Callable[[Path], int]) -> Iterator[str]:
    """Measure one tree: rows of the table."""
    expected = make(root)
    files = sum(len(names) for _, _, names in os.walk(root))
    found = inventory_of(root)
    if (len(found.components), found.gaps) != (expected, ()):
        raise SystemExit(f"{name}: {len(found.components)} components, {len(found.gaps)} gaps")
    inside = _least(lambda: inventory_of(root), resource.RUSAGE_SELF)
    find = _least(_program("find", str(root), "-type", "f"), resource.RUSAGE_CHILDREN)
    whole = _least(
        _program(sys.executable, "-m", "storewarden", "inventory", str(root), "--format", "json"),
        resource.RUSAGE_CHILDREN,
    )
    what = f"{name}: {len(found.components)} components in {files:,} files"
    yield (
        f"| {what} | {inside[0]:.2f} s, {inside[1]:.2f} CPU-s;"
        f" {inside[1] / max(find[1], 0.001):.0f} x `find -type f` | under {BAR:.0f} s |"
        f" {_held(inside[0])} |"
    )
    yield (
        f"| the same, the whole program from its start | {whole[0]:.2f} s, {whole[1]:.2f} CPU-s"
        f" | under {BAR:.0f} s | {_held(whole[0])} |"
    )


def _held(seconds: float) -> str:
    return "yes" if seconds < BAR else "**missed**"


def main() -> None:
    """Measure, write the section, print it."""
    installed_readers()
    rows: list[str] = []
    for name, make in (("WordPress, 40 plugins", wordpress), ("Magento, 300 modules", magento)):
        with tempfile.TemporaryDirectory() as folder:
            rows += measured(name, Path(folder), make)
    told = (
        "Written by `python benchmarks/inventory/bench.py` on a machine with"
        f" {os.cpu_count()} cores, Python {platform.python_version()}. The trees lie in the page"
        f" cache; the least of {ROUNDS} rounds counts."
    )
    sections.write(
        "5-inventory",
        "\n".join(
            [
                "## Inventory",
                "",
                told,
                "",
                "| work | measured | bar | held |",
                "|---|---|---|---|",
                *rows,
            ]
        ),
    )


if __name__ == "__main__":
    main()
