"""django-axes' log of failed log-ins."""
