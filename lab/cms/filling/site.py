"""Makes the tree of pages with their pictures."""

import tomllib
from datetime import date, timedelta
from pathlib import Path
from random import Random

from django.utils.text import slugify
from wagtail.images import get_image_model
from wagtail.models import Page, Site

from lab.cms.pages.models import ArticleIndexPage, ArticlePage, HomePage, ProductsPage
from lab.estate.pictures import LARGE, picture_file


def picture(title: str, dice: Random):
    """Draw a picture and hang it up in Wagtail's library."""
    file = picture_file(dice, f"{slugify(title)}.png", LARGE)
    return get_image_model().objects.create(title=title, file=file)


def home(dice: Random) -> HomePage:
    """Put our home page where Wagtail's welcome stood."""
    root = Page.get_first_root_node()
    for welcome in root.get_children():
        welcome.delete()
    page = HomePage(
        title="Notes from the counter",
        slug="home",
        intro="<p>On paper, ink and the things that school children lose.</p>",
        picture=picture("The quay in the morning", dice),
    )
    Page.objects.get(pk=root.pk).add_child(instance=page)
    Site.objects.all().delete()
    Site.objects.create(
        hostname="localhost",
        port=80,
        root_page=page,
        is_default_site=True,
        site_name="Tern & Thistle Journal",
    )
    return page


def articles(parent, today: date, dice: Random) -> None:
    """Write the articles, a fortnight apart, the newest yesterday."""
    index = parent.add_child(instance=ArticleIndexPage(title="Articles", slug="articles"))
    text = Path(__file__).with_name("articles.toml").read_text("utf-8")
    for number, written in enumerate(tomllib.loads(text)["article"]):
        page = ArticlePage(
            title=written["title"],
            intro=written["intro"],
            body=written["body"],
            date=today - timedelta(days=1 + 14 * number),
            picture=picture(written["title"], dice),
        )
        index.add_child(instance=page).save_revision().publish()


def fill_site(today: date, dice: Random) -> None:
    """Make the whole tree."""
    top = home(dice)
    articles(top, today, dice)
    shelf = ProductsPage(
        title="From the shop", slug="from-the-shop", intro="<p>Fresh from the shelves.</p>"
    )
    top.add_child(instance=shelf)
