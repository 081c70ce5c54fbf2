"""django-axes' count of failed log-ins."""
