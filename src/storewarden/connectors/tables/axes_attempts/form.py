"""django-axes: failed log-ins, one row for an account, address and client, counted up.

What was sent (``get_data``, ``post_data``) is not read.
"""

from storewarden.core.logs import Seen, TableForm, Told
from storewarden.kernels.events import Action


def tell(seen: Seen) -> Told:
    """One failed log-in; the row counts how many there were."""
    return Told(
        Action.LOGIN_FAILED,
        account=seen.text("username"),
        address=seen.text("ip_address"),
        agent=seen.text("user_agent"),
        object=seen.text("path_info"),
        message=f"{seen.number('failures_since_start')} failed log-ins since the first",
    )


FORM = TableForm(
    platform="django",
    table="axes_accessattempt",
    id="id",
    columns=("username", "ip_address", "user_agent", "path_info"),
    tell=tell,
    order="attempt_time",
    time="attempt_time",
    count="failures_since_start",
)
