"""The gateway as a Django app."""

from django.apps import AppConfig


class Gateway(AppConfig):
    name = "lab.shop.gateway"
    label = "gateway"
