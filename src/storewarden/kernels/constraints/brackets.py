"""Reads Maven's ranges: ``[1.0,2.0)`` from 1.0 until before 2.0, ``(,1.5]`` up to 1.5, ``[1.2]``.

Source: Maven, "POM Reference", "Dependency Version Requirement Specification".
"""

import re
from collections.abc import Iterator
from typing import Final

from storewarden.core.published import Stretch

_RANGE: Final = re.compile(
    r"\s*([\[(])\s*([0-9A-Za-z.+_-]*)\s*(?:(,)\s*([0-9A-Za-z.+_-]*)\s*)?([\])])\s*", re.ASCII
)


def runs(text: str) -> Iterator[Stretch]:
    """Yield the runs of one or more ranges; nothing when the text is not made of these alone."""
    found, at = [], 0
    while at < len(text):
        match = _RANGE.match(text, at)
        if match is None or not (match[2] or match[3]):
            return
        found.append(match)
        at = match.end() + (text[match.end() :].startswith(","))
    yield from map(_run, found)


def _run(match: re.Match[str]) -> Stretch:
    opens, low, comma, high, closes = match.groups()
    if not comma:
        return Stretch(low=low, high=low, high_included=True)
    return Stretch(
        low=low or None,
        low_included=opens == "[" or not low,
        high=high or None,
        high_included=closes == "]" and bool(high),
        fixed_in=high if high and closes == ")" else None,
    )
