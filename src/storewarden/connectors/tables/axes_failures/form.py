"""django-axes: one row for each failed log-in (``AXES_ENABLE_ACCESS_FAILURE_LOG``)."""

from storewarden.core.logs import Seen, TableForm, Told
from storewarden.kernels.events import Action


def tell(seen: Seen) -> Told:
    """One failed log-in."""
    return Told(
        Action.LOGIN_FAILED,
        account=seen.text("username"),
        address=seen.text("ip_address"),
        agent=seen.text("user_agent"),
        object=seen.text("path_info"),
        message="locked out" if seen.number("locked_out") else None,
    )


FORM = TableForm(
    platform="django",
    table="axes_accessfailurelog",
    id="id",
    columns=("username", "ip_address", "user_agent", "path_info", "locked_out"),
    tell=tell,
    order="id",
    time="attempt_time",
)
