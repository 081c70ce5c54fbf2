"""Magento: how often each account of the back office failed to log in since its last success.

The count has no address and no moment of its own: the moment of reading counts.
"""

from storewarden.core.logs import Seen, TableForm, Told
from storewarden.kernels.events import Action


def tell(seen: Seen) -> Told | None:
    """One failed log-in; nothing for an account that did not fail."""
    if not seen.number("failures_num"):
        return None
    return Told(
        Action.LOGIN_FAILED,
        account=seen.text("username"),
        object="back office",
        message=f"{seen.number('failures_num')} failed log-ins since the last good one",
    )


FORM = TableForm(
    platform="magento",
    table="admin_user",
    id="user_id",
    columns=("username",),
    tell=tell,
    count="failures_num",
    since="first_failure",
)
