"""Home, articles, and a page that shows what the shop sells."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField
from wagtail.images import get_image_model_string
from wagtail.models import Page
from wagtail.search import index

from lab.cms.pages import shop


class Illustrated(models.Model):
    picture = models.ForeignKey(
        get_image_model_string(), models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True


class HomePage(Illustrated, Page):
    intro = RichTextField(blank=True)
    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("picture")]
    api_fields = [APIField("intro")]

    def get_context(self, request, *args, **kwargs):
        latest = ArticlePage.objects.live().order_by("-date").select_related("picture")[:6]
        return super().get_context(request, *args, **kwargs) | {"articles": latest}


class ArticleIndexPage(Page):
    intro = RichTextField(blank=True)
    content_panels = [*Page.content_panels, FieldPanel("intro")]
    subpage_types = ["pages.ArticlePage"]

    def get_context(self, request, *args, **kwargs):
        articles = ArticlePage.objects.live().child_of(self).order_by("-date")
        shown = {"articles": articles.select_related("picture")}
        return super().get_context(request, *args, **kwargs) | shown


class ArticlePage(Illustrated, Page):
    date = models.DateField()
    intro = models.CharField(max_length=250)
    body = RichTextField()
    search_fields = [
        *Page.search_fields,
        index.SearchField("intro"),
        index.SearchField("body"),
    ]
    content_panels = [
        *Page.content_panels,
        FieldPanel("date"),
        FieldPanel("intro"),
        FieldPanel("picture"),
        FieldPanel("body"),
    ]
    api_fields = [APIField("date"), APIField("intro"), APIField("body")]
    parent_page_types = ["pages.ArticleIndexPage"]


class ProductsPage(Page):
    intro = RichTextField(blank=True)
    number = models.PositiveSmallIntegerField(default=12)
    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("number")]

    def get_context(self, request, *args, **kwargs):
        found = shop.products(self.number)
        return super().get_context(request, *args, **kwargs) | {"products": found}
