"""Wagtail's log of pages."""
