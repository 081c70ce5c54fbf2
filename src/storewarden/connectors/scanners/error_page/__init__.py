"""How a site answers a wrong address."""
