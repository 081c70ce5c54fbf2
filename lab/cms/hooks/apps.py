"""The hooks as a Django app."""

from django.apps import AppConfig


class Hooks(AppConfig):
    name = "lab.cms.hooks"
    label = "hooks"
