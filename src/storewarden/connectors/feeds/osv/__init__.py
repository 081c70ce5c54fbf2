"""Records in the OSV format: of OSV itself, of Drupal, of PyPA, of anybody."""
