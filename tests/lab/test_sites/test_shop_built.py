"""The built shop holds what lab/WEAKNESSES.md says, and its decoys."""

import json
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

pytestmark = [pytest.mark.lab, pytest.mark.slow]
TEST_CARDS = {"4111111111111111", "5555555555554444", "4242424242424242", "6011111111111117"}


def rows(built: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(f"file:{built / 'shop.sqlite3'}?mode=ro", uri=True)) as shop:
        return shop.execute(query).fetchall()


def count(built: Path, table: str, where: str = "1") -> int:
    query = f"SELECT count(*) FROM {table} WHERE {where}"  # noqa: S608 - both written below
    return int(column(built, query)[0])


def column(built: Path, query: str) -> list[str]:
    return [str(row[0]) for row in rows(built, query)]


def passes_luhn(digits: str) -> bool:
    doubled = [int(d) * (2 if n % 2 else 1) for n, d in enumerate(reversed(digits))]
    return sum(n // 10 + n % 10 for n in doubled) % 10 == 0


def test_the_shop_is_of_a_believable_size(built: Path) -> None:
    tables = ["catalogue_product", "partner_stockrecord", "voucher_voucher", "order_order"]
    sizes = [count(built, table) for table in tables]
    assert sizes == [70, 70, 4, 120]
    assert count(built, "auth_user", "NOT is_superuser") == 42
    assert count(built, "order_line") > 120


def test_order_numbers_pass_luhn_and_look_like_no_card_network(built: Path) -> None:
    numbers = column(built, "SELECT number FROM order_order")
    assert len(set(numbers)) == 120
    assert all(len(n) == 16 and n.startswith("90") and passes_luhn(n) for n in numbers)


def test_tracking_numbers_begin_like_a_card_and_pass_luhn_by_chance_only(built: Path) -> None:
    tracking = column(built, "SELECT tracking FROM shipping_parcel")
    assert all(len(n) == 16 and n.startswith("4") for n in tracking)
    assert 1 <= sum(map(passes_luhn, tracking)) <= 30


def test_saved_cards_are_public_test_cards_with_their_codes(built: Path) -> None:
    cards = rows(built, "SELECT number, cvv, masked FROM gateway_savedcard")
    assert len(cards) == 18
    assert {str(number) for number, _, _ in cards} <= TEST_CARDS
    assert all(len(str(cvv)) == 3 and str(cvv).isdigit() for _, cvv, _ in cards)
    assert all(str(m) == f"{str(n)[:6]}******{str(n)[-4:]}" for n, _, m in cards)


def test_seven_charges_were_captured_in_spite_of_a_mismatch(built: Path) -> None:
    seen = ["cvv_result='N'", "avs_result='N'"]
    assert [count(built, "gateway_charge", f"status='captured' AND {w}") for w in seen] == [4, 3]
    assert count(built, "gateway_charge", "status<>'captured'") == 14
    assert count(built, "gateway_charge") == 130
    orphans = "order_number NOT IN (SELECT number FROM order_order)"
    assert count(built, "gateway_charge", orphans) == 0


def test_three_d_secure_is_off_and_the_other_safeguards_are_on(built: Path) -> None:
    assert rows(built, "SELECT name, value FROM gateway_setting ORDER BY id") == [
        ("three_d_secure", "off"),
        ("reject_on_cvv_mismatch", "yes"),
        ("reject_on_avs_mismatch", "yes"),
        ("require_cvv", "yes"),
    ]


def test_partners_passwords_are_readable_and_customers_are_hashed(built: Path) -> None:
    readable = column(built, "SELECT password FROM partners_portaluser")
    assert len(readable) == 6
    assert not any("$" in word for word in readable)
    hashed = column(built, "SELECT password FROM auth_user")
    assert all(word.startswith("pbkdf2_sha256$") for word in hashed)


def test_religion_is_kept_and_nationality_is_not(built: Path) -> None:
    counted = "SELECT sum(religion <> ''), sum(nationality <> ''), sum(phone <> '')"
    assert rows(built, f"{counted} FROM customers_profile") == [(21, 0, 42)]


def test_api_keys_are_as_the_list_says(built: Path) -> None:
    query = "SELECT name, permissions, date(created), date(last_used) FROM partners_apikey"
    assert rows(built, f"{query} ORDER BY id") == [
        ("Ship-It Logistics", "write", "2025-11-27", None),
        ("Printworks catalogue", "read", "2025-11-17", None),
        ("Warehouse stock", "write", "2025-07-30", "2026-06-14"),
        ("New till", "write", "2026-06-15", None),
        ("Content system", "read", "2026-03-17", "2026-06-15"),
        ("Stock desk", "write", "2026-03-17", "2026-06-15"),
    ]


def test_no_clear_key_is_in_the_database(built: Path) -> None:
    key = (built / "secrets" / "cms-api-key").read_text("ascii")
    assert key.encode() not in (built / "shop.sqlite3").read_bytes()


def test_secrets_are_for_us_alone(built: Path) -> None:
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (built / "secrets").iterdir()}
    assert modes == {0o600}
    shoppers = json.loads((built / "secrets" / "shoppers.json").read_text("utf-8"))
    assert len(shoppers) == 42
    assert all(shopper["email"].endswith("@mail.example") for shopper in shoppers)


def test_the_web_root_holds_what_should_not_lie_there(built: Path) -> None:
    root = built / "shop-webroot"
    files = sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())
    assert files == [".git/HEAD", ".git/config", "backup/shop.sql", "robots.txt"]


def test_both_databases_let_several_workers_write(built: Path) -> None:
    for name in ("shop.sqlite3", "cms.sqlite3"):
        with closing(sqlite3.connect(built / name)) as database:
            assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
