"""The shop's addresses: its own pages first, then Oscar as published."""

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.views import serve as static
from django.urls import include, path, re_path
from django.views.static import serve

from lab.shop.gateway.views import charge
from lab.shop.partners.views import portal, portal_login, pricelist
from lab.shop.storefront import api, pages

urlpatterns = [
    path("", pages.front, name="home"),
    path("quick-find/", pages.quick_find, name="quick-find"),
    path("for-school/", pages.for_school, name="for-school"),
    path("api/products/", api.products, name="api-products"),
    path("api/products/<str:upc>/", api.change, name="api-change"),
    path("export/pricelist.csv", pricelist, name="pricelist"),
    path("portal/", portal, name="portal"),
    path("portal/login", portal_login, name="portal-login"),
    path("gateway/charge/", charge, name="gateway-charge"),
    path("i18n/", include("django.conf.urls.i18n")),
    re_path(r"^static/(?P<path>.*)$", static, {"insecure": True}),
    re_path(r"^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT}),
    path("", include(apps.get_app_config("oscar").urls[0])),
]
