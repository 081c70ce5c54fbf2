"""Gathers, judges, reconciles, routes to owners."""
