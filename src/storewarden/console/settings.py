"""What Django has to know in a process that serves the console."""

import secrets
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")
"""Names under which every page answers; under the one of ``base_url`` only mails' links do."""


def console_settings(base_url: str | None = None) -> dict[str, object]:
    """Build Django's settings: pages without accounts, state or scripts.

    ``base_url`` is where people reach the links of mails, from outside perhaps. The signing key
    lives as long as the process, so a restart ends every session.
    """
    return {
        "ALLOWED_HOSTS": [*LOOPBACK, *_host(base_url)],
        "DEBUG": False,
        "MIDDLEWARE": ["storewarden.console.guard.Guard"],
        "ROOT_URLCONF": "storewarden.console.urls",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [str(Path(__file__).parent)],
            }
        ],
        "USE_I18N": False,
    }


def _host(base_url: str | None) -> list[str]:
    """Name the host of a web address as Django compares it; an IPv6 address in brackets."""
    host = urlsplit(base_url or "").hostname
    return [f"[{host}]" if ":" in host else host] if host else []
