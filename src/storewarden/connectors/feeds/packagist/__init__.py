"""What Packagist knows of vulnerable Composer packages."""
