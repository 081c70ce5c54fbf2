"""The advisories that PHP people keep by hand."""
