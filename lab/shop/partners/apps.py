"""Trade partners as a Django app."""

from django.apps import AppConfig


class Partners(AppConfig):
    name = "lab.shop.partners"
    label = "partners"
