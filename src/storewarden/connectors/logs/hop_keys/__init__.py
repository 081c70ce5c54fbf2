"""Keys that an integration puts into addresses, as logs show them."""
