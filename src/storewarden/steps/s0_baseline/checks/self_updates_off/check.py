"""May the content system install its own security releases?

*Why it matters.* WordPress installs security releases within hours of their publication, unless a
setting forbids it. Sites where it is forbidden are what mass attacks find weeks later.

*How to put it right.* Take the constant out of `wp-config.php`, or set `WP_AUTO_UPDATE_CORE` to
`minor`. If the site is deployed from a repository and must not change itself, see that the
deployment follows releases within a day, and accept the finding with that reason.
"""

from collections.abc import Iterator, Sequence

from storewarden.core.checks import Check
from storewarden.core.verdicts import Severity, Verdict, bad, good
from storewarden.facts.hosts import SelfUpdates


def judge(told: Sequence[SelfUpdates]) -> Iterator[Verdict]:
    """Say for each content system whether it may, and which setting says so."""
    for one in told:
        if one.on:
            yield good(one.product, f"{one.product} installs security releases: {one.because}")
        else:
            yield bad(one.product, f"{one.product} may not update itself: {one.because}")


CHECK = Check(
    asks=SelfUpdates, severity=Severity.MEDIUM, judge=judge, standards=("PCI DSS 4.0.1 6.3.3",)
)
