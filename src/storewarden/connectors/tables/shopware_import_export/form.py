"""Shopware 6: every import and export, with the user."""

from storewarden.core.logs import Seen, TableForm, Told
from storewarden.kernels.events import Action


def tell(seen: Seen) -> Told:
    """One import or export."""
    deed, profile = seen.text("activity"), seen.text("profile_name")
    return Told(
        Action.EXPORT if deed == "export" else Action.OTHER,
        account=seen.text("username"),
        object=profile,
        message=f"{deed} {profile}, {seen.number('records')} records, {seen.text('state')}",
    )


FORM = TableForm(
    platform="shopware",
    table="import_export_log",
    id="id",
    columns=("activity", "state", "records", "username", "profile_name"),
    tell=tell,
    order="created_at",
    time="created_at",
)
