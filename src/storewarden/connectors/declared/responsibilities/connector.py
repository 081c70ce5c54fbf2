"""Tells who answers for each of the nine steps, as the estate file says."""

from collections.abc import Iterator

from storewarden.core.connectors import Access, Connector
from storewarden.core.estate import Estate
from storewarden.core.steps import Step
from storewarden.facts.people import Responsibility


def gather(estate: Estate, _access: Access) -> Iterator[Responsibility]:
    """Tell one fact a step, also for steps that nobody answers for."""
    for step in Step:
        yield Responsibility(step=step.key, person=estate.responsible.get(step))


CONNECTOR = Connector(reads=Estate, gives=(Responsibility,), gather=gather)
