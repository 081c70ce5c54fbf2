"""Magento: the last log-in of each customer; a newer one writes over it, and is a new event."""

from storewarden.core.logs import Beside, Seen, TableForm, Told
from storewarden.kernels.events import Action


def tell(seen: Seen) -> Told:
    """One log-in."""
    email = seen.name("customer", "email")
    return Told(Action.LOGIN_OK, account=email or f"customer {seen.text('customer_id')}")


FORM = TableForm(
    platform="magento",
    table="customer_log",
    id="log_id",
    columns=("customer_id",),
    tell=tell,
    order="last_login_at",
    time="last_login_at",
    beside=(Beside("customer", "customer_entity", "customer_id", "entity_id", ("email",)),),
)
