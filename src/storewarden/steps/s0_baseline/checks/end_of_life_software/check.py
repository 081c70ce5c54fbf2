"""Is every framework, language and system that we run still supported by its makers?

*Why it matters.* Once support has ended, holes that are found are no longer closed, and everybody
can read how to use them. PCI DSS asks for supported software, and so do insurers.

*How to put it right.* Move to a release that is supported; plan it when the end is less than 90
days away. The days come from endoflife.date; `storewarden support-ends update` renews the list. A
release that is not in it is unknown: look at its maker's page.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import groupby
from typing import Final

from storewarden.core.checks import Check
from storewarden.core.verdicts import Severity, Verdict, bad, good, unknown
from storewarden.facts.lifecycle import Running

_SOON: Final = timedelta(days=90)


def judge(running: Sequence[Running]) -> Iterator[Verdict]:
    """Say for each product where it is found whether its support has ended; the oldest counts."""
    for subject, found in groupby(sorted(running, key=_by_subject_and_age), key=_subject):
        yield _verdict(subject, next(found))


def _verdict(subject: str, found: Running) -> Verdict:
    end, name = found.end, f"{found.product} {found.release or found.version}"
    if not found.release:
        return unknown(subject, f"the list of support ends does not know {name}")
    if found.ended:
        return bad(
            subject,
            f"support for {name} has ended; new holes in it stay open",
            f"{found.found_in}: {found.product} {found.version}",
        )
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
