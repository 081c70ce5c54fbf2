"""Lets Oscar's shelves and search be filled from the database, without a search server.

Oscar asks Haystack for every list of products. Haystack's own simple engine knows no fields, so
every shelf would be empty; this one knows the few that Oscar asks for.
"""

import json

from django.db.models import Q
from haystack.backends import BaseEngine, BaseSearchBackend, BaseSearchQuery
from haystack.models import SearchResult
from oscar.core.loading import get_model

SORTS = {"title_exact": "title", "price": "stockrecords__price"}


def pairs(node):
    """Walk a tree of conditions; yields (field, what is wanted)."""
    for child in node.children:
        if isinstance(child, tuple):
            yield child[0].partition("__")[0], getattr(child[1], "query_string", child[1])
        else:
            yield from pairs(child)


def wanted(field, value):
    """Translate one condition; what this engine does not know narrows nothing."""
    if field == "content":
        words = str(value).replace('"', " ").split()[:10]
        found = Q()
        for word in words:
            found &= Q(title__icontains=word) | Q(description__icontains=word)
        return found
    if field == "category":
        return Q(categories__in=value)
    return Q(structure__in=value) if field == "structure" else Q()


def column(sort):
    """Give the column that Oscar means by the name of a sort."""
    name = sort.lstrip("-")
    return sort.replace(name, SORTS.get(name, name))


class Backend(BaseSearchBackend):
    def update(self, index, iterable, **rest):
        return None  # the database is the index

    def remove(self, obj_or_string, **rest):
        return None

    def clear(self, models=None, **rest):
        return None

    def search(self, query_string, start_offset=0, end_offset=None, sort_by=(), **rest):
        goods = get_model("catalogue", "Product").objects.browsable().base_queryset()
        for field, value in json.loads(query_string):
            goods = goods.filter(wanted(field, value))
        goods = goods.order_by(*map(column, sort_by), "pk").distinct()
        found = goods[start_offset:end_offset]
        return {"results": [self.told(product) for product in found], "hits": goods.count()}

    def told(self, product):
        told = SearchResult("catalogue", "product", product.pk, 0, title=product.title)
        told._object = product  # noqa: SLF001 - Haystack's simple engine does the same
        return told


class Query(BaseSearchQuery):
    def build_query(self):
        return json.dumps(list(pairs(self.query_filter)), default=str)


class Engine(BaseEngine):
    backend = Backend
    query = Query
