"""What a check says about one subject: good, bad, unknown or not applicable, and in which words."""

from dataclasses import dataclass
from enum import StrEnum

from storewarden.core.matched import Named
from storewarden.core.severity import Severity

__all__ = ["Outcome", "Severity", "Verdict", "bad", "good", "not_applicable", "unknown"]


class Outcome(StrEnum):
    """The four answers that a check can give."""

    GOOD = "good"
    BAD = "bad"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One answer to one check's question about one subject.

    It carries no asset, time or owner: the engine stamps those on.

    Attributes:
        outcome: the answer.
        subject: what on the asset is meant, stable from run to run (``payments_card.number``);
            together with check and asset it is the identity of a finding, so no counts, dates
            or other moving values in it.
        said: one sentence for people: what was seen, and what follows. Never a secret.
        evidence: short lines that let a reader look for himself; secrets masked.
        severity: graver or milder than the check's own, when the facts say so.
        named: the published weaknesses that it is about; the engine takes its dates from them.
    """

    outcome: Outcome
    subject: str
    said: str
    evidence: tuple[str, ...] = ()
    severity: Severity | None = None
    named: tuple[Named, ...] = ()


def good(subject: str, said: str, *evidence: str) -> Verdict:
    """Say that the subject is as it should be."""
    return Verdict(Outcome.GOOD, subject, said, evidence)


def bad(
    subject: str,
    said: str,
    *evidence: str,
    severity: Severity | None = None,
    named: tuple[Named, ...] = (),
) -> Verdict:
    """Say that something is wrong with the subject; it becomes a finding."""
    return Verdict(Outcome.BAD, subject, said, evidence, severity, named)


def unknown(subject: str, because: str) -> Verdict:
    """Say that the subject could not be judged, and why; unknown is not green."""
    return Verdict(Outcome.UNKNOWN, subject, because)


def not_applicable(subject: str, because: str) -> Verdict:
    """Say that the question does not arise for the subject, and why."""
    return Verdict(Outcome.NOT_APPLICABLE, subject, because)
