"""Writes the package URL of a component with its version and the release it is of."""

from urllib.parse import quote

from storewarden.core.inventory import Component


def full_purl(component: Component) -> str:
    """The package URL with version and ``distro``; without a version when there is no single one.

    >>> full_purl(Component("pkg:deb/debian/openssl", "3.0.11-1", "x", release="debian-12"))
    'pkg:deb/debian/openssl@3.0.11-1?distro=debian-12'
    """
    version = one_version(component)
    at = f"@{quote(version, safe='.:_~-')}" if version else ""
    distro = f"?distro={quote(component.release, safe='.:_~-')}" if component.release else ""
    return f"{component.purl}{at}{distro}"


def one_version(component: Component) -> str:
    """Its version; empty when it could not be told, or only as a range."""
    return "" if component.newest else component.version


def said_of(component: Component) -> list[tuple[str, str]]:
    """What bills of materials have no word for: (our word, value), in a fixed order."""
    said = [
        ("found_in", component.found_in),
        ("oldest", component.version if component.newest else ""),
        ("newest", component.newest),
        ("unreadable", component.unreadable),
        ("mitigated", component.mitigated),
        ("binary", " ".join(component.binary)),
    ]
    return [(word, value) for word, value in said if value]
