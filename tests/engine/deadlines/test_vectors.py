"""What CVSS vectors of every version tell of SSVC's points."""

import pytest

from storewarden.engine.deadlines.vectors import automatable, total

V4 = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"


@pytest.mark.parametrize(
    ("vector", "alone", "whole"),
    [
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", True, True),
        ("CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", True, False),
        ("CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N", False, True),
        ("CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:H/A:H", False, False),
        ("CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H", False, True),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:L/I:L/A:H", False, False),
        (V4, True, True),
        (V4.replace("UI:N", "UI:P"), False, True),
        (V4.replace("VI:H", "VI:L"), True, False),
        (V4.replace("UI:N", "UI:A") + "/AU:Y", True, True),
        ("AV:N/AC:L/Au:N/C:C/I:C/A:C", None, True),
        ("(AV:N/AC:L/Au:N/C:P/I:P/A:P)", None, False),
        ("", None, None),
        ("CVSS:3.1/AV:N", None, None),
        ("9.8", None, None),
        ("AV:N/AC:L/PR:N/UI:N", True, None),
        ("AV:N/AC:L/PR:N/UI:", None, None),
        ("AV:N/AC:L/PR:N/UI:N" + "/" * 381, True, None),
        ("AV:N/AC:L/PR:N/UI:N" + "/" * 382, None, None),
        ("/" * 1_000_000, None, None),
    ],
)
def test_vectors(vector: str, alone: bool | None, whole: bool | None) -> None:  # noqa: FBT001 - a case
    assert (automatable(vector), total(vector)) == (alone, whole)
