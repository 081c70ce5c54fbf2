"""The list of support ends is read strictly, renewed whole, and a broken one changes nothing."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storewarden.connectors.support_ends import OWN, Support, parsed, support_ends
from storewarden.connectors.support_ends_api import as_list
from storewarden.core.errors import Unreachable

TODAY = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("product", "version", "expected"),
    [
        ("django", "5.2.19", Support("5.2", date(2028, 4, 30))),
        ("debian", "12", Support("12", date(2028, 6, 30))),
        ("magento", "2.4.7-p1", Support("2.4.7", date(2027, 5, 31))),
        ("magento", "2.4.70", None),
        ("wordpress", "7.1.2", Support("7.1", None)),
        ("shopware", "6.3.5", Support("6.3", None, ended=True)),
        ("nodejs", "20.11.1", Support("20", date(2026, 4, 30))),
        ("homegrown", "1", None),
        ("django", "", None),
    ],
)
def test_the_shipped_list_knows_releases_by_their_longest_name(
    tmp_path: Path, product: str, version: str, expected: Support | None
) -> None:
    assert support_ends(tmp_path).of(product, version) == expected


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("", "it does not begin as a list of support ends"),
        ("<html>", "it does not begin as a list of support ends"),
        ("# as of 2026-06-15\na,b\n", "it does not begin as a list of support ends"),
        ("# as of 2026-06-15\nproduct,release,end\nphp,8.2\n", "line 3 has not three fields"),
        ("# as of 2026-06-15\nproduct,release,end\nphp,8.2,soon\n", "Invalid isoformat string"),
    ],
)
def test_a_broken_list_is_unknown_and_not_the_shipped_one(
    tmp_path: Path, text: str, because: str
) -> None:
    (tmp_path / OWN).parent.mkdir()
    (tmp_path / OWN).write_text(text)
    with pytest.raises(Unreachable, match=because):
        support_ends(tmp_path)


def api(count: int = 30) -> dict[str, object]:
    products: list[dict[str, object]] = [
        {"name": f"product-{n}", "releases": [{"name": "1", "isEol": False}]} for n in range(count)
    ]
    ends = {"isEol": True, "eolFrom": "2026-07-11", "isEoes": False, "eoesFrom": "2028-06-30"}
    products += [
        {"name": "debian", "releases": [{"name": "12", **ends}]},
        {"name": "ubuntu", "releases": [{"name": "22.04", **ends, "latest": {"name": "22.04.5"}}]},
        {"name": "old", "releases": [{"name": "0.9", "isEol": True, "eolFrom": None}]},
        {"name": "empty", "releases": []},
    ]
    return {"schema_version": "1.2.0", "total": len(products), "result": products}


def test_what_endoflife_date_publishes_becomes_a_list() -> None:
    known = parsed(as_list(json.dumps(api()).encode(), TODAY))
    assert (known.as_of, len(known.releases)) == (TODAY, 33)
    assert known.of("debian", "12.5") == Support("12", date(2028, 6, 30))
    assert known.of("ubuntu", "22.04") == Support("22.04", date(2026, 7, 11))
    assert known.of("old", "0.9.1") == Support("0.9", None, ended=True)
    assert known.of("product-3", "1.0") == Support("1", None)


@pytest.mark.parametrize(
    ("content", "because"),
    [
        (b"<html>", "is not what endoflife.date publishes"),
        (b"[" * 20_000, "is not what endoflife.date publishes"),
        (b"", "is not what endoflife.date publishes"),
        (json.dumps(api(3)).encode(), "names 6 products alone; it is not taken over"),
        (b'{"result": [{"name": "a", "releases": [{"name": "1", "eolFrom": "soon"}]}]}', "is not"),
    ],
)
def test_what_is_no_such_answer_is_refused(content: bytes, because: str) -> None:
    with pytest.raises(ValueError, match=because):
        as_list(content, TODAY)


@given(name=st.text(min_size=1), release=st.text(min_size=1))
def test_hostile_names_stay_in_their_fields(name: str, release: str) -> None:
    told = api()
    products = told["result"]
    assert isinstance(products, list)
    products.append({"name": name, "releases": [{"name": release, "eolFrom": "2030-01-01"}]})
    try:
        written = as_list(json.dumps(told).encode(), TODAY)
    except ValueError:
        return
    assert parsed(written).releases[name] == {release: "2030-01-01"}
