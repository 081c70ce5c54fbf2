"""The inventory: every piece of software that an estate runs, named by its package URL."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Component:
    """One piece of software that we run, as far as it could be told.

    Attributes:
        purl: package URL without version, qualifiers and subpath, normalised as its type demands:
            ``pkg:composer/magento/product-community-edition``, ``pkg:pypi/django``,
            ``pkg:wordpress/plugin/contact-form-7``, ``pkg:deb/debian/openssl`` (for distributions
            the *source* package).
        version: as installed or pinned; empty when it could not be told.
        found_in: the file or place that says so, relative to what was looked at.
        release: of a distribution: ``debian-12``, ``ubuntu-24.04``, ``alpine-3.20``; else empty.
        newest: when only a range could be told (from outside): the newest version that it may be;
            ``version`` is then the oldest.
        unreadable: why the version could not be told; empty when it was.
        mitigated: why a weakness of this component does not apply (``JndiLookup was removed``);
            empty when nothing of the kind is known.
        binary: names of the binary packages built from a distribution's source package.
    """

    purl: str
    version: str
    found_in: str
    release: str = ""
    newest: str = ""
    unreadable: str = ""
    mitigated: str = ""
    binary: tuple[str, ...] = ()
