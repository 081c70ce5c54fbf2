"""Tells the papers and the reviews of suppliers, as the estate file says."""

from collections.abc import Iterator

from storewarden.core.connectors import Access, Connector
from storewarden.core.estate import Supplier
from storewarden.facts.suppliers import Paper, Review


def gather(supplier: Supplier, access: Access) -> Iterator[Paper | Review]:
    """Tell one fact a paper, and one about the last review."""
    today = access.now.date()
    yield Review(supplier.name, supplier.review_every_days, today, supplier.reviewed_on)
    for paper in supplier.certificates:
        yield Paper(paper.kind, paper.valid_until, today)


CONNECTOR = Connector(reads=Supplier, gives=(Paper, Review), gather=gather)
