"""Writes small excerpts of real lists of vulnerabilities, dated so that they age as planted."""

import json
import shutil
import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

_KNOWN = Path(__file__).parent / "given" / "advisories.toml"


def write_feeds(folder: Path, today: date) -> None:
    """Write ``osv/`` and ``kev.json`` of yesterday, and ``npm_osv/`` of ninety days ago."""
    known = tomllib.loads(_KNOWN.read_text("utf-8"))
    shutil.rmtree(folder, ignore_errors=True)
    yesterday, long_ago = today - timedelta(days=1), today - timedelta(days=90)
    _write_records(folder / "osv", [*known["pypi"], *known["debian"]], yesterday)
    _write_records(folder / "npm_osv", known["npm"], long_ago)
    _write(folder / "kev.json", catalogue(known["exploited"], yesterday))


def _write_records(folder: Path, records: list[dict[str, Any]], modified: date) -> None:
    for known in records:
        _write(folder / f"{known['id']}.json", record(known, modified))


def record(known: dict[str, Any], modified: date) -> dict[str, Any]:
    """Give one record in the OSV format."""
    events = [{turn: version} for turn, version in known["events"]]
    package = {"ecosystem": known["ecosystem"], "name": known["name"]}
    ranges = [{"type": "ECOSYSTEM", "events": events}]
    return {
        "schema_version": "1.6.0",
        "id": known["id"],
        "aliases": known["aliases"],
        "summary": known["summary"],
        "published": known["published"],
        "modified": f"{modified}T06:00:00Z",
        "affected": [{"package": package, "ranges": ranges}],
        "database_specific": {"severity": known["severity"]},
    }


def catalogue(entries: list[dict[str, Any]], released: date) -> dict[str, Any]:
    """Give a catalogue in the form of CISA's list of exploited vulnerabilities."""
    return {
        "title": "Excerpt of the catalogue of known exploited vulnerabilities",
        "catalogVersion": f"{released:%Y.%m.%d}",
        "dateReleased": f"{released}T16:00:00.0000Z",
        "count": len(entries),
        "vulnerabilities": entries,
    }


def _write(path: Path, told: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
