"""The shop as a WSGI application: ``lab.shop.wsgi:application``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lab.shop.settings")
application = get_wsgi_application()
