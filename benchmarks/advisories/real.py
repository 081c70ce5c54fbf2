"""Loads the real lists of the corpus into a new book, in a process of its own; prints the figures.

Usage: real.py FOLDER_OF_LISTS FOLDER_FOR_THE_BOOK
"""

import gzip
import json
import resource
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from storewarden.bootstrap.advisories import installed_formats
from storewarden.connectors.feeds.fetching.opening import documents_in
from storewarden.core.feeds import FeedState
from storewarden.store.advisories.book import open_book

NOW: Final = datetime(2026, 8, 22, tzinfo=UTC)
WORDPRESS: Final = "wordfence_2026-08-22.ndjson.gz"
LISTS: Final = (
    ("kev", "kev_2026-08-07.json"),
    ("epss", "epss_2026-08-16.csv.gz"),
    ("wordfence", "wordfence.json"),
    ("osv", "drupal_osv_2026-08-21.ndjson.gz"),
    ("osv", "pypa_osv_2024-10-10.ndjson.gz"),
    ("friendsofphp", "friendsofphp_2026-08-06.ndjson.gz"),
)


def published_form(source: Path, target: Path) -> None:
    """Write the corpus's short form of Wordfence's list in the form in which it is published."""
    entries: dict[str, dict[str, Any]] = {}
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        next(lines)
        for short in map(json.loads, lines):
            entry = entries.setdefault(short["id"], _entry(short))
            entry["software"].append(_software(short))
    target.write_text(json.dumps(entries), "utf-8")


def _software(short: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": short["t"],
        "name": short["s"],
        "slug": short["s"],
        "affected_versions": {text: _range(text) for text in short["r"].split("|")},
        "patched": False,
        "patched_versions": [],
        "remediation": "Update, or deactivate the software until there is an update. " * 4,
    }


def _entry(short: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": short["id"],
        "title": short["n"],
        "description": "What an attacker can do with it, and since when. " * 20,
        "software": [],
        "cve": short.get("c"),
        "cvss": {"vector": "", "score": 0.0, "rating": (short.get("v") or "").title()},
        "published": f"{short['d']} 00:00:00",
        "updated": f"{short['d']} 00:00:00",
    }


def _range(text: str) -> dict[str, Any]:
    told = {"from_version": "*", "from_inclusive": True, "to_version": "*", "to_inclusive": True}
    for part in text.split(","):
        version = part.lstrip("<>=")
        sign = part[: len(part) - len(version)]
        if sign.startswith(">") or not sign or sign == "=":
            told |= {"from_version": version or "*", "from_inclusive": "=" in sign or not sign}
        if sign.startswith("<") or not sign or sign == "=":
            told |= {"to_version": version or "*", "to_inclusive": "=" in sign or not sign}
    return told


def load(lists: Path, folder: Path) -> Iterator[str]:
    """Read and keep every list; yields a line each, then the whole."""
    book = open_book(folder / "real.sqlite3")
    installed_formats()
    began, used = time.perf_counter(), time.process_time()
    for number, (kind, name) in enumerate(LISTS):
        form = installed_formats()[kind]
        path = folder / name if name == "wordfence.json" else lists / name
        start = time.process_time()
        state = FeedState(f"{kind}-{number}", kind, fetched=NOW)
        changes = book.replace(state, form.read(documents_in([(name, path)])))
        yield f"{name} {len(changes)} {time.process_time() - start:.2f}"
    wall, cpu = time.perf_counter() - began, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    yield f"all {wall:.2f} {cpu:.2f} {peak}"


if __name__ == "__main__":
    for told in load(Path(sys.argv[1]), Path(sys.argv[2])):
        print(told)
