"""Serves whatever file lies in the shop's web root, as many a web server does."""

import posixpath

from django.conf import settings
from django.views.static import serve

LONGEST = 200


def web_root(get_response):
    """Answer from the folder when the address names a file of it, from Django otherwise."""

    def answer(request):
        path = posixpath.normpath(request.path_info).lstrip("/")
        if 0 < len(path) < LONGEST and (settings.WEB_ROOT / path).is_file():
            return serve(request, path, document_root=settings.WEB_ROOT)
        return get_response(request)

    return answer
