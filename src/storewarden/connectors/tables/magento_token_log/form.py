"""Magento: how often a name and password were refused at the API; no address, no moment."""

from typing import Final

from storewarden.core.logs import Seen, TableForm, Told
from storewarden.kernels.events import Action

_BACK_OFFICE: Final = 2


def tell(seen: Seen) -> Told | None:
    """One refused request; nothing for a name that was not refused."""
    if not seen.number("failures_count"):
        return None
    kind = "back office" if seen.number("user_type") == _BACK_OFFICE else "customer"
    return Told(
        Action.LOGIN_FAILED,
        account=seen.text("user_name"),
        object=f"API token ({kind})",
        message=f"{seen.number('failures_count')} refusals of this name",
    )


FORM = TableForm(
    platform="magento",
    table="oauth_token_request_log",
    id="log_id",
    columns=("user_name", "user_type"),
    tell=tell,
    count="failures_count",
)
