"""The accounts that platforms ship with, as printed in their public manuals and demo data."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Account:
    """A shipped account; its password is public, but is not shown anywhere all the same."""

    name: str
    password: str


@dataclass(frozen=True, slots=True)
class Shipped:
    """Where a platform's login form is, and at most three accounts to try there."""

    login: str
    accounts: tuple[Account, ...]


_ADMIN: Final = (Account("admin", "admin"), Account("admin", "password"))

SHIPPED: Final = {
    "bagisto": Shipped("/admin/login", (Account("admin@example.com", "admin123"),)),
    "django": Shipped("/admin/login/", _ADMIN),
    "django-oscar": Shipped(
        "/accounts/login/",
        (Account("superuser@example.com", "testing"), Account("staff@example.com", "testing")),
    ),
    "drupal": Shipped("/user/login", _ADMIN),
    "joomla": Shipped("/administrator/index.php", _ADMIN),
    "opencart": Shipped("/admin/", (Account("admin", "admin"), Account("demo", "demo"))),
    "solidus": Shipped("/admin/login", (Account("admin@example.com", "test123"),)),
    "spree": Shipped("/admin/login", (Account("spree@example.com", "spree123"),)),
    "sylius": Shipped("/admin/login", (Account("sylius", "sylius"),)),
    "typo3": Shipped("/typo3/", (Account("admin", "password"), Account("admin", "joh316"))),
    "wagtail": Shipped("/admin/login/", (Account("admin", "changeme"), *_ADMIN)),
    "woocommerce": Shipped("/wp-login.php", _ADMIN),
    "wordpress": Shipped("/wp-login.php", _ADMIN),
    "zen-cart": Shipped("/admin/login.php", (Account("demo", "demo"), *_ADMIN)),
}
ANY: Final = Shipped("/login/", _ADMIN)
