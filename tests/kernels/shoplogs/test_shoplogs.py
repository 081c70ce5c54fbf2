"""Lines of shops' own logs say what was done, by whom, from where; hostile ones break nothing."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from storewarden.kernels import shoplogs

COLUMNS = ("action", "account", "address", "object", "session")
WOO, MAGENTO = "woocommerce", "magento"
AT = "2026-11-20T08:00:00+00:00"
OLD = "[2020-05-02 10:11:12] report.WARNING: backend_auth_user_login_failed "
MAT = "[2026-11-20T08:00:00.123456+00:00] main"


def told(form: str, *lines: str) -> list[dict[str, Any]]:  # Any: numbers and texts
    chunk = "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape")
    batch = shoplogs.parse(chunk, source="log", first_line=1, form=shoplogs.FORMATS[form])
    return [dict(row) for row in batch.to_pylist()]


@pytest.mark.parametrize(
    ("form", "line", "said"),
    [
        (WOO, f"{AT} ERROR Error: Your card was declined.", ("card_try", None, None, None, None)),
        (
            WOO,
            f"{AT} DEBUG Info: Begin processing payment for order 71 for the amount of 45.00",
            (None, None, None, None, "order 71"),
        ),
        (
            WOO,
            f"{AT} ERROR Order #71 payment failed: INSTRUMENT_DECLINED",
            ("card_try", None, None, None, "order 71"),
        ),
        (
            WOO,
            f'{AT} ERROR declined CONTEXT: {{"error":"payment_intent_payment_failed"}}',
            (None, None, None, None, None),
        ),
        (
            WOO,
            f"{AT} ERROR [code] => card_declined [fingerprint] => Xa1f1kQ2",
            ("card_try", None, None, "Xa1f1kQ2", None),
        ),
        (
            WOO,
            f'{AT} WARNING wp_login_failed CONTEXT: {{"username":"ada","ip":"203.0.113.5"}}',
            ("login_failed", "ada", "203.0.113.5", None, None),
        ),
        (
            WOO,
            f"{AT} NOTICE Consumer key is invalid. IP: 2001:db8::5",
            ("login_failed", None, "2001:db8::5", None, None),
        ),
        (
            WOO,
            f'{AT} NOTICE woocommerce_update_options_payment_gateways CONTEXT: {{"user":"ada"}}',
            ("setting_change", "ada", None, "payment_gateways", None),
        ),
        (
            WOO,
            f"{AT} CRITICAL Uncaught Error: Call to undefined function x() in /srv/a.php:3",
            (None, None, None, None, None),
        ),
        (WOO, f"{AT} INFO Webhook 7 was delivered", ("webhook", None, None, None, None)),
        (
            WOO,
            f'{AT} INFO tidy CONTEXT: {{"action":"export","user":"ada","profile":"customers"}}',
            ("export", "ada", None, "customers", None),
        ),
        (
            MAGENTO,
            f"{MAT}.CRITICAL: Placing an order with quote_id 12 is failed: Card refused. [] []",
            ("card_try", None, None, None, "quote 12"),
        ),
        (
            MAGENTO,
            f"{MAT}.CRITICAL: Placing an order with quote_id 12 is failed: Out of stock [] []",
            (None, None, None, None, "quote 12"),
        ),
        (
            MAGENTO,
            OLD + '{"user_name":"ada","ip":"203.0.113.5"} {"url":"/admin/"}',
            ("login_failed", "ada", "203.0.113.5", None, None),
        ),
        (
            MAGENTO,
            f"{MAT}.CRITICAL: The account sign-in was incorrect or your account is disabled [] []",
            ("login_failed", None, None, None, None),
        ),
        (
            MAGENTO,
            f"{MAT}.ERROR: The consumer isn't authorized to access Magento_Sales::sales. [] []",
            ("api_call", None, None, "Magento_Sales::sales.", None),
        ),
        (MAGENTO, "    'RESPMSG' => 'Declined',", ("card_try", None, None, None, None)),
        (
            MAGENTO,
            MAT + '.INFO: cache_invalidate: {"method":"GET","url":"/"} []',
            (None, None, None, None, None),
        ),
    ],
)  # fmt: skip
def test_a_line_says_what_was_done(form: str, line: str, said: tuple[str | None, ...]) -> None:
    [row] = told(form, line)
    assert tuple(row[name] for name in COLUMNS) == said
    assert row["message"] == line


def test_a_line_without_a_beginning_has_the_time_of_its_entry() -> None:
    rows = told(
        WOO,
        "torn off at the start",
        f"{AT} DEBUG ====Start Log====",
        "Error: Your card was declined.",
        "",
        "2026-11-20T09:00:00+00:00 DEBUG ====End Log====",
    )
    assert [row["time"] and row["time"] // 1_000_000 for row in rows] == [
        None,
        1_795_161_600,
        1_795_161_600,
        1_795_165_200,
    ]
    assert [row["kind"] for row in rows] == ["raw", "app", "app", "app"]
    assert [row["line"] for row in rows] == [1, 2, 3, 5]
    assert rows[2]["action"] == "card_try"


def test_a_time_without_a_zone_is_of_the_zone_that_is_said() -> None:
    chunk = b"[2026-11-20 09:00:00] main.INFO: x [] []\n"
    form = shoplogs.FORMATS[MAGENTO]
    batch = shoplogs.parse(chunk, source="log", first_line=1, form=form, zone=60)
    assert batch.column("time").to_pylist() == [1_795_161_600_000_000]


@pytest.mark.parametrize("form", [WOO, MAGENTO])
def test_hostile_lines_are_read_in_little_time(form: str) -> None:
    rows = told(
        form,
        f"{AT} ERROR " + "order " * 10_000,
        f"{AT} ERROR " + "card was declined " * 500 + "order",
        f"{AT} ERROR CONTEXT: " + '{"a":' * 5_000,
        f"{MAT}.ERROR: " + "{" * 60_000,
        f"{MAT}.ERROR: " + "quote_id 1 is failed: " * 3_000,
        "\x00\x1b[2J\udcff",
        "coupon '" + "x" * 60_000,
    )
    assert len(rows) == 7


@given(some.binary(max_size=300), some.sampled_from([WOO, MAGENTO]))
def test_any_bytes_become_as_many_rows_as_there_are_lines(raw: bytes, form: str) -> None:
    batch = shoplogs.parse(raw, source="log", first_line=1, form=shoplogs.FORMATS[form])
    texts = raw.decode("utf-8", "replace").split("\n")
    assert batch.num_rows == sum(1 for text in texts if text.strip())
