"""Saleor: what happened to accounts (``account_customerevent``)."""

from collections.abc import Mapping
from typing import Final

from storewarden.core.logs import Beside, Seen, TableForm, Told
from storewarden.kernels.events import Action

_TYPES: Final[Mapping[str, Action]] = {
    "password_reset_link_sent": Action.PASSWORD_RESET,
    "password_reset": Action.PASSWORD_RESET,
    "password_changed": Action.PASSWORD_RESET,
    "email_changed_request": Action.USER_CHANGE,
    "email_changed": Action.USER_CHANGE,
    "email_assigned": Action.USER_CHANGE,
    "name_assigned": Action.USER_CHANGE,
    "customer_deleted": Action.USER_CHANGE,
    "account_activated": Action.USER_CHANGE,
    "account_deactivated": Action.USER_CHANGE,
    "placed_order": Action.ORDER,
}


def tell(seen: Seen) -> Told:
    """One event."""
    kind, order = seen.text("type"), seen.text("order_id")
    number = seen.text("user_id")
    return Told(
        _TYPES.get(kind, Action.OTHER),
        account=seen.name("user", "email") or (f"user {number}" if number else None),
        object=f"order {order}" if order else None,
        message=kind,
    )


FORM = TableForm(
    platform="saleor",
    table="account_customerevent",
    id="id",
    columns=("type", "order_id", "user_id"),
    tell=tell,
    order="id",
    time="date",
    beside=(Beside("user", "account_user", "user_id", "id", ("email",)),),
)
