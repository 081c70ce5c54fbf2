"""How grave a weakness is: its publisher's word, else what its CVSS vector scores."""

from collections.abc import Iterable
from typing import Final

from storewarden.core.verdicts import Severity
from storewarden.kernels.grades import cvss3, cvss4

_WORDS: Final = {
    "none": Severity.INFO,
    "negligible": Severity.INFO,
    "unimportant": Severity.INFO,
    "low": Severity.LOW,
    "moderate": Severity.MEDIUM,
    "medium": Severity.MEDIUM,
    "important": Severity.HIGH,
    "high": Severity.HIGH,
    "critical": Severity.CRITICAL,
}
_FROM: Final = (
    (9.0, Severity.CRITICAL),
    (7.0, Severity.HIGH),
    (4.0, Severity.MEDIUM),
    (0.1, Severity.LOW),
)
"""Least score of each grade: CVSS v3.1 and v4.0, qualitative severity rating scale."""

_RULES: Final = {
    "CVSS:3.0/": cvss3.base_score,
    "CVSS:3.1/": cvss3.base_score,
    "CVSS:4.0/": cvss4.base_score,
}
_NEWEST_FIRST: Final = ("CVSS:4.", "CVSS:3.1/", "CVSS:3.0/")
_LONGEST: Final = 400


def worded(word: object) -> Severity | None:
    """Return the severity that a publisher's word means; None when it is no known word."""
    return _WORDS.get(word.strip().lower()) if isinstance(word, str) else None


def scored(vector: str) -> Severity | None:
    """Return the severity of a CVSS 3.0, 3.1 or 4.0 vector; None for anything else."""
    rules = _RULES.get(vector[: len("CVSS:4.0/")])
    if rules is None or len(vector) > _LONGEST:
        return None
    try:
        score = rules(vector)
    except KeyError:
        return None
    return next((grade for least, grade in _FROM if score >= least), Severity.INFO)


def best_vector(vectors: Iterable[str | None]) -> str:
    """Return the vector of the newest version of CVSS among them; empty when there is none."""
    there = [vector.strip() for vector in vectors if vector and len(vector) <= _LONGEST]
    for version in _NEWEST_FIRST:
        for vector in there:
            if vector.startswith(version):
                return vector
    return ""


def graded(word: object, vectors: Iterable[str | None]) -> Severity | None:
    """Return the grade of a publisher's word, else the gravest that one of the vectors scores."""
    said = worded(word)
    if said is not None:
        return said
    grades = [scored(vector) for vector in vectors if vector]
    return max((grade for grade in grades if grade is not None), default=None)
