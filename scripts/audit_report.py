"""Reads what pip-audit wrote and says it in three lines: vulnerable, clean, not audited."""

import json
import os
import sys
from pathlib import Path


def main(report: Path) -> int:
    """Return 1 when a locked dependency is vulnerable, or unaudited under AUDIT_STRICT=1."""
    try:
        told = json.loads(report.read_text("utf-8"))["dependencies"]
    except (OSError, ValueError, KeyError):
        told = []
    vulnerable = [entry for entry in told if entry.get("vulns")]
    unseen = [entry for entry in told if "skip_reason" in entry]
    for entry in vulnerable:
        ids = ", ".join(known["id"] for known in entry["vulns"])
        print(f"VULNERABLE: {entry['name']} {entry['version']}: {ids}")
    if unseen or not told:
        print(
            f"NOT AUDITED: {len(unseen) or 'all'} of {len(told) or 'all'} locked packages; "
            "the advisory service did not know them or was out of reach"
        )
    else:
        print(f"audited {len(told)} locked packages: {len(vulnerable)} vulnerable")
    strict = os.environ.get("AUDIT_STRICT") == "1"
    return int(bool(vulnerable) or (strict and bool(unseen or not told)))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
