"""Is every security update installed that the machine's own package lists offer?

*Why it matters.* The day on which a distribution publishes a mended package is the day on which
everybody can read what it mends. Machines that are scanned for it the same night are taken over
within days.

*How to put it right.* Install them: `apt-get update && apt-get upgrade` on Debian and Ubuntu,
`dnf upgrade --security` on Fedora and its kin, `apk upgrade` on Alpine; then look whether something
must be restarted. Where the lists are old, fetch them first: nothing is called clean by old lists.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from storewarden.core.checks import Check
from storewarden.core.verdicts import Severity, Verdict, bad, good, unknown
from storewarden.facts.hosts import PendingUpdates, Update

_SUBJECT: Final = "security updates"
_LISTS: Final = "package lists"
_STALE: Final = timedelta(days=7)
_SHOWN: Final = 20


def judge(pending: Sequence[PendingUpdates]) -> Iterator[Verdict]:
    """Say what is pending, and whether the lists that say so can be believed."""
    for one in pending:
        gap = _gap(one)
        if one.security:
            yield _waiting(one)
        elif gap:
            yield unknown(_SUBJECT, f"whether security updates are pending is not known: {gap}")
        else:
            others = f"; {one.others} other updates wait" if one.others else ""
            yield good(_SUBJECT, f"{one.package_tool} offers no security update{others}")
        if gap:
            yield unknown(_LISTS, gap)


def _gap(one: PendingUpdates) -> str:
    if one.follows_security is False:
        return "no list of security updates is among the machine's package sources"
    if one.refreshed is None:
        return "when the package lists were fetched is not known"
    if one.as_of - one.refreshed > _STALE:
        return f"the package lists are of {one.refreshed.date()}: fetch them first"
    return ""


def _waiting(one: PendingUpdates) -> Verdict:
    count = len(one.security)
    words = "1 security update is" if count == 1 else f"{count} security updates are"
    return bad(
        _SUBJECT,
        f"{words} offered by {one.package_tool} and not installed",
        *(_line(update) for update in one.security[:_SHOWN]),
        *((f"and {count - _SHOWN} more",) if count > _SHOWN else ()),
    )


def _line(update: Update) -> str:
    before = f"{update.installed} -> " if update.installed else ""
    return f"{update.package}: {before}{update.offered}"


CHECK = Check(
    asks=PendingUpdates,
    severity=Severity.HIGH,
    judge=judge,
    standards=("PCI DSS 4.0.1 6.3.3", "CISA BOD 26-04"),
)
