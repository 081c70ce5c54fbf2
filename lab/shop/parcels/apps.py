"""Parcels as a Django app; Oscar has an app called shipping already."""

from django.apps import AppConfig


class Parcels(AppConfig):
    name = "lab.shop.parcels"
    label = "parcels"
