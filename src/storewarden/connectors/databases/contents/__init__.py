"""Looks into the columns of databases."""
