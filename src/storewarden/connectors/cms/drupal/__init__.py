"""Drupal: what we know of it."""
