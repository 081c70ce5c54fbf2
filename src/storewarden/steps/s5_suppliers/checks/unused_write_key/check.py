"""Does a key that can change things lie around unused?

*Why it matters.* A key that nobody uses is missed by nobody: whoever finds it in an old mail or on
a lost laptop can change prices and orders for as long as it works.

*How to put it right.* Ask the holder. If the key is not needed, revoke it; if reading is enough,
give one that only reads. A key that is needed once a year is better made anew each year.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from storewarden.core.checks import Check
from storewarden.core.verdicts import Severity, Verdict, bad, good, unknown
from storewarden.facts.suppliers import ApiKey

GRACE_DAYS: Final = 90
IDLE_DAYS: Final = 180


def judge(keys: Sequence[ApiKey]) -> Iterator[Verdict]:
    """Name each key that can write and is unused; one good verdict when there is none."""
    seen: Counter[str] = Counter()
    verdicts = []
    for key in sorted(keys, key=lambda key: (key.name, key.created or date.min)):
        seen[key.name] += 1
        subject = key.name if seen[key.name] == 1 else f"{key.name} ({seen[key.name]})"
        verdict = _about(subject, key)
        if verdict is not None:
            verdicts.append(verdict)
    yield from verdicts
    if keys and not verdicts:
        yield good("all keys", f"each of {len(keys)} keys only reads, is young or is in use")


def _about(subject: str, key: ApiKey) -> Verdict | None:
    """Judge one key; None when nothing is wrong with it."""
    if key.can_write is False:
        return None
    if key.can_write is None:
        return unknown(subject, "its permissions do not say whether it can write")
    if key.last_used is not None:
        idle = (key.as_of - key.last_used).days
        said = f"can write and was last used on {key.last_used}{_held(key)}"
        return bad(subject, said) if idle > IDLE_DAYS else None
    if not key.use_is_recorded:
        return unknown(subject, "can write, and nobody records when it is used")
    if key.created is None:
        return unknown(subject, "can write and was never used; when it was made is not recorded")
    age = (key.as_of - key.created).days
    said = f"can write, was made on {key.created} and never used{_held(key)}"
    return bad(subject, said) if age > GRACE_DAYS else None


def _held(key: ApiKey) -> str:
    return f"; held by {key.holder}" if key.holder else ""


CHECK = Check(
    asks=ApiKey,
    severity=Severity.HIGH,
    judge=judge,
    standards=("PCI DSS 4.0.1 7.2.4", "PCI DSS 4.0.1 8.2.6"),
)
