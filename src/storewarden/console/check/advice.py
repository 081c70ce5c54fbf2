"""A check's docstring as a page: its question, why it matters, how to put it right. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from storewarden.core.checks import InstalledCheck

Line = tuple[tuple[str, bool], ...]
"""Pieces of one paragraph with whether each is code."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; ``title`` is ``Why it matters`` or the like, or empty."""

    title: str
    pieces: Line


@dataclass(frozen=True, slots=True)
class Advice:
    """A check's page, cut into its parts."""

    id: str
    question: str
    paragraphs: tuple[Paragraph, ...]
    standards: tuple[str, ...]


def advice(check: InstalledCheck) -> Advice:
    """Cut a check's page into its parts."""
    _, _, rest = check.page.strip().partition("\n")
    return Advice(check.id, check.question, tuple(_paragraphs(rest)), check.declared.standards)


def _paragraphs(text: str) -> Iterator[Paragraph]:
    for block in re.split(r"\n\s*\n", text.strip()):
        words = " ".join(block.split())
        found = re.match(r"\*([^*]+?)\.?\*\s*(.*)", words)
        title, body = (found[1], found[2]) if found else ("", words)
        if body:
            yield Paragraph(title, _pieces(body))


def _pieces(text: str) -> Line:
    parts = re.split(r"`+", text)
    return tuple((part, place % 2 == 1) for place, part in enumerate(parts) if part)
