"""Bills of materials: an inventory written for other programs."""
