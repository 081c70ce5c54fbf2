"""django-oscar: vouchers that were used with an order; tries that failed leave nothing there."""

from storewarden.core.logs import Beside, Seen, TableForm, Told
from storewarden.kernels.events import Action


def tell(seen: Seen) -> Told:
    """One use."""
    number = seen.text("user_id")
    return Told(
        Action.VOUCHER_TRY,
        account=seen.name("user", "username") or (f"user {number}" if number else None),
        object=seen.name("voucher", "code") or f"voucher {seen.text('voucher_id')}",
        session=f"order {seen.text('order_id')}",
    )


FORM = TableForm(
    platform="django-oscar",
    table="voucher_voucherapplication",
    id="id",
    columns=("voucher_id", "user_id", "order_id"),
    tell=tell,
    order="id",
    time="date_created",
    beside=(
        Beside("user", "auth_user", "user_id", "id", ("username",)),
        Beside("voucher", "voucher_voucher", "voucher_id", "id", ("code",)),
    ),
)
