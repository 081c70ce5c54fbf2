"""Shopware 6: its log of business events and of errors (``log_entry``)."""

import re
from typing import Final

from storewarden.core.logs import Seen, TableForm, Told
from storewarden.kernels.events import Action
from storewarden.kernels.nested import from_json

_MESSAGES: Final[tuple[tuple[re.Pattern[str], Action], ...]] = tuple(
    (re.compile(form), action)
    for form, action in (
        (r"checkout\.customer\.login$", Action.LOGIN_OK),
        (r"checkout\.customer\.logout", Action.LOGOUT),
        (r"checkout\.order\.placed", Action.ORDER),
        (r"order_transaction\.state\.(?:failed|cancelled)|payment.{0,40}failed", Action.CARD_TRY),
        (r"customer\.recovery|user\.recovery", Action.PASSWORD_RESET),
        (r"login.{0,20}fail|authentication.{0,20}fail", Action.LOGIN_FAILED),
        (r"plugin\.|app\.(?:installed|updated|deleted)", Action.EXTENSION_CHANGE),
    )
)
_ACCOUNTS: Final = ("additionalData.customer.email", "customer.email", "email", "username")
_ORDERS: Final = ("additionalData.orderNumber", "orderNumber", "order.orderNumber")


def tell(seen: Seen) -> Told:
    """One line of the log."""
    said, values = seen.text("message"), from_json(seen.text("context"))
    return Told(
        next((action for form, action in _MESSAGES if form.search(said)), None),
        account=next((values[name] for name in _ACCOUNTS if name in values), None),
        address=values.get("ip") or values.get("clientIp"),
        object=next((values[name] for name in _ORDERS if name in values), None),
        message=f"{seen.text('channel')}: {said}",
    )


FORM = TableForm(
    platform="shopware",
    table="log_entry",
    id="id",
    columns=("message", "channel", "context"),
    tell=tell,
    order="created_at",
    time="created_at",
)
