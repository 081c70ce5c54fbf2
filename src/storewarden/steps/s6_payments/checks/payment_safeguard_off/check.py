"""Are the payment safeguards that the estate names switched on?

*Why it matters.* 3-D Secure moves the loss from a stolen card to the bank; refusing on a wrong
code or address stops card testers. One click in the settings, often made to help one customer,
takes that away from every order.

*How to put it right.* Switch the setting on again and find out who switched it off and why. If it
is off for a reason, accept the finding with that reason and an end.
"""

from collections.abc import Iterator, Sequence

from storewarden.core.checks import Check
from storewarden.core.verdicts import Severity, Verdict, bad, good, unknown
from storewarden.facts.payments import Safeguard


def judge(safeguards: Sequence[Safeguard]) -> Iterator[Verdict]:
    """Say of each safeguard whether it is on."""
    yield from map(_about, safeguards)


def _about(safeguard: Safeguard) -> Verdict:
    name, setting = safeguard.name, safeguard.setting
    if not safeguard.states:
        return unknown(name, f"there is no setting {setting}")
    if "off" in safeguard.states:
        return bad(name, f"the setting {setting} is off")
    if "unclear" in safeguard.states:
        return unknown(name, f"the setting {setting} says neither on nor off")
    return good(name, f"the setting {setting} is on")


CHECK = Check(asks=Safeguard, severity=Severity.HIGH, judge=judge)
