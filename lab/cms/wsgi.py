"""The content system as a WSGI application: ``lab.cms.wsgi:application``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lab.cms.settings")
application = get_wsgi_application()
