"""The pages as a Django app; it also keeps the log of the door."""

from django.apps import AppConfig


class Pages(AppConfig):
    name = "lab.cms.pages"
    label = "pages"

    def ready(self):
        from lab.cms.pages import door  # noqa: PLC0415 - accounts must be loaded first

        door.listen()
