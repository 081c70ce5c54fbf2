"""The real lab runs: its sites answer, and its logs tell the story of its traffic."""

import re
import ssl
from collections import Counter
from pathlib import Path
from urllib.request import urlopen

import pytest
from lab.run.tls import CA_FILE
from lab.traffic.truth import Told

from tests.lab.conftest import RunningLab

pytestmark = [pytest.mark.lab, pytest.mark.slow]


def lines(lab: RunningLab, site: str) -> list[str]:
    return (lab.state / "logs" / f"{site}-access.log").read_text("utf-8").splitlines()


def told(lab: RunningLab, kind: str) -> Told:
    (only,) = (each for each in (*lab.truth.attackers, *lab.truth.honest) if each.kind == kind)
    return only


def spoken(lab: RunningLab, kind: str) -> list[str]:
    theirs = set(told(lab, kind).addresses)
    return [line for line in lines(lab, "shop") if line.partition(" ")[0] in theirs]


@pytest.mark.parametrize("site", ["shop", "cms", "campaign", "shipit"])
def test_every_site_answers(lab: RunningLab, site: str) -> None:
    trust = ssl.create_default_context(cafile=str(lab.state / CA_FILE))
    with urlopen(lab.urls[site] + "/", timeout=30, context=trust) as answer:  # noqa: S310 - ours
        assert answer.status == 200


def test_no_site_stumbled_over_the_traffic(lab: RunningLab) -> None:
    statuses = Counter(
        re.findall(r'HTTP/1\.1" (5\d\d) ', "\n".join([*lines(lab, "shop"), *lines(lab, "cms")]))
    )
    assert statuses == Counter()


def test_everybody_of_the_truth_stands_in_the_logs(lab: RunningLab) -> None:
    seen = {line.partition(" ")[0] for site in ("shop", "cms") for line in lines(lab, site)}
    for each in (*lab.truth.attackers, *lab.truth.honest):
        assert set(each.addresses) <= seen, each.kind


def test_the_burst_of_stolen_logins_failed_from_one_address(lab: RunningLab) -> None:
    failed = [line for line in spoken(lab, "credential_stuffing") if "POST /acc" in line]
    assert len(told(lab, "credential_stuffing").addresses) == 1
    assert len(failed) >= 60
    assert all('login/ HTTP/1.1" 200 ' in line for line in failed)


def test_the_office_logged_in_from_one_address_and_never_failed(lab: RunningLab) -> None:
    logins = [line for line in spoken(lab, "office") if "POST /accounts/login/" in line]
    assert len(logins) == 14
    assert all('HTTP/1.1" 302 ' in line for line in logins)


@pytest.mark.parametrize(
    "planted",
    [
        r"GET /portal/login\?user=[\w-]+&password=\w+",
        r"GET /api/products/\?\S*api_key=\w+",
        r"GET /search/\?q=select\+union\+square\+tee ",
        r"GET /for-school/\?key_stage=2 ",
        r"GET /\?token= ",
        r"GET /portal/\?password_changed=1 ",
        r"UNION%20ALL%20SELECT",
    ],
)
def test_what_the_checks_must_tell_apart_is_in_the_log(lab: RunningLab, planted: str) -> None:
    assert re.search(planted, "\n".join(lines(lab, "shop")))


@pytest.mark.parametrize("hook", ["product-changed", "price-changed"])
def test_the_shop_has_told_the_content_system_of_changes(lab: RunningLab, hook: str) -> None:
    honest = [line for line in lines(lab, "cms") if '"Storewarden/' not in line]
    calls = re.findall(rf'POST /hooks/{hook}/ HTTP/1\.1" (\d+) ', "\n".join(honest))
    assert len(calls) >= 3
    assert {status[0] for status in calls} == {"2"}


def test_no_card_number_is_in_any_log(lab: RunningLab) -> None:
    for log in sorted(Path(lab.state / "logs").iterdir()):
        assert "4111111111111111" not in log.read_text("utf-8", "replace"), log.name
