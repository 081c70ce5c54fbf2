"""How session cookies are protected."""
