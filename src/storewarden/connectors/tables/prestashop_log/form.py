"""PrestaShop: log-ins to the back office and what was changed there.

Source: ``PrestaShopLogger`` (1.6 to 9). The words of a log-in are translated; its address stands in
every language.
"""

import re
from collections.abc import Mapping
from typing import Final

from storewarden.core.logs import Beside, Seen, TableForm, Told
from storewarden.kernels.events import Action

_LOGIN: Final = re.compile(
    r"(?:back.?office connection from|connexion au back.?office|conexi.n al back.?office"
    r"|back.?office.?(?:verbindung|anmeldung))\D*?([0-9a-f:.]{3,45})\s*$",
    re.IGNORECASE,
)
_OBJECTS: Final[Mapping[str, Action]] = {
    "employee": Action.USER_CHANGE,
    "profile": Action.PRIVILEGE_CHANGE,
    "access": Action.PRIVILEGE_CHANGE,
    "webservicekey": Action.PRIVILEGE_CHANGE,
    "module": Action.EXTENSION_CHANGE,
    "theme": Action.EXTENSION_CHANGE,
    "configuration": Action.SETTING_CHANGE,
    "order": Action.ORDER,
}


def tell(seen: Seen) -> Told:
    """One line of the log."""
    said, kind = seen.text("message"), seen.text("object_type")
    login = _LOGIN.search(said)
    action = Action.LOGIN_OK if login else _OBJECTS.get(kind.lower(), Action.OTHER)
    number = seen.text("object_id")
    return Told(
        action,
        account=seen.name("employee", "email") or None,
        address=login[1] if login else None,
        object=f"{kind} {number}" if kind else None,
        message=said,
    )


FORM = TableForm(
    platform="prestashop",
    table="log",
    id="id_log",
    columns=("message", "object_type", "object_id", "id_employee"),
    tell=tell,
    order="id_log",
    time="date_add",
    local=True,
    beside=(Beside("employee", "employee", "id_employee", "id_employee", ("email",)),),
)
