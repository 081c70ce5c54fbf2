"""Values in which a platform packs others: JSON, PHP's own form of arrays, addresses as numbers."""

from storewarden.kernels.nested.addresses import address_in
from storewarden.kernels.nested.json import from_json
from storewarden.kernels.nested.php import from_php

__all__ = ["address_in", "from_json", "from_php"]
