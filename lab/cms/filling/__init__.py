"""Fills an empty site: people, pictures, pages."""
