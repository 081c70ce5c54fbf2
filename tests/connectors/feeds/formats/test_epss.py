"""FIRST's scores."""

import gzip
from datetime import UTC, datetime

import pytest

from storewarden.connectors.feeds.epss.format import FORMAT
from storewarden.core.errors import Unreachable
from storewarden.core.published import Likelihood
from tests.support.published import corpus, document, told

HEAD = "#model_version:v2025.03.14,score_date:2026-06-14T12:55:00Z\ncve,epss,percentile\n"


def test_scores_are_read_with_and_without_their_comment() -> None:
    rows = "CVE-2026-10001,0.94321,0.99910\nCVE-2026-10002,1e-05,0.0\n"
    expected = [
        Likelihood("CVE-2026-10001", 0.94321, 0.9991),
        Likelihood("CVE-2026-10002", 0.00001, 0.0),
    ]
    assert told(FORMAT, HEAD + rows) == expected
    assert told(FORMAT, "cve,epss,percentile\n" + rows) == expected
    moment = FORMAT.published(document(HEAD))
    assert moment == datetime(2026, 6, 14, 12, 55, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ("CVE-2026-10001,0.9,0.9\nCVE-2026-1000", 4),
        ("CVE-2026-10001,0.9,0.9", 3),
        ("CVE-2026-10001,nan,0.9\n", 3),
        ("CVE-2026-10001,1.5,0.9\n", 3),
        ("CVE-2026-10001,0.9\n", 3),
        ("x" * 5_000, 3),
    ],
)
def test_a_list_that_ends_in_a_line_is_not_taken_over(rows: str, line: int) -> None:
    with pytest.raises(Unreachable, match=f"broken or cut off in line {line}"):
        told(FORMAT, HEAD + rows)


@pytest.mark.parametrize(
    ("content", "because"),
    [("<html>", "is a web page"), ("", "is empty"), ('{"a": 1}', "holds no EPSS scores")],
)
def test_what_is_no_list_of_scores_is_not_taken_over(content: str, because: str) -> None:
    with pytest.raises(Unreachable, match=because):
        told(FORMAT, content)


@pytest.mark.corpus
@pytest.mark.slow
def test_every_real_score_is_read() -> None:
    read = told(FORMAT, gzip.decompress(corpus("epss_2026-08-16.csv.gz").read_bytes()))
    assert len(read) == 360_142
