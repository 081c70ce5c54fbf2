"""How a log-in shows in the access log of each platform.

A refused log-in is answered with the form again (200), one that is let in with a redirect (302):
measured on django-oscar, Wagtail and WordPress. Platforms that answer both alike are not here.
"""

from typing import Final

from storewarden.core.estate import Site
from storewarden.kernels.weblog.logins import LoginForm

_FAILED: Final = (200, 400, 401, 403, 429)
_PASSED: Final = (302, 303)
_PATHS: Final = {
    "django-oscar": "/accounts/login/",
    "wagtail": "/admin/login/",
    "wordpress": "/wp-login.php",
    "woocommerce": "/wp-login.php",
}


def form_of(site: Site) -> LoginForm | None:
    """Find the log-in form of a site; None when its platform's is not known."""
    path = _PATHS.get(site.platform or "")
    if path is None:
        return None
    return LoginForm(site.login or path, _FAILED, _PASSED)
