"""An alert in one line, for people."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storewarden.core.alerts import Alert


def line_of(alert: "Alert") -> str:
    """One alert in one line; what stands in it from outside is made harmless by the terminal."""
    where = f" on {alert.source}"
    lines = ", ".join(str(line.number) for line in alert.lines[:5])
    return (
        f"{alert.severity.word.upper()} {alert.rule} {alert.actor.kind} {alert.actor.value}"
        f"{where}: {alert.title}; {alert.why}" + (f" (lines {lines})" if lines else "")
    )
