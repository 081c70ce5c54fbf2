"""Papers and reviews are told as declared; certificates of endpoints as they are really shown."""

import datetime as dt
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from storewarden.connectors.declared.supplier_endpoints import connector as endpoints
from storewarden.connectors.declared.supplier_endpoints.connector import address_of, is_trap
from storewarden.connectors.declared.suppliers import connector as suppliers
from storewarden.core.errors import OutOfScope, Unreachable
from storewarden.core.estate import Certificate, Supplier
from storewarden.facts.suppliers import EndpointCertificate, Paper, Review
from tests.connectors.web_servers import certificate, say, site
from tests.support.access import NOON, access_to, an_estate
from tests.support.servers import silent_server

TODAY = NOON.date()


def hello(asked: BaseHTTPRequestHandler) -> None:
    say(asked, "hello")


def seen(supplier: Supplier, root: Path) -> EndpointCertificate:
    access = access_to(an_estate(root, supplier), now=dt.datetime.now(dt.UTC))  # noqa: TID251 - real certificates
    [fact] = endpoints.CONNECTOR.gather(supplier, access)
    assert isinstance(fact, EndpointCertificate)
    return fact


def test_papers_and_reviews_are_told(tmp_path: Path) -> None:
    paper = Certificate("ISO 27001", dt.date(2026, 1, 31))
    known = Supplier("p", "Printworks", certificates=(paper,), reviewed_on=dt.date(2026, 3, 1))
    new = Supplier("m", "Mailer", review_every_days=90)
    access = access_to(an_estate(tmp_path, known, new))
    assert list(suppliers.CONNECTOR.gather(known, access)) == [
        Review("Printworks", 365, TODAY, dt.date(2026, 3, 1)),
        Paper("ISO 27001", dt.date(2026, 1, 31), TODAY),
    ]
    assert list(suppliers.CONNECTOR.gather(new, access)) == [Review("Mailer", 90, TODAY)]


@pytest.mark.parametrize("days", [-20, 30])
def test_a_certificate_is_read_whether_good_or_expired(tmp_path: Path, days: int) -> None:
    public, tls = certificate(tmp_path, "127.0.0.1", days=days)
    with site(hello, tls) as url:
        fact = seen(Supplier("p", "P", endpoint=url, ca_file=public), tmp_path)
    assert fact.host == "127.0.0.1"
    assert (fact.not_after - fact.as_of).days == days
    assert fact.complaint == ("certificate has expired" if days < 0 else "")


def test_a_certificate_that_nobody_trusts_is_read_too(tmp_path: Path) -> None:
    _, tls = certificate(tmp_path, "other.example")
    with site(hello, tls) as url:
        fact = seen(Supplier("p", "P", endpoint=url), tmp_path)
    assert (fact.not_after - fact.as_of).days == 30
    assert fact.complaint == "self-signed certificate"


def test_a_certificate_for_another_name_is_a_complaint(tmp_path: Path) -> None:
    public, tls = certificate(tmp_path, "other.example")
    with site(hello, tls) as url:
        fact = seen(Supplier("p", "P", endpoint=url, ca_file=public), tmp_path)
    assert fact.complaint.startswith("IP address mismatch")


def test_a_server_that_speaks_no_tls_is_an_error(tmp_path: Path) -> None:
    with site(hello) as url, pytest.raises(OSError, match="SSL"):
        seen(Supplier("p", "P", endpoint=url.replace("http:", "https:")), tmp_path)


def test_a_server_that_says_nothing_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoints, "SECONDS", 0.2)
    with silent_server() as port, pytest.raises(TimeoutError):
        seen(Supplier("p", "P", endpoint=f"https://127.0.0.1:{port}"), tmp_path)


@pytest.mark.parametrize("endpoint", ["http://127.0.0.1:1/", "https://[::1", "https://h:x/", "no"])
def test_what_is_no_https_address_is_unreachable(tmp_path: Path, endpoint: str) -> None:
    with pytest.raises(Unreachable, match="the endpoint of p is no https address"):
        seen(Supplier("p", "P", endpoint=endpoint), tmp_path)


def test_a_supplier_without_an_endpoint_is_left_alone() -> None:
    assert not endpoints.CONNECTOR.fits(Supplier("p", "P"))


def test_addresses_that_hand_out_credentials_are_refused_unless_named() -> None:
    with pytest.raises(OutOfScope, match="nothing was sent"):
        address_of("169.254.169.254", 443, named=())
    assert address_of("169.254.169.254", 443, named=("169.254.169.254",)) == "169.254.169.254"
    assert [is_trap(a) for a in ("::ffff:169.254.169.254", "fe80::1%eth0", "10.0.0.1")] == [
        True,
        True,
        False,
    ]
