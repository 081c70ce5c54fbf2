"""Packages that Alpine's apk installed."""
