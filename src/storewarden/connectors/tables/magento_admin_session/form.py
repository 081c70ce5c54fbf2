"""Magento: each log-in to the back office opens a session; its secret is not read.

Source: the tables of the module Security (2.1 on). Version 2 kept addresses as numbers once.
"""

from storewarden.core.logs import Beside, Seen, TableForm, Told
from storewarden.kernels.events import Action
from storewarden.kernels.nested import address_in


def tell(seen: Seen) -> Told:
    """One log-in."""
    return Told(
        Action.LOGIN_OK,
        account=seen.name("user", "username") or f"user {seen.text('user_id')}",
        address=address_in(seen.text("ip")),
        object="back office",
    )


FORM = TableForm(
    platform="magento",
    table="admin_user_session",
    id="id",
    columns=("user_id", "ip"),
    tell=tell,
    order="id",
    time="created_at",
    beside=(Beside("user", "admin_user", "user_id", "user_id", ("username",)),),
)
