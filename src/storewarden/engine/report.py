"""What one check of the estate has to tell: the scoreboard, what is wrong, what is not known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from storewarden.core.checks import InstalledCheck
from storewarden.core.estate import Estate
from storewarden.core.findings import Finding, Standing
from storewarden.core.scoreboard import Scoreboard
from storewarden.core.steps import Step
from storewarden.core.verdicts import Outcome, Severity


@dataclass(frozen=True, slots=True)
class Scope:
    """Which steps and assets a run is about; an empty set means all."""

    steps: frozenset[Step] = frozenset()
    assets: frozenset[str] = frozenset()

    def covers(self, step: Step, asset: str) -> bool:
        """Whether something of that step on that asset belongs to the run."""
        return (not self.steps or step in self.steps) and (not self.assets or asset in self.assets)


@dataclass(frozen=True, slots=True)
class Report:
    """What is handed to the terminal and to the exports.

    Attributes:
        at: the moment of the run.
        scoreboard: nine rows, of the whole estate even when the run covered a part.
        findings: the open ones that the run covered, what to do first at the top.
        standings: what the checks that the run covered say now, good days included.
        checks: the installed checks by id, for their pages.
    """

    estate: Estate
    at: datetime
    scoreboard: Scoreboard
    findings: Sequence[Finding]
    standings: Sequence[Standing] = ()
    checks: Mapping[str, InstalledCheck] = field(default_factory=dict)

    @property
    def unknown(self) -> Sequence[Standing]:
        """What could not be judged, and why."""
        return [said for said in self.standings if said.outcome is Outcome.UNKNOWN]

    def at_or_above(self, bar: Severity) -> Sequence[Finding]:
        """The findings that are at least as grave as the bar."""
        return [finding for finding in self.findings if finding.severity >= bar]

    def saw_nothing(self) -> bool:
        """True when not one question could be answered, so that no findings means nothing."""
        return all(said.outcome is Outcome.UNKNOWN for said in self.standings)
