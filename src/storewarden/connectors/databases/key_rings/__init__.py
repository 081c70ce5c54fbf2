"""Keys that a shop or CMS gave out."""
