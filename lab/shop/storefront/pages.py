"""The shop's own pages beside Oscar's: front page, quick find, school shelves."""

from django.shortcuts import render
from oscar.core.loading import get_model

Product = get_model("catalogue", "Product")
Category = get_model("catalogue", "Category")


def on_sale():
    """All products with what a shelf shows of them."""
    return Product.objects.browsable().prefetch_related("images", "stockrecords")


def front(request):
    """Welcome with a shelf of twelve and the categories."""
    shelf = on_sale().order_by("-is_public", "title")[::5][:12]
    shown = {"shelf": shelf, "departments": Category.get_root_nodes()}
    return render(request, "storefront/front.html", shown)


def quick_find(request):
    """Look for a word in the titles; the template echoes it as it came (planted)."""
    wanted = request.GET.get("q", "")
    found = on_sale().filter(title__icontains=wanted)[:12] if wanted else []
    return render(request, "storefront/quick_find.html", {"q": wanted, "found": found})


def for_school(request):
    """Show what suits a key stage; ``key_stage`` is a number of the school system, no secret."""
    stage = request.GET.get("key_stage", "1")
    found = on_sale().filter(description__icontains=f"Key stage {stage}")[:24]
    return render(request, "storefront/for_school.html", {"stage": stage, "found": found})
