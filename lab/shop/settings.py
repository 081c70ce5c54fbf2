"""Settings of the lab's shop. DEBUG is on: one of the weaknesses of lab/WEAKNESSES.md."""

import os
from pathlib import Path

from django.urls import reverse_lazy
from oscar import INSTALLED_APPS as OSCAR_APPS
from oscar.defaults import *  # noqa: F403 - Oscar's documented way to take over its settings

from lab.estate.sqlite import database
from lab.estate.vault import secret

HOME = Path(__file__).parent
STATE = Path(os.environ.get("LAB_STATE", ".lab")).resolve()
CMS_URL = os.environ.get("LAB_CMS_URL", "")
CA_FILE = os.environ.get("LAB_CA", "")
SECRET_KEY = secret(STATE, "shop-django-key")
DEBUG = os.environ.get("LAB_BUILDING") != "1"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
SITE_ID = 1

INSTALLED_APPS = [
    "lab.shop.storefront",
    "lab.shop.gateway",
    "lab.shop.partners",
    "lab.shop.customers",
    "lab.shop.parcels",
    *(app for app in OSCAR_APPS if app != "django.contrib.admin"),
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "lab.shop.webroot.web_root",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "oscar.apps.basket.middleware.BasketMiddleware",
    "django.contrib.flatpages.middleware.FlatpageFallbackMiddleware",
]
AUTHENTICATION_BACKENDS = [
    "oscar.apps.customer.auth_backends.EmailBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["lab.estate.hashers.QuickPBKDF2"]
ROOT_URLCONF = "lab.shop.urls"
WSGI_APPLICATION = "lab.shop.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HOME / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "oscar.apps.search.context_processors.search_form",
                "oscar.apps.checkout.context_processors.checkout",
                "oscar.apps.communication.notifications.context_processors.notifications",
                "oscar.core.context_processors.metadata",
            ],
        },
    },
]
DATABASES = {"default": database(STATE / "shop.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
HAYSTACK_CONNECTIONS = {"default": {"ENGINE": "lab.shop.search.Engine"}}
HAYSTACK_SIGNAL_PROCESSOR = "haystack.signals.BaseSignalProcessor"

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
MEDIA_URL = "/media/"
MEDIA_ROOT = STATE / "media" / "shop"
WEB_ROOT = STATE / "shop-webroot"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = STATE / "mail"

OSCAR_SHOP_NAME = "Tern & Thistle"
OSCAR_SHOP_TAGLINE = "Paper, ink and school things"
OSCAR_HOMEPAGE = reverse_lazy("home")
OSCAR_FROM_EMAIL = "orders@tern-thistle.example"
OSCAR_THUMBNAILER = "lab.shop.thumbnails.AsItIs"
OSCAR_INITIAL_ORDER_STATUS = "Pending"
OSCAR_INITIAL_LINE_STATUS = "Pending"
OSCAR_ORDER_STATUS_PIPELINE = {
    "Pending": ("Being processed", "Cancelled"),
    "Being processed": ("Complete", "Cancelled"),
    "Complete": (),
    "Cancelled": (),
}
