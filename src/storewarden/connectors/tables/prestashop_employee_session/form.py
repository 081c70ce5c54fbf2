"""PrestaShop 8 and 9: each log-in of an employee opens a session; its token is not read."""

from storewarden.core.logs import Beside, Seen, TableForm, Told
from storewarden.kernels.events import Action


def tell(seen: Seen) -> Told:
    """One log-in."""
    email = seen.name("employee", "email")
    return Told(
        Action.LOGIN_OK,
        account=email or f"employee {seen.text('id_employee')}",
        object="back office",
    )


FORM = TableForm(
    platform="prestashop",
    table="employee_session",
    id="id_employee_session",
    columns=("id_employee",),
    tell=tell,
    order="id_employee_session",
    time="date_add",
    local=True,
    beside=(Beside("employee", "employee", "id_employee", "id_employee", ("email",)),),
)
