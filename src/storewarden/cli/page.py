"""Reads the page of a check: the question, then paragraphs that begin with ``*A heading.*``."""

import re
from collections.abc import Iterator
from typing import Final

_HEADING: Final = re.compile(r"\*([^*]+?)[.:]?\*\s*")


def sections(page: str) -> Iterator[tuple[str, str]]:
    """Yield (heading, words) for each paragraph, the lines joined; the heading may be empty."""
    for paragraph in re.split(r"\n\s*\n", page.strip()):
        words = " ".join(paragraph.split())
        found = _HEADING.match(words)
        if found:
            yield found.group(1), words[found.end() :]
        else:
            yield "", words
