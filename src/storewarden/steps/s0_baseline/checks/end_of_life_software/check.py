"""Is every framework, language and system that we run still supported by its makers?

*Why it matters.* Once support has ended, holes that are found are no longer closed, and everybody
can read how to use them. PCI DSS asks for supported software, and so do insurers.

*How to put it right.* Move to a release that is supported; plan it when the end is less than 90
days away. The days come from endoflife.date. A release that is not in the list is unknown: look at
its maker's page.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from storewarden.core.checks import Check
from storewarden.core.verdicts import Severity, Verdict, bad, good, unknown
from storewarden.facts.lifecycle import Running
from storewarden.steps.s0_baseline.checks.end_of_life_software.support_ends import ENDS

_SOON: Final = timedelta(days=90)
_OPEN: Final = "open"


def judge(running: Sequence[Running]) -> Iterator[Verdict]:
    """Say for each product where it is found whether its support has ended; the oldest counts."""
    for subject, found in groupby(sorted(running, key=_by_subject_and_age), key=_subject):
        yield _verdict(subject, next(found))


def _verdict(subject: str, found: Running) -> Verdict:
    release, end = _support(found)
    name = f"{found.product} {release or found.version}"
    if release is None:
        return unknown(subject, f"the list of support ends does not know {name}")
    if end is None:
        return good(subject, f"{name} is supported; no end is announced")
    if end < found.as_of:
        return bad(
            subject,
            f"support for {name} ended on {end}; new holes in it stay open",
            f"{found.found_in}: {found.product} {found.version}",
        )
    if end - found.as_of <= _SOON:
        return good(subject, f"{name} is supported only until {end}: plan the move now")
    return good(subject, f"{name} is supported until {end}")


def _support(found: Running) -> tuple[str | None, date | None]:
    """The release that a version belongs to, and its last day: the longest name that fits."""
    releases = dict(entry.split(":") for entry in ENDS.get(found.product, "").split())
    fitting = [release for release in releases if _belongs(found.version, release)]
    if not fitting:
        return None, None
    release = max(fitting, key=len)
    end = releases[release]
    return release, None if end == _OPEN else date.fromisoformat(end)


def _belongs(version: str, release: str) -> bool:
    after = version[len(release) : len(release) + 1]
    return version.startswith(release) and not after.isdecimal()


def _subject(found: Running) -> str:
    return f"{found.product} in {found.found_in}"


def _by_subject_and_age(found: Running) -> tuple[str, tuple[int, ...], str]:
    numbers = tuple(int(part[:9]) for part in re.findall(r"[0-9]+", found.version))
    return _subject(found), numbers, found.version


CHECK = Check(
    asks=Running,
    severity=Severity.HIGH,
    judge=judge,
    standards=("PCI DSS 4.0.1 6.3.3", "PCI DSS 4.0.1 12.3.4"),
)
