"""WooCommerce with its own tables for orders (8.2 on): orders placed, and payments that failed.

A failed payment leaves the order as ``wc-failed``; the address is the customer's.
"""

from collections.abc import Mapping
from typing import Final

from storewarden.core.logs import Seen, TableForm, Told
from storewarden.kernels.events import Action

_STATES: Final[Mapping[str, Action]] = {
    "wc-failed": Action.CARD_TRY,
    "wc-processing": Action.ORDER,
    "wc-completed": Action.ORDER,
    "wc-on-hold": Action.ORDER,
}


def tell(seen: Seen) -> Told | None:
    """An order that came to one of these states; nothing for drafts and baskets."""
    action = _STATES.get(seen.text("status"))
    if action is None:
        return None
    return Told(
        action,
        account=seen.text("billing_email"),
        address=seen.text("ip_address"),
        object=f"order {seen.text('id')}",
        agent=seen.text("user_agent"),
        message=f"{seen.text('status')} by {seen.text('payment_method') or 'no payment method'}",
    )


FORM = TableForm(
    platform="woocommerce",
    table="wc_orders",
    id="id",
    columns=("billing_email", "payment_method", "ip_address", "user_agent"),
    tell=tell,
    order="date_updated_gmt",
    time="date_updated_gmt",
    state=("status",),
)
