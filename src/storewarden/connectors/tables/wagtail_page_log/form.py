"""Wagtail: what was done to pages.

The address is not kept. Users of a model of the site's own stay numbers.
"""

from storewarden.core.logs import Beside, Seen, TableForm, Told
from storewarden.kernels.events import Action


def tell(seen: Seen) -> Told:
    """One deed."""
    deed, title = seen.text("action"), seen.text("label")
    return Told(
        Action.OTHER,
        account=seen.name("user", "username") or f"user {seen.text('user_id')}",
        object=f"page {seen.text('page_id')}",
        message=f"{deed} {title}",
    )


FORM = TableForm(
    platform="wagtail",
    table="wagtailcore_pagelogentry",
    id="id",
    columns=("label", "action", "page_id", "user_id"),
    tell=tell,
    order="id",
    time="timestamp",
    beside=(Beside("user", "auth_user", "user_id", "id", ("username",)),),
)
