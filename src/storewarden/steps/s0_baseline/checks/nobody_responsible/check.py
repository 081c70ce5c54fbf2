"""Does a named person answer for every one of the nine steps?

*Why it matters.* A warning that nobody is bound to read is not a warning. If nobody is responsible
for knowing, there is a vulnerability right there.

*How to put it right.* Name a person or a team for the step in the table `[responsible]` of
`storewarden.toml`, for example `payments = "ada"`.
"""

from collections.abc import Iterator, Sequence

from storewarden.core.checks import Check
from storewarden.core.verdicts import Severity, Verdict, bad, good
from storewarden.facts.people import Responsibility


def judge(steps: Sequence[Responsibility]) -> Iterator[Verdict]:
    """Say for each step whether somebody answers for it."""
    for step in steps:
        if step.person is None:
            yield bad(step.step, f"nobody is responsible for {step.step}")
        else:
            yield good(step.step, f"{step.person} is responsible for {step.step}")


CHECK = Check(asks=Responsibility, severity=Severity.HIGH, judge=judge)
