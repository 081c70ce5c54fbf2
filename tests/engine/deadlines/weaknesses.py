"""Weaknesses of invented software, for tests about dates."""

from dataclasses import replace

from storewarden.core.matched import Danger, Named

WORM = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
CLICK = "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N"


def weakness(vector: str = "", name: str = "CVE-2026-0001", **danger: object) -> Named:
    """A weakness with that vector and danger; no list of exploited ones names it."""
    known = replace(Danger(exploited=False), **danger)  # type: ignore[arg-type]  # fields by name
    return Named(name, vector=vector, danger=known)
