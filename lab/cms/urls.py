"""The site's addresses; what no line names is a page of Wagtail's tree."""

from django.conf import settings
from django.contrib.staticfiles.views import serve as static
from django.urls import include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as admin_urls
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.documents import urls as document_urls
from wagtail.images.api.v2.views import ImagesAPIViewSet

from lab.cms.hooks import views as hooks
from lab.cms.pages.search import search

api = WagtailAPIRouter("wagtailapi")
api.register_endpoint("pages", PagesAPIViewSet)
api.register_endpoint("images", ImagesAPIViewSet)

urlpatterns = [
    path("admin/", include(admin_urls)),
    path("documents/", include(document_urls)),
    path("api/v2/", api.urls),
    path("search/", search, name="search"),
    path("hooks/product-changed/", hooks.product_changed),
    path("hooks/price-changed/", hooks.price_changed),
    re_path(r"^static/(?P<path>.*)$", static, {"insecure": True}),
    re_path(r"^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT}),
    path("", include(wagtail_urls)),
]
