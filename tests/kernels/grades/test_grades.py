"""A weakness is graded by its publisher's word, else by the standard."""

import pytest

from storewarden.core.verdicts import Severity
from storewarden.kernels.grades import best_vector, graded, scored, worded
from storewarden.kernels.grades.cvss3 import base_score


@pytest.mark.parametrize(
    ("vector", "score", "grade"),
    [
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 9.8, Severity.CRITICAL),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 6.1, Severity.MEDIUM),
        ("CVSS:3.0/AV:L/AC:H/PR:L/UI:N/S:U/C:H/I:N/A:N", 4.7, Severity.MEDIUM),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", 7.5, Severity.HIGH),
        ("CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:N", 0.0, Severity.INFO),
    ],
)
def test_scores_are_those_of_the_standard(vector: str, score: float, grade: Severity) -> None:
    assert base_score(vector) == score
    assert scored(vector) is grade


@pytest.mark.parametrize("vector", ["", "CVSS:4.0/AV:N", "CVSS:3.1/AV:N", "CVSS:3.1/AV:Z/AC:L"])
def test_an_unreadable_score_is_no_score(vector: str) -> None:
    assert scored(vector) is None


CRITICAL = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
NEWER = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"


def test_the_word_counts_before_the_vector() -> None:
    assert graded("Moderate", [CRITICAL]) is Severity.MEDIUM
    assert graded("so-so", [None, "", CRITICAL]) is Severity.CRITICAL
    assert graded(None, ["nothing"]) is None


@pytest.mark.parametrize(
    ("word", "grade"),
    [
        ("important", Severity.HIGH),
        (" CRITICAL ", Severity.CRITICAL),
        ("unimportant", Severity.INFO),
        ("not yet assigned", None),
        (7, None),
    ],
)
def test_words_of_publishers(word: object, grade: Severity | None) -> None:
    assert worded(word) is grade


def test_the_newest_version_of_the_standard_is_kept() -> None:
    assert best_vector(["AV:N/AC:L", CRITICAL, None, NEWER]) == NEWER
    assert best_vector(["AV:N/AC:L", CRITICAL]) == CRITICAL
    assert best_vector(["AV:N/AC:L", "x" * 10_000]) == ""
