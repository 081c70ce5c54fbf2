"""How one system calls another is told: its scheme, and the keys that its addresses carry."""

from datetime import timedelta
from pathlib import Path

import pytest

from storewarden.connectors.declared.hops import connector as hops
from storewarden.connectors.logs.hop_keys import connector as hop_keys
from storewarden.core.errors import Unreachable
from storewarden.core.estate import Asset, Integration, LogSource
from storewarden.facts.bridges import Hop, HopKeys, KeyInUrl
from tests.support.access import NOON, access_to, an_estate

WHEN = f"{NOON - timedelta(hours=1):%d/%b/%Y:%H:%M:%S +0000}"


def bridge(url: str) -> Integration:
    return Integration("cms_to_shop", "api", "cms", "shop", url)


def keys(tmp_path: Path, url: str, *assets: Asset) -> list[HopKeys]:
    return list(hop_keys.gather(bridge(url), access_to(an_estate(tmp_path, *assets))))


def written(path: Path, *targets: str) -> LogSource:
    lines = [
        f'192.0.2.7 - - [{WHEN}] "GET {target} HTTP/1.1" 200 9 "-" "-"\n' for target in targets
    ]
    path.write_text("".join(lines))
    return LogSource("shop_access", path, site="shop")


def test_a_hop_tells_its_scheme(tmp_path: Path) -> None:
    access = access_to(an_estate(tmp_path))
    assert list(hops.gather(bridge("HTTP://user:pw@Shop.example:8001/api/?api_key=x"), access)) == [
        Hop("cms", "shop", "http", "shop.example")
    ]
    assert list(hops.gather(bridge("nonsense"), access)) == [Hop("cms", "shop", "", "")]
    with pytest.raises(Unreachable, match="the address of cms_to_shop cannot be understood"):
        list(hops.gather(bridge("http://[::1"), access))


def test_keys_of_that_path_are_told_masked(tmp_path: Path) -> None:
    log = written(
        tmp_path / "log",
        "/api/products/?api_key=abcdefghijklmnop",
        "/api/products/7/?api_key=abcdefghijklmnop",
        "/api/products/?key_stage=2",
        "/other/?api_key=abcdefghijklmnop",
    )
    assert keys(tmp_path, "http://shop.example/api/products/", log) == [
        HopKeys("/api/products/", 3, (KeyInUrl("API key", "api_key", "abc***", 2, "shop_access"),))
    ]


def test_links_with_harmless_parameters_carry_no_key(tmp_path: Path) -> None:
    log = written(tmp_path / "log", "/?key_stage=2", "/?token=", "/api/?password_changed=1")
    assert keys(tmp_path, "https://shop.example/", log) == [HopKeys("/", 2)]


def test_our_own_probe_is_no_call_of_the_integration(tmp_path: Path) -> None:
    log = written(tmp_path / "log", "/hooks/")
    log.path.write_text(log.path.read_text().replace('"-"\n', '"Storewarden/0.1.0 (+check)"\n'))
    assert keys(tmp_path, "https://shop.example/hooks/", log) == [HopKeys("/hooks/", 0)]


def test_a_key_in_the_estate_file_is_told_without_any_log(tmp_path: Path) -> None:
    assert keys(tmp_path, "https://shop.example/api/?api_key=abcdefghijklmnop") == [
        HopKeys("/api/", 0, (KeyInUrl("API key", "api_key", "abc***", 1, "the estate file"),))
    ]


def test_without_a_log_of_the_target_nothing_is_known(tmp_path: Path) -> None:
    other = LogSource("cms_access", tmp_path / "log", site="cms")
    with pytest.raises(Unreachable, match="the estate names no access log of shop"):
        keys(tmp_path, "https://shop.example/api/", other)
    with pytest.raises(Unreachable, match="the log of shop_access is not there"):
        keys(tmp_path, "https://shop.example/", LogSource("shop_access", tmp_path, site="shop"))
