"""Which product a text of a VEX document means. Pure."""

from storewarden.core.vex import Product
from storewarden.kernels.purls.purl import read


def product(text: str) -> Product | None:
    """Read a package URL; None when it is none, for then nothing can be said of what we run."""
    try:
        told = read(text)
    except ValueError:
        return None
    return Product(told.purl, told.version)
