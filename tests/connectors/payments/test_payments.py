"""Charges and settings are read from the shop's own tables, wherever the estate says they are."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storewarden.connectors.databases.sqlite.driver import open_file
from storewarden.connectors.payments.charges import connector as charges
from storewarden.connectors.payments.safeguards import connector as safeguards
from storewarden.core.connectors import Unseen
from storewarden.core.errors import Unreachable
from storewarden.core.estate import Database, PaymentSetup, TableMap
from storewarden.facts.payments import Charge, Safeguard
from tests.support.access import access_to, an_estate

CHARGES = TableMap(
    "shop_db",
    "gateway_charge",
    {
        "order": "order_number",
        "amount": "amount",
        "code_result": "cvv_result",
        "address_result": "avs_result",
        "status": "status",
        "network": "network",
        "processor": "processor",
    },
)
SETTINGS = TableMap("shop_db", "gateway_setting", {"name": "name", "value": "value"})


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    with closing(sqlite3.connect(tmp_path / "shop.db", isolation_level=None)) as shop:
        shop.executescript(
            """
            create table gateway_charge (id integer primary key, order_number text, amount numeric,
                processor text, network text, cvv_result text, avs_result text, status text);
            insert into gateway_charge values
                (1, '100001', 10, 'demo', 'visa', 'M', 'Y', 'captured'),
                (2, '100002', 10, '', '', null, ' N ', 'VOIDED'),
                (3, 'a' || char(10) || 'b', 10, null, null, 'x', 'y', 'Captured');
            create table gateway_setting (name text, value text);
            insert into gateway_setting values ('three_d_secure', 'off'), ('code', ' "Yes" '),
                ('code', '1'), ('secret', 'sk_live_x'), ('empty', null);
            """
        )
        yield tmp_path / "shop.db"


def charges_of(path: Path, setup: PaymentSetup) -> list[object]:
    database = Database("shop_db", path=path)
    access = access_to(
        an_estate(path.parent, database, setup),
        tables=lambda _database: open_file(f"sqlite:///{path}"),
    )
    return list(charges.CONNECTOR.gather(setup, access))


def safeguards_of(path: Path, setup: PaymentSetup) -> list[object]:
    database = Database("shop_db", path=path)
    access = access_to(
        an_estate(path.parent, database, setup),
        tables=lambda _database: open_file(f"sqlite:///{path}"),
    )
    return list(safeguards.CONNECTOR.gather(setup, access))


def test_charges_are_read_newest_first(path: Path) -> None:
    setup = PaymentSetup("checkout", "shop", "demo", CHARGES, ("captured",))
    assert charges_of(path, setup) == [
        Charge("a b", True, "x", "y", "demo", None),
        Charge("100002", False, "", "N", "demo", None),
        Charge("100001", True, "M", "Y", "demo", "visa"),
    ]


def test_what_is_not_mapped_is_not_guessed(path: Path) -> None:
    few = TableMap("shop_db", "gateway_charge", {"order": "order_number", "status": "status"})
    setup = PaymentSetup("checkout", "shop", charges=few)
    assert charges_of(path, setup)[-1] == Charge("100001", True, None, None, None, None)


@pytest.mark.parametrize(
    ("where", "because"),
    [
        (None, "the estate does not say where the charges of checkout are kept"),
        (TableMap("nope", "x"), "the estate has no database nope"),
        (
            TableMap("shop_db", "gateway_charge", {"order": "id"}),
            "the estate does not say which column is the status",
        ),
    ],
)
def test_charges_that_cannot_be_found_are_unseen(
    path: Path, where: TableMap | None, because: str
) -> None:
    setup = PaymentSetup("checkout", "shop", charges=where)
    assert charges_of(path, setup) == [Unseen(Charge, because)]


def test_a_table_that_is_gone_is_unreachable(path: Path) -> None:
    gone = TableMap("shop_db", "gone", {"order": "id", "status": "status"})
    with pytest.raises(Unreachable, match=r"shop\.db has no table gone"):
        charges_of(path, PaymentSetup("checkout", "shop", charges=gone))


def test_settings_are_told_as_on_off_or_unclear(path: Path) -> None:
    named = {
        "three_d_secure": "three_d_secure",
        "code": "code",
        "wrong": "secret",
        "gone": "gone",
        "empty": "empty",
    }
    setup = PaymentSetup("checkout", "shop", settings=SETTINGS, safeguards=named)
    told = safeguards_of(path, setup)
    assert told == [
        Safeguard("three_d_secure", "three_d_secure", ("off",)),
        Safeguard("code", "code", ("on", "on")),
        Safeguard("wrong", "secret", ("unclear",)),
        Safeguard("gone", "gone", ()),
        Safeguard("empty", "empty", ("off",)),
    ]
    assert "sk_live" not in repr(told)


@pytest.mark.parametrize(
    ("setup", "because"),
    [
        (
            PaymentSetup("checkout", "shop"),
            "the estate does not say which settings keep checkout safe",
        ),
        (
            PaymentSetup("checkout", "shop", settings=TableMap("x", "y"), safeguards={"a": "b"}),
            "the estate has no database x",
        ),
        (
            PaymentSetup(
                "checkout", "shop", settings=TableMap("shop_db", "y"), safeguards={"a": "b"}
            ),
            "the estate does not say which columns are name and value",
        ),
    ],
)
def test_settings_that_cannot_be_found_are_unseen(
    path: Path, setup: PaymentSetup, because: str
) -> None:
    assert safeguards_of(path, setup) == [Unseen(Safeguard, because)]
