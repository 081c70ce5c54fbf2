"""Lists of PHP packages: Packagist's and FriendsOfPHP's."""

import gzip
from datetime import UTC, datetime

import pytest

from storewarden.connectors.feeds.friendsofphp.format import FORMAT as FRIENDS
from storewarden.connectors.feeds.packagist.format import FORMAT as PACKAGIST
from storewarden.core.errors import Unreachable
from storewarden.core.published import Affected, Record, Stretch
from storewarden.core.verdicts import Severity
from tests.support.published import corpus, document, told

ADVISORY = {
    "advisoryId": "PKSA-aaaa-bbbb-cccc",
    "packageName": "fern/till",
    "remoteId": "fern/till/CVE-2026-10001.yaml",
    "title": "SQL injection",
    "link": "https://fern.example/1",
    "cve": "CVE-2026-10001",
    "affectedVersions": ">=1.0,<1.5|>=2.0,<2.0.3-p1",
    "source": "FriendsOfPHP/security-advisories",
    "reportedAt": "2026-06-13 08:00:00",
    "composerRepository": "https://packagist.org",
    "severity": "high",
    "sources": [{"name": "GitHub", "remoteId": "GHSA-aaaa-bbbb-cccc"}],
}
RUNS = (
    Stretch("1.0-dev", high="1.5", fixed_in="1.5"),
    Stretch("2.0-dev", high="2.0.3-p1", fixed_in="2.0.3-p1"),
)
YAML = """
title:     SQL injection
link:      https://fern.example/1
cve:       CVE-2026-10001
branches:
    "1.x":
        time:     2026-06-13 08:00:00
        versions: [">=1.0", "<1.5"]
    "2.x":
        time:     ~
        versions: [">=2.0", "<2.0.3-p1"]
reference: composer://Fern/Till
"""


@pytest.mark.parametrize("several", [[ADVISORY], {"0": ADVISORY}])
def test_packagist_is_told_whole(several: object) -> None:
    assert told(PACKAGIST, {"advisories": {"fern/till": several}}) == [
        Record(
            id="PKSA-aaaa-bbbb-cccc",
            aliases=("CVE-2026-10001", "fern/till/CVE-2026-10001.yaml", "GHSA-aaaa-bbbb-cccc"),
            summary="SQL injection",
            severity=Severity.HIGH,
            published=datetime(2026, 6, 13, 8, tzinfo=UTC),
            url="https://fern.example/1",
            affected=(Affected("pkg:composer/fern/till", stretches=RUNS),),
        )
    ]


def test_an_empty_answer_of_php_is_empty() -> None:
    assert told(PACKAGIST, {"advisories": []}) == []


def test_a_constraint_that_cannot_be_read_clears_nobody() -> None:
    odd = {**ADVISORY, "affectedVersions": "all but the good ones"}
    (one,) = told(PACKAGIST, {"advisories": {"fern/till": [odd]}})
    assert isinstance(one, Record)
    assert one.affected[0].stretches == (
        Stretch(high="unreadable: all but the good ones", high_included=True),
    )


def test_friends_of_php_are_read_from_their_collection() -> None:
    names = {
        "security-advisories-master/fern/till/CVE-2026-10001.yaml": YAML,
        "security-advisories-master/.github/workflows/php.yml": "jobs: 1",
        "security-advisories-master/composer.json": "{}",
    }
    documents = [document(text, name) for name, text in names.items()]
    assert list(FRIENDS.read(documents)) == [
        Record(
            id="fern/till/CVE-2026-10001.yaml",
            aliases=("CVE-2026-10001",),
            summary="SQL injection",
            published=datetime(2026, 6, 13, 8, tzinfo=UTC),
            modified=datetime(2026, 6, 13, 8, tzinfo=UTC),
            url="https://fern.example/1",
            affected=(Affected("pkg:composer/fern/till", stretches=RUNS),),
        )
    ]


@pytest.mark.parametrize(
    "text",
    [
        "title: x",
        "- " * 50_000,
        "a: &a [x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(5)),
        YAML.replace("composer://", "npm://").replace("Fern/Till", "till"),
        "x" * 300_000,
        "!!python/object/apply:os.system [ls]",
    ],
)
def test_what_is_no_advisory_is_not_taken_over(text: str) -> None:
    with pytest.raises(Unreachable):
        list(FRIENDS.read([document(text, "fern/till/1.yaml")]))


@pytest.mark.corpus
def test_every_real_advisory_is_read() -> None:
    read = told(FRIENDS, gzip.decompress(corpus("friendsofphp_2026-08-06.ndjson.gz").read_bytes()))
    runs = [
        run
        for one in read
        if isinstance(one, Record)
        for part in one.affected
        for run in part.stretches
    ]
    assert len(read) == 1592
    assert not [run for run in runs if run.high is None or run.high.startswith("unreadable")]


def test_one_file_of_friendsofphp_is_a_list_by_itself() -> None:
    (only,) = FRIENDS.read([document(YAML, "CVE-2026-10001.yaml")])
    assert isinstance(only, Record)
    assert (only.id, only.affected) == (
        "CVE-2026-10001.yaml",
        (Affected("pkg:composer/fern/till", stretches=RUNS),),
    )
