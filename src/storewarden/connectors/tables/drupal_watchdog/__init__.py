"""Drupal's watchdog."""
