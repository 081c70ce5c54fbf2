"""django-axes' log of log-ins."""
