"""OpenCart's count of failed log-ins."""
