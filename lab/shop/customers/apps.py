"""Customers' profiles as a Django app."""

from django.apps import AppConfig


class Customers(AppConfig):
    name = "lab.shop.customers"
    label = "customers"
