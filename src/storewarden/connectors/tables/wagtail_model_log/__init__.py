"""Wagtail's log of settings, users and snippets."""
