"""What a CVSS vector tells of SSVC's two points. Pure.

Source: CISA's SSVC guide reads *automatable* as steps that need no person, which is AV:N, AC:L,
PR:N and UI:N; *total* as control over data and behaviour, which is high confidentiality and
integrity impact: C and I, in CVSS 4 VC and VI, in CVSS 2 complete.
"""

from collections.abc import Mapping
from typing import Final

_LONGEST: Final = 400
_NO_PERSON: Final = {"AV": "N", "AC": "L", "PR": "N", "UI": "N"}


def automatable(vector: str) -> bool | None:
    """Tell whether every step can be left to a program; None when the vector does not say."""
    told = metrics(vector)
    if told.get("AU") == "Y":
        return True  # CVSS 4 lets the supplier say it
    if not _NO_PERSON.keys() <= told.keys():
        return None
    return all(told[name] == value for name, value in _NO_PERSON.items())


def total(vector: str) -> bool | None:
    """Tell whether it gives total control; None when the vector does not say."""
    told = metrics(vector)
    for names, high in ((("VC", "VI"), "H"), (("C", "I"), "C" if "Au" in told else "H")):
        if all(name in told for name in names):
            return all(told[name] == high for name in names)
    return None


def metrics(vector: str) -> Mapping[str, str]:
    """Take a vector apart; empty when it is none, and whatever is odd in it is left out."""
    if len(vector) > _LONGEST:
        return {}
    parts = (part.partition(":") for part in vector.strip().strip("()").split("/"))
    return {name: value for name, _, value in parts if name and value}
