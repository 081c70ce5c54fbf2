"""What builders forgot in the web root."""
