"""The front of the shop: own pages, the partners API, the notices to the content system."""
