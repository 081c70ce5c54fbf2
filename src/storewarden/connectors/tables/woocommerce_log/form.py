"""WooCommerce: its log, where the shop keeps it in the database instead of in files."""

from storewarden.core.logs import Seen, TableForm, Told
from storewarden.kernels.shoplogs import woocommerce


def tell(seen: Seen) -> Told:
    """One line of the log."""
    source, said = seen.text("source"), seen.text("message")
    deed = woocommerce.deed_in(source, said)
    return Told(
        deed.action,
        account=deed.account,
        address=deed.address,
        object=deed.object,
        session=deed.session,
        message=f"{source}: {said}",
    )


FORM = TableForm(
    platform="woocommerce",
    table="woocommerce_log",
    id="log_id",
    columns=("level", "source", "message"),
    tell=tell,
    order="log_id",
    time="timestamp",
)
