"""Front-end libraries on the pages that a site serves."""
