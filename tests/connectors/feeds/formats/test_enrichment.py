"""What NIST and CISA add to CVEs."""

import pytest

from storewarden.connectors.feeds.nvd.format import FORMAT as NVD
from storewarden.connectors.feeds.vulnrichment.format import FORMAT as VULNRICHMENT
from storewarden.core.errors import Unreachable
from storewarden.core.published import Assessment
from tests.support.published import document, told

OLD = "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N"
VECTOR = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
OTHER = "CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"


def metric(vector: str, kind: str = "Primary") -> dict[str, object]:
    return {"source": "x", "type": kind, "cvssData": {"version": "3.1", "vectorString": vector}}


def page(*cves: dict[str, object]) -> dict[str, object]:
    items = [{"cve": one} for one in cves]
    return {
        "resultsPerPage": len(items),
        "startIndex": 0,
        "totalResults": 9,
        "vulnerabilities": items,
    }


def test_the_primary_vector_of_the_newest_version_counts() -> None:
    given = page(
        {
            "id": "CVE-2026-10001",
            "metrics": {
                "cvssMetricV30": [metric(OLD)],
                "cvssMetricV31": [metric(OTHER, "Secondary"), metric(VECTOR)],
                "cvssMetricV2": [{"anything": 1}],
            },
        },
        {"id": "CVE-2026-10002", "metrics": {}},
    )
    assert told(NVD, given) == [
        Assessment("CVE-2026-10001", vector=VECTOR),
        Assessment("CVE-2026-10002"),
    ]


@pytest.mark.parametrize("content", ["<html>", page({"id": "x"}), {"vulnerabilities": 1}, "{"])
def test_what_is_no_page_of_nvd_is_not_taken_over(content: object) -> None:
    with pytest.raises(Unreachable):
        told(NVD, content)


def enriched(*options: dict[str, str], **more: object) -> dict[str, object]:
    ssvc = {"other": {"type": "ssvc", "content": {"options": options, "version": "2.0.3"}}}
    kev = {"other": {"type": "kev", "content": {"dateAdded": "2026-06-14"}}}
    adp = [{"metrics": [kev, ssvc], "title": "CISA ADP Vulnrichment"}]
    return {
        "dataType": "CVE_RECORD",
        "cveMetadata": {"cveId": "CVE-2026-10001"},
        "containers": {"cna": {"metrics": [{"cvssV3_1": {"vectorString": VECTOR}}]}, "adp": adp},
        **more,
    }


def test_decision_points_are_read() -> None:
    full = enriched(
        {"Exploitation": "active"}, {"Automatable": "yes"}, {"Technical Impact": "total"}
    )
    odd = enriched({"Exploitation": "sometimes"}, {"Automatable": "maybe"})
    assert told(VULNRICHMENT, full, odd) == [
        Assessment("CVE-2026-10001", "active", True, True, VECTOR),
        Assessment("CVE-2026-10001", vector=VECTOR),
    ]


def test_only_records_of_the_collection_are_read_and_the_silent_are_left_out() -> None:
    silent = {"cveMetadata": {"cveId": "CVE-2026-10002"}, "containers": {"cna": {}}}
    documents = [
        document(silent, "vulnrichment-develop/2026/10xxx/CVE-2026-10002.json"),
        document("{}", "vulnrichment-develop/assets/config.json"),
    ]
    assert list(VULNRICHMENT.read(documents)) == []


@pytest.mark.parametrize(
    "content",
    ["<html>", enriched(cveMetadata={"cveId": "x"}), {"cveMetadata": {}}, enriched(containers=1)],
)
def test_what_is_no_record_is_not_taken_over(content: object) -> None:
    with pytest.raises(Unreachable):
        told(VULNRICHMENT, content)
