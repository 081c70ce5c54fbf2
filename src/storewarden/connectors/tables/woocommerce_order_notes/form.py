"""WooCommerce: the notes to orders, where gateways say that a card was refused.

Notes are written in the shop's language; refusals are known by the words of English, German,
French, Spanish, Italian and Dutch, and by the codes of processors.
"""

import re
from typing import Final

from storewarden.core.logs import Seen, TableForm, Told
from storewarden.kernels.events import Action

_REFUSED: Final = re.compile(
    r"declin|refus|abgelehnt|rechazad|rifiutat|geweigerd|payment failed|zahlung fehlgeschlagen"
    r"|card_error|insufficient.funds|incorrect_cvc|do_not_honou?r|expired.card",
    re.IGNORECASE,
)
_SYSTEM: Final = "WooCommerce"


def tell(seen: Seen) -> Told:
    """One note."""
    said, author = seen.text("comment_content"), seen.text("comment_author")
    order = seen.text("comment_post_ID")
    return Told(
        Action.CARD_TRY if _REFUSED.search(said) else Action.ORDER,
        account=None if author == _SYSTEM else author,
        object=f"order {order}",
        session=f"order {order}",
        message=said,
    )


FORM = TableForm(
    platform="woocommerce",
    table="comments",
    id="comment_ID",
    columns=("comment_post_ID", "comment_author", "comment_content"),
    tell=tell,
    order="comment_ID",
    time="comment_date_gmt",
    only=("comment_type", "order_note"),
)
