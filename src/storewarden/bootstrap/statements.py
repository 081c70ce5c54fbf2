"""What we say to others of the weaknesses of what we run (VEX)."""

import sys

from storewarden.bootstrap.clock import now
from storewarden.bootstrap.opening import open_ledger
from storewarden.core.estate import Estate


def vex(estate: Estate, form: str) -> str:
    """Write what the ledger's findings say, as one VEX document; raises `LedgerError`."""
    from storewarden.engine.vex.loading import load
    from storewarden.engine.vex.saying import said_by
    from storewarden.engine.vex.writing import FORMATS, Paper

    def remark(words: str) -> None:
        print(f"storewarden: {words}", file=sys.stderr)  # noqa: T201 - for the operator

    heard = load(estate.vex, remark)
    said = tuple(said_by(open_ledger(estate).findings(), heard))
    return FORMATS[form](said, Paper(estate.name, now()))
