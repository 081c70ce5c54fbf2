"""Parcels on their way."""
