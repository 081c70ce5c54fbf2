"""Magento: orders, with the address that they came from."""

from storewarden.core.logs import Seen, TableForm, Told
from storewarden.kernels.events import Action


def tell(seen: Seen) -> Told:
    """One order."""
    return Told(
        Action.ORDER,
        account=seen.text("customer_email"),
        address=seen.text("remote_ip"),
        object=seen.text("increment_id"),
        session=f"quote {seen.text('quote_id')}",
        message=seen.text("state"),
    )


FORM = TableForm(
    platform="magento",
    table="sales_order",
    id="entity_id",
    columns=("increment_id", "customer_email", "remote_ip", "quote_id", "state"),
    tell=tell,
    order="entity_id",
    time="created_at",
)
