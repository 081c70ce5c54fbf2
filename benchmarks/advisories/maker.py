"""Invents lists of advisories and an inventory, by rule and seed: the same on every machine."""

import random
from collections.abc import Iterator
from typing import Final

from storewarden.core.inventory import Component
from storewarden.core.published import Affected, Record, Stretch

KINDS: Final = ("composer", "npm", "pypi", "wordpress", "gem", "deb")
SEED: Final = 20_260_615


def purl(number: int) -> tuple[str, str]:
    """The package of a number, and its release where it is a distribution's."""
    kind = KINDS[number % len(KINDS)]
    if kind == "deb":
        return f"pkg:deb/debian/p{number}", "debian-12"
    space = {"composer": f"vendor{number % 900}/", "wordpress": "plugin/"}.get(kind, "")
    return f"pkg:{kind}/{space}p{number}", ""


def version(dice: random.Random) -> str:
    """A version that every ecosystem can read."""
    return f"{dice.randrange(9)}.{dice.randrange(20)}.{dice.randrange(30)}"


def advisories(count: int, ranges: int, packages: int) -> Iterator[Record]:
    """So many advisories with so many ranges over so many packages, unevenly spread."""
    dice = random.Random(SEED)  # noqa: S311 - a fixed seed, not a secret
    second = ranges / count - 1
    for number in range(count):
        name, release = purl(int(packages * dice.random() ** 2))
        runs = [_run(dice) for _ in range(2 if dice.random() < second else 1)]
        aliases = (f"CVE-{2010 + number % 17}-{number:06}",) if number % 3 else ()
        part = Affected(name, release, tuple(runs))
        yield Record(f"GHSA-{number:06x}", aliases, "An invented weakness", affected=(part,))


def _run(dice: random.Random) -> Stretch:
    low, high = f"{dice.randrange(9)}.{dice.randrange(20)}", dice.randrange(1, 30)
    return Stretch(f"{low}.0", high=f"{low}.{high}", fixed_in=f"{low}.{high}")


def inventory(count: int, packages: int) -> list[Component]:
    """So many components, each of another package."""
    dice = random.Random(SEED + 1)  # noqa: S311 - the same
    chosen = dice.sample(range(packages), count)
    return [
        Component(name, version(dice), "a.lock", release)
        for name, release in map(purl, sorted(chosen))
    ]
