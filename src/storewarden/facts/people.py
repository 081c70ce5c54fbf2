"""Facts about who answers for what."""

from dataclasses import dataclass

from storewarden.core.checks import Fact


@dataclass(frozen=True, slots=True)
class Responsibility(Fact):
    """Who answers for one step of the work.

    ``person`` is the id of a person or team; None when the estate file names nobody.
    """

    step: str
    person: str | None = None
