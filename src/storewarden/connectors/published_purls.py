"""Package URLs for what published lists name; empty for what cannot have one."""

from storewarden.kernels.purls.purl import purl as written
from storewarden.kernels.purls.purl import read

_DEEP = 2


def purl(kind: str, *parts: str) -> str:
    """Join type, namespace and name; empty when a part is missing or the whole is too long."""
    try:
        return written(kind, *parts) if parts and all(part.strip() for part in parts) else ""
    except ValueError:
        return ""


def composer(name: str) -> str:
    """The package URL of ``vendor/name``; empty when it is none."""
    parts = name.strip().split("/")
    return purl("composer", *parts) if len(parts) == _DEEP else ""


def split(text: str) -> tuple[str, str]:
    """Take (package URL without version, version) apart; two empty texts for what is none."""
    try:
        found = read(text)
    except ValueError:
        return "", ""
    return found.purl, found.version
