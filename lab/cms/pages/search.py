"""The site's search; its template escapes what was asked for."""

import re

from django.core.paginator import Paginator
from django.shortcuts import render
from wagtail.models import Page


def search(request):
    wanted = request.GET.get("query", "")[:200].replace("\x00", "")
    words = " ".join(re.findall(r"\w+", wanted))  # SQLite's search stumbles over quotes
    found = Page.objects.live().search(words) if words else Page.objects.none()
    pages = Paginator(found, 10).get_page(request.GET.get("page", "1"))
    return render(request, "pages/search.html", {"wanted": wanted, "pages": pages})
