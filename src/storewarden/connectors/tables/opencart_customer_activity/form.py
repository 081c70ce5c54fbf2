"""OpenCart: what customers did: log-ins, passwords, orders.

Source: ``catalog/controller/event/activity.php``; the shop must have customer activity switched on.
"""

from collections.abc import Mapping
from typing import Final

from storewarden.core.logs import Beside, Seen, TableForm, Told
from storewarden.kernels.events import Action
from storewarden.kernels.nested import from_json

_ACTIONS: Final[Mapping[str, Action]] = {
    "login": Action.LOGIN_OK,
    "password": Action.PASSWORD_RESET,
    "forgotten": Action.PASSWORD_RESET,
    "reset": Action.PASSWORD_RESET,
    "order_account": Action.ORDER,
    "order_guest": Action.ORDER,
}


def tell(seen: Seen) -> Told:
    """One deed of a customer."""
    key = seen.text("key")
    number = seen.text("customer_id")
    return Told(
        _ACTIONS.get(key, Action.OTHER),
        account=seen.name("customer", "email") or (f"customer {number}" if number != "0" else None),
        address=seen.text("ip"),
        object=from_json(seen.text("data")).get("order_id"),
        message=key,
    )


FORM = TableForm(
    platform="opencart",
    table="customer_activity",
    id="customer_activity_id",
    columns=("customer_id", "key", "data", "ip"),
    tell=tell,
    order="customer_activity_id",
    time="date_added",
    local=True,
    beside=(Beside("customer", "customer", "customer_id", "customer_id", ("email",)),),
)
