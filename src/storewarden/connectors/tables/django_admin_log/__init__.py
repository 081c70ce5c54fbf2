"""Django's log of its admin pages."""
