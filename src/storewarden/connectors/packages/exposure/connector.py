"""Tells for every component of a code tree what the followed lists say about it."""

from collections.abc import Iterator

from storewarden.connectors.exposures import exposures
from storewarden.core.connectors import Access, Connector, Unseen
from storewarden.core.estate import CodeTree
from storewarden.facts.advisories import ComponentExposure


def gather(tree: CodeTree, access: Access) -> Iterator[ComponentExposure | Unseen]:
    """Tell one fact a component, and each place that could not be read as `Unseen`."""
    return exposures(access.inventory(tree.path), access)


CONNECTOR = Connector(reads=CodeTree, gives=(ComponentExposure,), gather=gather, time_limit=120.0)
