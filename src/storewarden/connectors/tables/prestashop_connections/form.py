"""PrestaShop: visits, each with its address and where it came from (statistics module)."""

from storewarden.core.logs import Seen, TableForm, Told
from storewarden.kernels.nested import address_in


def tell(seen: Seen) -> Told:
    """One visit."""
    came_from = seen.text("http_referer")
    return Told(
        address=address_in(seen.text("ip_address")),
        session=f"guest {seen.text('id_guest')}",
        message=f"a visit from {came_from}" if came_from else "a visit",
    )


FORM = TableForm(
    platform="prestashop",
    table="connections",
    id="id_connections",
    columns=("id_guest", "ip_address", "http_referer"),
    tell=tell,
    order="id_connections",
    time="date_add",
    local=True,
)
