"""The trade partners' portal and the price list that anybody may fetch (planted)."""

import csv

from django.http import HttpResponse
from django.shortcuts import redirect, render
from oscar.core.loading import get_model

from lab.shop.partners.models import PortalUser

StockRecord = get_model("partner", "StockRecord")


def portal_login(request):
    """Take name and password from the address line: a planted weakness."""
    name, password = request.GET.get("user", ""), request.GET.get("password", "")
    known = PortalUser.objects.filter(username=name, password=password).exists()
    if known:
        request.session["portal_user"] = name
        return redirect("portal")
    return render(request, "storefront/portal_login.html", {"tried": bool(name)})


def portal(request):
    """Welcome a partner; everybody else is shown the way to the login."""
    name = request.session.get("portal_user")
    if name is None and request.GET.get("password_changed") is None:
        return render(request, "storefront/portal_login.html", {"tried": False})
    return render(request, "storefront/portal.html", {"name": name})


def pricelist(request):
    """Hand out trade prices and stock without asking who is there: a planted weakness."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    table = csv.writer(response)
    table.writerow(["sku", "title", "retail_price", "trade_price", "in_stock"])
    for record in StockRecord.objects.select_related("product").order_by("partner_sku"):
        trade = round(record.price * 62 / 100, 2)
        row = [record.partner_sku, record.product.title, record.price, trade, record.num_in_stock]
        table.writerow(row)
    return response
