"""django-axes: one row for each log-in that succeeded."""

from storewarden.core.logs import Seen, TableForm, Told
from storewarden.kernels.events import Action


def tell(seen: Seen) -> Told:
    """One log-in."""
    return Told(
        Action.LOGIN_OK,
        account=seen.text("username"),
        address=seen.text("ip_address"),
        agent=seen.text("user_agent"),
        object=seen.text("path_info"),
    )


FORM = TableForm(
    platform="django",
    table="axes_accesslog",
    id="id",
    columns=("username", "ip_address", "user_agent", "path_info"),
    tell=tell,
    order="id",
    time="attempt_time",
)
