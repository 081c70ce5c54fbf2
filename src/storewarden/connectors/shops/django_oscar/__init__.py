"""django-oscar: what we know of it."""
