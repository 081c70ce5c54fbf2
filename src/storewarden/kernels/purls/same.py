"""Packages that publishers name differently from how shops install them, and that are one thing."""

from typing import Final

_SAME: Final = {
    # GitHub's and OSV's advisories name Magento by its repository, lock files by its product.
    "pkg:composer/magento/community-edition": "pkg:composer/magento/product-community-edition",
    "pkg:composer/magento/enterprise-edition": "pkg:composer/magento/product-enterprise-edition",
    # The whole of Drupal and its core carry the same versions; sites install the core.
    "pkg:composer/drupal/drupal": "pkg:composer/drupal/core",
}


def canonical(purl: str) -> str:
    """Return the package URL that stands for this one in the book of advisories."""
    return _SAME.get(purl, purl)
