"""The one page that is true."""
