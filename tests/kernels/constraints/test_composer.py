"""Constraints become runs, and what cannot be read clears nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storewarden.core.published import Stretch
from storewarden.kernels.constraints import runs, with_previews


@pytest.mark.parametrize(
    ("constraint", "expected"),
    [
        ("<2.0", [Stretch(high="2.0", fixed_in="2.0")]),
        ("<=2.0", [Stretch(high="2.0", high_included=True)]),
        (">1,<=2", [Stretch("1", low_included=False, high="2", high_included=True)]),
        (">=1.0 <2.0", [Stretch("1.0", high="2.0", fixed_in="2.0")]),
        (">= 1.0, < 2.0", [Stretch("1.0", high="2.0", fixed_in="2.0")]),
        (
            ">=2.4.6,<2.4.6-p6||<2.4.5",
            [
                Stretch("2.4.6", high="2.4.6-p6", fixed_in="2.4.6-p6"),
                Stretch(high="2.4.5", fixed_in="2.4.5"),
            ],
        ),
        (
            "=4.0 | 4.1",
            [
                Stretch("4.0", high="4.0", high_included=True),
                Stretch("4.1", high="4.1", high_included=True),
            ],
        ),
        ("*", [Stretch()]),
        (">=3", [Stretch("3")]),
        ("1.2.*", [Stretch("1.2-dev", high="1.3-dev")]),
        ("^1.2.3", [Stretch("1.2.3", high="2-dev")]),
        ("^0.3", [Stretch("0.3", high="0.4-dev")]),
        ("~1.2.3", [Stretch("1.2.3", high="1.3-dev")]),
        ("~1.2", [Stretch("1.2", high="2-dev")]),
        ("1.0 - 2.0", [Stretch("1.0", high="2.1-dev")]),
        ("v1.0 - 2.1.0-p1", [Stretch("v1.0", high="2.1.0-p1", high_included=True)]),
        (
            "1.0 - 2.0.0|5",
            [
                Stretch("1.0", high="2.0.0", high_included=True),
                Stretch("5", high="5", high_included=True),
            ],
        ),
        ("[1.0,2.0)", [Stretch("1.0", high="2.0", fixed_in="2.0")]),
        ("(,1.5]", [Stretch(high="1.5", high_included=True)]),
        ("(1.0, 1.5]", [Stretch("1.0", low_included=False, high="1.5", high_included=True)]),
        ("[1.2],[1.4,)", [Stretch("1.2", high="1.2", high_included=True), Stretch("1.4")]),
    ],
)
def test_constraints_are_read(constraint: str, expected: list[Stretch]) -> None:
    assert list(runs(constraint)) == expected


@pytest.mark.parametrize(
    "odd",
    [
        "",
        "!=1.0",
        ">=1,<2,!=1.5",
        "dev-main x",
        "latest",
        "<",
        "- 2.0",
        "[1.0",
        "[1.0,2.0) x",
        "[]",
        "[1.0,2.0,3.0]",
    ],
)
def test_what_cannot_be_read_ends_in_its_own_text(odd: str) -> None:
    (only,) = runs(odd)
    assert only == Stretch(high=f"unreadable: {odd}", high_included=True)


@given(st.text(max_size=60))
def test_no_text_breaks_it_and_none_is_passed_over(text: str) -> None:
    assert len(runs(text)) >= 1


def test_an_endless_constraint_is_not_read() -> None:
    assert runs("<1|" * 100_000)[0].high == "unreadable: " + ("<1|" * 34)[:100]


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        (Stretch("1.0", high="2.0"), Stretch("1.0-dev", high="2.0")),
        (Stretch("v1.0"), Stretch("v1.0-dev")),
        (Stretch("1.0", low_included=False), Stretch("1.0", low_included=False)),
        (Stretch("1.0-beta1"), Stretch("1.0-beta1")),
        (
            Stretch("1.0", high="1.0", high_included=True),
            Stretch("1.0", high="1.0", high_included=True),
        ),
        (Stretch(high="2.0"), Stretch(high="2.0")),
    ],
)
def test_a_plain_beginning_has_its_previews(run: Stretch, expected: Stretch) -> None:
    assert with_previews(run) == expected
