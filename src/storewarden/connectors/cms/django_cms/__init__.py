"""django CMS: what we know of it."""
