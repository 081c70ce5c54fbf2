"""TLS certificates of suppliers."""
