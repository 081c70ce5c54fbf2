"""Advisories in the CSAF format, as manufacturers and authorities publish them."""
