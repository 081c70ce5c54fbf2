#!/bin/sh
# Asks PyPI's advisory service about every locked dependency. A known vulnerability is red.
# Where the service cannot be reached the lock is NOT audited, and that is said, not called clean;
# AUDIT_STRICT=1 makes it red as well.
set -u
uv=$1
pins=$(mktemp)
report=$(mktemp)
trap 'rm -f "$pins" "$report"' EXIT
"$uv" export --quiet --locked --no-emit-project --no-hashes --output-file "$pins" >/dev/null || exit 1
.venv/bin/pip-audit --no-deps --disable-pip --progress-spinner off --format json \
    --requirement "$pins" --output "$report" >/dev/null 2>&1
.venv/bin/python scripts/audit_report.py "$report"
