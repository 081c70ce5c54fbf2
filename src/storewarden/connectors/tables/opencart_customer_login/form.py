"""OpenCart: failed log-ins, one row for an account and an address, counted up.

Customers and, from version 3 on, the back office share the table; a log-in that succeeds deletes
the row. Source: ``catalog/model/account/customer.php``, ``addLoginAttempt``.
"""

from storewarden.core.logs import Seen, TableForm, Told
from storewarden.kernels.events import Action


def tell(seen: Seen) -> Told:
    """One failed log-in; the row counts how many there were."""
    return Told(
        Action.LOGIN_FAILED,
        account=seen.text("email"),
        address=seen.text("ip"),
        message=f"{seen.number('total')} failed log-ins of this account from this address",
    )


FORM = TableForm(
    platform="opencart",
    table="customer_login",
    id="customer_login_id",
    columns=("email", "ip"),
    tell=tell,
    order="date_modified",
    time="date_modified",
    local=True,
    count="total",
    since="date_added",
)
