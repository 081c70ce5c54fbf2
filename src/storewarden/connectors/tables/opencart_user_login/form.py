"""OpenCart 4: log-ins to the back office. The token that some versions keep there is not read."""

from storewarden.core.logs import Beside, Seen, TableForm, Told
from storewarden.kernels.events import Action


def tell(seen: Seen) -> Told:
    """One log-in."""
    return Told(
        Action.LOGIN_OK,
        account=seen.name("user", "username") or f"user {seen.text('user_id')}",
        address=seen.text("ip"),
        agent=seen.text("user_agent"),
        object="back office",
    )


FORM = TableForm(
    platform="opencart",
    table="user_login",
    id="user_login_id",
    columns=("user_id", "ip", "user_agent"),
    tell=tell,
    order="user_login_id",
    time="date_added",
    local=True,
    beside=(Beside("user", "user", "user_id", "user_id", ("username",)),),
)
