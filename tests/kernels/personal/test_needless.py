"""Personal data that selling does not need is known by its column's name, counted where filled."""

import polars as pl
import pytest

from storewarden.kernels.personal.names import Says, says
from storewarden.kernels.personal.needless import filled_in, is_special, needless_kind


@pytest.mark.parametrize(
    ("name", "kind", "special"),
    [
        ("religion", "religion", True),
        ("customer_ethnicity", "ethnic origin", True),
        ("health_status", "health", True),
        ("nationalId", "national identity number", True),
        ("SSN", "national identity number", True),
        ("passport_no", "passport number", True),
        ("date_of_birth", "date of birth", False),
        ("dob", "date of birth", False),
        ("nationality", "nationality", False),
        ("customer_gender", "gender", False),
        ("marital_status", "marital status", False),
    ],
)
def test_kinds_are_known_by_name(name: str, kind: str, special: bool) -> None:  # noqa: FBT001 - a case
    assert needless_kind(name) == kind
    assert is_special(kind) is special


@pytest.mark.parametrize(
    "name",
    ["phone", "first_name", "race_id", "health_check", "sexy_slug", "fingerprint", "id", "dni"],
)
def test_needed_and_other_columns_are_left_alone(name: str) -> None:
    assert needless_kind(name) is None


def test_only_filled_cells_count() -> None:
    cells = pl.Series(["none", "Quaker", None, "", " ", "0", "n/a", "Jain", "0000-00-00"])
    assert filled_in(cells) == 2
    assert filled_in(pl.Series([], dtype=pl.String)) == 0


@pytest.mark.parametrize(
    ("table", "column", "promise"),
    [
        ("gateway_savedcard", "number", Says.CARD),
        ("orders", "cc_number", Says.CARD),
        ("payment", "cardNumber", Says.CARD),
        ("order_order", "number", Says.OTHER),
        ("order_order", "guest_email", Says.NOTHING),
        ("shipping_parcel", "tracking", Says.OTHER),
        ("gift_card", "number", Says.OTHER),
        ("wallet", "number", Says.NOTHING),
        ("", "", Says.NOTHING),
    ],
)
def test_names_promise_kinds_of_numbers(table: str, column: str, promise: Says) -> None:
    assert says(table, column) is promise
