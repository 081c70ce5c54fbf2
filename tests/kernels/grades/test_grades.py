"""A weakness is graded by its publisher's word, else by the standard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storewarden.core.verdicts import Severity
from storewarden.kernels.grades import best_vector, cvss4, graded, scored, worded
from storewarden.kernels.grades.cvss3 import base_score


@pytest.mark.parametrize(
    ("vector", "score", "grade"),
    [
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 9.8, Severity.CRITICAL),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 6.1, Severity.MEDIUM),
        ("CVSS:3.0/AV:L/AC:H/PR:L/UI:N/S:U/C:H/I:N/A:N", 4.7, Severity.MEDIUM),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", 7.5, Severity.HIGH),
        ("CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:N", 0.0, Severity.INFO),
        ("CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:C/C:H/I:H/A:H", 9.0, Severity.CRITICAL),
        ("CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:H/I:H/A:H", 7.0, Severity.HIGH),
        ("CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N", 4.0, Severity.MEDIUM),
    ],
)
def test_scores_are_those_of_the_standard(vector: str, score: float, grade: Severity) -> None:
    assert base_score(vector) == score
    assert scored(vector) is grade


@pytest.mark.parametrize("vector", ["", "CVSS:4.0/AV:N", "CVSS:3.1/AV:N", "CVSS:3.1/AV:Z/AC:L"])
def test_an_unreadable_score_is_no_score(vector: str) -> None:
    assert scored(vector) is None


def four(base: str, losses: str, spread: str = "NNN") -> str:
    """A CVSS 4.0 vector of its values alone, in the order of the standard."""
    names = ("AV", "AC", "AT", "PR", "UI", "VC", "VI", "VA", "SC", "SI", "SA")
    pairs = zip(names, base + losses + spread, strict=True)
    return "CVSS:4.0/" + "/".join(f"{name}:{value}" for name, value in pairs)


@pytest.mark.parametrize(
    ("vector", "score", "grade"),
    [
        # from FIRST's document "CVSS v4.0 Examples"
        (four("LLPLN", "HHH"), 7.3, Severity.HIGH),  # CVE-2022-41741
        (four("NLPNP", "HHH"), 7.7, Severity.HIGH),  # CVE-2020-3549
        (four("NLNNN", "HNN"), 8.7, Severity.HIGH),  # CVE-2014-0160
        (four("NLNNN", "HHH", "HHH"), 10.0, Severity.CRITICAL),  # CVE-2021-44228
        # the ends and the corners
        (four("NLNNN", "HHH"), 9.3, Severity.CRITICAL),
        (four("NLNNN", "NNN"), 0.0, Severity.INFO),
        (four("NLNNP", "NNN", "LLN"), 5.3, Severity.MEDIUM),
        (four("NLNNA", "NNN", "LLN"), 5.1, Severity.MEDIUM),
        (four("PHPHA", "NNL"), 1.0, Severity.LOW),
        (four("NLNNN", "HHH") + "/E:U/RE:L", 9.3, Severity.CRITICAL),
    ],
)
def test_scores_of_the_fourth_version_are_those_of_the_standard(
    vector: str, score: float, grade: Severity
) -> None:
    assert cvss4.base_score(vector) == score
    assert scored(vector) is grade


@given(st.data())
def test_a_worse_value_never_scores_milder(data: st.DataObject) -> None:
    orders = ("NALP", "LH", "NP", "NLH", "NPA", *["HLN"] * 6)
    values = [data.draw(st.sampled_from(order)) for order in orders]
    at = data.draw(st.integers(0, len(orders) - 1))
    worse = orders[at][: orders[at].index(values[at])]
    if worse:
        other = [*values[:at], data.draw(st.sampled_from(worse)), *values[at + 1 :]]
        score = cvss4.base_score(four("".join(values), "", ""))
        assert 0.0 <= score <= cvss4.base_score(four("".join(other), "", "")) <= 10.0


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


def test_a_vector_of_more_than_400_letters_is_none() -> None:
    longest, longer = CRITICAL + "/E:X" * 89, CRITICAL + "/E:X" * 88 + "/E:XX"
    assert (len(longest), len(longer)) == (400, 401)
    assert (scored(longest), scored(longer)) == (Severity.CRITICAL, None)
    assert (best_vector([longest]), best_vector([longer])) == (longest, "")
