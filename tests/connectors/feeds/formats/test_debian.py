"""Debian's own word for its source packages."""

import pytest

from storewarden.connectors.feeds.debian.format import FORMAT
from storewarden.core.errors import Unreachable
from storewarden.core.published import Affected, Record, Stretch
from storewarden.core.verdicts import Severity
from tests.support.published import told

URL = "pkg:deb/debian/till"


def test_each_release_has_its_own_word() -> None:
    releases = {
        "bookworm": {"status": "resolved", "fixed_version": "1.2-3+deb12u1", "urgency": "high"},
        "trixie": {"status": "resolved", "fixed_version": "0", "urgency": "unimportant"},
        "bullseye": {
            "status": "open",
            "urgency": "not yet assigned",
            "nodsa": "Minor issue",
            "nodsa_reason": "postponed",
        },
        "buster": {"status": "open", "urgency": "end-of-life"},
        "forky": {"status": "open", "urgency": "low"},
        "duke": {"status": "undetermined", "urgency": "not yet assigned"},
        "sid": {"status": "open", "urgency": "low"},
    }
    given = {"till": {"CVE-2026-10001": {"description": "Overflow", "releases": releases}}}
    assert told(FORMAT, given) == [
        Record(
            id="DEBIAN-CVE-2026-10001:till",
            aliases=("CVE-2026-10001",),
            summary="Overflow",
            severity=Severity.HIGH,
            url="https://security-tracker.debian.org/tracker/CVE-2026-10001",
            affected=(
                Affected(
                    URL, "debian-12", (Stretch(high="1.2-3+deb12u1", fixed_in="1.2-3+deb12u1"),)
                ),
                Affected(URL, "debian-13", statement="not affected"),
                Affected(
                    URL,
                    "debian-11",
                    (Stretch(),),
                    statement="no security fix is planned (postponed): Minor issue",
                ),
                Affected(
                    URL,
                    "debian-10",
                    (Stretch(),),
                    statement="no security fix is planned: end-of-life",
                ),
                Affected(URL, "debian-14", (Stretch(),), statement="no security fix yet"),
                Affected(URL, "debian-15", statement="undetermined"),
            ),
        )
    ]


def test_one_weakness_of_two_packages_is_two_records_with_one_alias() -> None:
    weakness: dict[str, object] = {
        "TEMP-0000000-ABCDEF": {"releases": {}},
        "CVE-2026-1000": {"releases": {}},
    }
    read = told(FORMAT, {"a": weakness, "b": weakness})
    assert [(one.id, one.aliases) for one in read if isinstance(one, Record)] == [
        ("DEBIAN-TEMP-0000000-ABCDEF:a", ()),
        ("DEBIAN-CVE-2026-1000:a", ("CVE-2026-1000",)),
        ("DEBIAN-TEMP-0000000-ABCDEF:b", ()),
        ("DEBIAN-CVE-2026-1000:b", ("CVE-2026-1000",)),
    ]


@pytest.mark.parametrize(
    "content",
    [
        "<html>",
        "",
        '{"till": {"CVE-2026-1000": {"releases": {}}}',
        '{"till": {"not a cve": {"releases": {}}}}',
        '{"till": []}',
        '{"till": {"CVE-2026-1000": ' + "[" * 20_000,
    ],
)
def test_what_is_no_tracker_is_not_taken_over(content: str) -> None:
    with pytest.raises(Unreachable):
        told(FORMAT, content)
