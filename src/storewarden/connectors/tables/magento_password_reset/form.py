"""Magento: who asked for a new password, customers and the back office (module Security)."""

from storewarden.core.logs import Seen, TableForm, Told
from storewarden.kernels.events import Action
from storewarden.kernels.nested import address_in


def tell(seen: Seen) -> Told:
    """One request."""
    return Told(
        Action.PASSWORD_RESET,
        account=seen.text("account_reference"),
        address=address_in(seen.text("ip")),
        object="back office" if seen.number("request_type") == 1 else "customer account",
    )


FORM = TableForm(
    platform="magento",
    table="password_reset_request_event",
    id="id",
    columns=("request_type", "account_reference", "ip"),
    tell=tell,
    order="id",
    time="created_at",
)
