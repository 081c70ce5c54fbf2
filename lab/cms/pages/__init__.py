"""The kinds of page that the site has."""
