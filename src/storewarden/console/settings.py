"""What Django has to know in a process that serves the console."""

import secrets
from pathlib import Path


def console_settings() -> dict[str, object]:
    """Build Django's settings: pages without accounts, state or scripts.

    The signing key lives as long as the process, so a restart ends every session.
    """
    return {
        "ALLOWED_HOSTS": ["127.0.0.1", "localhost", "[::1]"],
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
