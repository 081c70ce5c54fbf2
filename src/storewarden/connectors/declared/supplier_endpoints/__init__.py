"""The TLS endpoints of suppliers."""
